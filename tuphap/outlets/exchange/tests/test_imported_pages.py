"""Pages of a dossier and of a year that came in from a list say what they are, and nothing else."""

import html
import re

import pytest
import time_machine
from django.test import Client

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.actions.publishing import publish_period
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.imports.shown import headings_to_explain
from tuphap.outlets.exchange.tests.sheets import as_csv, as_xlsx
from tuphap.outlets.exchange.tests.test_imports import PAGE, QUESTIONS, ha, looked_at, write
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db
# What only holds for dossiers that were made here.
FALSE = (
    "Phiếu tự chấm điểm",
    "Chỉ xem: phiếu này do công chức nhập liệu",
    "chưa định",
    "Chưa có kết quả thẩm tra",
    "Hồ sơ chưa qua bước nào",
    "Xem phiếu",
)


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        place = lists.Place(2)
        rows = place.rows()
        rows[5] = lists.line(1, place.communes[0].name, result="Chưa đạt", TC3="10", total="84,30")
        write(place, looked_at(place, as_xlsx(rows))[0])
        yield place


def words(client: Client, address: str) -> str:
    """What stands on the page, without marks and double spaces."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = re.sub(r"(?s).*<main|</main>.*", "", answer.content.decode())
    text = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())
    assert [one for one in FALSE if one in text] == [], address
    return text


def commune_officer(place: lists.Place) -> Person:
    return w.employ("Nguyễn Thị Mai", place.communes[0], Role.COMMUNE_OFFICER)


def test_a_dossier_from_a_list_says_what_the_list_says(place: lists.Place) -> None:
    dossier = Assessment.objects.get(met=False)
    batch_page = f"{PAGE}{Period.objects.get().imports.get().pk}/"
    mai = w.signed_in(commune_officer(place))
    page = words(mai, f"/phieu/{dossier.pk}/")
    for said in (
        "Kết quả nhập từ danh sách, năm 2019",
        "Bộ tiêu chí 619/QĐ-TTg · Nhập từ danh sách",
        "Kết quả Chưa đạt chuẩn Tổng điểm 84,20 / 100",
        "Tổng in trong danh sách 84,30 , khác tổng của các tiêu chí",
        "Mức độ hài lòng (%) 97,35",
        "Quyết định số 214/QĐ-UBND ngày 07/02/2020, Chủ tịch Ủy ban nhân dân",
        "tệp “ket-qua.xlsx”, dòng 6",
        "Người nhập Đỗ Thu Hà",
    ):
        assert said in page, said
    assert re.search(r"/ 25 10,00", page)
    assert batch_page not in mai.get(f"/phieu/{dossier.pk}/").content.decode()
    assert batch_page in ha(place).get(f"/phieu/{dossier.pk}/").content.decode()
    lines = words(mai, f"/phieu/{dossier.pk}/tung-noi-dung/")
    assert "Tổng điểm / 100 84,20" in lines
    assert "danh sách không ghi từng nội dung" in lines
    history = words(mai, f"/phieu/{dossier.pk}/lich-su/")
    assert "Nhập từ danh sách Đỗ Thu Hà Từ tệp “ket-qua.xlsx”, dòng 6" in history
    rows = mai.get(f"/xuat/phieu/{dossier.pk}.csv").content.decode().splitlines()
    assert [(row.split(",")[0], row.split(",")[9]) for row in rows[-4:]] == [
        ("Tổng điểm", "84.2"),
        ("Kết quả", "Chưa đạt chuẩn"),
        ("Tổng in trong danh sách", "84.3"),
        ("Mức độ hài lòng (%)", "97.35"),
    ]
    met = words(ha(place), f"/phieu/{Assessment.objects.get(met=True).pk}/")
    assert "Đạt chuẩn Tổng điểm 95,45" in met
    assert "Tổng in trong danh sách" not in met


def test_own_figures_stand_beside_where_answers_were_brought_in(place: lists.Place) -> None:
    dossier = Assessment.objects.get(met=False)
    row = ["20/01/2020 09:15:03", "a@example.vn", dossier.unit.name, "15", "30", "25", "10", "20"]
    asked = {"kind": "answers", "paper_number": "", "paper_day": "", "paper_by": ""}
    batch, _ = looked_at(place, as_csv([QUESTIONS, row], delimiter=","), **asked)
    keys = [heading.key for heading in headings_to_explain(batch)]
    if keys:
        chosen = {f"cot-{n}": f"TC{key[-1]}" for n, key in enumerate(keys)}
        ha(place).post(f"{PAGE}{batch.pk}/cot/", chosen)
        ha(place).get(f"{PAGE}{batch.pk}/")
    assert write(place, batch).status_code == 302
    page = words(ha(place), f"/phieu/{dossier.pk}/")
    assert "Tiêu chí Tự chấm Chính thức Chênh Tổng điểm / 100 100,00 84,20 −15,80" in page
    assert "/ 25 25,00 10,00 −15,00" in page
    assert "Phản hồi biểu mẫu tệp “ket-qua.xlsx”, dòng 2" in page
    assert "Nhập phản hồi biểu mẫu" in words(ha(place), f"/phieu/{dossier.pk}/lich-su/")
    assert "100,00 84,20" in words(ha(place), f"/phieu/{dossier.pk}/tung-noi-dung/")


def test_a_year_from_a_list_is_nobody_s_work(place: lists.Place) -> None:
    mai, year = w.signed_in(commune_officer(place)), lists.YEAR
    home = words(mai, "/lam-viec/")
    assert "Nhập từ danh sách Chưa đạt chuẩn, 84,20 điểm Xem kết quả" in home
    assert mai.get("/phieu/").url == "/lam-viec/"
    chief = w.employ("Trần Quang Minh", place.province, Role.DECIDER)
    for person in (place.ha, chief):
        shown = words(w.signed_in(person), "/lam-viec/")
        assert f"năm {year}" not in shown
    phuc = w.signed_in(place.phuc)
    assert "2 hồ sơ chờ công bố" in words(phuc, "/lam-viec/")
    progress = words(ha(place), f"/tien-do/{year}/")
    assert f"Kết quả năm {year} nhập từ danh sách" in progress
    assert "Đỗ Thu Hà nhập" in progress
    for path in (f"/tien-do/{year}/", f"/tien-do/{year}/don-vi/"):
        assert "tài khoản" not in words(ha(place), path).casefold()
    publish_period(Period.objects.get(), expected_number=1, by=place.by(place.phuc))
    assert f"năm {year}" not in words(phuc, "/lam-viec/")
    assert "Đã công bố Chưa đạt chuẩn, 84,20 điểm Xem kết quả" in words(mai, "/lam-viec/")
    assert "Kết quả nhập từ danh sách" in words(
        mai, f"/phieu/{Assessment.objects.get(met=False).pk}/"
    )
