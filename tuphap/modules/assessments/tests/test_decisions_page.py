"""Recording decisions through the web: the list, the paper, the confirmation, the result."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision
from tuphap.modules.assessments.tests.test_recording_decisions import both_ready
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    REACHES,
    World,
    in_status,
    moment,
    signed_in,
    unit,
)
from tuphap.rules.permissions import Role
from tuphap.rules.workflows.assessment import FINAL, PASS_REGIME, POINTS_REGIME

pytestmark = pytest.mark.django_db
LIST, CONFIRM, RECORD = "/quyet-dinh/", "/quyet-dinh/xac-nhan/", "/quyet-dinh/ghi/"


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    """All that the worlds of the tests did lies behind."""
    with time_machine.travel(moment(2027, 2, 8), tick=True):
        yield


def paper(world: World, *dossiers: Assessment, **change) -> dict[str, object]:
    return {
        "don-vi": [str(row.pk) for row in dossiers or (world.dossier,)],
        "number": "214/QĐ-UBND",
        "signed_on": f"07/02/{world.year + 1}",
        "decided_by": "Chủ tịch Ủy ban nhân dân",
        **change,
    }


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_the_list_shows_the_computed_result_and_what_failed(code):
    world = both_ready(code)
    ColumnSummary.objects.filter(assessment=world.other_dossier).update(
        conditions={"DK1": False, "DK2": True}
    )
    text = text_of(signed_in(world.minh).get(LIST))
    for words in (
        "Xã Ia Dơk",
        "Xã Ia Krêl",
        "Đạt chuẩn",
        "Chưa đạt chuẩn",
        "Điều kiện 1 (",
        "2 đơn vị",
    ):
        assert words in text
    assert "Điều kiện 2 (" not in text


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_choose_confirm_record(code):
    world = both_ready(code)
    minh = signed_in(world.minh)
    sent = paper(world, world.dossier, world.other_dossier)
    confirmed = minh.post(CONFIRM, sent)
    assert confirmed.status_code == 200
    for words in ("214/QĐ-UBND", "không sửa được", "Quay lại", "1</strong> đơn vị đạt chuẩn"):
        assert words in text_of(confirmed)
    assert not Decision.objects.exists()
    response = minh.post(RECORD, sent, follow=True)
    assert "Đã ghi Quyết định số 214/QĐ-UBND" in text_of(response)
    assert "Xã Ia Krêl" in text_of(response)
    assert "Không có hồ sơ nào chờ quyết định" in text_of(minh.get(LIST))
    assert {row.status for row in Assessment.objects.all()} == {"decided"}


def test_all_units_of_a_paper_are_ticked_with_one_link():
    world = both_ready(POINTS_SET)
    minh = signed_in(world.minh)
    assert text_of(minh.get(LIST)).count(" checked") == 0
    assert text_of(minh.get(f"{LIST}?chon=tat-ca")).count(" checked") == 2


def test_after_it_the_result_stands_where_the_status_stood():
    world = both_ready(POINTS_SET)
    signed_in(world.minh).post(RECORD, paper(world, world.dossier, world.other_dossier))
    hung = signed_in(world.hung)
    assert "Đạt chuẩn" in text_of(hung.get(f"/tham-tra/{world.dossier.pk}/"))
    assert "Chưa đạt chuẩn" in text_of(hung.get(f"/tham-tra/{world.other_dossier.pk}/"))


def test_a_day_that_no_calendar_has_is_told_beside_its_field():
    world = in_status("proposed")
    response = signed_in(world.minh).post(CONFIRM, paper(world, signed_on="30/02/2023"))
    text = text_of(response)
    assert response.status_code == 422
    assert "<title>Lỗi: Ghi quyết định công nhận" in text
    assert "30/02/2023" in text
    assert "không có trong lịch" in text
    assert f'value="{world.dossier.pk}" checked' in text


BAD = [
    ({"number": ""}, 422),
    ({"number": "x" * 41}, 422),
    ({"number": "   "}, 422),
    ({"decided_by": ""}, 422),
    ({"decided_by": "x" * 161}, 422),
    ({"signed_on": ""}, 422),
    ({"signed_on": "hôm qua"}, 422),
    ({"signed_on": "2" * 1000}, 422),
    ({"signed_on": "31/12/2021"}, 422),
    ({"signed_on": "01/03/2027"}, 422),
    ({"don-vi": []}, 422),
    ({"don-vi": ["1"]}, 422),
    ({"don-vi": ["-" * 36]}, 422),
    ({"don-vi": ["00000000-0000-4000-8000-000000000000"]}, 404),
    ({"met": "1"}, 422),
    ({"status": "decided"}, 422),
    ({"number": "1\x00"}, 400),
]


@pytest.mark.parametrize("address", [CONFIRM, RECORD])
@pytest.mark.parametrize(("change", "status"), BAD, ids=str)
def test_bad_input_changes_nothing_and_is_answered_in_words(address, change, status):
    world = in_status("proposed")
    response = signed_in(world.minh).post(address, paper(world, **change))
    assert response.status_code == status
    assert "<h1" in text_of(response)
    assert world.dossier.status == "proposed"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("address", [CONFIRM, RECORD])
def test_a_number_in_use_is_told_beside_its_field(address):
    world = both_ready(POINTS_SET)
    minh = signed_in(world.minh)
    minh.post(RECORD, paper(world, world.dossier))
    again = paper(world, world.other_dossier, signed_on="06/02/2023")
    response = minh.post(address, again)
    assert response.status_code == 409
    assert "đã ghi" in text_of(response)
    assert world.other_dossier.status == "proposed"


@pytest.mark.parametrize("address", [CONFIRM, RECORD])
def test_who_appraised_is_told_why_not_and_keeps_what_was_typed(address):
    world = in_status("proposed")
    begins = world.office.valid_from
    Post.objects.create(person=world.hung, unit=world.office, role=Role.DECIDER, starts_on=begins)
    response = signed_in(world.hung).post(address, paper(world))
    text = text_of(response)
    assert response.status_code == 403
    assert "không ghi quyết định công nhận của cùng hồ sơ" in text
    assert f'value="{world.dossier.pk}" checked' in text
    assert f'value="{paper(world)["number"]}"' in text
    assert Event.objects.filter(kind="refused", person_id=world.hung.pk).count() == 1
    assert not Decision.objects.exists()


def test_recording_twice_is_recording_once():
    world = in_status("proposed")
    minh = signed_in(world.minh)
    assert minh.post(RECORD, paper(world)).status_code == 302
    assert minh.post(RECORD, paper(world)).status_code == 409
    assert Decision.objects.count() == 1


OUT_OF_TURN = [
    (code, step.code)
    for code, table in ((POINTS_SET, POINTS_REGIME), (PASS_SET, PASS_REGIME))
    for step in table.statuses
    if step.code in REACHES and "decide" not in [m.name for m in table.moves_from(step.code)]
]


@pytest.mark.parametrize("address", [CONFIRM, RECORD])
@pytest.mark.parametrize(("code", "status"), OUT_OF_TURN)
def test_in_any_other_step_there_is_no_decision(code, status, address):
    world = in_status(status, code)
    before = Decision.objects.count()
    response = signed_in(world.minh).post(address, paper(world))
    assert response.status_code == 409
    assert world.dossier.status == status
    assert Decision.objects.count() == before


@pytest.mark.parametrize("who", ["mai", "hung", "thu", "ha", "phuc"])
@pytest.mark.parametrize("address", [CONFIRM, RECORD])
def test_others_are_told_why_not(who, address):
    world = in_status("proposed")
    client = signed_in(getattr(world, who))
    assert client.get(LIST).status_code == 403
    response = client.post(address, paper(world))
    assert response.status_code == 403
    assert "ghi quyết định công nhận" in text_of(response)
    assert world.dossier.status == "proposed"


@pytest.mark.parametrize("address", [CONFIRM, RECORD])
def test_who_appraised_does_not_decide(address):
    world = in_status("proposed")
    Post.objects.create(
        person=world.hung,
        unit=world.office,
        role=Role.DECIDER,
        starts_on=world.office.valid_from,
    )
    response = signed_in(world.hung).post(address, paper(world))
    assert response.status_code == 403
    assert "Chuyển việc này cho người khác" in text_of(response)
    assert world.dossier.status == "proposed"


def test_the_office_above_does_not_decide_for_the_one_below():
    world = in_status("proposed")
    Post.objects.create(
        person=world.ha,
        unit=world.province,
        role=Role.DECIDER,
        starts_on=world.province.valid_from,
    )
    above = signed_in(world.ha)
    assert "Xã Ia Dơk" not in text_of(above.get(LIST))
    assert above.post(RECORD, paper(world)).status_code == 403


def test_units_of_two_offices_are_shown_apart_and_not_put_on_one_paper():
    world = both_ready(POINTS_SET)
    Assessment.objects.filter(pk=world.other_dossier.pk).update(appraising_unit=world.province)
    Post.objects.create(
        person=world.minh,
        unit=world.province,
        role=Role.DECIDER,
        starts_on=world.province.valid_from,
    )
    minh = signed_in(world.minh)
    text = text_of(minh.get(LIST))
    assert "Huyện Đức Cơ 2022 (1)" in text
    assert "Tỉnh Gia Lai 2022 (1)" in text
    response = minh.post(CONFIRM, paper(world, world.dossier, world.other_dossier))
    assert response.status_code == 422


@pytest.mark.parametrize("address", [CONFIRM, RECORD])
def test_without_its_token_the_paper_is_not_taken(address):
    world = in_status("proposed")
    client = signed_in(world.minh)
    client.handler.enforce_csrf_checks = True
    assert client.post(address, paper(world)).status_code == 403
    assert client.get(address).status_code in (403, 405)
    assert world.dossier.status == "proposed"


def test_the_list_costs_the_same_with_more_units():
    world = both_ready(POINTS_SET)
    client = signed_in(world.minh)
    client.get(LIST)
    before = queries_of(client)
    for number in range(12):
        place = unit(f"3{number:04}", f"Xã {number}", "xã", world.office, date(2022, 1, 1))
        row = Assessment.objects.create(
            period=world.period, unit=place, appraising_unit=world.office, status="proposed"
        )
        ColumnSummary.objects.create(assessment=row, column=FINAL, met=True, total=90)
    assert queries_of(client) == before


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(LIST).status_code == 200
    return len(seen)
