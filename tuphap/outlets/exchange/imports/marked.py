"""The file once more: a column says what is wrong in each line, the cells have a colour."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tuphap.rules.listed_results import ERROR, ListFault
from tuphap.rules.listed_template import MARKED_HEAD
from tuphap.rules.numbers import quoted
from tuphap.rules.score_heading_rows import Rows

HEAD = MARKED_HEAD
WIDE, USUAL = 70, 14
LONGEST_SHEET_NAME = 31
LONGEST = 32_767  # letters of a cell; a longer text would be left out altogether
DAYS = {"day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm:ss"}
COLOURS = {ERROR: "#FCEBE9", "warning": "#FDF0DD"}


def marked_copy(
    rows: Rows, faults: Sequence[ListFault], sheet_name: str, heading_row: int, made_at: datetime
) -> bytes:
    """Text stays text, so nothing of it is calculated by whoever opens it (X7)."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Bản đánh dấu lỗi", "created": made_at.replace(tzinfo=None)})
    sheet = book.add_worksheet(_sound_name(sheet_name))
    formats = _formats(book)
    width = max((len(row) for row in rows), default=0)
    by_row: dict[int, list[ListFault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    for place, row in enumerate(rows):
        marks = {f.place: f.level for f in reversed(by_row[place + 1]) if f.place is not None}
        for column, cell in enumerate(row):
            _write(sheet, place, column, cell, formats, marks.get(column))
        _say(sheet, place, width, by_row[place + 1], formats)
    if heading_row:
        told = _at_heading(by_row[heading_row])[:LONGEST]
        sheet.write_string(heading_row - 1, width, told, formats[HEAD])
    sheet.set_column(0, max(width - 1, 0), USUAL)
    sheet.set_column(width, width, WIDE)
    book.close()
    return out.getvalue()


def _at_heading(faults: Sequence[ListFault]) -> str:
    return "\n".join([HEAD, *(_sentence(fault) for fault in faults)])


def _say(
    sheet: Any, place: int, column: int, faults: Sequence[ListFault], formats: Mapping[str, Any]
) -> None:
    if faults:
        level = ERROR if any(fault.level == ERROR for fault in faults) else "warning"
        text = "\n".join(_sentence(fault) for fault in faults)
        sheet.write_string(place, column, text[:LONGEST], formats[level])


def _sentence(fault: ListFault) -> str:
    sheet = f"trang tính {quoted(fault.sheet)}" if fault.sheet else ""
    column = f"cột {quoted(fault.column)}" if fault.column else ""
    place = ", ".join(part for part in (sheet, f"dòng {fault.row}", column) if part)
    return f"{place[:1].upper()}{place[1:]}: {fault.sentence}"


def _write(
    sheet: Any, row: int, column: int, cell: Any, formats: Mapping[str, Any], level: str | None
) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, formats.get(level or ""))
    elif isinstance(cell, Decimal | int):
        sheet.write_number(row, column, cell, formats.get(level or ""))
    elif isinstance(cell, date):
        kind = "moment" if isinstance(cell, datetime) else "day"
        name = f"{kind} {level}" if level else kind
        sheet.write_datetime(row, column, cell, formats[name])
    elif cell:
        sheet.write_string(row, column, str(cell)[:LONGEST], formats.get(level or ""))
    elif level:
        sheet.write_blank(row, column, None, formats[level])


def _formats(book: Any) -> dict[str, Any]:
    found = {HEAD: book.add_format({"bold": True, "text_wrap": True, "valign": "top"})}
    found.update({kind: book.add_format({"num_format": form}) for kind, form in DAYS.items()})
    for level, colour in COLOURS.items():
        shape = {"bg_color": colour, "text_wrap": True, "valign": "top"}
        found[level] = book.add_format(shape)
        for kind, form in DAYS.items():
            found[f"{kind} {level}"] = book.add_format({**shape, "num_format": form})
    return found


def _sound_name(name: str) -> str:
    """A spreadsheet refuses some signs and long names of sheets; it counts in UTF-16."""
    kept = "".join(c for c in name if c not in r"[]:*?/\'" and c.isprintable())
    units = kept.encode("utf-16-le")[: 2 * LONGEST_SHEET_NAME]
    return units.decode("utf-16-le", errors="ignore").strip() or "Danh sách"
