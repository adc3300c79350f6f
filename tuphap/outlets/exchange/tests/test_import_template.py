"""The file to be filled in: what it holds, what it locks, and that it comes back as it went out."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError

from tuphap.modules.assessments.former_years.actions import committing
from tuphap.modules.assessments.former_years.models import ImportBatch, ImportedResult
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.imports.shown import preview_of
from tuphap.outlets.exchange.tests.sheets import as_csv
from tuphap.outlets.exchange.tests.test_imports import PAGE, PAPER, ha, hand_in, looked_at, write

pytestmark = pytest.mark.django_db
ADDRESS = f"{PAGE}mau/"
FIRST = 5  # the line below the heading
# E to L: five criteria, the sum, the verdict, satisfaction; then the paper of the line.
FIGURES = ("15", "29.63", "21.25", "9.57", "20", "95.45", "Đạt", "97.35")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def filled(data: bytes, cells: dict[str, str]) -> bytes:
    """As a spreadsheet saves it: the same file, and a value in empty cells that are open."""
    sheet = part(data, "xl/worksheets/sheet1.xml")
    for place, value in cells.items():
        empty = re.compile(rf'<c r="{place}" (s="\d+")/>')
        if re.fullmatch(r"[0-9.]+", value):
            cell = rf'<c r="{place}" \1><v>{value}</v></c>'
        else:
            cell = rf'<c r="{place}" \1 t="inlineStr"><is><t>{value}</t></is></c>'
        sheet, count = empty.subn(cell, sheet)
        assert count == 1, place
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            is_sheet = item == "xl/worksheets/sheet1.xml"
            new.writestr(item, sheet if is_sheet else old.read(item))
    return out.getvalue()


def taken(place: lists.Place, **parameters: str) -> bytes:
    scope = {"scope_unit": str(place.province.pk), "rule_set": "", **parameters}
    answer = ha(place).get(ADDRESS, {"year": str(lists.YEAR), **scope})
    assert answer.status_code == 200, answer.content.decode()
    assert 'filename="mau-ket-qua-2019.xlsx"' in answer["Content-Disposition"]
    return answer.content


def test_108_units_go_out_and_come_back_without_a_question(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        place = lists.Place(108)
        data = taken(place)
        sheet = part(data, "xl/worksheets/sheet1.xml")
        assert "<f>" not in sheet
        assert re.search(r"<sheetProtection (?![^>]*password)[^>]*sheet=\"1\"", sheet)
        assert 'ySplit="4"' in sheet
        checks = re.findall(r'<dataValidation [^>]*error="([^"]+)"', sheet)
        assert len(checks) == 10
        assert all(re.search(r"^(Ghi|Chỉ ghi) ", said) for said in checks), checks
        bounds = [re.search(r"đến ([\d,]+), ví dụ ([\d,]+)\.", said) for said in checks]
        figures = [[Decimal(one.replace(",", ".")) for one in b.groups()] for b in bounds if b]
        assert len(figures) == 7
        assert all(example < most for most, example in figures)
        cells = {
            f"{letter}{FIRST + row}": value
            for row in range(107)
            for letter, value in zip("EFGHIJKL", FIGURES, strict=True)
        }
        mine = {f"M{FIRST + 1}": "15/QĐ-UBND", f"N{FIRST + 1}": "43871"}  # 10/02/2020
        batch, page = looked_at(place, filled(data, {**cells, **mine}))
        assert batch.read["unexplained"] == []
        assert "107 đơn vị sẽ ghi, 0 đã có giống hệt, 0 dòng không ghi, 1 dòng để trống" in page
        write(place, batch)
        assert set(ColumnSummary.objects.values_list("total", "met")) == {(Decimal("95.45"), True)}
        assert Assessment.objects.count() == 107
        own = ImportedResult.objects.get(row=FIRST + 1)
        assert (own.total, own.satisfaction) == (Decimal("95.45"), Decimal("97.35"))
        paper = own.assessment.decision
        assert (paper.number, f"{paper.signed_on}") == ("15/QĐ-UBND", "2020-02-10")


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        yield lists.Place()


def test_inputs_are_open_and_the_list_of_units_is_locked(place: lists.Place) -> None:
    data = taken(place)
    sheet, styles = (part(data, f"xl/{name}.xml") for name in ("worksheets/sheet1", "styles"))
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1])
    is_open = {
        letter: 'locked="0"' in formats[int(style)]
        for letter, style in re.findall(rf'<c r="([A-Z])(?:{FIRST})" s="(\d+)"', sheet)
    }
    assert is_open == {**dict.fromkeys("ABCD", False), **dict.fromkeys("EFGHIJKLMN", True)}


def test_what_nobody_filled_in_is_told_once_and_not_written(place: lists.Place) -> None:
    batch, page = looked_at(place, taken(place))
    preview = preview_of(batch)
    assert [(fault.rule, fault.level) for fault in preview.faults] == [("left_blank", "warning")]
    assert "từ dòng này 4 dòng chưa điền gì" in preview.faults[0].sentence
    assert (preview.left_out, preview.empty, preview.unnamed) == (0, 4, "")
    assert "Chưa có dòng nào ghi được." in page
    assert "Tệp theo mẫu của hệ thống, phiên bản 1." in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"year": "2030", "rule_set": "619-2017"}, "Năm 2030 nằm ngoài các năm từ 2017 đến 2023."),
        ({"year": "2014"}, "Không có bộ tiêu chí nào nhận danh sách của năm 2014."),
        ({"year": "hai"}, "“hai”"),
        ({"scope_unit": "0"}, "không có trong danh sách"),
        ({"rule_set": "1-1900"}, "không có trong danh sách"),
    ],
)
def test_what_cannot_be_filled_in_is_said(
    place: lists.Place, changed: dict[str, str], said: str
) -> None:
    asked = {"year": "2019", "rule_set": "", "scope_unit": str(place.province.pk), **changed}
    answer = ha(place).get(ADDRESS, asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_template_of_another_version_or_year_is_named_and_read(place: lists.Place) -> None:
    mark = "Mẫu nhập kết quả, phiên bản {}, năm {}, bộ tiêu chí 619-2017."
    rows = [[mark.format("9", "2018")], *place.rows()]
    batch, page = looked_at(place, as_csv(rows))
    assert "4 đơn vị sẽ ghi" in page
    told = {fault.rule for fault in preview_of(batch).faults}
    assert told == {"template_version", "template_year"}
    assert "phiên bản 9, hệ thống chưa biết" in page
    assert "lập cho năm 2018, đang nhập cho năm 2019" in page
    assert ImportBatch.objects.get().fault == ""


def test_only_who_may_bring_in_gets_the_file(place: lists.Place) -> None:
    assert w.signed_in(place.phuc).get(ADDRESS).status_code == 403


def test_a_number_with_two_days_is_named_and_never_breaks_writing(place: lists.Place) -> None:
    """The day of a line without a number is held against the paper of the list."""
    head = [*lists.HEAD, "Số quyết định", "Ngày quyết định"]
    named = [lists.line(n, unit.name) for n, unit in enumerate(place.communes, 1)]
    papers = (["", "08/02/2020"], ["0214/qđ-ubnd", ""], ["", "07/02/2020"], [])
    rows = [head, *(row + paper for row, paper in zip(named, papers, strict=True))]
    batch, page = looked_at(place, as_csv(rows))
    assert [(f.row, f.rule, f.column) for f in preview_of(batch).faults] == [
        (2, "paper_day_differs", "Ngày quyết định")
    ]
    assert "3 đơn vị" in page
    assert write(place, batch).status_code == 302
    assert Decision.objects.get().number == PAPER["paper_number"]
    other = hand_in(place, as_csv(rows), paper_day="08/02/2020")
    assert other.status_code == 409
    assert 'href="#o-paper_day"' in other.content.decode()


def test_what_the_database_refuses_is_a_calm_answer(
    place: lists.Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken_meanwhile(*_: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(committing, "_write", taken_meanwhile)
    batch, _ = looked_at(place, as_csv(place.rows()))
    answer = write(place, batch)
    assert answer.status_code == 409
    assert "chưa ghi gì" in answer.content.decode()
