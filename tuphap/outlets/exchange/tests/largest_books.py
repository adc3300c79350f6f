"""The largest files within the limits, each made to take as much of the reader as it can."""

import io
from collections.abc import Callable
from typing import BinaryIO

import python_calamine
import xlsxwriter

from tuphap.outlets.exchange.reading_limits import LIMITS, MOST_BYTES
from tuphap.outlets.exchange.tests.hostile_books import PLAIN, SHEET, STRINGS, ods, repeated_text
from tuphap.outlets.exchange.tests.sheets import changed_xlsx

NAMES = 3


def province_book(rows: int, columns: int) -> bytes:
    """Names first, then figures with two decimals, as a list of a province has them."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Điểm")
        for row in range(rows):
            for column in range(columns):
                if column < NAMES:
                    sheet.write_string(row, column, f"Xã Ia Dơk {row} {column}")
                else:
                    sheet.write_number(row, column, (row * 37 + column * 101) % 3000 / 100)
    return data.getvalue()


def alone(body: BinaryIO) -> object:
    """All cells of the first sheet by the reader of cells and nothing else."""
    return python_calamine.CalamineWorkbook.from_filelike(body).get_sheet_by_index(0).to_python()


def _written(rows: int, columns: int, cell: Callable[[int, int], str]) -> str:
    lines = (
        f'<row r="{row}">' + "".join(cell(row, column) for column in range(columns)) + "</row>"
        for row in range(1, rows + 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _texts() -> bytes:
    """Every cell a text of its own, written in the sheet itself."""
    xml = _written(
        5000, 100, lambda r, c: f'<c t="inlineStr"><is><t>Xã số {r * 7919 % 5000} {c}</t></is></c>'
    )
    return changed_xlsx(PLAIN, SHEET, xml.encode())


def _shared() -> bytes:
    """As many texts in the common list as fit into the unpacked bytes, used by no cell."""
    items = "".join(f"<si><t>{n:x}</t></si>" for n in range(2_600_000))
    return changed_xlsx(PLAIN, STRINGS, f'<sst xmlns="{_MAIN}">{items}</sst>'.encode())


def _figures() -> bytes:
    xml = _written(5000, 100, lambda r, c: f"<c><v>{r * 7919 % 30000 / 7}</v></c>")
    return changed_xlsx(PLAIN, SHEET, xml.encode())


def _box() -> bytes:
    """Two cells at the corners of the widest box."""
    xml = (
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="19900"><c r="CV19900"><v>1</v></c></row></sheetData></worksheet>'
    )
    return changed_xlsx(PLAIN, SHEET, xml.encode())


def _ods() -> bytes:
    row = (
        '<table:table-row table:number-rows-repeated="6600"><table:table-cell'
        ' table:number-columns-repeated="300" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    return ods(row)


def _text(sign: str) -> bytes:
    """Letters beyond the common ones make every letter of the text as wide as the widest."""
    row = ";".join("Xã Ia Dơk, tỉnh Gia Lai"[:18] for _ in range(22)) + f";{sign}\n"
    return row.encode() * (MOST_BYTES // len(row.encode()))


LARGEST: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("10,603 communes × 40", lambda: province_book(10_603, 40)),
    (f"{LIMITS.cells:,} figures", _figures),
    (f"{LIMITS.cells:,} texts", _texts),
    ("2.6 million texts nobody uses", _shared),
    ("two cells in the widest box", _box),
    ("long texts in 600 cells", lambda: repeated_text(600, 30_000)),
    ("repeated rows of OpenDocument", _ods),
    ("text in the letters of Vietnamese", lambda: _text("x")),
    ("text with one of the widest letters a line", lambda: _text("\U0001f600")),
)
