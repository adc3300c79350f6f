"""A file of changes of units, one line for each way from an old unit into a new one.

All that is wrong is collected with row, column and value, so that the file is mended at once.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tuphap.rules.numbers import quoted
from tuphap.rules.score_cells import Cell
from tuphap.rules.vietnamese import fold, normalise

WHOLE, PARTLY = "whole", "partly"
EXTENTS = MappingProxyType({"toan bo": WHOLE, "whole": WHOLE, "mot phan": PARTLY, "partly": PARTLY})
HEADS = MappingProxyType(
    {
        "old_code": "Mã cũ",
        "new_code": "Mã mới",
        "new_name": "Tên mới",
        "new_kind": "Loại mới",
        "parent": "Mã cấp trên",
        "extent": "Phạm vi",
        "effective_on": "Ngày hiệu lực",
        "legal_basis": "Căn cứ",
    }
)
GUIDE = MappingProxyType(
    {
        "old_code": "Mã của đơn vị trước ngày hiệu lực, 1 đến 10 chữ số.",
        "new_code": "Mã từ ngày hiệu lực. Đơn vị giữ mã thì ghi lại mã cũ.",
        "new_name": "Tên đầy đủ, có loại đứng trước. Để trống: lấy tên của đơn vị cũ.",
        "new_kind": "Một loại trong danh mục. Để trống: lấy loại của đơn vị cũ.",
        "parent": "Mã đơn vị cấp trên từ ngày hiệu lực. Để trống: lấy theo đơn vị cũ.",
        "extent": "“toàn bộ”, hoặc “một phần” khi đơn vị cũ đi vào nhiều đơn vị mới.",
        "effective_on": "Ngày/tháng/năm, cùng một ngày ở mọi dòng của tệp.",
        "legal_basis": "Số, ngày của văn bản. Để trống được.",
    }
)
# A row of this kind may stay in the file: it shows how a row looks and is never carried out.
EXAMPLE_WORD = "Ví dụ"
EXAMPLE = (
    f"{EXAMPLE_WORD}: 00001",
    "00003",
    "Xã Hòa Bình",
    "xã",
    "00100",
    "toàn bộ",
    "01/07/2025",
    "Nghị quyết số 01/NQ-HĐND",
)
NEEDED = ("old_code", "new_code", "extent", "effective_on")
LONGEST_NAME, LONGEST_BASIS = 120, 200
LINES_TRIED, LEAST_HEADS = 20, 3
_BY_HEAD = {fold(head): key for key, head in HEADS.items()}
_CODE = re.compile("[0-9]{1,10}")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Before it days are not written with four digits of the year, and there is no day before the first.
FIRST_YEAR_WRITTEN = 1000


@dataclass(frozen=True)
class Line:
    """`row` is that of the file. Texts are empty where nothing was written."""

    row: int
    old_code: str
    new_code: str
    new_name: str
    new_kind: str
    parent: str
    extent: str
    effective_on: date
    legal_basis: str


@dataclass(frozen=True)
class Fault:
    """What is wrong and what to do; `column` is a head of the file, empty for the whole row."""

    row: int
    column: str
    value: str
    sentence: str


class _Wrong(Exception):  # noqa: N818 - a fault of the file, not of the program
    pass


def recognised(rows: Sequence[Sequence[Cell]]) -> int:
    """How many heads the best of the first lines has."""
    return max((len(_heads(row)) for row in rows[:LINES_TRIED]), default=0)


def read_lines(
    rows: Sequence[Sequence[Cell]], kinds: Collection[str]
) -> tuple[list[Line], list[Fault]]:
    """The lines below the heads, and everything that is wrong with them."""
    place = next(
        (n for n, row in enumerate(rows[:LINES_TRIED]) if len(_heads(row)) >= LEAST_HEADS), None
    )
    if place is None:
        wanted = ", ".join(HEADS.values())
        return [], [Fault(1, "", "", f"Không thấy dòng tiêu đề. Dùng tệp mẫu có: {wanted}.")]
    columns = _heads(rows[place])
    missing = [
        Fault(place + 1, HEADS[key], "", f"Thiếu cột {HEADS[key]}. Lấy lại tệp mẫu rồi điền.")
        for key in NEEDED
        if key not in columns
    ]
    doubled = [
        Fault(place + 1, HEADS[key], "", f"Cột {HEADS[key]} có {len(at)} lần. Chỉ giữ một cột.")
        for key, at in _places(rows[place]).items()
        if len(at) > 1
    ]
    if missing or doubled:
        return [], missing + doubled
    return _read_body(rows, place, columns, kinds)


def _read_body(
    rows: Sequence[Sequence[Cell]],
    place: int,
    columns: dict[str, int],
    kinds: Collection[str],
) -> tuple[list[Line], list[Fault]]:
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows[place + 1 :], place + 2):
        cells = {key: row[at] if at < len(row) else None for key, at in columns.items()}
        if any(_text(cell) for cell in cells.values()) and not _is_example(cells["old_code"]):
            values, wrong = _read_row(number, cells, kinds)
            faults += wrong
            if not wrong:
                lines.append(Line(row=number, **values))
    if not lines and not faults:
        faults = [Fault(place + 1, "", "", "Tệp chưa có dòng nào để nạp. Ghi ít nhất một.")]
    return lines, faults


def _read_row(
    number: int, cells: dict[str, Cell], kinds: Collection[str]
) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = dict.fromkeys(HEADS, "")
    faults = []
    for key, cell in cells.items():
        try:
            values[key] = _READ[key](cell, kinds)
        except _Wrong as wrong:
            faults.append(Fault(number, HEADS[key], _text(cell), str(wrong)))
    # Spreadsheets drop the zeros in front of a number; the old code knows how many there are.
    if not isinstance(cells.get("new_code"), str):
        values["new_code"] = str(values["new_code"]).zfill(len(str(values["old_code"])))
    return values, faults


def unknown_heads(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Heads of columns that are not read, as written."""
    row = next((row for row in rows[:LINES_TRIED] if len(_heads(row)) >= LEAST_HEADS), ())
    texts = (_text(cell) for cell in row)
    return [quoted(text) for text in texts if text and fold(text) not in _BY_HEAD]


def examples_in(rows: Sequence[Sequence[Cell]]) -> list[int]:
    """The rows of the file that are examples and were left out."""
    at = next((heads["old_code"] for row in rows if "old_code" in (heads := _heads(row))), None)
    if at is None:
        return []
    return [n for n, row in enumerate(rows, 1) if at < len(row) and _is_example(row[at])]


def _is_example(cell: Cell) -> bool:
    return fold(_text(cell)).startswith(f"{fold(EXAMPLE_WORD)}:")


def _heads(row: Sequence[Cell]) -> dict[str, int]:
    return {key: at[0] for key, at in _places(row).items()}


def _places(row: Sequence[Cell]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, cell in enumerate(row):
        key = _BY_HEAD.get(fold(_text(cell)))
        if key:
            found.setdefault(key, []).append(at)
    return found


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return str(int(cell))
    return "" if cell is None else " ".join(normalise(str(cell)).split())


def _code(cell: Cell, _: Collection[str]) -> str:
    text = _text(cell)
    if not _CODE.fullmatch(text):
        raise _Wrong(
            f"Mã {quoted(text)} không đúng dạng. Mã đơn vị gồm 1 đến 10 chữ số."
            if text
            else "Chưa ghi mã đơn vị. Ghi mã gồm 1 đến 10 chữ số."
        )
    return text


def _parent(cell: Cell, kinds: Collection[str]) -> str:
    return _code(cell, kinds) if _text(cell) else ""


def _name(cell: Cell, _: Collection[str]) -> str:
    text = _text(cell)
    if len(text) > LONGEST_NAME:
        raise _Wrong(f"Tên dài hơn {LONGEST_NAME} ký tự. Ghi ngắn lại.")
    return text


def _kind(cell: Cell, kinds: Collection[str]) -> str:
    text = _text(cell)
    found = {fold(kind): kind for kind in kinds}.get(fold(text), "")
    if text and not found:
        listed = ", ".join(sorted(kinds))
        raise _Wrong(f"Loại {quoted(text)} không có trong danh mục. Dùng một trong: {listed}.")
    return found


def _extent(cell: Cell, _: Collection[str]) -> str:
    text = _text(cell)
    if fold(text) not in EXTENTS:
        raise _Wrong(f"Phạm vi {quoted(text)} chưa rõ. Ghi “toàn bộ” hoặc “một phần”.")
    return EXTENTS[fold(text)]


def _day(cell: Cell, _: Collection[str]) -> date:
    text = _text(cell)
    found = _DAY.fullmatch(text)
    try:
        if found:
            day = date(int(found[3]), int(found[2]), int(found[1]))
        elif _ISO_DAY.fullmatch(text):
            day = date.fromisoformat(text)
        else:
            raise ValueError(text)
        if day.year < FIRST_YEAR_WRITTEN:
            raise ValueError(text)
    except ValueError:
        raise _Wrong(
            f"Ngày {quoted(text)} không có trong lịch. "
            "Ghi theo mẫu ngày/tháng/năm, ví dụ 01/07/2025."
        ) from None
    return day


def _basis(cell: Cell, _: Collection[str]) -> str:
    text = _text(cell)
    if len(text) > LONGEST_BASIS:
        raise _Wrong(f"Căn cứ dài hơn {LONGEST_BASIS} ký tự. Ghi số, ngày của văn bản.")
    return text


_READ = MappingProxyType(
    {
        "old_code": _code,
        "new_code": _code,
        "new_name": _name,
        "new_kind": _kind,
        "parent": _parent,
        "extent": _extent,
        "effective_on": _day,
        "legal_basis": _basis,
    }
)
