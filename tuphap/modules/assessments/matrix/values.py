"""What is shown of the matrix: view, filters, order from fixed lists; counts on the chips."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from tuphap.foundation.ui.render import FLAG_LABELS
from tuphap.modules.assessments.matrix.places import (
    DECIDED,
    KEYS,
    MOVED,
    OWN,
    PLACES,
    SEEN,
    column_name,
)
from tuphap.modules.assessments.matrix.results import NOT_MET_WORD, has_result, results
from tuphap.modules.assessments.matrix.spans import in_span, known_span
from tuphap.modules.assessments.queries.comparison import TOTAL, Cell, Matrix, Node, Row
from tuphap.modules.assessments.shown import MET as MET_LABEL
from tuphap.modules.assessments.shown import NOT_MET as NOT_MET_LABEL
from tuphap.modules.assessments.shown import shown_status
from tuphap.rules.numbers import format_count, half_up
from tuphap.rules.rule_set import PASS, POINTS
from tuphap.rules.vietnamese import slug, sort_key
from tuphap.rules.workflow import Workflow
from tuphap.rules.year_figures import MET, NOT_MET, POINT_PLACES, mean, step_between

RESULT_WORDS = {MET: MET_LABEL, NOT_MET: NOT_MET_LABEL}
COMPACT, FOUR, INDICATORS = "gon", "bon-cot", "chi-tieu"
NO_GROUP = "truc-thuoc"

# From which difference a cell is tinted in the second and the third shade: a choice of the display.
SHADES: Mapping[str, tuple[Decimal, Decimal]] = {
    POINTS: (Decimal(2), Decimal(5)),
    PASS: (Decimal(2), Decimal(3)),
}


# Words of the shades in an address, for the difference of the total.
SIZES: Mapping[str, str] = {
    "nho": "tp-down-1",
    "vua": "tp-down-2",
    "lon": "tp-down-3",
    "tang": "tp-up",
}


@dataclass(frozen=True)
class Column:
    """One column: the place in the cells of a row, and the place in a cell. `opens` a group."""

    node: int
    place: int
    key: str
    label: str
    opens: bool


@dataclass(frozen=True)
class Filter:
    """A chip: its word in the address, its label and the rows it keeps."""

    word: str
    label: str
    keeps: Callable[[Row], bool]


def filters(matrix: Matrix) -> tuple[Filter, ...]:
    large = SHADES[matrix.scale][1]
    unit = "chỉ tiêu" if matrix.scale == PASS else "điểm"
    what = "kết quả" if matrix.scale == PASS else "điểm"
    council = Filter("hoi-dong", f"Hội đồng đổi {what}", lambda row: row.changed_by_council)
    # A step of its own is always one of the table; where a council is set up, what it did tells.
    has_council = matrix.scale != PASS or any(row.changed_by_council for row in matrix.rows)
    flag = Filter("co-co", "Có cờ", lambda row: bool(row.letters))
    late = Filter("gui-muon", "Gửi muộn", lambda row: row.days_late > 0)
    return (
        Filter("", "Tất cả", lambda _: True),
        Filter("co-chenh", "Có chênh lệch", lambda row: row.differs),
        Filter("chenh-lon", f"Chênh từ {large} {unit}", lambda row: row.largest >= large),
        *((flag,) if matrix.letters else ()),
        *((council,) if has_council else ()),
        *((late,) if any(row.days_late for row in matrix.rows) else ()),
        Filter("chua-dat", "Chưa đạt", lambda row: has_result(row, NOT_MET_WORD)),
    )


@dataclass(frozen=True)
class Choice:
    """What the address asks for; words that are in no list are taken for the usual ones."""

    view: str = COMPACT
    chip: str = ""
    group: str = ""
    kind: str = ""
    status: str = ""
    sort: str = ""
    flag: str = ""
    size: str = ""
    span: str = ""  # a range of one column: see spans.py
    result: str = ""  # see results.py

    @property
    def narrowed(self) -> bool:
        fields = (self.group, self.kind, self.status, self.flag, self.size, self.span, self.result)
        return any(fields)

    def query(self, **changes: str) -> str:
        other = replace(self, **changes)
        values = {
            "xem": "" if other.view == COMPACT else other.view,
            "loc": other.chip,
            "nhom": other.group,
            "loai": other.kind,
            "buoc": other.status,
            "co": other.flag,
            "muc": other.size,
            "khoang": other.span,
            "ket-qua": other.result,
            "xep": other.sort,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


def view_of(word: str) -> str:
    return word if word in (FOUR, INDICATORS) else COMPACT


def read_choice(params: Mapping[str, str], matrix: Matrix) -> Choice:
    """Everything is looked up in the lists of this matrix (I4)."""
    sort, view = params.get("xep", ""), view_of(params.get("xem", ""))
    return Choice(
        view=view if matrix.indicator_count or view != INDICATORS else COMPACT,
        chip=_known(params.get("loc", ""), (f.word for f in filters(matrix))),
        group=_known(params.get("nhom", ""), (group_word(row) for row in matrix.rows)),
        kind=_known(params.get("loai", ""), kinds(matrix)),
        status=_known(params.get("buoc", ""), (status.code for status in matrix.statuses)),
        sort=sort if sort.removeprefix("-") in _sort_keys(matrix) else "",
        flag=_known(params.get("co", ""), FLAG_LABELS),
        size=_known(params.get("muc", ""), SIZES),
        span=known_span(matrix, params.get("khoang", "")),
        result=_known(params.get("ket-qua", ""), results(matrix)),
    )


def group_word(row: Row) -> str:
    """Units without one between them and the scope stand together under a word of their own."""
    return row.group_code or NO_GROUP


def sizes(scale: str) -> dict[str, str]:
    """How far the total moved, in the words of the legend."""
    second, third = SHADES[scale]
    unit = "chỉ tiêu" if scale == PASS else "điểm"
    words = (f"giảm dưới {second}", f"giảm từ {second} đến dưới {third}", f"giảm từ {third}")
    return dict(zip(SIZES, (*(f"{word} {unit}" for word in words), "tăng"), strict=True))


def kinds(matrix: Matrix) -> dict[str, str]:
    """Kinds that occur, by the word that stands for them in an address."""
    return {slug(kind): kind for kind in sorted({row.kind for row in matrix.rows}, key=sort_key)}


def _known(word: str, words: Iterable[str]) -> str:
    return word if word in set(words) else ""


# --- columns ---


def columns(matrix: Matrix, view: str) -> list[Column]:
    """The total always shows all four; nodes show two of them, or all in the view of four."""
    found = []
    for number, node in enumerate(matrix.nodes):
        places = PLACES if number == 0 or view == FOUR else (DECIDED, MOVED)
        for place in places:
            key, label = f"{node.code}.{KEYS[place]}", column_name(place, matrix.scale)
            found.append(Column(number, place, key, label, opens=place == places[0]))
    return found


def _sort_keys(matrix: Matrix) -> dict[str, Callable[[Row], Any]]:
    """Every column of every view, the name and the step."""
    order = {status.code: place for place, status in enumerate(matrix.statuses)}
    keys: dict[str, Callable[[Row], Any]] = {
        "don-vi": lambda row: row.name_sort,
        "buoc": lambda row: order[row.status],
    }
    for number, node in enumerate(matrix.nodes):
        for place, key in KEYS.items():
            keys[f"{node.code}.{key}"] = _by_cell(number, place)
    return keys


def _by_cell(number: int, place: int) -> Callable[[Row], Any]:
    def key(row: Row) -> Decimal | None:
        return row.cells[number][place]

    return key


# --- rows ---


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    query: str
    pressed: bool


@dataclass(frozen=True)
class Shown:
    """The rows that are shown, in order, with the counts of all chips."""

    rows: list[Row]
    chips: list[Chip]


def show(matrix: Matrix, choice: Choice) -> Shown:
    kind = kinds(matrix).get(choice.kind, "")
    near = [
        row
        for row in in_span(matrix, matrix.rows, choice.span)
        if _fits(row, choice, kind, matrix.scale)
    ]
    kept: list[Row] = []
    chips = []
    for found in filters(matrix):
        rows = [row for row in near if found.keeps(row)]
        pressed = found.word == choice.chip
        kept = rows if pressed else kept
        chips.append(Chip(found.label, len(rows), choice.query(chip=found.word), pressed))
    return Shown(ordered(kept, matrix, choice.sort), chips)


def _fits(row: Row, choice: Choice, kind: str, scale: str) -> bool:
    shaded = SIZES.get(choice.size, "")
    return (
        choice.group in ("", group_word(row))
        and kind in ("", row.kind)
        and choice.status in ("", row.status)
        and has_result(row, choice.result)
        and (not choice.flag or choice.flag in row.letters)
        and shaded in ("", shade(row.total.difference, scale))
    )


def ordered(rows: Sequence[Row], matrix: Matrix, sort: str) -> list[Row]:
    """Largest difference first, unless a column was chosen; what is unknown comes last."""
    if not sort:
        return sorted(rows, key=lambda row: (-row.largest, not row.differs, row.name_sort))
    key = _sort_keys(matrix)[sort.removeprefix("-")]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return [*sorted(known, key=key, reverse=sort.startswith("-")), *unknown]


@dataclass(frozen=True)
class Average:
    """Of one column over all rows that have a figure there; None where none has."""

    column: Column
    value: Decimal | None


def averages(matrix: Matrix, rows: Sequence[Row], view: str) -> list[Average]:
    return [Average(column, _average(rows, column)) for column in columns(matrix, view)]


def _average(rows: Sequence[Row], column: Column) -> Decimal | None:
    """A difference is that of the two means beside it; unknown while they are of other units."""
    if column.place != MOVED:
        return _mean([row.cells[column.node][column.place] for row in rows])
    own, final = ([row.cells[column.node][place] for row in rows] for place in (OWN, DECIDED))
    if [figure is None for figure in own] != [figure is None for figure in final]:
        return None
    return step_between(_mean(own), _mean(final))


def _mean(figures: Sequence[Decimal | None]) -> Decimal | None:
    found = mean(figure for figure in figures if figure is not None)
    return None if found is None else half_up(found, POINT_PLACES)


# --- cells ---


def shade(difference: Decimal | None, scale: str) -> str:
    """The class of a difference: how far down, or up; nothing where nothing moved."""
    if not difference:
        return ""
    if difference > 0:
        return "tp-up"
    second, third = SHADES[scale]
    return f"tp-down-{1 + (-difference >= second) + (-difference >= third)}"


def below(cell: Cell, node: Node) -> bool:
    """Whether the final figure is under what the conditions of the rule set ask."""
    return cell.final is not None and node.minimum is not None and cell.final < node.minimum


def table(matrix: Matrix, rows: Sequence[Row], view: str, workflow: Workflow) -> list[list[Any]]:
    """The same rows and columns as texts and figures, heads first, means last: for files."""
    shown = columns(matrix, view)
    place = ["Thuộc"] if has_groups(matrix) else []
    heads = ["Mã đơn vị", "Đơn vị", "Loại", *place, "Trạng thái"]
    heads += [f"{_head(matrix.nodes[c.node])} {c.label}" for c in shown]
    heads += ["Kết quả", "Cờ", "Gửi muộn (ngày)", "Cột chưa đủ"]
    lines: list[list[Any]] = [heads]
    for row in rows:
        status = shown_status(workflow, row.status, row.met).label
        figures = [row.cells[column.node][column.place] for column in shown]
        told = [
            RESULT_WORDS.get(row.result),
            " ".join(row.letters),
            row.days_late or None,
            _partly(row, matrix.scale),
        ]
        place = [row.group] if has_groups(matrix) else []
        lines.append([row.code, row.name, row.kind, *place, status, *figures, *told])
    return [*lines, _mean_line(matrix, rows, view)] if rows else lines


def _mean_line(matrix: Matrix, rows: Sequence[Row], view: str) -> list[Any]:
    """Without a code, and named as what it is: no unit of the table."""
    means = [one.value for one in averages(matrix, rows, view)]
    name = f"Trung bình {format_count(len(rows))} đơn vị (dòng tính, không phải đơn vị)"
    place = [None] if has_groups(matrix) else []
    return [None, name, None, *place, None, *means, None, None, None, None]


def has_groups(matrix: Matrix) -> bool:
    """Whether anything stands between the scope and its units."""
    return any(row.group for row in matrix.rows)


def _partly(row: Row, scale: str) -> str:
    """Columns whose total counts only some of their lines."""
    places = (OWN, SEEN, DECIDED)
    return ", ".join(column_name(place, scale) for place in places if row.is_unfinished(place))


def _head(node: Node) -> str:
    return node.title if node.code == TOTAL else node.code
