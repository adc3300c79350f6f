"""The desk through the web: who gets it, what it says; with and without script."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.desk.values import UNOPENED
from tuphap.modules.assessments.models import Entry, Evidence
from tuphap.modules.assessments.tests.desk_requests import (
    REASON,
    at,
    changed_figures,
    mark,
    page,
    written,
)
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    december,
    employ,
    in_status,
    moment,
    signed_in,
    unit,
)
from tuphap.rules.permissions import Role
from tuphap.rules.workflows.assessment import APPRAISED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    """Pages tell the time themselves; all that the worlds of the tests did lies behind."""
    with time_machine.travel(moment(2027, 1, 5), tick=True):
        yield


# --- who gets it ---


def test_the_appraiser_sees_both_columns_line_by_line():
    text = page(in_status("under_review"))
    for words in ("Xã Ia Dơk", "Xã tự chấm", "Thẩm tra", "Chênh", "Chấp nhận", "Sửa", "0/24"):
        assert words in text


def test_the_other_regime_speaks_of_met_and_not_met():
    text = page(in_status("under_review", PASS_SET))
    for words in ("Xã tự đánh giá", "Đạt", "0/26", "Chốt thẩm tra"):
        assert words in text


@pytest.mark.parametrize("address", ["", "tra-lai/", "chot/"])
def test_another_district_gets_the_page_of_what_does_not_exist(address):
    world = in_status("under_review")
    office = unit("632", "Huyện Chư Prông", "huyện", world.province, date(2022, 1, 1))
    stranger = employ("Lê Văn Nam", office, Role.APPRAISER)
    found = signed_in(stranger).get(at(world) + address)
    missing = signed_in(stranger).get(f"/tham-tra/00000000-0000-4000-8000-000000000000/{address}")
    assert (found.status_code, missing.status_code) == (404, 404)
    assert "Xã Ia Dơk" not in found.content.decode()


def test_another_commune_gets_it_too():
    world = in_status("under_review")
    assert signed_in(world.lan).get(at(world)).status_code == 404


@pytest.mark.parametrize("who", ["mai", "binh"])
@pytest.mark.parametrize("address", ["", "tra-lai/", "chot/"])
def test_the_own_commune_is_told_why_not(who, address):
    world = in_status("under_review")
    response = signed_in(getattr(world, who)).get(at(world) + address)
    assert response.status_code == 403
    assert "chưa được giao quyền" in response.content.decode()


def test_the_queue_is_for_those_who_appraise():
    world = in_status("submitted")
    assert "Xã Ia Dơk" in signed_in(world.hung).get("/tham-tra/").content.decode()
    response = signed_in(world.mai).get("/tham-tra/")
    assert response.status_code == 403
    assert "thẩm tra hồ sơ" in response.content.decode()


def test_who_only_decides_is_led_to_the_decisions():
    world = in_status("proposed")
    response = signed_in(world.minh).get("/tham-tra/")
    assert (response.status_code, response.url) == (302, "/quyet-dinh/")


def test_the_province_may_look_and_not_write():
    world = in_status("under_review")
    text = page(world, world.ha)
    assert "Chỉ xem" in text
    assert 'name="chon"' not in text


@pytest.mark.parametrize("address", ["", "chot/", "tra-lai/"])
def test_without_log_in_there_is_only_the_log_in(address):
    world = in_status("under_review")
    response = Client().get(at(world) + address)
    assert response.status_code == 302
    assert response.url.startswith("/dang-nhap/")


# --- what it says ---


def test_before_it_is_sent_there_is_no_figure_to_see():
    text = page(in_status("posted"))
    assert "chưa gửi hồ sơ" in text
    assert "tp-desk-table" not in text


def test_while_it_is_only_sent_nothing_can_be_typed():
    text = page(in_status("submitted"))
    assert "Nhận thẩm tra" in text
    assert 'name="chon"' not in text
    assert "?sua=" not in text


def test_receiving_is_a_button_and_opens_the_column():
    world = in_status("submitted")
    response = signed_in(world.hung).post(at(world, "nhan"))
    assert (response.status_code, response.url) == (302, at(world))
    assert world.dossier.status == "under_review"


def test_the_checks_stand_above_the_table():
    world = in_status("under_review")
    text = page(world)
    assert "Mức tối đa nhưng không có tài liệu" in text
    assert text.index("Kiểm tra tự động") < text.index("tp-desk-table")


def test_evidence_of_the_line_asked_for_stands_beside_it():
    world = in_status("under_review")
    Evidence.objects.create(
        assessment=world.dossier,
        item="2.1.1",
        title="Danh mục <thông tin>",
        url="https://example.gov.vn/danh-muc",
        added_by=world.mai,
        added_at=december(world, 2),
    )
    text = page(world, query="?noi-dung=2.1.1")
    assert "Tài liệu của 2.1.1" in text
    assert "Danh mục &lt;thông tin&gt;" in text
    assert "Danh mục &lt;thông tin&gt;" not in page(world, query="?noi-dung=1.1.1")


def test_a_tick_waits_until_the_link_was_opened_from_the_desk():
    world = in_status("under_review")
    url = "https://example.gov.vn/danh-muc"
    row = Evidence.objects.create(
        assessment=world.dossier,
        item="2.1.1",
        title="Danh mục",
        url=url,
        added_by=world.mai,
        added_at=december(world, 2),
    )
    address = at(world, "mo", row.document)
    text = page(world, query="?noi-dung=2.1.1")
    assert UNOPENED in text
    assert f'href="{address}"' in text
    assert signed_in(world.mai).get(address).status_code == 403
    assert signed_in(world.hung).get(at(world, "mo", "0" * 64)).status_code == 404
    response = signed_in(world.hung).get(address)
    assert (response.status_code, response.url) == (302, url)
    text = page(world)
    assert UNOPENED not in text
    assert "data-tick" in text


@pytest.mark.parametrize("query", ["?noi-dung=9.9.9", "?noi-dung=" + "x" * 3000])
def test_a_line_that_does_not_exist_shows_the_first_one(query):
    assert "Tài liệu của 1.1.1" in page(in_status("under_review"), query=query)


@pytest.mark.parametrize("unit_code", ["9.9.9", "self", "2"])
def test_a_unit_that_does_not_exist_is_not_opened(unit_code):
    world = in_status("under_review")
    assert signed_in(world.hung).get(at(world) + f"?sua={unit_code}").status_code == 404


def test_lines_that_may_not_arise_together_are_opened_together():
    text = page(in_status("under_review"), query="?sua=1.1")
    assert 'name="1.1.1-option"' in text
    assert 'name="1.1.2-option"' in text
    assert 'name="1.1-not_applicable"' in text


def test_the_reason_of_a_return_is_kept_on_the_page():
    world = in_status("returned")
    assert "Thiếu danh sách người dự." in page(world)


# --- accepting and changing, without script ---


def test_accepting_without_script_comes_back_to_the_line():
    world = in_status("under_review")
    response = signed_in(world.hung).post(at(world, "chap-nhan"), {"chon": mark(world, "2.1.1")})
    assert response.status_code == 302
    assert response.url.endswith("?noi-dung=2.1.1#nd-2-1-1")
    assert Entry.objects.filter(column=APPRAISED, item="2.1.1").exists()
    assert "1/24" in page(world)


def test_changing_without_script_shows_the_reason_and_the_difference():
    world = in_status("under_review")
    response = signed_in(world.hung).post(at(world, "sua", "2.1.1"), changed_figures(world))
    assert response.status_code == 302
    text = page(world)
    assert REASON in text
    assert "Đã sửa" in text
    assert "−" in text


def test_with_script_only_the_pieces_come_back():
    world = in_status("under_review")
    hung = signed_in(world.hung)
    response = hung.post(
        at(world, "sua", "2.1.1"), changed_figures(world), headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert text.lstrip().startswith("<tbody")
    for piece in ('id="tc-TC2"', 'id="tien-do"', 'id="viec-tiep"', 'id="tai-lieu"', "Đã lưu lúc"):
        assert piece in text


def test_the_preview_computes_and_saves_nothing():
    world = in_status("under_review")
    before = written(world)
    response = signed_in(world.hung).post(at(world, "tinh", "2.1.1"), changed_figures(world))
    assert "95" in response.content.decode()
    assert written(world) == before


def test_the_preview_says_what_is_wrong_with_a_figure():
    world = in_status("under_review")
    figures = changed_figures(world, done="41", due="38")
    text = signed_in(world.hung).post(at(world, "tinh", "2.1.1"), figures).content.decode()
    assert "lớn hơn" in text


def test_a_fault_leaves_what_was_typed_on_the_page():
    world = in_status("under_review")
    figures = changed_figures(world, done="mười chín", why="Lý do dài và đúng")
    response = signed_in(world.hung).post(at(world, "sua", "2.1.1"), figures)
    text = response.content.decode()
    assert response.status_code == 422
    assert "mười chín" in text
    assert "Lý do dài và đúng" in text
    assert "số nguyên từ 0 trở lên" in text


def test_a_missing_reason_is_said_once_above_and_once_at_its_field():
    world = in_status("under_review")
    Unit.objects.filter(pk=world.commune.pk).update(kind="phường")
    figures = changed_figures(world, why="")
    text = signed_in(world.hung).post(at(world, "sua", "2.1.1"), figures).content.decode()
    sentence = "Chưa có lý do thay đổi điểm 2.1.1. Ghi lý do, đơn vị sẽ đọc được nội dung này."
    assert text.count(sentence) == 2
    assert "2.1.1: Chưa có lý do" not in text
    assert 'href="#o-2-1-1-explanation"' in text
    # The figures are good, so what they give stands beside them.
    assert "= 95\u00a0%" in text
    assert "= –" not in text.split('id="dv-2-1-1"')[1].split("</tbody>")[0]


def test_a_column_that_is_not_complete_says_so_beside_its_sums():
    world = in_status("under_review")
    assert "chưa đủ" not in page(world).split("<table")[1]
    hung = signed_in(world.hung)
    hung.post(at(world, "sua", "2.1.1"), changed_figures(world))
    table = page(world).split("<table")[1]
    criteria = table.split('id="tc-')
    assert [row.startswith("TC2") for row in criteria if "chưa đủ" in row] == [True, False]
    assert criteria[-1].startswith("tong")
    assert "chưa đủ" in criteria[-1]


def test_a_complete_column_has_no_such_mark():
    world = in_status("council")
    assert "chưa đủ" not in page(world, world.thu).split("<table")[1]


def test_a_conflict_shows_both_and_overwrites_nothing():
    world = in_status("under_review")
    opened = changed_figures(world, done="18", why="Bản của tôi.")
    hung = signed_in(world.hung)
    hung.post(at(world, "sua", "2.1.1"), changed_figures(world))
    response = hung.post(at(world, "sua", "2.1.1"), opened)
    text = response.content.decode()
    assert response.status_code == 409
    for words in ("Bản trên hệ thống", REASON, "Bản của tôi.", 'value="18"'):
        assert words in text
    assert Entry.objects.get(column=APPRAISED, item="2.1.1").done == 19


def test_the_rail_counts_the_whole_queue_and_says_that_it_shows_its_beginning(monkeypatch):
    world = in_status("under_review")
    whole = page(world, world.hung)
    assert "Hàng đợi (1)" in whole
    assert "Chỉ hiện" not in whole
    monkeypatch.setattr("tuphap.modules.assessments.views.desk.MOST_IN_RAIL", 0)
    cut = page(world, world.hung)
    assert "Hàng đợi (1)" in cut
    assert "Chỉ hiện 0 hồ sơ quanh hồ sơ này" in cut
