"""Documents for the communes: kept by the province, found without accents, shown at the row."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.files.tests.hostile import pdf
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.library.models import GuidanceDocument
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db
LIST = "/huong-dan/"


@pytest.fixture
def world(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path), time_machine.travel(w.moment(2022, 12, 1)):
        yield w.make_world()


def sent(**changes):
    values = {
        "kind": "letter",
        "number": "123/STP-PBGDPL",
        "issued_on": "15/11/2022",
        "issuer": "Sở Tư pháp tỉnh Gia Lai",
        "abstract": "Hướng dẫn tự chấm điểm hòa giải ở cơ sở",
        "rule_set": w.POINTS_SET,
        "row": "3.1.1",
        "year": "2022",
        "file": SimpleUploadedFile("huong-dan.pdf", pdf()),
    }
    return {**values, **changes}


def add(world, who="ha", **changes):
    return w.signed_in(getattr(world, who)).post(f"{LIST}van-ban/them/", sent(**changes))


def test_a_commune_finds_a_document_without_accents_and_downloads_it(world):
    assert add(world).status_code == 302
    assert add(world, number="124/STP", row="", abstract="Kế hoạch khác").status_code == 302
    mai = w.signed_in(world.mai)
    page = mai.get(f"{LIST}?tim=HOA+giai").content.decode()
    assert "123/STP-PBGDPL" in page
    assert "124/STP" not in page
    assert "Thêm văn bản" not in page
    found = GuidanceDocument.objects.get(number="123/STP-PBGDPL")
    file = mai.get(f"{LIST}van-ban/{found.pk}/tep/")
    assert file.headers["Content-Disposition"].startswith("attachment")
    # Beside the content it names: on the page of the row, and on the sheet once it stands.
    row = mai.get(f"/bo-tieu-chi/{w.POINTS_SET}/huong-dan/3.1.1/").content.decode()
    assert "123/STP-PBGDPL" in row
    address = f"/phieu/{world.dossier.pk}/nam-truoc/"
    beside = mai.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "123/STP-PBGDPL" in beside


def test_an_ended_document_stays_with_its_successor(world):
    add(world)
    add(world, number="200/STP", issued_on="20/11/2022")
    old, new = (GuidanceDocument.objects.get(number=n) for n in ("123/STP-PBGDPL", "200/STP"))
    values = {"seen": "1", "ended_on": "20/11/2022", "replaced_by": str(new.pk)}
    ended = w.signed_in(world.ha).post(f"{LIST}van-ban/{old.pk}/hieu-luc/", values)
    assert ended.status_code == 302
    old.refresh_from_db()
    assert (old.ended_on, old.replaced_by) == (date(2022, 11, 20), new)
    mai = w.signed_in(world.mai)
    assert "123/STP" not in mai.get(f"{LIST}?hieu-luc=con").content.decode()
    shown = mai.get(f"{LIST}?hieu-luc=het").content.decode()
    assert "thay bởi" in shown
    too_early = {"seen": "2", "ended_on": "01/01/2022"}
    answer = w.signed_in(world.ha).post(f"{LIST}van-ban/{old.pk}/hieu-luc/", too_early)
    assert answer.status_code == 422
    assert "trước ngày ban hành" in answer.content.decode()


def test_a_change_keeps_the_file_and_does_not_overwrite(world):
    add(world)
    found = GuidanceDocument.objects.get()
    change = f"{LIST}van-ban/{found.pk}/sua/"
    values = sent(abstract="Trích yếu mới", seen="1")
    values.pop("file")
    assert w.signed_in(world.ha).post(change, values).status_code == 302
    late = w.signed_in(world.ha).post(change, {**values, "abstract": "Bản cũ"})
    assert late.status_code == 409
    assert "Bản cũ" in late.content.decode()
    found.refresh_from_db()
    assert (found.abstract, found.version) == ("Trích yếu mới", 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": ""}, "Chưa ghi số, ký hiệu"),
        ({"issued_on": "02/12/2022"}, "chưa đến"),
        ({"row": "9.9.9"}, "Mã dòng “9.9.9” không có"),
        ({"row": "3.1.1", "rule_set": ""}, "không có trong bộ tiêu chí đã chọn"),
        ({"year": "2050"}, "cách ngày ban hành hơn 10 năm"),
        ({"year": "22"}, "phải là số có bốn chữ số"),
        ({"file": ""}, "Chưa chọn tệp"),
        ({"file": SimpleUploadedFile("a.pdf", b"GIF89a")}, "Không nhận tệp “a.pdf”"),
    ],
)
def test_what_is_wrong_is_said_and_stays_in_the_form(world, changes, words):
    answer = add(world, **changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Sở Tư pháp tỉnh Gia Lai" in page
    assert not GuidanceDocument.objects.exists()


def test_the_same_paper_stands_there_once(world):
    add(world)
    assert "đã có trong thư viện" in add(world).content.decode()


def test_only_the_province_writes_and_another_province_sees_nothing(world):
    add(world)
    found = GuidanceDocument.objects.get()
    change = f"{LIST}van-ban/{found.pk}/"
    for who in ("mai", "hung"):
        person = w.signed_in(getattr(world, who))
        assert add(world, who, number="1/X").status_code == 403
        assert person.post(f"{change}sua/", sent(seen="1")).status_code == 403
        assert person.post(f"{change}hieu-luc/", {"seen": "1"}).status_code == 403
    elsewhere = w.unit("66", "Tỉnh Đắk Lắk", "tỉnh", None, date(2022, 1, 1))
    other = w.signed_in(w.employ("Người tỉnh khác", elsewhere, Role.PROVINCE_OFFICER))
    assert "123/STP" not in other.get(LIST).content.decode()
    assert other.get(f"{change}tep/").status_code == 404
    assert other.get(f"{change}sua/").status_code == 404
