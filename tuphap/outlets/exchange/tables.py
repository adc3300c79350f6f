"""Tables as files: a line of heads and lines of cells, written as CSV or as XLSX."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tuphap.outlets.exchange.cells import harmless

Cell = str | int | Decimal | date | None  # a datetime is a date
BOM = "\ufeff"
WIDEST = 40
MEASURED = 200  # lines whose figures say how wide figures get; texts say it in all lines
SHEET = "Số liệu"
DAYS: Mapping[type[date], str] = {date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm"}


def write_csv(lines: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, so that office programs read the letters right; a decimal point."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for line in lines:
        writer.writerow([_text(cell) for cell in line])
    return (BOM + out.getvalue()).encode()


def write_json(title: str, heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """Days as ISO texts, decimals as texts with a point, an empty cell as null."""
    rows = [dict(zip(heads, line, strict=True)) for line in lines]
    told = {"title": title, "columns": heads, "rows": rows}
    return json.dumps(told, ensure_ascii=False, indent=1, default=_as_text).encode()


def _as_text(cell: object) -> str:
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f")
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y %H:%M}" if isinstance(cell, datetime) else f"{cell:%d/%m/%Y}"
    return "" if cell is None else harmless(str(cell))


def write_xlsx(
    lines: Iterable[Sequence[Cell]], title: str, made_at: datetime, *, names: int = 0
) -> bytes:
    """Figures as numbers, days as days, everything else as text cells, which no spreadsheet
    calculates. Moments come without their zone: a spreadsheet knows none.

    Heads and the first `names` columns stay in place. The file depends on its arguments alone.
    """
    return write_book([(SHEET, lines)], title, made_at, names=names)


def write_book(
    sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]],
    title: str,
    made_at: datetime,
    *,
    names: int = 1,
) -> bytes:
    """Several tables, each on a sheet with its name."""
    # 20 MB in every web process otherwise, though few of them ever write a table.
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    days = {kind: book.add_format({"num_format": form}) for kind, form in DAYS.items()}
    for name, lines in sheets:
        _write_sheet(book.add_worksheet(name), lines, bold, names, days)
    book.close()
    return out.getvalue()


def _write_sheet(
    sheet: Any,
    lines: Iterable[Sequence[Cell]],
    bold: Any,
    names: int,
    days: Mapping[type[date], Any],
) -> None:
    """Line by line: what was written is no longer held, what comes is not yet asked for."""
    sheet.freeze_panes(1, names)
    rest = iter(lines)
    heads = next(rest)
    for place, head in enumerate(heads):
        sheet.write_string(0, place, str(head), bold)
    widths, number = [0] * len(heads), 0
    write_number, write_string = sheet.write_number, sheet.write_string
    for number, line in enumerate(rest, 1):
        for place, cell in enumerate(line):
            if isinstance(cell, str):
                if cell:
                    write_string(number, place, cell)
                    if len(cell) > widths[place]:
                        widths[place] = len(cell)
            elif isinstance(cell, date):
                sheet.write_datetime(number, place, cell, days[type(cell)])
                widths[place] = max(widths[place], len(DAYS[type(cell)]))
            elif cell is not None:
                write_number(number, place, cell)
                if number < MEASURED:
                    widths[place] = max(widths[place], len(str(cell)))
    sheet.autofilter(0, 0, number, len(heads) - 1)
    for place, head in enumerate(heads):
        longest = widths[place] if number else len(str(head))
        sheet.set_column(place, place, min(max(longest + 2, 10), WIDEST))
