"""Files of scores: every encoding and format gives the same rows; hostile files are refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuphap.outlets.exchange.reading_limits import MOST_BYTES
from tuphap.outlets.exchange.score_file import check_score_file, public_calendar, score_sheet_of
from tuphap.outlets.exchange.tests.sheets import (
    BAU_BANG,
    HEAD,
    SHEET,
    as_csv,
    as_ods,
    as_xlsx,
)
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set_file import shipped

# Made once: the day inside it differs from one making to the next.
SOUND = as_xlsx(SHEET)
OLD = shipped("619-2017")
FIRST_SHEET = "xl/worksheets/sheet1.xml"
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def check(tmp_path):
    """Write the bytes, check the file."""

    def run(data: bytes, sheet=None):
        path = tmp_path / "bang-diem"
        path.write_bytes(data)
        return check_score_file(path, OLD, sheet)

    return run


def refused_code(run, *arguments) -> str:
    with pytest.raises(Refused) as refused:
        run(*arguments)
    assert refused.value.kind is Kind.INVALID
    assert len(refused.value.sentence) < 300
    return refused.value.code


# --- formats and encodings ---

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize(
    "data",
    [
        *(as_csv(SHEET, delimiter) for delimiter in ";,\t"),
        *(as_csv(SHEET, ";", encoding) for encoding in ENCODINGS),
        as_csv(SHEET, ";").replace(b"\r\n", b"\n"),
        as_csv(SHEET, ";").replace(b"\r\n", b"\r"),
        as_xlsx(SHEET),
        as_ods(SHEET),
    ],
    ids=[*["semicolon", "comma", "tab"], *ENCODINGS, *["newline", "return", "xlsx", "ods"]],
)
def test_every_form_of_the_sheet_reads_the_same(check, data):
    table = check(data)
    (line,) = table.lines
    assert table.problems == ()
    assert (line.row, line.unit, line.total) == (6, "Lai Uyên", Decimal("95.45"))
    assert line.points["TC2"] == Decimal("29.63")


def test_windows_1258(check):
    """Marks stand behind their letters there: "ê" and an acute for "ế"."""
    import unicodedata

    def taken_apart(text):
        letters = unicodedata.normalize("NFC", text)
        return "".join(_of_1258(letter) for letter in letters)

    rows = [[taken_apart(cell) for cell in row] for row in SHEET]
    (line,) = check(as_csv(rows, ";", "cp1258")).lines
    assert line.unit == "Lai Uyên"


def _of_1258(letter: str) -> str:
    import unicodedata

    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"), "")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return letter


def test_a_quoted_heading_of_two_lines_is_one_line_of_the_sheet(check):
    head = [*HEAD[:-1], "Tổng\nđiểm"]
    assert check(as_csv([head, BAU_BANG])).lines[0].row == 2


def test_merged_headings(check):
    import io

    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 7, "BẢNG TỔNG HỢP ĐIỂM")
        for column, text in ((0, "TT"), (1, "Tên xã"), (7, "Tổng số điểm")):
            sheet.merge_range(2, column, 3, column, text)
        sheet.merge_range(2, 2, 2, 6, "Điểm các tiêu chí")
        sheet.write_row(3, 2, HEAD[2:7])
        sheet.write_row(4, 0, [f"({n})" for n in range(1, 9)])
        sheet.write_row(5, 0, [1, "Lai Uyên", 15, 29.63, 21.25, 9.57, 20])
        sheet.write_formula(5, 7, "=SUM(C6:G6)", None, 15 + 29.63 + 21.25 + 9.57 + 20)
    table = check(data.getvalue())
    assert table.problems == ()
    assert (table.lines[0].row, table.lines[0].total) == (6, Decimal("95.45"))


def test_figures_of_excel_arithmetic_are_those_it_shows(check):
    noisy = [1, "Lai Uyên", 15, 29.63, 21.25, 9.57, 20, 95.45000000000002]
    assert check(as_xlsx([HEAD, noisy])).problems == ()


def test_an_error_in_a_cell_is_a_missing_value(check):
    import io

    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, [1, "Lai Uyên", 15, 29.63, 21.25, 9.57])
        sheet.write_formula(1, 6, "=1/0", None, "#DIV/0!")
        sheet.write_number(1, 7, 75.45)
    assert [(p.column, p.rule) for p in check(data.getvalue()).problems] == [
        ("TC5", "missing_value")
    ]


def test_a_date_in_a_cell_is_no_figure(check):
    import io

    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD[:7])
        sheet.write_row(1, 0, [1, "Lai Uyên", 15, 29.63, 21.25, 9.57])
        sheet.write_datetime(1, 6, date(2017, 9, 21), book.add_format({"num_format": "d/m/yyyy"}))
    (problem,) = check(data.getvalue()).problems
    assert (problem.value, problem.rule) == ("21/09/2017", "not_a_number")


# --- sheets of a workbook ---


def test_the_sheet_with_known_headings_is_taken(check):
    data = as_xlsx([["Mục lục"], ["1", "Điểm các xã"]], Xa=[HEAD, BAU_BANG])
    assert len(check(data).lines) == 1


def test_a_sheet_can_be_named(check):
    data = as_xlsx([HEAD, BAU_BANG], Hai=[HEAD, BAU_BANG, ["2", "Trừ Văn Thố", *BAU_BANG[2:]]])
    assert len(check(data, "Hai").lines) == 2
    assert refused_code(check, data, "Ba") == "no_sheet"


def test_hidden_sheets_are_not_read(check):
    data = as_xlsx([["Trống"]], hidden=["An"], An=[HEAD, BAU_BANG])
    assert refused_code(check, data) == "no_heading"
    assert refused_code(check, data, "An") == "no_sheet"


# --- what cannot be read ---


def test_the_file_itself(tmp_path):
    def run(path):
        return check_score_file(Path(path), OLD)

    assert refused_code(run, tmp_path / "không có.csv") == "no_file"
    assert refused_code(run, tmp_path) == "no_file"
    assert refused_code(run, "/dev/zero") == "no_file"
    assert refused_code(run, "a\x00b") in ("no_file", "unreadable_file")
    assert refused_code(run, "x" * 5000) in ("no_file", "unreadable_file")
    empty = tmp_path / "trống.csv"
    empty.touch()
    assert refused_code(run, empty) == "empty_file"
    large = tmp_path / "lớn.csv"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert refused_code(run, large) == "file_too_large"


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    """The system's own refusal; taking the rights away would not stop root."""
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv(SHEET))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert refused_code(check_score_file, path, OLD) == "unreadable_file"


def test_a_file_that_cannot_be_read_to_the_end(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_bytes(as_csv(SHEET))

    def broken(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "read_bytes", broken)
    assert refused_code(check_score_file, path, OLD) == "unreadable_file"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"hello", "no_heading"),
        (b"\n\n\n", "no_heading"),
        (b",\n" * 19_000, "no_heading"),
        (b"PK\x03\x04" + b"\xff" * 500, "damaged"),
    ],
)
def test_files_without_a_table_of_scores(check, data, code):
    """What else a file can be refused for: test_hostile_books.py."""
    assert refused_code(check, data) == code


@SLOW
@given(data=st.binary(max_size=500) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(data):
    try:
        sheet = score_sheet_of(data, OLD)
    except Refused as refused:
        assert refused.kind is Kind.INVALID  # noqa: PT017 - both ends are right
    else:
        assert isinstance(sheet.rows, list)


@settings(SLOW, max_examples=15)
@given(st.data())
def test_no_damage_to_a_workbook_breaks_the_reader(data):
    spoilt = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 20))):
        spoilt[data.draw(st.integers(4, len(SOUND) - 1))] = data.draw(st.integers(0, 255))
    try:
        score_sheet_of(bytes(spoilt), OLD)
    except Refused as refused:
        assert refused.kind is Kind.INVALID  # noqa: PT017 - both ends are right


def test_public_holidays_do_not_count_as_working_days():
    calendar = public_calendar(shipped("27-2025"))
    assert not calendar.is_working_day(date(2026, 1, 1))
    assert not calendar.is_working_day(date(2026, 4, 30))
    assert calendar.is_working_day(date(2026, 1, 6))
