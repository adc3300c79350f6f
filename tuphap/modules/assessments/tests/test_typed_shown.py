"""What was typed from paper is said wherever the dossier stands, with the word of the unit."""

import pytest
import time_machine
from django.test import override_settings

from tuphap.modules.assessments.models import ScannedPage, Typing
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.papers.payload import files_of
from tuphap.modules.assessments.papers.present import present_payload
from tuphap.modules.assessments.papers.score_paper import texts
from tuphap.modules.assessments.papers.stamp import DRAFT_STAMP
from tuphap.modules.assessments.tests.test_type_for_unit import (
    MARK,
    REASON,
    begun,
    colleague,
    confirmed,
    objected,
    page_of,
    pdf,
    sent,
    typed,
)
from tuphap.modules.assessments.tests.world import december, in_status, make_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    world = make_world()
    with time_machine.travel(december(world, 21), tick=True):
        yield world


PLACES = (
    ("mai", "/phieu/{}/"),
    ("hung", "/phieu/{}/"),
    ("hung", "/tham-tra/{}/"),
    ("minh", "/tham-tra/{}/"),
)


@pytest.mark.parametrize(("who", "rest"), PLACES)
def test_sheet_and_desk_say_who_typed_from_what_and_what_the_unit_said(world, who, rest):
    sent(world)
    person = getattr(world, who)
    page = page_of(world, person, rest)
    assert MARK in page
    assert "Trần Văn Hùng, Huyện Đức Cơ, bắt đầu nhập lúc 10:00, 05/12/2022" in page
    assert REASON in page
    assert f"/tep/{ScannedPage.objects.get().file_id}/xem/" in page
    assert "Đơn vị chưa xác nhận." in page
    objected(world)
    page = page_of(world, person, rest)
    assert "Đơn vị chưa xác nhận." not in page
    assert "Nguyễn Thị Mai không xác nhận" in page
    assert "1.2.1 đúng là 18/20." in page


def test_before_sending_the_desk_says_it_too_and_leads_to_the_sheet(world):
    assert f"/phieu/{world.dossier.pk}/nhap-thay/" in page_of(world, world.hung, "/tham-tra/{}/")
    begun(world)
    page = page_of(world, world.hung, "/tham-tra/{}/")
    assert MARK in page
    assert "Mở phiếu để nhập tiếp" in page


def test_only_the_unit_is_offered_to_confirm(world):
    typed(world)
    link = f"/phieu/{world.dossier.pk}/nhap-thay/tra-loi/"
    assert link in page_of(world, world.mai, "/phieu/{}/")
    assert link not in page_of(world, world.hung, "/phieu/{}/")


def test_the_queue_says_what_is_not_confirmed(world):
    sent(world)
    other = colleague(world)
    assert "Nhập thay, đơn vị chưa xác nhận" in page_of(world, other, "/tham-tra/?{}")
    objected(world)
    assert "Nhập thay, đơn vị không xác nhận" in page_of(world, other, "/tham-tra/?{}")


def test_a_sheet_the_unit_filled_itself_says_nothing():
    world = in_status("submitted")
    with time_machine.travel(december(world, 21), tick=True):
        for rest in ("/phieu/{}/", "/tham-tra/{}/"):
            assert MARK not in page_of(world, world.hung, rest)
        assert "Nhập thay, " not in page_of(world, world.hung, "/tham-tra/?{}")


def test_the_copy_the_receipt_and_the_summary_say_it(world):
    sent(world)
    copy = SubmittedCopy.objects.get()
    assert copy.payload["typed"]["by"] == "Trần Văn Hùng"
    assert {"Bản giấy"} <= {row["item"] for row in files_of(copy.payload)}
    words = (
        "Nhập thay từ bản giấy: Trần Văn Hùng, Huyện Đức Cơ, từ ngày 05/12/2022; "
        "đơn vị chưa xác nhận"
    )
    receipt = page_of(world, world.mai, f"/bien-nhan/{copy.number}/?{{}}")
    assert words in receipt
    draft = texts(present_payload(world.dossier, december(world, 21)), DRAFT_STAMP)
    assert words in draft["subtitles"]
    confirmed(world)
    later = texts(present_payload(world.dossier, december(world, 21)), DRAFT_STAMP)
    assert words.replace("chưa", "đã") in later["subtitles"]


# --- the pages ---


def test_the_page_begins_and_leads_to_the_sheet(world):
    client, address = signed_in(world.hung), f"/phieu/{world.dossier.pk}/nhap-thay/"
    assert client.get(address).status_code == 200
    values = {"signed_by": "Siu Bình", "signed_on": "01/12/2022", "reason": REASON}
    answer = client.post(address, {**values, "file": pdf()})
    assert answer.url == f"/phieu/{world.dossier.pk}/"
    assert world.dossier.typed_by == world.hung
    again = client.post(address, {**values, "file": pdf()})
    assert again.status_code == 302
    assert Typing.objects.count() == 1


def test_all_that_is_missing_is_said_at_once(world):
    client, address = signed_in(world.hung), f"/phieu/{world.dossier.pk}/nhap-thay/"
    answer = client.post(address, {"signed_by": "", "signed_on": "1.13", "reason": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Chưa có lý do.", "Chưa chọn bản quét.", "Chưa ghi người ký.", "Ngày ký"):
        assert sentence in page
    assert world.dossier.status == "assigned"


def test_the_unit_answers_on_its_page(world):
    sent(world)
    client, address = signed_in(world.mai), f"/phieu/{world.dossier.pk}/nhap-thay/tra-loi/"
    page = client.get(address).content.decode()
    assert "Xác nhận số liệu nhập thay" in page
    version = {"version": str(world.dossier.version)}
    bare = client.post(address, {**version, "answer": "khong", "objection": ""})
    assert bare.status_code == 422
    assert "Chưa có lý do không xác nhận." in bare.content.decode()
    for wrong in ("", "x", "99999999999"):
        assert client.post(address, {"version": wrong}).status_code == 409
    assert client.post(address, version).status_code == 302
    assert Typing.objects.get().answer == "confirmed"
    assert client.get(address).url == f"/phieu/{world.dossier.pk}/"


def test_before_sending_the_page_offers_no_objection(world):
    typed(world)
    page = page_of(world, world.mai, "/phieu/{}/nhap-thay/tra-loi/")
    assert "sửa trên phiếu" in page
    assert "Không xác nhận" not in page


def test_the_page_is_for_the_unit(world):
    typed(world)
    address = f"/phieu/{world.dossier.pk}/nhap-thay/tra-loi/"
    assert signed_in(world.hung).get(address).status_code == 403
