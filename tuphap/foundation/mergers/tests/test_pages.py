"""The pages of the units: who sees them, what they say, and the way from the file to undoing."""

from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tuphap.foundation.access.tests.people import PASSWORD
from tuphap.foundation.mergers.models import UnitChange
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.tests.world import make_world, signed_in
from tuphap.outlets.exchange.tables import write_csv, write_xlsx
from tuphap.rules.unit_changes import EXAMPLE, HEADS

pytestmark = pytest.mark.django_db

LIST, CHANGES = "/quan-tri/don-vi/", "/quan-tri/don-vi/thay-doi/"
MERGE = [
    list(HEADS.values()),
    ["23860", "23999", "Xã Đức Cơ", "xã", "", "toàn bộ", "01/03/2023", "Nghị quyết 12/NQ"],
    ["23863", "23999", "Xã Đức Cơ", "xã", "", "toàn bộ", "01/03/2023", "Nghị quyết 12/NQ"],
]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def ha(world) -> Client:
    """Has no password in tests, so there is nothing to ask for."""
    return signed_in(world.ha)


def send(client, data, name="sap-xep.csv"):
    return client.post(f"{CHANGES}nap/", {"file": SimpleUploadedFile(name, data)})


def text(response):
    return response.content.decode()


def test_only_who_may_sees_the_pages(world):
    for person, status in ((world.ha, HTTPStatus.OK), (world.mai, HTTPStatus.FORBIDDEN)):
        client = signed_in(person)
        for address in (LIST, f"{LIST}{world.province.pk}/", CHANGES, f"{CHANGES}nap/"):
            assert client.get(address).status_code == status, address


def test_the_list_finds_by_name_without_marks_and_by_day(world, ha):
    assert "Xã Ia Dơk" in text(ha.get(f"{LIST}?tim=ia+dok"))
    assert "Xã Ia Dơk" not in text(ha.get(f"{LIST}?tim=krel"))
    assert "Không có đơn vị nào" in text(ha.get(f"{LIST}?tim=ia&ngay=31/12/2021"))
    assert "Chưa giao cho ai" not in text(ha.get(f"{LIST}{world.commune.pk}/"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_a_file_that_can_be_filled_in(ha, form):
    answer = ha.get(f"{CHANGES}mau.{form}")
    assert answer.status_code == HTTPStatus.OK
    again = send(ha, b"".join(answer) if answer.streaming else answer.content, f"mau.{form}")
    assert "Tệp chưa có dòng nào" in text(again)


def test_the_page_lists_the_columns_and_an_example_left_in_the_file_is_skipped(world, ha):
    page = text(ha.get(f"{CHANGES}nap/"))
    for head in HEADS.values():
        assert f'<th scope="row">{head}</th>' in page
    planned = send(ha, write_csv([MERGE[0], list(EXAMPLE), *MERGE[1:]]))
    assert "Bỏ qua dòng 2 của tệp" in text(ha.get(planned.headers["Location"]))
    assert [line["row"] for line in UnitChange.objects.get().lines] == [3, 4]


def test_faults_of_the_file_are_listed_with_their_places(ha):
    wrong = [MERGE[0], ["2386x", *MERGE[1][1:]], [*MERGE[2][:6], "31/02/2023", ""]]
    answer = send(ha, write_csv(wrong))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    for piece in ("2 chỗ phải sửa", "Mã cũ", "2386x", "31/02/2023", "Ngày hiệu lực"):
        assert piece in text(answer)
    assert not UnitChange.objects.exists()


def test_no_file_and_a_damaged_one_are_said_beside_the_field(ha):
    none = ha.post(f"{CHANGES}nap/")
    assert "Chưa chọn tệp" in text(none)
    assert "tệp hỏng" in text(send(ha, b"PK\x03\x04nothing", "x.xlsx"))


def test_from_the_file_to_undoing(world, ha):
    data = write_xlsx(MERGE, "Thay đổi", timezone.now())
    planned = send(ha, data, "sap-xep.xlsx")
    change = UnitChange.objects.get()
    assert planned.headers["Location"] == f"{CHANGES}{change.pk}/"
    page = text(ha.get(planned.headers["Location"]))
    for piece in ("Xem trước, chưa áp dụng", "Xã Đức Cơ", world.mai.full_name, "Hồ sơ năm 2022"):
        assert piece in page
    apply = f"{CHANGES}{change.pk}/ap-dung/"
    assert "Người nhập liệu của Xã Đức Cơ" in text(ha.get(apply))
    form = {"plan_hash": change.plan_hash, "nguoi_23999": ""}
    assert ha.post(apply, form).status_code == HTTPStatus.FOUND
    assert not Unit.objects.get(code="23999").posts.filter(role="commune_officer").exists()
    found = text(ha.get(f"{LIST}?tim=23860&ngay=01/03/2023"))
    assert "Mã 23860 thuộc Xã Ia Dơk trước ngày 01/03/2023." in found
    assert "Xã Đức Cơ (mã 23999)" in found
    again = [[*row[:1], "23998", *row[2:6], "01/04/2023", ""] for row in MERGE[1:2]]
    assert ("Xã Ia Dơk mang mã này đến hết ngày 28/02/2023, nay là Xã Đức Cơ (mã 23999).") in text(
        send(ha, write_csv([MERGE[0], *again]))
    )
    undo = f"{CHANGES}{change.pk}/hoan-tac/"
    assert "1 đơn vị mới thôi có hiệu lực" in text(ha.get(undo))
    assert ha.post(undo).status_code == HTTPStatus.FOUND
    assert "Đã hoàn tác" in text(ha.get(CHANGES))
    undone = text(ha.get(f"{CHANGES}{change.pk}/"))
    assert "vị trí không còn hết từ ngày 01/03/2023" in undone
    for piece in ("vị trí hết từ ngày", "Hết ở đơn vị", "chỉ còn xem được", "đơn vị kết thúc"):
        assert piece not in undone
    assert not Unit.objects.filter(code="23999").exists()


def test_applying_asks_for_the_password_again(world, ha):
    send(ha, write_csv(MERGE))
    world.ha.set_password(PASSWORD)
    world.ha.save()
    answer = signed_in(world.ha).get(f"{CHANGES}{UnitChange.objects.get().pk}/ap-dung/")
    assert answer.headers["Location"].startswith("/dang-nhap/xac-nhan/")
