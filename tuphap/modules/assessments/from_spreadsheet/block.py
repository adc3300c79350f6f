"""Rows of a spreadsheet as lines of the sheet: which row speaks of which content, in which cells.

Three ways: by headings in any order; without headings by a first column of codes and then done and
due; or from a line of the sheet on, in its order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tuphap.modules.assessments.from_spreadsheet.headings import (
    CODE,
    FIELDS,
    HEADS,
    KIND,
    NAME,
    Rows,
    code_column,
    code_in,
    heading_row,
    letters,
    looks_like_code,
    meaning_of,
    own_columns,
)
from tuphap.modules.assessments.lines.items import Item
from tuphap.rules.numbers import format_count, quoted
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.score_cells import Cell, is_blank, shown

MOST_ROWS = 2000
# What a block as a whole is refused for.
CODES = ("too_many_rows", "no_codes", "no_headings", "doubled_heading")
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class BlockFault:
    """`row` as in the block or file, from 1; `column` as people find it, with its letters; `code`
    where the row names a content or follows one."""

    row: int
    column: str
    value: str
    sentence: str
    code: str = ""


@dataclass(frozen=True)
class BlockLine:
    """One row of a known content: its filled cells by field, and how their columns are called."""

    row: int
    item: Item
    cells: Mapping[str, Cell]
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Block:
    """`how` says in sentences how the rows were read."""

    lines: tuple[BlockLine, ...]
    faults: tuple[BlockFault, ...]
    how: tuple[str, ...]


@dataclass(frozen=True)
class Start:
    """The field of the sheet a block without codes was pasted into."""

    code: str
    field: str


@dataclass(frozen=True)
class Sheet:
    """The lines to write into; `elsewhere` names the other sets that have a code."""

    items: tuple[Item, ...]
    short_name: str
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_codes(self) -> str:
        """Codes to show as examples: those this sheet begins with."""
        return ", ".join(item.code for item in self.items[:2]) + "…"

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def below(self, code: str) -> list[str]:
        """The contents of an indicator or criterion."""
        begin = f"{code.removeprefix('TC')}."
        return [item.code for item in self.items if item.code.startswith(begin)]


def read_block(rows: Rows, sheet: Sheet, start: Start | None = None) -> Block:
    """Lines and faults of single rows; Refused where nobody could tell what the columns are."""
    if sum(not _is_empty(row) for row in rows) > MOST_ROWS:
        raise _unclear(
            "too_many_rows",
            f"Có hơn {format_count(MOST_ROWS)} dòng, nhiều hơn một phiếu. Chỉ chọn các dòng của"
            " phiếu này.",
        )
    headed = heading_row(rows)
    if headed is not None:
        return _by_headings(rows, headed, sheet)
    codes = code_column(rows)
    if codes is not None:
        return _by_codes(rows, codes, sheet)
    if start is not None and sheet.item(start.code):
        return _from_line(rows, sheet, start)
    raise _unclear(
        "no_codes",
        f"Không rõ dòng nào là nội dung nào. Sao chép cả cột mã nội dung ({sheet.first_codes}) rồi"
        " dán lại; mẫu của phiếu này có sẵn cột đó.",
    )


# --- by headings, or by codes ---


def _by_headings(rows: Rows, place: int, sheet: Sheet) -> Block:
    heads = rows[place]
    named: dict[str, int] = {}
    for number, cell in enumerate(heads):
        meaning = meaning_of(cell)
        if meaning in named:
            both = f"{letters(named[meaning])} và {letters(number)}"
            raise _unclear(
                "doubled_heading",
                f"Hai cột cùng là “{HEADS[meaning]}” (cột {both}). Giữ lại một cột.",
            )
        if meaning:
            named[meaning] = number
    found = code_column(rows[place + 1 :])
    if CODE not in named and found is not None and found not in named.values():
        named[CODE] = found
    if CODE not in named:
        raise _unclear(
            "no_codes",
            f"Không có cột mã nội dung. Thêm cột “Mã” ({sheet.first_codes}) rồi nhập lại; mẫu của"
            " phiếu này có sẵn cột đó.",
        )
    how = [f"Dòng {format_count(place + 1)} là dòng tiêu đề. Cột dùng: {_listed(named)}."]
    strange = [_called(number, cell) for number, cell in enumerate(heads) if _strange(cell)]
    if strange:
        more = f" và {len(strange) - 12} cột khác" if len(strange) > 12 else ""
        how.append(f"Cột không dùng: {', '.join(strange[:12])}{more}.")
    columns = {name: f"{letters(at)} ({HEADS[name]})" for name, at in named.items()}
    return _Rows(sheet, named, columns).read(rows, place + 1, tuple(how))


def _by_codes(rows: Rows, codes: int, sheet: Sheet) -> Block:
    filled = sorted({n for row in rows for n, cell in enumerate(row) if not is_blank(cell)})
    if len(filled) != 3 or filled[0] != codes:
        raise _unclear(
            "no_headings",
            "Không có dòng tiêu đề, khi đó chỉ đọc được đúng ba cột: mã, số đã làm, số phải làm."
            f" Khối này có {len(filled)} cột có dữ liệu. Sao chép cả dòng tiêu đề, hoặc chỉ chọn"
            " ba cột đó.",
        )
    named = dict(zip((CODE, "done", "due"), filled, strict=True))
    how = f"Không có dòng tiêu đề. Đọc theo thứ tự cột: {_listed(named)}."
    columns = {name: f"{letters(at)} ({HEADS[name]})" for name, at in named.items()}
    return _Rows(sheet, named, columns).read(rows, 0, (how,))


class _Rows:
    """Collects lines and faults of rows whose columns are known."""

    def __init__(self, sheet: Sheet, named: Mapping[str, int], columns: Mapping[str, str]) -> None:
        self.sheet = sheet
        self.named = named
        self.columns = columns
        self.lines: list[BlockLine] = []
        self.faults: list[BlockFault] = []

    def read(self, rows: Rows, first: int, how: tuple[str, ...]) -> Block:
        for number, row in enumerate(islice(rows, first, None), first + 1):
            self._row(number, row)
        places: dict[str, list[int]] = {}
        for line in self.lines:
            places.setdefault(line.item.code, []).append(line.row)
        lines = []
        for line in self.lines:
            if len(found := places[line.item.code]) > 1:
                at = ", ".join(map(str, found[:6])) + ("…" if len(found) > 6 else "")
                self._add(
                    line.row,
                    line.item.code,
                    f"Mã {line.item.code} có ở {len(found)} dòng ({at}), chưa dùng dòng nào. Giữ"
                    " lại một dòng.",
                )
            else:
                lines.append(line)
        return Block(tuple(lines), tuple(self.faults), how)

    def _row(self, number: int, row: Sequence[Cell]) -> None:
        cell = _at(row, self.named[CODE])
        cells = {
            name: value
            for name in FIELDS
            if name in self.named and not is_blank(value := _at(row, self.named[name]))
        }
        if item := self.sheet.item(code_in(cell)):
            self.lines.append(BlockLine(number, item, cells, self.columns))
        elif cells or looks_like_code(cell):
            self._add(number, shown(cell), self._why_unknown(cell))

    def _add(self, row: int, value: str, sentence: str) -> None:
        code = code_in(value) if looks_like_code(value) else ""
        column, said = self.columns[CODE], value[:LONGEST_SHOWN]
        self.faults.append(BlockFault(row, column, said, sentence, code))

    def _why_unknown(self, cell: Cell) -> str:
        code = code_in(cell)
        if is_blank(cell):
            return (
                "Dòng có số liệu nhưng chưa có mã. Ghi mã nội dung của phiếu này"
                f" ({self.sheet.first_codes})."
            )
        if not isinstance(cell, str):
            return (
                f"Mã {quoted(shown(cell))} đã bị bảng tính đổi thành ngày hoặc số. Đặt cột mã kiểu"
                " Văn bản rồi ghi lại mã."
            )
        if below := self.sheet.below(code):
            return f"{code} không phải là nội dung. Ghi số liệu ở mã {', '.join(below[:6])}."
        if other := self.sheet.elsewhere.get(code):
            return (
                f"Mã {code} thuộc bộ tiêu chí {other}, phiếu này theo {self.sheet.short_name}."
                " Bỏ dòng này hoặc sửa mã."
            )
        return (
            f"Bộ tiêu chí {self.sheet.short_name} không có mã {quoted(shown(cell))}. Sửa mã theo"
            " phiếu, hoặc bỏ dòng này."
        )


# --- from a line on ---


def _from_line(rows: Rows, sheet: Sheet, start: Start) -> Block:
    """Every row, empty ones as well, is the next line of the sheet."""
    first = next(n for n, item in enumerate(sheet.items) if item.code == start.code)
    places = own_columns(sheet.items[first])
    skipped = places.index(start.field) if start.field in places else 0
    following = sheet.items[first:]
    lines, faults = [], []
    for number, row in enumerate(rows, 1):
        if _is_empty(row):
            continue
        if number > len(following):
            faults.append(_one_too_many(number, row, len(following), start))
            continue
        item = following[number - 1]
        line = _in_order(number, row, item, own_columns(item)[skipped:])
        lines.append(line)
        faults += _beside(number, row, item, len(own_columns(item)[skipped:]))
    wrong = {fault.row for fault in faults}
    how = (
        f"Khối không có mã. Dòng 1 là nội dung {start.code}, các dòng sau theo thứ tự của phiếu;"
        f" cột đầu là “{HEADS.get(places[skipped], '')}”. Kiểm tra từng dòng bên dưới.",
    )
    return Block(tuple(line for line in lines if line.row not in wrong), tuple(faults), how)


def _in_order(number: int, row: Sequence[Cell], item: Item, names: tuple[str, ...]) -> BlockLine:
    cells = {name: cell for name, cell in zip(names, row, strict=False) if not is_blank(cell)}
    columns = {name: f"{letters(at)} ({HEADS[name]})" for at, name in enumerate(names)}
    return BlockLine(number, item, cells, columns)


def _beside(number: int, row: Sequence[Cell], item: Item, width: int) -> Iterator[BlockFault]:
    for place, cell in enumerate(row):
        if place >= width and not is_blank(cell):
            yield BlockFault(
                number,
                letters(place),
                shown(cell)[:LONGEST_SHOWN],
                f"Dòng này ứng với nội dung {item.code}, nội dung này không có ô ở cột đó. Kiểm tra"
                " dòng bắt đầu dán, hoặc sao chép cả cột mã.",
                item.code,
            )


def _one_too_many(number: int, row: Sequence[Cell], count: int, start: Start) -> BlockFault:
    value = next((shown(cell) for cell in row if not is_blank(cell)), "")
    return BlockFault(
        number,
        "A",
        value[:LONGEST_SHOWN],
        f"Từ nội dung {start.code} phiếu chỉ còn {count} dòng. Bỏ dòng thừa, hoặc dán từ dòng"
        " trên.",
    )


# --- words ---


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _is_empty(row: Sequence[Cell]) -> bool:
    return all(is_blank(cell) for cell in row)


def _strange(cell: Cell) -> bool:
    return not is_blank(cell) and not meaning_of(cell)


def _called(place: int, cell: Cell) -> str:
    return f"{letters(place)} {quoted(shown(cell))}"


def _listed(named: Mapping[str, int]) -> str:
    used = (name for name in named if name not in (NAME, KIND))
    return ", ".join(f"{HEADS[name]} ({letters(named[name])})" for name in used)


def _unclear(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID)
