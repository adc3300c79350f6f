"""One workbook as lines of JSON: form, notes, sheets and their rows, all counted on the way."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

import python_calamine as calamine

from tuphap.foundation.files.checks import container
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.outlets.exchange import ods_shapes, ole_shapes, xlsx_shapes
from tuphap.outlets.exchange.reading_limits import Limits
from tuphap.outlets.exchange.sheet_shapes import BookShape, SheetShape, listed, named_ranges, spans

_OLE = b"\xd0\xcf\x11\xe0"
# So many rows in a line: each line costs the encoder a start.
_AT_ONCE = 100


def lines(body: BinaryIO, limits: Limits) -> Iterator[str]:
    """The container is looked at before a byte of it goes to the reader of cells (F3)."""
    shape = _shape(body, limits)
    yield json.dumps({"form": shape.form})
    body.seek(0)
    workbook = calamine.CalamineWorkbook.from_filelike(body)
    if len(workbook.sheets_metadata) > limits.sheets:
        raise Unfit("too_many_sheets")
    for code in shape.notes:
        yield _note(code, "")
    budget = _Budget(limits)
    for metadata in workbook.sheets_metadata:
        if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
            yield _note("no_cells", metadata.name)
        elif metadata.visible != calamine.SheetVisibleEnum.Visible:
            yield _note("hidden_sheet", metadata.name)
        else:
            found = shape.sheets.get(metadata.name)
            yield from _sheet(workbook, metadata.name, found, budget)


def _shape(body: BinaryIO, limits: Limits) -> BookShape:
    if body.read(len(_OLE)) == _OLE:
        return ole_shapes.look(body)
    request = Request("read", "xlsx", limits.unpacked)
    with container.opened(body, request) as archive:
        parts = container.unpacked(archive, request)
        names = frozenset(archive.namelist())
        if ods_shapes.CONTENT in names and xlsx_shapes.BOOK not in names:
            return ods_shapes.look(names, parts, limits)
        return xlsx_shapes.look(names, parts, limits)


def _note(code: str, sheet: str, **values: str | int) -> str:
    return json.dumps({"note": code, "of": sheet, "values": values})


class _Budget:
    """Cells and letters that may still come; the limits hold for all sheets together."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells, self.text = limits.cells, limits.text

    def spend(self, cells: int, text: int) -> None:
        self.cells -= cells
        self.text -= text
        if self.cells < 0:
            raise Unfit("too_many_cells")
        if self.text < 0:
            raise Unfit("too_much_text")


def _sheet(
    workbook: calamine.CalamineWorkbook, name: str, shape: SheetShape | None, budget: _Budget
) -> Iterator[str]:
    if shape and shape.far_cell:
        raise Unfit("far_cell", sheet=name, cell=shape.far_cell)
    sheet = workbook.get_sheet_by_name(name)
    _require_small(sheet, budget.limits)
    yield json.dumps({"sheet": name})
    empty: list[int] = []
    rows: list[list[Any]] = []
    for number, row in enumerate(_rows(sheet), 1):
        while row and row[-1] == "":
            row.pop()
        if not row:
            empty.append(number)
        rows.append(row)
        if len(rows) == _AT_ONCE:
            yield _encoded(rows, budget)
            rows = []
    yield _encoded(rows, budget)
    yield from _notes(name, shape, sheet.merged_cell_ranges, empty)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[Any]]:
    """From the first line and column of the sheet on, whatever its first filled cell is."""
    top, left = sheet.start or (0, 0)
    for _ in range(top):
        yield []
    before = [""] * left
    for row in sheet.iter_rows():
        yield before + row if left else row


def _require_small(sheet: calamine.CalamineSheet, limits: Limits) -> None:
    last_row, last_column = sheet.end or (0, 0)
    height, width = last_row + 1, last_column + 1
    if height > limits.rows or width > limits.columns or height * width > limits.box:
        raise Unfit("too_many_cells")


def _encoded(rows: list[list[Any]], budget: _Budget) -> str:
    line = _ENCODE(rows)
    budget.spend(sum(map(len, rows)), len(line))
    return line


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        cell = cell.date()
    return {"date": cell.isoformat()} if isinstance(cell, date) else str(cell)


_ENCODE = json.JSONEncoder(ensure_ascii=False, default=_plain, separators=(",", ":")).encode


def _notes(
    name: str,
    shape: SheetShape | None,
    merged: list[tuple[tuple[int, int], tuple[int, int]]] | None,
    empty: list[int],
) -> Iterator[str]:
    if shape is None:
        shape = SheetShape(merged=named_ranges(merged or ()))
    for code, values in shape.notes():
        yield _note(code, name, **values)
    if empty:
        yield _note("empty_rows", name, count=len(empty), places=listed(spans(empty)))
