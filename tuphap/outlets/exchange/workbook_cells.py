"""One workbook as lines of JSON: form, notes, sheets and their rows, all counted on the way."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import python_calamine as calamine

from tuphap.foundation.files.checks import container
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.outlets.exchange import ods_shapes, ole_shapes, xlsx_shapes
from tuphap.outlets.exchange.reading_limits import AT_ONCE, OLE_MARK, Budget, Limits
from tuphap.outlets.exchange.sheet_shapes import BookShape, SheetShape, listed, named_ranges, spans


def lines(body: BinaryIO, limits: Limits) -> Iterator[str]:
    """The container is looked at before a byte of it goes to the reader of cells (F3)."""
    shape = _shape(body, limits)
    yield json.dumps({"form": shape.form})
    body.seek(0)
    workbook = calamine.CalamineWorkbook.from_filelike(body)
    names = [metadata.name for metadata in workbook.sheets_metadata]
    if len(names) > limits.sheets:
        raise Unfit("too_many_sheets")
    if len(set(names)) < len(names):
        raise Unfit("damaged")  # no program writes two sheets of one name: which is meant is unsure
    for code in shape.notes:
        yield _note(code, "")
    budget = Budget(limits)
    for metadata in workbook.sheets_metadata:
        if metadata.typ != calamine.SheetTypeEnum.WorkSheet:
            yield _note("no_cells", metadata.name)
        elif metadata.visible != calamine.SheetVisibleEnum.Visible:
            yield _note("hidden_sheet", metadata.name)
        else:
            found = shape.sheets.get(metadata.name)
            yield from _sheet(workbook, metadata.name, found, budget)


def _shape(body: BinaryIO, limits: Limits) -> BookShape:
    if body.read(len(OLE_MARK)) == OLE_MARK:
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


def _sheet(
    workbook: calamine.CalamineWorkbook, name: str, shape: SheetShape | None, budget: Budget
) -> Iterator[str]:
    if shape and shape.far_cell:
        raise Unfit("far_cell", sheet=name, cell=shape.far_cell)
    sheet = workbook.get_sheet_by_name(name)
    _require_small(sheet, budget.limits)
    yield json.dumps({"sheet": name})
    encoder = _Encoder(budget)
    empty: list[int] = []
    rows: list[list[Any]] = []
    for number, row in enumerate(_rows(sheet), 1):
        while row and row[-1] == "":
            row.pop()
        if not row:
            empty.append(number)
        rows.append(row)
        if len(rows) == AT_ONCE:
            yield encoder.line(rows)
            rows = []
    yield encoder.line(rows)
    if encoder.times:
        yield _note("times", name, count=encoder.times)
    yield from _notes(name, shape, sheet.merged_cell_ranges, empty)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[list[Any]]:
    """From the first line and column of the sheet on, whatever its first filled cell is.

    The reader begins at the first line, but at the first column that has a filled cell.
    """
    before = [""] * (sheet.start or (0, 0))[1]
    for row in sheet.iter_rows():
        yield before + row if before else row


def _require_small(sheet: calamine.CalamineSheet, limits: Limits) -> None:
    last_row, last_column = sheet.end or (0, 0)
    height, width = last_row + 1, last_column + 1
    if height > limits.rows or width > limits.columns or height * width > limits.box:
        raise Unfit("too_many_cells")


class _Encoder:
    """Rows of one sheet as lines; `times` counts days with a time of day."""

    def __init__(self, budget: Budget) -> None:
        self.budget, self.times = budget, 0
        words = json.JSONEncoder(ensure_ascii=False, default=self._plain, separators=(",", ":"))
        self._encode = words.encode

    def line(self, rows: list[list[Any]]) -> str:
        line = self._encode(rows)
        if "\\u00" in line:
            line = _CONTROL.sub("\\1\ufffd", line)
        self.budget.spend(sum(map(len, rows)), len(line))
        return line

    def _plain(self, cell: Any) -> Any:
        if isinstance(cell, datetime):
            # What is behind the seconds comes from the arithmetic of spreadsheets.
            cell = min(cell, _LAST_MOMENT) + _HALF_A_SECOND
            cell = cell.replace(microsecond=0)
            if cell.time() != MIDNIGHT:
                self.times += 1
                return {"moment": cell.isoformat()}
            cell = cell.date()
        if isinstance(cell, date):
            return {"date": cell.isoformat()}
        if isinstance(cell, time):
            cell = datetime.combine(_ANY_DAY, cell) - datetime.combine(_ANY_DAY, MIDNIGHT)
        return _clock(cell) if isinstance(cell, timedelta) else str(cell)


# Signs of control as JSON writes them: no text has them, no database takes them.
_CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\u00[01][0-9a-f]")
_ANY_DAY = date(2000, 1, 1)
_LAST_MOMENT = datetime.combine(date.max, time(23, 59, 59))
_HALF_A_SECOND, MIDNIGHT = timedelta(microseconds=500_000), time()


def _clock(span: timedelta) -> str:
    """As a spreadsheet shows hours, more than a day as well."""
    minutes, seconds = divmod(round(abs(span).total_seconds()), 60)
    sign = "-" if span < timedelta() else ""
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


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
