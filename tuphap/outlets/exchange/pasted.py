"""A block of cells as a spreadsheet puts it on the clipboard: text in, the same book as of a file.

Excel and Google Sheets part cells by tabs and rows by line breaks. A cell that itself holds a line
break or a tab stands in quotation marks, those inside it doubled; every other mark was typed.
"""

import re
from collections.abc import Iterator

from tuphap.outlets.exchange.book import Book, Sheet
from tuphap.outlets.exchange.reading_faults import not_pasted
from tuphap.outlets.exchange.reading_limits import LIMITS, MOST_PASTED
from tuphap.rules.legacy_fonts import legacy_font

PASTED = "pasted"
_LINE_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029]")
# Both inside would let a mark that nobody closed swallow the cells behind it.
_WITH_BREAK = re.compile(r'"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)')
_WITH_TAB = re.compile(r'"((?:[^"\n]|"")*)"(?=[\t\n]|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")


def read_pasted(text: str) -> Book:
    """One sheet without a name, rows counted as in the block; Refused for what is no block."""
    if len(text) > MOST_PASTED:
        raise not_pasted("pasted_too_long")
    rows: list[list[str]] = []
    width = 0
    for row in _rows(_LINE_BREAKS.sub("\n", text)):
        rows.append(row)
        width = max(width, len(row))
        if len(rows) > LIMITS.rows or width > LIMITS.columns or len(rows) * width > LIMITS.box:
            raise not_pasted("pasted_too_many_cells")
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise not_pasted("nothing_pasted")
    found = legacy_font(cell for row in rows for cell in row if not cell.isascii())
    if found:
        raise not_pasted(f"pasted_{found.code}", word=found.word)
    return Book(PASTED, (Sheet("", [list(row) for row in rows]),))


def _rows(text: str) -> Iterator[list[str]]:
    row: list[str] = []
    place = 0
    while True:
        cell, place = _cell(text, place)
        row.append(cell.strip())
        if place >= len(text):
            break
        if text[place] == "\n":
            yield row
            row = []
        place += 1
    yield row


def _cell(text: str, place: int) -> tuple[str, int]:
    """The cell that begins here, and where it ends."""
    found = _WITH_BREAK.match(text, place)
    if found and ("\n" in found[1] or '""' in found[1]):
        return found[1].replace('""', '"'), found.end()
    found = _WITH_TAB.match(text, place)
    if found and "\t" in found[1] and found[1].strip():
        return " ".join(found[1].split()).replace('""', '"'), found.end()
    plain = _PLAIN.match(text, place)
    assert plain is not None  # it matches nothing as well
    return plain[0], plain.end()
