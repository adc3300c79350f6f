"""The parts of an XLSX file, unpacked once and counted, before the reader of cells opens it.

Cells are found by their written signs and not by a parser: a sheet has hundreds of thousands of
them. Whatever slips past these signs meets the limits of the process.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from posixpath import normpath

from tuphap.foundation.files.checks import xml_parts
from tuphap.foundation.files.checks.reasons import Unfit, refuse
from tuphap.outlets.exchange.reading_limits import Limits
from tuphap.outlets.exchange.sheet_shapes import BookShape, SheetShape, column_of

BOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
SHEETS, LINKS = "xl/worksheets/", "xl/externalLinks/"
_XML = (".xml", ".rels", ".vml")
_MACRO = re.compile(rb"macroEnabled|vbaProject|ms-excel\.macrosheet", re.IGNORECASE)
_NO_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OTHER_FOLDERS: Mapping[str, str] = {
    "word/": "văn bản Word",
    "ppt/": "bản trình chiếu PowerPoint",
    "xl/workbook.bin": "sổ tính nhị phân .xlsb",
    "Index/Document.iwa": "bảng của Apple Numbers",
}
_MOST_MERGED = 2000

Members = Iterator[tuple[str, bytes, Iterator[bytes]]]


class _Signs:
    """Patterns for one prefix of names: most files have none, some write `<x:row>`.

    Each is made when the sheet has a word of it: making them all would take longer than a search.
    """

    def __init__(self, prefix: bytes) -> None:
        self.name = b"<" + prefix
        self.cell = self.name + b"c "
        self._place = self.cell + rb"[^>]*?\br=[\"']([A-Z]{1,3}[0-9]{1,7})[\"'][^>]*"

    @cached_property
    def row(self) -> re.Pattern[bytes]:
        return re.compile(self.name + rb"row [^>]*>")

    @cached_property
    def place(self) -> re.Pattern[bytes]:
        return re.compile(self._place + rb">")

    @cached_property
    def filled(self) -> re.Pattern[bytes]:
        return re.compile(self._place + rb"(?<!/)>")

    @cached_property
    def column(self) -> re.Pattern[bytes]:
        return re.compile(self.name + rb"col [^>]*>")

    @cached_property
    def without_result(self) -> re.Pattern[bytes]:
        formula = self.name + rb"f(?:[^>]*/>|[^<]*</[^>]*>)"
        return re.compile(self._place + rb">" + formula + rb"(?:" + self.name + rb"v/>)?</")

    @cached_property
    def error(self) -> re.Pattern[bytes]:
        return re.compile(
            self.cell + rb"(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Z]{1,3}[0-9]{1,7})"
        )

    @cached_property
    def merged(self) -> re.Pattern[bytes]:
        return re.compile(self.name + rb"mergeCell [^>]*\bref=[\"']([A-Z0-9:]{1,30})[\"']")


_ROOT = re.compile(rb"<([A-Za-z0-9_]+:)?worksheet[ >/]")
_NUMBER = re.compile(rb"\br=[\"']([0-9]{1,8})[\"']")
_RANGE = re.compile(rb"\bm(in|ax)=[\"']([0-9]{1,6})[\"']")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")


def look(names: frozenset[str], members: Members, limits: Limits) -> BookShape:
    """Every member is unpacked and counted; sheets are looked at, the rest is only weighed."""
    _require_workbook(names)
    shape, sheets, small = BookShape("xlsx"), dict[str, SheetShape](), dict[str, bytes]()
    for name, first, rest in members:
        content = xml_of(name, first, rest)
        if content and name.startswith(SHEETS):
            sheets[name] = shape_of(content, limits)
        elif name in (BOOK, RELATIONS):
            small[name] = content
        elif name == TYPES and _MACRO.search(content):
            raise Unfit("macro")
        elif name.startswith(LINKS) and "external_links" not in shape.notes:
            shape.notes.append("external_links")
    shape.sheets = _by_name(sheets, small)
    return shape


def _require_workbook(names: frozenset[str]) -> None:
    for start, kind in _OTHER_FOLDERS.items():
        if any(name.startswith(start) for name in names):
            raise Unfit("other_kind", kind=kind)
    if BOOK not in names:
        raise Unfit("other_kind", kind="tệp nén ZIP")
    if any("vbaproject" in name.casefold() for name in names):
        raise Unfit("macro")


def xml_of(name: str, first: bytes, rest: Iterator[bytes]) -> bytes:
    """XML as a whole, without DTD or entities (F4); of other parts only the bytes are counted."""
    if not name.lower().endswith(_XML):
        for _ in rest:
            pass
        return b""
    content = b"".join(chain((first,), rest))
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        refuse("file_broken")
    if _NO_ENTITIES.search(content):
        refuse("xml_dtd", member=name)
    return content


def _by_name(parts: Mapping[str, SheetShape], small: Mapping[str, bytes]) -> dict[str, SheetShape]:
    """Which part a sheet is kept in, by the relations of the book."""
    targets: dict[str, str] = {}
    found: dict[str, SheetShape] = {}

    def relation(_: str, attributes: Mapping[str, str]) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        target = targets.get(attributes.get("id", ""), "")
        path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        if name == "sheet" and path in parts:
            found[attributes.get("name", "")] = parts[path]

    if small.get(RELATIONS):
        xml_parts.read(RELATIONS, [small[RELATIONS]], relation)
    xml_parts.read(BOOK, [small[BOOK]], sheet)
    return found


def shape_of(part: bytes, limits: Limits) -> SheetShape:
    root = _ROOT.search(part)
    signs = _Signs((root[1] or b"") if root else b"")
    shape = SheetShape()
    # Columns stand before the cells, merged ranges behind them.
    head, tail = part.find(signs.name + b"sheetData"), part.rfind(b"sheetData>")
    shape.hidden_columns = _hidden_columns(part[: max(head, 0)], signs)
    merged = signs.merged.finditer(part[max(tail, 0) :])
    shape.merged = [m[1].decode() for m in merged][:_MOST_MERGED]
    if signs.name + b"f" in part:
        shape.formulas = sum(part.count(signs.name + end) for end in (b"f>", b"f ", b"f/>"))
        shape.without_result = [m[1].decode() for m in signs.without_result.finditer(part)]
    if b'"e"' in part:
        shape.errors = [m[1].decode() for m in signs.error.finditer(part)]
    _look_at_rows(part, signs, limits, shape)
    return shape


def _hidden_columns(part: bytes, signs: _Signs) -> list[int]:
    found: set[int] = set()
    if b"hidden" not in part:
        return []
    for match in signs.column.finditer(part):
        if _HIDDEN.search(match[0]):
            ends = {key: int(value) for key, value in _RANGE.findall(match[0])}
            found.update(range(ends.get(b"in", 1), min(ends.get(b"ax", 0), 16384) + 1))
    return sorted(found)


def _look_at_rows(part: bytes, signs: _Signs, limits: Limits, shape: SheetShape) -> None:
    """Hidden rows, and the farthest filled cell of each row, which stands last in it."""
    rows = [(match.start(), match[0]) for match in signs.row.finditer(part)]
    ends = [*(start for start, _ in rows), len(part)][1:]
    for (start, tag), end in zip(rows, ends, strict=True):
        if b"hidden" in tag and _HIDDEN.search(tag) and (number := _NUMBER.search(tag)):
            shape.hidden_rows.append(int(number[1]))
        place = part.rfind(signs.cell, start, end)
        last = signs.place.match(part, place) if place >= 0 else None
        if last and not shape.far_cell and _is_far(last[1], limits):
            filled = signs.filled.findall(part, start, end)
            shape.far_cell = next((c.decode() for c in filled if _is_far(c, limits)), "")


def _is_far(cell: bytes, limits: Limits) -> bool:
    name = cell.rstrip(b"0123456789").decode()
    return column_of(name) > limits.columns or int(cell[len(name) :]) > limits.rows
