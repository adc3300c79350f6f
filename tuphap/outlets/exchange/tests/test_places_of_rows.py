"""A row is named as in the file, whatever stands above and beside it (K2)."""

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from tuphap.outlets.exchange.book_file import read_book
from tuphap.outlets.exchange.imports.marked import marked_copy
from tuphap.outlets.exchange.tests.hostile_books import ods, ods_cell
from tuphap.outlets.exchange.tests.old_workbooks import xls
from tuphap.outlets.exchange.tests.sheets import as_csv, as_xlsx
from tuphap.rules.refusals import Refused
from tuphap.rules.score_headers import LONGEST_HEADING, heading_key

ABOVE = [[], [], [], []]
ROWS = [*ABOVE, ["", "Đơn vị"], ["", "Xã Ia Dơk"]]
EMPTY_ROW = "<table:table-row><table:table-cell/></table:table-row>"
FILLED = "<table:table-row><table:table-cell/>{}</table:table-row>"


def as_ods(rows: list[list[str]]) -> bytes:
    words = (FILLED.format(ods_cell(row[1])) if row else EMPTY_ROW for row in rows)
    return ods("".join(words))


@pytest.mark.parametrize("make", [as_xlsx, as_ods, xls, as_csv])
def test_empty_rows_above_are_counted_once(make) -> None:
    (sheet,) = read_book(make(ROWS), len).sheets
    filled = {place: row[1] for place, row in enumerate(sheet.rows, 1) if any(row)}
    assert filled == {5: "Đơn vị", 6: "Xã Ia Dơk"}


def test_the_last_moment_there_is_refuses_no_file() -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        book.add_worksheet().write_number(0, 0, 2958465.9999999, day)
    (sheet,) = read_book(data.getvalue(), len).sheets
    assert sheet.rows[0][0].year == 9999


def test_two_sheets_of_one_name_are_refused() -> None:
    """No program writes them, and which of them is hidden would be unsure (K4)."""
    data = as_xlsx(ROWS, Khac=ROWS)
    doubled = _renamed(data, "Khac", "Điểm")
    with pytest.raises(Refused) as refused:
        read_book(doubled, len)
    assert refused.value.code == "damaged"


def _renamed(data: bytes, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "xl/workbook.xml":
                body = body.replace(f'name="{old}"'.encode(), f'name="{new}"'.encode())
            target.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize("name", ["😀" * 40, "a" * 40, "'[]:*?/\\", "Điểm"])
def test_a_marked_copy_has_a_sheet_whatever_the_sheet_was_called(name: str) -> None:
    assert marked_copy([["Đơn vị"]], [], name, 1, datetime(2023, 1, 1))


def test_a_heading_that_grows_without_its_marks_stays_within_the_bound() -> None:
    assert len(heading_key("ﬃ" * LONGEST_HEADING)) == LONGEST_HEADING
