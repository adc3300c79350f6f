"""The page of the sheet: what it shows to whom, in which status, with how many questions."""

import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Evidence
from tuphap.modules.assessments.tests.sheet_requests import line
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    SELF,
    acting,
    december,
    fill,
    full_sheet,
    in_status,
    make_world,
    save_entries,
    signed_in,
    start,
)
from tuphap.modules.criteria.guidance_actions import Place, add_guidance_files, write_guidance
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
HTMX = {"HX-Request": "true"}
SIGNED = {
    "signer": "UBND xã Ia Dơk",
    "issuer": "CA thử nghiệm",
    "signed_at": "2022-01-05T02:00:00+00:00",
    "intact": True,
    "whole": True,
    "trusted": True,
    "stamped": False,
}


def shown(world, person=None, path=""):
    return signed_in(person or world.mai).get(f"/phieu/{world.dossier.pk}/{path}")


def text(response):
    return response.content.decode()


def count_queries(world, django_assert_max_num_queries, most):
    client, address = signed_in(world.mai), f"/phieu/{world.dossier.pk}/"
    client.get(address)  # the parsed rule set is kept per process
    with django_assert_max_num_queries(most) as captured:
        assert client.get(address).status_code == 200
    return len(captured.captured_queries)


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_the_number_of_questions_does_not_grow_with_the_sheet(code, django_assert_max_num_queries):
    world = make_world(code)
    start(world)
    first = full_sheet(world).popitem()
    save_entries(world.dossier.pk, SELF, dict([first]), by=acting(world.mai, december(world, 2)))
    with_one = count_queries(world, django_assert_max_num_queries, MOST_QUERIES)
    by = acting(world.mai, december(world, 2))
    save_entries(world.dossier.pk, SELF, full_sheet(world), by=by)
    for number in range(40):
        Evidence.objects.create(
            assessment=world.dossier,
            item="1.1.1",
            title=f"Trang {number}",
            url=f"https://example.gov.vn/{number}",
            added_by=world.mai,
            added_at=by.at,
        )
    assert count_queries(world, django_assert_max_num_queries, MOST_QUERIES) == with_one


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
@pytest.mark.parametrize("status", ["self", "returned"])
def test_all_there_can_be_on_a_sheet_takes_no_more(code, status, django_assert_max_num_queries):
    """Guidance of the province, a signed document, threads, figures of the system."""
    world = in_status("returned", code) if status == "returned" else make_world(code)
    if status == "self":
        fill(world)
    place = Place(world.period.scope_unit, code, "1.1.1")
    by = acting(world.ha, december(world, 2))
    write_guidance(place, "Đếm theo ngày ký.", version=1, by=by)
    outcome = add_guidance_files(place, [SimpleUploadedFile("mau.docx", SOUND["docx"])], by=by)
    signed = StoredFile.objects.create(
        name="a.pdf",
        content_type="application/pdf",
        size=9,
        sha256="0" * 64,
        stored_at=by.at,
        signatures=[SIGNED],
    )
    Evidence.objects.create(
        assessment=world.dossier, item="1.1.1", file=signed, added_by=world.mai, added_at=by.at
    )
    count_queries(world, django_assert_max_num_queries, MOST_QUERIES)
    page = text(shown(world))
    assert "đã ký số" in page
    assert f"/huong-dan/tep/{outcome.added[0].file_id}/" in page


def test_a_line_is_saved_with_few_questions(django_assert_max_num_queries):
    world = make_world()
    start(world)
    client = signed_in(world.mai)
    address = f"/phieu/{world.dossier.pk}/noi-dung/1.2.1/"
    client.post(address, line(world, "1.2.1", done="118", due="123"), headers=HTMX)
    sent = line(world, "1.2.1", done="119", due="123")
    with django_assert_max_num_queries(15):
        assert client.post(address, sent, headers=HTMX).status_code == 200


# --- reach ---


def the_same_for_all(response):
    """The page without what is new in every answer: token and key of its form, the incident."""
    page = re.sub(r'name="(csrfmiddlewaretoken|khoa-gui)" value="[\w-]+"', "", text(response))
    return re.sub(r'<dd class="tp-num">[0-9a-f]{8}</dd>', "", page)


@pytest.mark.parametrize("path", ["", "lich-su/", "gui/", "tai-lieu/1.1.1/"])
def test_the_sheet_of_another_unit_is_like_one_that_does_not_exist(path):
    world = make_world()
    client = signed_in(world.mai)
    theirs = client.get(f"/phieu/{world.other_dossier.pk}/{path}")
    nobodys = client.get(f"/phieu/{uuid.uuid4()}/{path}")
    assert theirs.status_code == nobodys.status_code == 404
    assert the_same_for_all(theirs) == the_same_for_all(nobodys)
    assert str(world.other_dossier.pk) not in text(theirs)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "noi-dung/1.2.1/",
        "bat-dau/",
        "gui/",
        "niem-yet/",
        "sua-lai/",
        "tai-lieu/1.1.1/tep/",
        "tai-lieu/1.1.1/duong-dan/",
        "go-tai-lieu/1/",
    ],
)
def test_writing_to_the_sheet_of_another_unit_is_like_writing_to_none(path):
    world = make_world()
    client = signed_in(world.mai)
    theirs = client.post(f"/phieu/{world.other_dossier.pk}/{path}", {"1.2.1-done": "1"})
    nobodys = client.post(f"/phieu/{uuid.uuid4()}/{path}", {"1.2.1-done": "1"})
    assert theirs.status_code == nobodys.status_code == 404
    assert the_same_for_all(theirs) == the_same_for_all(nobodys)


@pytest.mark.parametrize("who", ["mai", "binh", "hung", "thu", "minh", "ha", "phuc"])
def test_everybody_in_whose_reach_the_unit_lies_may_look(who):
    world = make_world()
    response = shown(world, getattr(world, who))
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


# --- what may be done ---


def test_before_the_start_there_is_one_button():
    world = make_world()
    page = text(shown(world))
    assert "Bắt đầu tự chấm điểm" in page
    assert "Chỉ xem: chưa bắt đầu" in page
    assert "<textarea" not in page
    signed_in(world.mai).post(f"/phieu/{world.dossier.pk}/bat-dau/")
    assert world.dossier.status == "self_scoring"
    assert 'name="1.2.1-done"' in text(shown(world))


def test_an_empty_sheet_names_every_line_that_is_missing():
    world = make_world(evidence_required=True)
    start(world)
    page = text(shown(world))
    assert "Còn thiếu (25)" in page
    assert "1.1.1 Chưa trả lời, chưa có tài liệu" in page
    assert 'aria-disabled="true" aria-describedby="vi-sao-post"' in page
    assert "Còn 25 việc phải xong trước." in page


def test_a_full_sheet_leads_on():
    world = make_world()
    fill(world)
    page = text(shown(world))
    assert "Còn thiếu (0)" in page
    assert f'href="/phieu/{world.dossier.pk}/niem-yet/"' in page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("posted", "Chỉ xem: kết quả niêm yết từ ngày 03/12/2022"),
        ("submitted", "Chỉ xem: hồ sơ đã gửi ngày 20/12/2022"),
        ("under_review", "Chỉ xem: hồ sơ đã gửi ngày 20/12/2022"),
        ("proposed", "Chỉ xem: hồ sơ đã gửi ngày 20/12/2022"),
    ],
)
def test_a_sheet_that_may_not_be_written_says_why_and_has_no_fields(status, words):
    page = text(shown(in_status(status)))
    assert words in page
    assert "<textarea" not in page
    assert 'form="phieu"' not in page
    assert "hx-post" not in page


def test_whoever_only_looks_is_told_who_writes():
    world = make_world()
    start(world)
    assert "Chỉ xem: phiếu này do công chức nhập liệu của Xã Ia Dơk nhập" in text(
        shown(world, world.hung)
    )


def test_the_chair_may_send_what_the_officer_filled():
    world = in_status("posted")
    page = text(shown(world, world.binh))
    assert f'href="/phieu/{world.dossier.pk}/gui/"' in page
    assert "sua-lai" not in page


def test_a_returned_sheet_begins_with_the_reason_and_its_deadline():
    world = in_status("returned", completion_working_days=5)
    page = text(shown(world))
    assert "Huyện Đức Cơ yêu cầu bổ sung" in page
    assert "Thiếu danh sách người dự." in page
    assert "Trần Văn Hùng, 21/12/2022" in page
    assert "hạn 28/12/2022" in page
    assert 'name="1.2.1-done"' in page


def test_text_of_people_is_never_markup():
    world = in_status("self_scoring")
    given = {"1.2.1": Given(Answer(done=1, due=2), "<script>alert(1)</script>")}
    save_entries(world.dossier.pk, SELF, given, by=acting(world.mai, december(world, 2)))
    assert "<script>alert" not in text(shown(world))
    assert "&lt;script&gt;alert" in text(shown(world))


def test_days_of_the_steps_come_from_the_period():
    world = make_world(step_dates={"self_scoring": (None, date(2022, 12, 30))})
    page = text(shown(world))
    assert "đến 30/12/2022" in page
    assert "chưa định" in page


def test_days_that_are_counted_from_the_posting_stand_on_their_steps():
    """Hung out on 3/12 for seven days: 3/12 to 9/12, to be sent from 10/12."""
    steps = text(shown(in_status("posted", posting_days=7))).split("tp-steps")[1]
    assert "03/12/2022 – 09/12/2022" in steps
    assert "từ 10/12/2022" in steps


def test_the_page_says_that_the_rule_set_is_not_signed_off():
    world = make_world()
    assert "chưa dùng cho hồ sơ chính thức" in text(shown(world))


def test_without_points_indicators_are_counted():
    world = make_world(PASS_SET)
    fill(world)
    page = text(shown(world))
    assert "Phiếu tự đánh giá năm 2026" in page
    assert "Chỉ tiêu tự đánh giá đạt" in page
    assert re.search(r'tp-display">14 <span class="tp-unit">/ 14', page)
    assert "Không được giao ban hành" in page


def test_the_history_names_who_when_and_why():
    world = in_status("returned")
    page = text(shown(world, path="lich-su/"))
    for words in ("Yêu cầu bổ sung", "Trần Văn Hùng", "21/12/2022 10:00", "Thiếu danh sách"):
        assert words in page
    assert page.index("Yêu cầu bổ sung") < page.index("Đang niêm yết")


# --- home and the way to the own sheet ---


def test_the_menu_leads_to_the_newest_own_sheet():
    world = make_world()
    assert signed_in(world.mai).get("/phieu/").url == f"/phieu/{world.dossier.pk}/"
    assert signed_in(world.hung).get("/phieu/").url == "/lam-viec/"
