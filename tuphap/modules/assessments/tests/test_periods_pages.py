"""Opening a year through the pages, and the days of its steps."""

from datetime import date

import pytest
from django.urls import reverse

from tuphap.foundation.units.models import Succession, Unit
from tuphap.modules.assessments.models import Assessment, Period, StepDate
from tuphap.modules.assessments.sheet.stepper import STEPS
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    document_of,
    make_world,
    moment,
    signed_in,
)
from tuphap.modules.criteria.actions import load_rule_set

pytestmark = pytest.mark.django_db
OPEN = "/ky-danh-gia/mo/"


@pytest.fixture
def world():
    load_rule_set(document_of(PASS_SET), at=moment(2026, 1, 2))
    return make_world(POINTS_SET)


def filled(world, **changes) -> dict[str, str]:
    fields = {
        "year": "2023",
        "rule_set": str(world.period.rule_set_id),
        "scope_unit": str(world.province.pk),
        "units_on": "31/12/2023",
        "appraised_by": "parent",
        "evidence_required": "on",
        "posting_days": "",
        "completion_working_days": "5",
        "grace_seconds": "90",
    }
    return {**fields, **changes}


def test_a_year_is_opened_with_one_dossier_for_each_unit(world) -> None:
    client = signed_in(world.ha)
    assert "Mở kỳ đánh giá" in client.get(OPEN).content.decode()
    answer = client.post(OPEN, filled(world))
    period = Period.objects.get(year=2023)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("assessments:period", args=[period.pk])
    assert Assessment.objects.filter(period=period, status="assigned").count() == 2
    assert period.posting_days is None
    assert period.completion_working_days == 5
    assert (period.grace_seconds, period.accepts_late) == (90, False)
    page = client.get(answer["Location"]).content.decode()
    assert "2 đơn vị" in page
    assert "Kỳ đánh giá 2023" in client.get("/ky-danh-gia/").content.decode()


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"year": "2022"}, 409, "đã mở"),
        ({"year": "2030"}, 422, "áp dụng cho các năm"),
        ({"year": "hai nghìn"}, 422, "Năm đánh giá"),
        ({"year": "9" * 100_000}, 422, "Năm đánh giá"),
        ({"year": ""}, 422, "Chưa ghi năm đánh giá"),
        ({"units_on": "30/02/2023"}, 422, "không có trong lịch"),
        ({"units_on": "01/01/1999"}, 422, "nằm ngoài năm đánh giá"),
        ({"units_on": "01/01/2024"}, 422, "nằm ngoài năm đánh giá"),
        ({"rule_set": "999999"}, 422, "không có trong danh sách"),
        ({"scope_unit": "999999"}, 422, "không có trong danh sách"),
        ({"appraised_by": "ai đó"}, 422, "không có trong danh sách"),
        ({"grace_seconds": "3601"}, 422, "từ 0 đến 3600"),
        ({"grace_seconds": ""}, 422, "số giây châm chước"),
        ({"posting_days": "-3"}, 422, "Số ngày niêm yết"),
        ({"posting_days": "12,5"}, 422, "Số ngày niêm yết"),
        ({"posting_days": "4000"}, 422, "từ 0 đến 365"),
    ],
)
def test_a_faulty_year_is_refused_and_nothing_is_opened(world, changes, status, sentence) -> None:
    before = Period.objects.count()
    answer = signed_in(world.ha).post(OPEN, filled(world, **changes))
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert Period.objects.count() == before


def test_a_province_born_of_a_merger_does_not_open_the_year_again(world) -> None:
    """Old and new province are two units; the year of their communes is one."""
    old = Unit.objects.create(
        code="64",
        name="Tỉnh Gia Lai",
        kind="tỉnh",
        path="/64/",
        valid_from=date(2021, 1, 1),
        valid_to=date(2021, 12, 31),
    )
    Succession.objects.create(
        predecessor=old, successor=world.province, extent="whole", effective_on=date(2022, 1, 1)
    )
    Period.objects.filter(pk=world.period.pk).update(scope_unit=old)
    answer = signed_in(world.ha).post(OPEN, filled(world, year="2022", units_on="31/12/2022"))
    assert answer.status_code == 409
    assert "đã mở" in answer.content.decode()
    assert Period.objects.count() == 1


@pytest.mark.parametrize("who", ["mai", "hung", "minh", "phuc"])
def test_others_are_told_that_they_may_not(world, who) -> None:
    client = signed_in(getattr(world, who))
    for address in ("/ky-danh-gia/", OPEN, reverse("assessments:period", args=[world.period.pk])):
        assert client.get(address).status_code == 403
    assert client.post(OPEN, filled(world)).status_code == 403
    assert Period.objects.count() == 1


def test_the_days_of_steps_are_set_changed_and_taken_away(world) -> None:
    client = signed_in(world.ha)
    address = reverse("assessments:period", args=[world.period.pk])
    client.post(address, {"posted-tu": "01/12/2022", "posted-den": "10/12/2022"})
    row = StepDate.objects.get(period=world.period, step="posted")
    assert (row.starts_on, row.ends_on) == (date(2022, 12, 1), date(2022, 12, 10))
    client.post(address, {"posted-den": "12/12/2022"})
    assert StepDate.objects.get(period=world.period).starts_on is None
    client.post(address, {})
    assert not StepDate.objects.exists()


def test_a_step_that_ends_before_it_starts_is_refused(world) -> None:
    address = reverse("assessments:period", args=[world.period.pk])
    answer = signed_in(world.ha).post(
        address, {"posted-tu": "10/12/2022", "posted-den": "01/12/2022"}
    )
    assert answer.status_code == 422
    assert "trước ngày đầu" in answer.content.decode()
    assert not StepDate.objects.exists()


def test_a_period_out_of_reach_is_not_there(world) -> None:
    assert signed_in(world.ha).get("/ky-danh-gia/987654/").status_code == 404


def test_a_field_without_hint_points_to_no_description(world) -> None:
    text = signed_in(world.ha).get(OPEN).content.decode()
    assert 'aria-describedby="' in text
    assert 'aria-describedby="None"' not in text


def test_the_page_says_which_steps_have_no_day_until_all_have_one(world) -> None:
    client = signed_in(world.ha)
    address = reverse("assessments:period", args=[world.period.pk])
    text = client.get(address).content.decode()
    assert "Chưa có ngày:" in text
    steps = [step.statuses[0] for step in STEPS[POINTS_SET] if not step.is_detour]
    days = {f"{code}-den": f"{10 + n}/12/2022" for n, code in enumerate(steps)}
    assert client.post(address, days).status_code == 302
    assert "Chưa có ngày:" not in client.get(address).content.decode()
