"""Reading a list of results: one line a unit, points by criterion, what was printed beside them.

Pure: rows of cells in, lines and faults out. What a line means for the units and results that are
known is `listed_plan.py`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from tuphap.rules.answer_moments import moment_of
from tuphap.rules.conditions import GATE, numbered
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.listed_columns import Beside, columns_beside, unexplained
from tuphap.rules.numbers import format_count, format_points_short, quoted
from tuphap.rules.rule_set_rows import PASS, RuleSet
from tuphap.rules.score_cells import Cell, CellFault, is_blank, read_date, read_points, shown
from tuphap.rules.score_headers import INPUTS, Meaning, Role, Vocabulary, vocabulary_of
from tuphap.rules.score_heading_faults import MISSING_HEADING
from tuphap.rules.score_heading_rows import Column, Heading, Rows, find_heading
from tuphap.rules.score_table import ScoredLine, TableProblem, check_table
from tuphap.rules.vietnamese import normalise

ERROR, WARNING = "error", "warning"
LONGEST_VALUE = 80
LONGEST_PAPER, LONGEST_REASON = 40, 1000
MOST_DECIMALS = 3
_WHOLE = Decimal(100)
# Named and kept: the sum that is computed counts, and a column nobody explained is not used.
_TOLD_ONLY = frozenset({"total_mismatch", "sum_of_parts", "unknown_heading"})
_WHOLE_FILE = frozenset({MISSING_HEADING, "duplicate_heading", "other_maximum", "too_many"})
UNEXPLAINED = "không rõ là cột gì nên chưa dùng. Chọn ý nghĩa của cột, hoặc bỏ cột này."
# What of the columns beside the points is an answer, and not the name of the unit.
_ASKED = frozenset(set(Beside) - {Beside.CODE})
_CODE = re.compile(r"[0-9]{2,10}")
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class ListFault:
    """What is wrong with a cell, by which rule, and what to do; `place` counts columns from 0.

    `sheet` is named by whoever knows the file; a list knows only its rows.
    """

    row: int
    column: str
    value: str
    rule: str
    sentence: str
    level: str = ERROR
    place: int | None = None
    sheet: str = ""


@dataclass(frozen=True)
class ListLine:
    """One unit as the list has it. `is_sound` is False where a cell of it cannot be taken."""

    row: int
    unit: str
    group: str
    code: str
    points: Mapping[str, Decimal]
    gates: Mapping[str, bool]
    total: Decimal | None
    printed_total: Decimal | None
    result: bool | None
    computed: bool | None
    satisfaction: Decimal | None = None
    paper_number: str = ""
    paper_day: date | None = None
    answered_at: str = ""
    is_sound: bool = True
    reason: str = ""
    is_blank: bool = False  # of a template, and nobody filled it in


@dataclass(frozen=True)
class ReadList:
    """`unexplained` are headings nobody knows; `is_usable` is False where a needed column is not
    there, or is there twice. `heading_row` is the last line of the heading, from 1."""

    lines: tuple[ListLine, ...]
    faults: tuple[ListFault, ...]
    columns: tuple[Column, ...]
    unexplained: tuple[Column, ...]
    heading_row: int
    is_usable: bool = True


def read_list(
    rows: Rows,
    rule_set: RuleSet,
    said: Mapping[str, Meaning],
    calendar: WorkCalendar,
    *,
    asks_all: bool = True,
    seen: Callable[[int], None] | None = None,
) -> ReadList:
    """Every line and every fault; refused when there is no heading to go by.

    `asks_all` is False where a list may leave out criteria, as answers to a form do; `seen` is told
    the number of each row that was looked at.
    """
    vocabulary = list_vocabulary(rule_set, said)
    table = check_table(rows, rule_set, calendar, vocabulary, seen)
    heading = find_heading(rows, vocabulary)
    assert heading is not None  # check_table refuses a table without one
    is_pass = rule_set.scale == PASS
    may_lack = vocabulary.nodes if is_pass or not asks_all else ()
    # A list of who met and who did not is whole without a column for every criterion.
    unasked = vocabulary.nodes if is_pass and not heading.having(*INPUTS) else ()
    problems = (p for p in table.problems if p.rule != "duplicate_unit")
    problems = (p for p in problems if p.rule != MISSING_HEADING or p.column not in unasked)
    faults = [_fault(problem, heading, may_lack) for problem in problems]
    beside = _Beside(rows, heading, not asks_all)
    gates = [c.code for c in rule_set.conditions if c.kind == GATE]
    lines = [_line(scored, gates, beside) for scored in table.lines]
    faults += beside.faults
    faults += _too_fine(table.lines, heading)
    explained = {line.row for line in lines if line.reason}
    faults += _unlikely((s for s in table.lines if s.row not in explained), heading)
    asked = _asked_of(heading)
    blank = {line.row: line for line in lines if _is_blank(rows[line.row - 1], asked)}
    # One sentence for a line of a template nobody filled in, in place of one for each cell.
    faults = [fault for fault in faults if fault.row not in blank or fault.rule in _WHOLE_FILE]
    faults += _left_blank(list(blank.values()), heading)
    broken = {fault.row for fault in faults if fault.level == ERROR} | set(blank)
    return ReadList(
        tuple(
            replace(line, is_sound=line.row not in broken, is_blank=line.row in blank)
            for line in lines
        ),
        tuple(sorted(faults, key=lambda f: (f.row, -1 if f.place is None else f.place))),
        heading.columns,
        unexplained(heading),
        heading.last + 1,
        not any(f.rule in _WHOLE_FILE and f.level == ERROR for f in faults),
    )


def list_vocabulary(rule_set: RuleSet, said: Mapping[str, Meaning]) -> Vocabulary:
    """Where nothing is scored, the verdict beside the unit is enough for a heading."""
    vocabulary = replace(vocabulary_of(rule_set), said=said)
    if rule_set.scale != PASS:
        return vocabulary
    return replace(vocabulary, enough=vocabulary.enough | {Role.RESULT})


def _asked_of(heading: Heading) -> tuple[int, ...]:
    """Places of the columns that say something of a unit, beside what it is."""
    beside = {column.index for key, column in columns_beside(heading).items() if key in _ASKED}
    named = {c.index for c in heading.having(Role.UNIT, Role.PARENT, Role.IGNORED)} - beside
    known = (column.index for column in heading.columns if column.meaning is not None)
    return tuple(index for index in known if index not in named)


def _is_blank(cells: Sequence[Cell], asked: Sequence[int]) -> bool:
    return all(index >= len(cells) or is_blank(cells[index]) for index in asked)


def _left_blank(blank: Sequence[ListLine], heading: Heading) -> Iterator[ListFault]:
    """Once for all of them: a template filled in for one district is no list of faults."""
    if not blank:
        return
    line, units = blank[0], heading.having(Role.UNIT)
    sentence = "chưa điền gì nên không ghi. Điền rồi nạp lại nếu đơn vị này có kết quả."
    if len(blank) > 1:
        sentence = f"từ dòng này {format_count(len(blank))} dòng {sentence}"
    column, place = (units[0].text, units[0].index) if units else ("", None)
    value = line.unit[:LONGEST_VALUE]
    yield ListFault(line.row, column, value, "left_blank", sentence, WARNING, place)


def _too_fine(lines: Iterable[ScoredLine], heading: Heading) -> Iterator[ListFault]:
    """Points are kept with three decimals and are never rounded in silence."""
    columns = {column.code: column for column in heading.having(Role.POINTS)}
    for line in lines:
        for code, points in line.points.items():
            if code in columns and points != round(points, MOST_DECIMALS):
                column, value = columns[code], format_points_short(points)
                sentence = (
                    f"{quoted(value)} có nhiều hơn {MOST_DECIMALS} chữ số thập phân."
                    " Ghi đúng số trên văn bản."
                )
                yield ListFault(
                    line.row, column.text, value, "too_fine", sentence, ERROR, column.index
                )


def _unlikely(lines: Iterable[ScoredLine], heading: Heading) -> Iterator[ListFault]:
    """Did not meet, though all that can be computed holds: only what no column says is left."""
    columns = heading.having(Role.RESULT)
    for line in lines:
        known = [c for c in line.conditions if c.holds is not None]
        open_ = [c.code for c in line.conditions if c.holds is None]
        if columns and line.result is False and known and open_ and all(c.holds for c in known):
            sentence = (
                "ghi “Chưa đạt” nhưng các điều kiện tính được đều bảo đảm"
                f" ({'; '.join(c.detail for c in known)}); chỉ còn {numbered(*open_)}, danh sách"
                " không ghi. Kiểm tra lại kết quả."
            )
            column = columns[0]
            yield ListFault(
                line.row, column.text, "", "result_unlikely", sentence, WARNING, column.index
            )


def _fault(problem: TableProblem, heading: Heading, may_lack: Collection[str]) -> ListFault:
    column = next((c for c in heading.columns if c.index == problem.place), None)
    told = problem.rule in _TOLD_ONLY
    told |= problem.rule == MISSING_HEADING and problem.column in may_lack
    # The sum counts, so a total that is not printed is no loss.
    told |= problem.rule == "missing_value" and column is not None and column.role is Role.TOTAL
    sentence = problem.sentence
    if problem.rule == "unknown_heading" and column is not None and column.meaning is None:
        sentence = UNEXPLAINED
    return ListFault(
        problem.row,
        problem.column,
        problem.value,
        problem.rule,
        sentence,
        WARNING if told else ERROR,
        problem.place,
    )


class _Beside:
    """The cells of one line that scoring passes over; faults in them are collected."""

    def __init__(self, rows: Rows, heading: Heading, are_answers: bool) -> None:
        self.rows, self.are_answers = rows, are_answers
        self.columns = columns_beside(heading)
        self.faults: list[ListFault] = []

    def cell(self, row: int, key: Beside) -> Cell:
        column = self.columns.get(key)
        cells = self.rows[row - 1]
        found = cells[column.index] if column and column.index < len(cells) else None
        return None if is_blank(found) else found

    def text(self, row: int, key: Beside) -> str:
        return normalise(shown(self.cell(row, key))).strip()

    def read(self, row: int, key: Beside, reader: Callable[[Cell], Kept]) -> Kept | None:
        cell = self.cell(row, key)
        if cell is None:
            return None
        try:
            return reader(cell)
        except CellFault as fault:
            self._add(row, key, fault.rule, fault.sentence)
            return None

    def code(self, row: int) -> str:
        """As text or as a number that has lost its zeros."""
        text = self.text(row, Beside.CODE)
        if text and not _CODE.fullmatch(text):
            sentence = f"mã đơn vị {quoted(text)} không đúng mẫu. Ghi bằng chữ số, ví dụ 23860."
            self._add(row, Beside.CODE, "not_a_code", sentence)
            return ""
        return text

    def paper(self, row: int) -> str:
        text = self.text(row, Beside.PAPER_NUMBER)
        if len(text) > LONGEST_PAPER:
            sentence = f"số quyết định dài hơn {LONGEST_PAPER} ký tự. Chỉ ghi số, ký hiệu."
            self._add(row, Beside.PAPER_NUMBER, "paper_too_long", sentence)
            return ""
        return text

    def reason(self, row: int) -> str:
        text = self.text(row, Beside.REASON)
        if len(text) > LONGEST_REASON:
            sentence = f"lý do dài hơn {format_count(LONGEST_REASON)} ký tự. Ghi ngắn lại."
            self._add(row, Beside.REASON, "reason_too_long", sentence)
            return ""
        return text

    def moment(self, row: int) -> str:
        """Asked only of answers: a list of results may have such a column, which says nothing."""
        text = self.text(row, Beside.ANSWERED_AT) if self.are_answers else ""
        found = moment_of(text)
        if text and not found:
            sentence = (
                f"{quoted(text)} không phải là ngày/tháng/năm giờ:phút. Ghi lại theo mẫu"
                " 28/02/2022 09:15; nếu không, đơn vị trả lời nhiều lần tính theo dòng dưới cùng."
            )
            self._add(row, Beside.ANSWERED_AT, "moment_unread", sentence, WARNING)
        return found

    def _add(self, row: int, key: Beside, rule: str, sentence: str, level: str = ERROR) -> None:
        column = self.columns[key]
        value = self.text(row, key)[:LONGEST_VALUE]
        self.faults.append(ListFault(row, column.text, value, rule, sentence, level, column.index))


def _line(scored: ScoredLine, gates: Collection[str], beside: _Beside) -> ListLine:
    row = scored.row
    known = {c.code: c.holds for c in scored.conditions if c.code in gates}
    return ListLine(
        row=row,
        unit=scored.unit,
        group=scored.group,
        code=beside.code(row),
        points=scored.points,
        gates={code: holds for code, holds in known.items() if holds is not None},
        total=scored.total,
        printed_total=scored.printed_total,
        result=scored.result,
        computed=scored.met,
        satisfaction=beside.read(row, Beside.SATISFACTION, _per_cents),
        paper_number=beside.paper(row),
        paper_day=beside.read(row, Beside.PAPER_DAY, _day),
        answered_at=beside.moment(row),
        reason=beside.reason(row),
    )


def _per_cents(cell: Cell) -> Decimal:
    text = cell.strip().removesuffix("%").strip() if isinstance(cell, str) else cell
    try:
        return read_points(text, _WHOLE)
    except CellFault as fault:
        # The words of points, of which a rate has none.
        sentence = fault.sentence.replace("vượt điểm tối đa", "vượt mức tối đa")
        sentence = sentence.replace("điểm âm", "số âm")
        raise CellFault(fault.rule, sentence, fault.figure) from None


def _day(cell: Cell) -> date:
    return read_date(cell, "Ngày quyết định")
