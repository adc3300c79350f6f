"""Very long tables as files, line by line: never more of them in memory than a few lines."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from tuphap.modules.assessments.province_desk.queries.many_years import Line, Named
from tuphap.outlets.exchange.cells import harmless
from tuphap.outlets.exchange.tables import BOM

HEADS = (
    "Năm",
    "Mã đơn vị",
    "Đơn vị",
    "Loại",
    "Thuộc",
    "Trạng thái",
    "Kết quả",
    "Chỉ tiêu",
    "Tối đa",
    "Tự chấm",
    "Thẩm tra",
    "Chính thức",
    "Chênh",
)
WIDTHS = (8, 11, 26, 10, 18, 18, 16, 10, 9, 9, 9, 11, 9)
NAME_HEADS = ("Năm", "Bộ tiêu chí", "Chỉ tiêu", "Tên chỉ tiêu", "Tối đa")
SHEET, NAMES = "Số liệu", "Tên chỉ tiêu"
# A spreadsheet holds 1,048,576 lines; a file goes on in a further sheet.
MOST_LINES = 1_000_000


class Writer(Protocol):
    def write(self, lines: Iterable[Line]) -> None: ...


class _Csv:
    def __init__(self, out: Any) -> None:
        self._writer = csv.writer(out, lineterminator="\r\n")
        self._writer.writerow(HEADS)

    def write(self, lines: Iterable[Line]) -> None:
        self._writer.writerows([_text(cell) for cell in line] for line in lines)


@lru_cache(maxsize=65536)
def _text(cell: str | int | Decimal | None) -> str:
    """Thousands of lines hold a few hundred different texts and figures."""
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f")
    return "" if cell is None else harmless(str(cell))


class _Sheets:
    def __init__(self, book: Any) -> None:
        self._book, self._number, self._row = book, 0, MOST_LINES
        self._bold = book.add_format({"bold": True})

    def write(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if self._row >= MOST_LINES:
                self._next_sheet()
            self._row += 1
            self._write(line)

    def _write(self, line: Sequence[Any]) -> None:
        text, number, row = self._sheet.write_string, self._sheet.write_number, self._row
        for place, cell in enumerate(line):
            if isinstance(cell, str):
                if cell:
                    text(row, place, cell)
            elif cell is not None:
                number(row, place, cell)

    def _next_sheet(self) -> None:
        self._number += 1
        name = SHEET if self._number == 1 else f"{SHEET} {self._number}"
        self._sheet, self._row = self._book.add_worksheet(name), 0
        self._sheet.freeze_panes(1, 3)
        for place, width in enumerate(WIDTHS):
            self._sheet.set_column(place, place, width)
        for place, head in enumerate(HEADS):
            self._sheet.write_string(0, place, head, self._bold)

    def write_names(self, names: Iterable[Named]) -> None:
        sheet = self._book.add_worksheet(NAMES)
        rows = [(n.year, n.rule_set, n.code, n.name, n.maximum) for n in names]
        for number, line in enumerate([NAME_HEADS, *rows]):
            for place, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell, None if number else self._bold)
                elif cell is not None:
                    sheet.write_number(number, place, cell)


@contextmanager
def csv_writer(place: Path) -> Iterator[Writer]:
    with place.open("w", encoding="utf-8", newline="") as out:
        out.write(BOM)
        yield _Csv(out)


@contextmanager
def xlsx_writer(
    place: Path, title: str, names: Iterable[Named], made_at: datetime
) -> Iterator[Writer]:
    """Text cells are text, so nothing is calculated; one line is in memory at a time."""
    import xlsxwriter

    # The parts of the file are written beside it: the disk of the data folder has room.
    options = {"constant_memory": True, "tmpdir": str(place.parent)}
    book = xlsxwriter.Workbook(str(place), options)
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    sheets = _Sheets(book)
    sheets.write(())
    yield sheets
    sheets.write_names(names)
    book.close()
