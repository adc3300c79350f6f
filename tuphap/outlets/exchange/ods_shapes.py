"""The parts of an ODS file, unpacked once and counted, before the reader of cells opens it."""

import re

from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.outlets.exchange.reading_limits import Limits
from tuphap.outlets.exchange.sheet_shapes import BookShape, SheetShape, letters
from tuphap.outlets.exchange.xlsx_shapes import Members, xml_of

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_TAG = re.compile(
    rb"<table:(table|table-column|table-row|table-cell|covered-table-cell)((?:\s[^>]*)?)>"
)
_TEXT = re.compile(rb"\btable:(name|visibility|formula|number-[a-z-]+)\s*=\s*[\"']([^\"']*)[\"']")
_REPEATS = {b"table-column": b"number-columns-repeated", b"table-row": b"number-rows-repeated"}
_MOST_REPEATS = 1_048_576


def look(names: frozenset[str], members: Members, limits: Limits) -> BookShape:
    if any(name.startswith("Basic/") for name in names):
        raise Unfit("macro")
    shape = BookShape("ods")
    for name, first, rest in members:
        content = xml_of(name, first, rest)
        if name == MANIFEST and b"encryption-data" in content:
            raise Unfit("password")
        if name == CONTENT:
            shape.sheets = _sheets(content, limits)
    # The reader of cells lays all sheets of this form out when it opens the file.
    for name, found in shape.sheets.items():
        if found.far_cell:
            raise Unfit("far_cell", sheet=name, cell=found.far_cell)
    return shape


def _sheets(content: bytes, limits: Limits) -> dict[str, SheetShape]:
    """Rows and columns are counted through their repeats."""
    found: dict[str, SheetShape] = {}
    shape, row, column, cell = SheetShape(), 0, 0, 0
    for match in _TAG.finditer(content):
        kind, said = match[1], dict(_TEXT.findall(match[2]))
        if kind == b"table":
            shape, row, column = SheetShape(), 0, 0
            found.setdefault(_plain(said.get(b"name", b"")), shape)
            continue
        repeats = _repeats(said.get(_REPEATS.get(kind, b"number-columns-repeated"), b"1"))
        is_hidden = said.get(b"visibility", b"visible") != b"visible"
        if kind == b"table-column":
            _hide(shape.hidden_columns, column, repeats if is_hidden else 0, limits.columns)
            column += repeats
        elif kind == b"table-row":
            _hide(shape.hidden_rows, row, repeats if is_hidden else 0, limits.rows)
            row, cell = row + repeats, 0
        else:
            cell += repeats
            shape.formulas += b"formula" in said
            is_filled = not match[2].endswith(b"/")
            if is_filled and not shape.far_cell and (row > limits.rows or cell > limits.columns):
                shape.far_cell = f"{letters(min(cell, 16384))}{row}"
    return found


def _plain(name: bytes) -> str:
    """The few entities XML itself has; no name of a sheet needs others."""
    text = name.decode("utf-8", "replace")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        text = text.replace(entity, sign)
    return text.replace("&amp;", "&")


def _repeats(said: bytes) -> int:
    return min(int(said), _MOST_REPEATS) if said.isdigit() and len(said) < 9 else 1


def _hide(places: list[int], before: int, repeats: int, most: int) -> None:
    places.extend(range(before + 1, min(before + repeats, most) + 1))
