"""A list of former results: handed in, looked at, written exactly so, once, and undone."""

import html
import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
import time_machine
import xlsxwriter
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.second_factor.tests.proving import proved
from tuphap.modules.assessments.actions.publishing import publish_period
from tuphap.modules.assessments.former_years.models import ImportBatch, ImportedResult
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision, Period
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.imports.places import forget_old, place_of
from tuphap.outlets.exchange.imports.reading import read_batch
from tuphap.outlets.exchange.imports.shown import headings_to_explain, preview_of
from tuphap.outlets.exchange.tests.sheets import as_csv, as_xlsx, changed_xlsx
from tuphap.rules.published_check import check_payload

pytestmark = pytest.mark.django_db
PAGE = "/nhap-lieu/"
PAPER = {
    "paper_number": "214/QĐ-UBND",
    "paper_day": "07/02/2020",
    "paper_by": "Chủ tịch Ủy ban nhân dân",
}


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        yield lists.Place()


def hand_in(place: lists.Place, data: bytes, name: str = "ket-qua.xlsx", **form: str):
    """The answer of the page; `form` changes what is sent beside the file."""
    sent = {"kind": "results", "year": str(lists.YEAR), "rule_set": "", **PAPER, **form}
    sent.setdefault("scope_unit", str(place.province.pk))
    return ha(place).post(f"{PAGE}nap/", {**sent, "file": SimpleUploadedFile(name, data)})


def ha(place: lists.Place) -> Client:
    return proved(w.signed_in(place.ha), place.ha)


def looked_at(place: lists.Place, data: bytes, **form: str) -> tuple[ImportBatch, str]:
    answer = hand_in(place, data, **form)
    assert answer.status_code == 302, answer.content.decode()
    page = ha(place).get(answer.url)
    assert page.status_code == 200
    return ImportBatch.objects.latest("asked_at"), page.content.decode()


def write(place: lists.Place, batch: ImportBatch):
    page = ha(place).get(f"{PAGE}{batch.pk}/ghi/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    return ha(place).post(f"{PAGE}{batch.pk}/ghi/", {"digest": digest[1] if digest else "0" * 64})


def test_a_clean_list_is_shown_written_and_undone(place: lists.Place) -> None:
    batch, page = looked_at(place, as_xlsx(place.rows()), paper_day="31/12/2019")
    assert "Ngày ký 31/12/2019 trước khi hết năm đánh giá 2019." in page
    batch, page = looked_at(place, as_xlsx(place.rows()))
    assert "trước khi hết năm" not in page
    assert "chưa đối chiếu đủ với phụ lục" in page
    assert "chưa bật xác thực hai bước" in page
    TOTP.activate(place.ha, "SECRET")
    assert "chưa bật xác thực" not in ha(place).get(f"{PAGE}{batch.pk}/").content.decode()
    assert "Không có lỗi" in page
    assert "4 đơn vị sẽ ghi" in page
    assert not Period.objects.exists()
    assert write(place, batch).status_code == 302
    period = Period.objects.get()
    assert (period.year, period.rule_set.code) == (lists.YEAR, "619-2017")
    dossiers = Assessment.objects.filter(period=period)
    assert {(d.status, d.met) for d in dossiers} == {("imported", True)}
    assert {d.unit_id for d in dossiers} == {unit.pk for unit in place.communes}
    assert Decision.objects.get().number == "214/QĐ-UBND"
    sums = ColumnSummary.objects.filter(column="final")
    assert {row.total for row in sums} == {Decimal("95.45")}
    kept = ImportedResult.objects.get(assessment__unit=place.communes[1])
    assert (kept.total, kept.satisfaction) == (Decimal("95.45"), Decimal("97.35"))
    assert Event.objects.filter(kind="results_imported", detail__new=4).exists()
    assert ha(place).post(f"{PAGE}{batch.pk}/hoan-tac/").status_code == 302
    assert not Period.objects.exists()
    assert not Assessment.objects.exists()
    assert not Decision.objects.exists()
    assert Event.objects.filter(kind="results_import_undone").exists()


def test_the_same_file_twice_changes_nothing(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    write(place, batch)
    before = w.stored()
    again, page = looked_at(place, as_csv(place.rows()))
    assert "Mọi dòng đã có trong hệ thống" in page
    assert write(place, again).status_code == 409
    write(place, batch)
    assert w.stored() == before


def test_what_changed_meanwhile_is_not_written(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    other, _ = looked_at(place, as_xlsx(place.rows()[:6]))
    page = ha(place).get(f"{PAGE}{batch.pk}/ghi/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest is not None
    write(place, other)
    answer = ha(place).post(f"{PAGE}{batch.pk}/ghi/", {"digest": digest[1]})
    assert answer.status_code == 409
    assert "đã thay đổi sau khi xem trước" in answer.content.decode()
    assert Assessment.objects.count() == 1


def test_a_year_that_lives_here_is_never_touched(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    write(place, batch)
    ImportedResult.objects.filter(assessment__unit=place.communes[0]).delete()
    answer = hand_in(place, as_xlsx(place.rows()))
    assert answer.status_code == 409
    form = answer.content.decode()
    assert "có hồ sơ lập trong hệ thống" in form
    assert 'href="#o-year"' in form
    assert f'value="{PAPER["paper_number"]}"' in form
    assert "Chọn lại tệp" in form


def test_only_who_works_for_the_province_may(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    phuc = w.signed_in(place.phuc)
    for path in ("", "nap/", f"{batch.pk}/", f"{batch.pk}/ghi/", f"{batch.pk}/hoan-tac/"):
        assert phuc.get(PAGE + path).status_code == 403
    without = w.signed_in(place.ha).post(f"{PAGE}{batch.pk}/ghi/", {"digest": "0" * 64})
    assert without.status_code in (302, 403)
    assert not Period.objects.exists()


def test_a_missing_file_and_missing_words_are_said_at_once(place: lists.Place) -> None:
    answer = hand_in(place, b"", year="", paper_number="")
    page = answer.content.decode()
    assert answer.status_code == 422
    found = [page.find(f'href="#o-{name}"') for name in ("file", "year", "paper_number")]
    assert -1 not in found
    assert found == sorted(found)


def test_a_year_that_was_brought_in_is_shown_and_published_like_any_other(
    place: lists.Place, client: Client
) -> None:
    rows = place.rows()
    rows[5] = lists.line(1, place.communes[0].name, result="Chưa đạt", TC3="10", total="84,20")
    batch, _ = looked_at(place, as_xlsx(rows))
    write(place, batch)
    year, period = lists.YEAR, Period.objects.get()
    for path in (f"/doi-chieu/{year}/", f"/tien-do/{year}/", f"/tong-quan/{year}/"):
        assert ha(place).get(path).status_code == 200, path
    table = ha(place).get(f"/doi-chieu/{year}/").content.decode()
    assert "84,20" in table
    assert "Hội đồng đổi điểm (0)" in table
    assert "chỉ tiêu</a>" not in table  # the set has criteria only
    assert table.count("Chưa đạt chuẩn</span>") == 2  # the sign, and a word for telephones
    for path in ("/ky-danh-gia/", f"/ky-danh-gia/{period.pk}/", "/lam-viec/", "/tim-kiem/?tim=yen"):
        assert ha(place).get(path).status_code == 200, path
    dossier = Assessment.objects.filter(met=False).get()
    assert ha(place).get(f"/phieu/{dossier.pk}/").status_code == 200
    phuc = proved(w.signed_in(place.phuc), place.phuc)
    assert "4 đơn vị" in phuc.get(f"/cong-bo/{year}/").content.decode()
    publish_period(period, expected_number=1, by=place.by(place.phuc))
    copy = PublishedCopy.objects.get()
    assert check_payload(copy.payload).mismatches == []
    told = next(unit for unit in copy.payload["units"] if not unit["met"])
    assert (told["unknown_conditions"], told["failed_conditions"]) == (["DK1", "DK2"], [])
    page = client.get(f"/ket-qua/{year}/{dossier.unit.code}/").content.decode()
    assert "84,20" in page
    assert "không ghi điều kiện nào chưa được bảo đảm" in page
    met = client.get(f"/ket-qua/{year}/{place.communes[1].code}/").content.decode()
    assert "Danh sách kết quả của năm này không ghi." in met
    assert "Tất cả điều kiện" not in met
    public = ("/", "/ket-qua/", "/ket-qua/nhieu-nam/", f"/ket-qua/{year}/", f"/nhung/{year}/")
    checks = (f"/ket-qua/{year}/tu-kiem-tra/", f"/du-lieu-mo/ket-qua-{year}.csv", "/du-lieu-mo/")
    for path in (*public, *checks, f"/ket-qua/{year}/ban-1/", f"/api/v1/years/{year}/results"):
        assert client.get(path).status_code == 200, path
    more = (f"/bao-cao/{year}/", f"/tien-do/{year}/don-vi/", f"/khac-phuc/{year}/", "/chay-thu/")
    for path in (*more, f"/doi-chieu/{year}/phan-bo/", f"/doi-chieu/{year}/tinh-gop/"):
        assert ha(place).get(path).status_code == 200, path
    assert ha(place).post(f"{PAGE}{batch.pk}/hoan-tac/").status_code == 409
    assert Assessment.objects.count() == len(place.communes)


# --- what is wrong ---


def with_seven_mistakes(place: lists.Place) -> tuple[list[list[str]], dict[str, int]]:
    """The list of 108 communes with one mistake of each kind, and the line of each in the file."""
    rows = place.rows()
    lines = [n for n, row in enumerate(rows) if row and row[0].isdigit()]
    at = {}

    def spoil(mistake: str, place_in_list: int, **changed: str) -> None:
        row = lines[place_in_list]
        rows[row] = lists.line(place_in_list, changed.pop("name", rows[row][1]), **changed)
        at[mistake] = row + 1

    spoil("over_maximum", 3, TC4="12", total="97,88")
    spoil("not_a_number", 10, TC2="hai mươi")
    spoil("missing_value", 20, TC5="")
    spoil("unknown_unit", 30, name="Xã Không Có Thật")
    spoil("total_mismatch", 40, total="96,45")
    spoil("missing_result", 50, result="")
    spoil("duplicate_unit", 60, name=rows[lines[61]][1])
    at["other_duplicate"] = lines[61] + 1
    return rows, at


def test_seven_mistakes_in_108_lines_are_named_with_place_value_and_what_to_do(
    settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        place = lists.Place(108)
        rows, at = with_seven_mistakes(place)
        batch, page = looked_at(place, as_xlsx(rows))
        faults = {(fault.row, fault.rule): fault for fault in preview_of(batch).faults}
        told = {rule: faults[row, rule] for rule, row in at.items() if rule != "other_duplicate"}
        assert {rule: (f.column, f.value) for rule, f in told.items()} == {
            "over_maximum": ("TC4", "12"),
            "not_a_number": ("TC2", "hai mươi"),
            "missing_value": ("TC5", ""),
            "unknown_unit": (lists.HEAD[1], "Xã Không Có Thật"),
            "total_mismatch": ("Tổng số điểm", "96.45"),
            "missing_result": (lists.HEAD[1], rows[at["missing_result"] - 1][1]),
            "duplicate_unit": (lists.HEAD[1], rows[at["duplicate_unit"] - 1][1]),
        }
        assert len(faults) == len(at)
        for fault in faults.values():
            assert fault.sentence[1:] in html.unescape(page)
            assert re.search(r"(Ghi|Sửa|Kiểm tra|Giữ|Chỉ) ", fault.sentence), fault.sentence
        # The sum counts, so that line is written; the other six, and the double, are left out.
        assert "101 đơn vị sẽ ghi" in page
        assert {fault.sheet for fault in faults.values()} == {"Điểm"}
        assert all(fault.place == lists.HEAD.index(fault.column) for fault in faults.values())
        assert "Trang tính</th>" not in page
        marked = ha(place).get(f"{PAGE}{batch.pk}/tep-danh-dau.xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(marked.content))
        lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        assert {n for n, row in enumerate(lines, 1) if row[10]} == {*at.values(), 4}
        write(place, batch)
        assert Assessment.objects.count() == 101
        kept = ImportedResult.objects.get(row=at["total_mismatch"])
        assert kept.total == Decimal("96.45")
        assert kept.assessment.summaries.get().total == Decimal("95.45")
        assert_what_was_not_written_stays(place, batch)
        once_more, page = looked_at(place, marked.content)
        assert "chưa rõ là gì" not in page
        assert (preview_of(once_more).same, preview_of(once_more).left_out) == (101, 7)
        # Mended, only what was left out is written.
        mended, page = looked_at(place, as_xlsx(place.rows()))
        assert "7 đơn vị sẽ ghi, 101 đã có giống hệt" in page
        write(place, mended)
        assert Assessment.objects.count() == 108


def assert_what_was_not_written_stays(place: lists.Place, batch: ImportBatch) -> None:
    """On the page of what was written, and in the marked copy."""
    page = ha(place).get(f"{PAGE}{batch.pk}/").content.decode()
    assert "7 dòng không ghi</h2>" in page
    assert "Xã Không Có Thật" in page
    assert "12,00 vượt" in page
    marked = ha(place).get(f"{PAGE}{batch.pk}/tep-danh-dau.xlsx")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(marked.content)).get_sheet_by_index(0)
    assert sum(bool(row[10]) for row in lines.to_python(skip_empty_area=False)) == 9


def test_another_result_names_what_differs_and_where_the_first_came_from(
    place: lists.Place,
) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    write(place, batch)
    rows = place.rows()
    rows[5] = lists.line(1, place.communes[0].name, TC1="14", TC3="22,25")
    again, page = looked_at(place, as_csv(rows))
    (fault,) = preview_of(again).faults
    assert "Khác ở TC1: 15,00 ↔ 14,00, TC3: 21,25 ↔ 22,25," in fault.sentence
    assert "ghi từ tệp “ket-qua.xlsx” ngày 01/03/2023." in fault.sentence
    assert f'href="{PAGE}{batch.pk}/"' in page


def test_text_of_a_file_is_shown_as_text(place: lists.Place) -> None:
    rows = place.rows()
    rows[5] = lists.line(1, "<script>alert(1)</script>", TC1="=1+1")
    batch, page = looked_at(place, as_csv(rows))
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;" in page
    marked = ha(place).get(f"{PAGE}{batch.pk}/tep-danh-dau.xlsx").content
    with zipfile.ZipFile(io.BytesIO(marked)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_fault_names_its_sheet_where_the_file_has_several(place: lists.Place) -> None:
    """Whatever its name: shortened, without signs nobody sees, as text."""
    rows = place.rows()
    rows[5] = lists.line(1, place.communes[0].name, TC4="12")
    batch, page = looked_at(place, as_xlsx([["Nháp"]], **{"<b>2019": rows}))
    assert "Trang tính</th>" in page
    assert 'data-label="Trang tính" class="tp-breakable">&lt;b&gt;2019</td>' in page
    assert "<b>2019" not in page
    marked = ha(place).get(f"{PAGE}{batch.pk}/tep-danh-dau.xlsx").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(marked))
    told = book.get_sheet_by_index(0).to_python()[5][10]
    assert "Trang tính “<b>2019”, dòng 6, cột “TC4”: " in told
    hostile = reworded_sheet("x\u202e" + "y" * 400, rows)
    batch, _ = looked_at(place, hostile)
    assert {fault.sheet for fault in preview_of(batch).faults} == {f"x�{'y' * 37}…"}


def reworded_sheet(name: str, rows: list[list[str]]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(as_xlsx(rows))) as archive:
        book = archive.read("xl/workbook.xml").decode()
    return changed_xlsx(as_xlsx(rows), "xl/workbook.xml", book.replace("Điểm", name).encode())


def test_a_unit_outside_is_answered_like_one_that_does_not_exist(place: lists.Place) -> None:
    elsewhere = w.unit("08", "Tỉnh Tuyên Quang", "tỉnh", None, lists.BEGINS)
    w.unit("02200", "Xã Ngoài Tỉnh", "xã", elsewhere, lists.BEGINS)
    rows = [
        lists.HEAD,
        *(lists.line(n, name) for n, name in enumerate(("Xã Ngoài Tỉnh", "Xã Kh"), 1)),
    ]
    batch, _ = looked_at(place, as_csv(rows))
    first, second = (fault.sentence for fault in preview_of(batch).faults)
    assert first.replace("Xã Ngoài Tỉnh", "Xã Kh") == second


# --- headings ---


def test_a_heading_nobody_knows_is_explained_once_and_offered_again(place: lists.Place) -> None:
    rows = place.rows()
    rows[3] = [head.replace("TC3", "Hòa giải, trợ giúp") for head in lists.HEAD]
    batch, page = looked_at(place, as_xlsx(rows))
    assert "Hòa giải, trợ giúp" in page
    assert "đơn vị sẽ ghi" not in page
    form = ha(place).get(f"{PAGE}{batch.pk}/cot/").content.decode()
    assert 'name="cot-0"' in form
    ha(place).post(f"{PAGE}{batch.pk}/cot/", {"cot-0": "TC3"})
    assert "4 đơn vị sẽ ghi" in ha(place).get(f"{PAGE}{batch.pk}/").content.decode()
    _, again = looked_at(place, as_xlsx(rows))
    assert "4 đơn vị sẽ ghi" in again


QUESTIONS = [
    "Dấu thời gian",
    "Địa chỉ email",
    "Tên xã, phường, thị trấn",
    *(f"Điểm tự chấm tiêu chí {n}" for n in (1, 2, 3, 4, 5)),
]


def test_answers_to_a_form_become_own_figures_and_the_last_answer_counts(
    place: lists.Place,
) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    write(place, batch)
    first, second = place.communes[1].name, place.communes[2].name
    rows = [
        QUESTIONS,
        ["20/01/2020 09:15:03", "a@example.vn", first, "15", "30", "25", "10", "20"],
        ["18/01/2020 09:15:03", "a@example.vn", first, "1", "2", "3", "4", "5"],
        ["19/01/2020 10:00:00", "b@example.vn", second, "14", "30", "25", "10", "20"],
    ]
    asked = {"kind": "answers", "paper_number": "", "paper_day": "", "paper_by": ""}
    answers, page = looked_at(place, as_csv(rows, delimiter=","), **asked)
    if "chưa dùng" in page:
        keys = [row.key for row in headings_to_explain(answers)]
        chosen = {f"cot-{n}": f"TC{key[-1]}" for n, key in enumerate(keys)}
        ha(place).post(f"{PAGE}{answers.pk}/cot/", chosen)
        page = ha(place).get(f"{PAGE}{answers.pk}/").content.decode()
    assert "2 đơn vị sẽ ghi" in page
    assert "tính lần cuối, ở dòng 2" in page
    # The same as cells of a workbook, where a time stamp is a figure that looks like a day.
    _, again = looked_at(place, with_true_moments(rows), **asked)
    assert "tính lần cuối, ở dòng 2" in again
    assert "3 ô có cả ngày và giờ" in again
    # Month first, so that one is no day: then no stamp of the file is believed.
    rows[3][0] = "1/19/2020 10:00:00"
    _, unread = looked_at(place, as_csv(rows, delimiter=","), **asked)
    assert "dấu thời gian chưa đủ nên tính lần ghi dưới cùng, ở dòng 3" in unread
    assert "1/19/2020 10:00:00” không phải là ngày/tháng/năm" in unread
    write(place, answers)
    own = ColumnSummary.objects.filter(column="self")
    assert {(row.assessment.unit.name, row.total) for row in own} == {
        (first, Decimal(100)),
        (second, Decimal(99)),
    }
    assert ha(place).post(f"{PAGE}{batch.pk}/hoan-tac/").status_code == 409
    assert ha(place).post(f"{PAGE}{answers.pk}/hoan-tac/").status_code == 302
    assert not own.all().exists()
    assert Assessment.objects.count() == 4


def with_true_moments(rows: list[list[str]]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet, form = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for place, row in enumerate(rows):
            sheet.write_row(place, 1, row[1:])
            if place:
                moment = datetime.strptime(row[0], "%d/%m/%Y %H:%M:%S")
                sheet.write_datetime(place, 0, moment, form)
        sheet.write(0, 0, rows[0][0])
    return data.getvalue()


# --- large files, old files ---


def test_a_large_file_is_read_by_the_queue_and_forgotten_after_its_days(
    place: lists.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuphap.outlets.exchange.imports.taking.READ_AT_ONCE", 0)
    batch, page = looked_at(place, as_xlsx(place.rows()))
    assert "Đang chờ đến lượt đọc" in page
    assert write(place, batch).status_code == 409
    queued = ProcrastinateJob.objects.filter(task_name__endswith="read_import")
    assert queued.get().args == {"batch_id": str(batch.pk)}
    assert read_batch(batch.pk, w.moment(2023, 3, 1))
    assert not read_batch(batch.pk, w.moment(2023, 3, 1))
    assert "4 đơn vị sẽ ghi" in ha(place).get(f"{PAGE}{batch.pk}/").content.decode()
    assert forget_old(w.moment(2023, 3, 30)) == 0
    assert place_of(batch.pk).is_file()
    assert forget_old(w.moment(2023, 4, 2)) == 1
    assert not place_of(batch.pk).exists()


def test_a_preview_belongs_to_who_handed_the_file_in(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    minh = Person.objects.create(
        email="minh@example.gov.vn", full_name="Lê Quang Minh", password="!"
    )
    Post.objects.create(
        person=minh, unit=place.province, role=w.Role.PROVINCE_OFFICER, starts_on=lists.BEGINS
    )
    other = proved(w.signed_in(minh), minh)
    for path in ("", "ghi/", "cot/", "tep-danh-dau.xlsx", "hoan-tac/"):
        assert other.get(f"{PAGE}{batch.pk}/{path}").status_code == 404
    write(place, batch)
    assert other.get(f"{PAGE}{batch.pk}/").status_code == 200
    assert other.get(f"{PAGE}{batch.pk}/tep-danh-dau.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"year": "hai"}, "o-year"),
        ({"year": "2014"}, "o-year"),
        ({"year": "2024", "rule_set": "619-2017"}, "o-year"),
        ({"paper_number": ""}, "o-paper_number"),
        ({"paper_day": "30/02/2020"}, "o-paper_day"),
        ({"paper_day": "07/02/2018"}, "o-paper_day"),
        ({"rule_set": "25-2021"}, "o-rule_set"),
        ({"scope_unit": "0"}, "o-scope_unit"),
    ],
)
def test_what_is_wrong_beside_the_file_is_said_beside_its_field(
    place: lists.Place, changed: dict[str, str], field: str
) -> None:
    answer = hand_in(place, as_xlsx(place.rows()), **changed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#{field}"' in page
    assert f'id="{field}"' in page
    assert not ImportBatch.objects.exists()
