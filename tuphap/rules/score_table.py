"""Checks a sheet of scores, one commune a line: totals, conditions, and everything that disagrees.

Pure: rows of cells in, results and problems out; every problem names line, column, value and rule.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from tuphap.rules.conditions import ConditionResult
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.numbers import (
    LONGEST_FIGURE,
    format_count,
    format_points,
    format_points_short,
    quoted,
)
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import parts_of
from tuphap.rules.rule_set_rows import PASS, RuleSet
from tuphap.rules.score_cells import CellFault, folded, shown
from tuphap.rules.score_figures import Figures, read_figures
from tuphap.rules.score_headers import Role, Vocabulary, vocabulary_of
from tuphap.rules.score_heading_faults import MISSING_HEADING, heading_faults
from tuphap.rules.score_heading_rows import Column, Heading, Rows, find_heading
from tuphap.rules.score_lines import LONGEST_NAME, DataLine, data_lines
from tuphap.rules.scoring import SheetResult, score_points

LONGEST_VALUE = 80
MOST_PROBLEMS = 20_000
LEAST_PRINTED_DECIMALS = 2
# Room for the longest figure a cell may hold, on both sides of its comma.
_EXACT = Context(prec=4 * LONGEST_FIGURE)


@dataclass(frozen=True)
class TableProblem:
    """`row` as in the file, from 1; `rule` is for programs, `message` for people.

    `sentence` is the message without the place; `place` counts the columns from 0, None where the
    column is missing.
    """

    row: int
    column: str
    value: str
    rule: str
    message: str
    sentence: str = ""
    place: int | None = None


@dataclass(frozen=True)
class ScoredLine:
    """`points` by code, whatever is known; no total while a part of it is missing.

    `conditions` is empty, and `met` unknown, where a figure is out of its limits. `group` is the
    unit above as the sheet names it, `result` the verdict it prints.
    """

    row: int
    unit: str
    points: Mapping[str, Decimal]
    total: Decimal | None
    printed_total: Decimal | None
    met: bool | None
    conditions: tuple[ConditionResult, ...]
    group: str = ""
    result: bool | None = None


@dataclass(frozen=True)
class CheckedTable:
    lines: tuple[ScoredLine, ...]
    problems: tuple[TableProblem, ...]


def check_table(
    rows: Rows,
    rule_set: RuleSet,
    calendar: WorkCalendar,
    vocabulary: Vocabulary | None = None,
    seen: Callable[[int], None] | None = None,
) -> CheckedTable:
    """All lines and all problems; refused when there is no heading to go by.

    `vocabulary` is that of the set, with the headings somebody has explained; `seen` is told the
    number of each line that was checked.
    """
    vocabulary = vocabulary or vocabulary_of(rule_set)
    heading = find_heading(rows, vocabulary)
    if heading is None:
        raise Refused("no_heading", _no_heading(rule_set, vocabulary), Kind.INVALID)
    table = _Table(rule_set, vocabulary, heading, calendar)
    table.check(rows, seen)
    return CheckedTable(tuple(table.lines), tuple(table.problems))


def _no_heading(rule_set: RuleSet, vocabulary: Vocabulary) -> str:
    asked = f"các cột điểm, ví dụ “Tên xã”, “{rule_set.criteria[0].code}”, “Tổng điểm”"
    if Role.RESULT in vocabulary.enough:
        asked = "cột kết quả, ví dụ “Tên xã”, “Kết quả”"
    return f"Không tìm thấy dòng tiêu đề. Cần một cột tên đơn vị và {asked}."


class _Table:
    """Collects lines and problems in the order of the file."""

    def __init__(
        self,
        rule_set: RuleSet,
        vocabulary: Vocabulary,
        heading: Heading,
        calendar: WorkCalendar,
    ) -> None:
        self.rule_set = rule_set
        self.vocabulary = vocabulary
        self.heading = heading
        self.calendar = calendar
        self.parts_of = {
            code: tuple(part.code for part in parts_of(node))
            for code, node in vocabulary.nodes.items()
        }
        self.lines: list[ScoredLine] = []
        self.problems: list[TableProblem] = []
        self.first_line_of: dict[tuple[str, str], int] = {}

    def check(self, rows: Rows, seen: Callable[[int], None] | None) -> None:
        for column, fault in heading_faults(self.heading, self.rule_set, self.vocabulary):
            self._add(self.heading.last + 1, column, column.text, fault)
        for line in data_lines(rows, self.heading):
            self._line(line)
            if seen is not None:
                seen(line.number)
            if len(self.problems) >= MOST_PROBLEMS:
                fault = CellFault("too_many", f"đã có {MOST_PROBLEMS} lỗi, dừng kiểm tra tại đây.")
                self._add(line.number, self._unit_column(), line.unit, fault)
                break

    def _line(self, line: DataLine) -> None:
        figures = read_figures(line, self.heading, self.rule_set, self.vocabulary, self.calendar)
        for column, fault in figures.faults:
            self._add(line.number, column, shown(line.cell(column)), fault)
        for fault in self._unit_faults(line):
            self._add(line.number, self._unit_column(), line.unit, fault)
        result = score_points(
            self.rule_set, figures.points, self._gates(figures), gates_enabled=self._asks_gates()
        )
        for column, fault in self._contradictions(figures, result):
            self._add(line.number, column, shown(line.cell(column)), fault)
        self.lines.append(
            ScoredLine(
                line.number,
                line.unit,
                {code: p for code, p in result.scores.items() if p is not None},
                result.total if result.total_complete else None,
                figures.total,
                None if figures.doubtful else result.met,
                () if figures.doubtful else result.conditions,
                line.group,
                figures.result,
            )
        )

    def _add(self, row: int, column: Column, value: str, fault: CellFault) -> None:
        place, is_there = f"Dòng {row}", fault.rule != MISSING_HEADING
        if is_there:
            place += f", cột {column.letters} ({quoted(column.text)})"
        self.problems.append(
            TableProblem(
                row,
                column.text,
                value[:LONGEST_VALUE],
                fault.rule,
                f"{place}: {fault.sentence}",
                fault.sentence,
                column.index if is_there else None,
            )
        )

    # --- units ---

    def _unit_column(self) -> Column:
        units = self.heading.having(Role.UNIT)
        return units[0] if units else Column(0, "Tên đơn vị", None)

    def _unit_faults(self, line: DataLine) -> Iterator[CellFault]:
        """The same name in two districts is two communes; twice in one is a slip."""
        if not self.heading.having(Role.UNIT):
            return
        if not line.unit:
            yield CellFault("missing_unit", "có điểm nhưng chưa có tên đơn vị. Ghi tên đơn vị.")
            return
        if len(line.unit) > LONGEST_NAME:
            yield CellFault(
                "unit_too_long",
                f"{quoted(line.unit)} dài {format_count(len(line.unit))} ký tự, tên đơn vị"
                f" nhiều nhất {LONGEST_NAME}. Ghi tên đơn vị.",
            )
            return
        key = (folded(line.group), folded(line.unit))
        first = self.first_line_of.setdefault(key, line.number)
        if first != line.number:
            yield CellFault(
                "duplicate_unit",
                f"{quoted(line.unit)} đã có ở dòng {first}. Giữ lại một dòng.",
            )

    # --- what a line says twice ---

    def _gates(self, figures: Figures) -> dict[str, bool | None]:
        return {c.code: figures.gates.get(c.code) for c in self.rule_set.conditions}

    def _asks_gates(self) -> bool | None:
        """A sheet that answers a switchable gate switches it on."""
        codes = {column.code for column in self.heading.having(Role.CONDITION)}
        switchable = {c.code for c in self.rule_set.conditions if c.switchable}
        return True if codes & switchable else None

    def _contradictions(
        self, figures: Figures, result: SheetResult
    ) -> Iterator[tuple[Column, CellFault]]:
        for column in self.heading.having(Role.POINTS):
            if self.parts_of[column.code]:
                yield from self._part_sum(column, figures, result)
        for column in self.heading.having(Role.TOTAL):
            yield from self._total(column, figures, result)
        for column in self.heading.having(Role.CONDITION):
            yield from _condition_fault(column, figures, result)
        for column in self.heading.having(Role.RESULT):
            if not figures.doubtful and None not in (figures.result, result.met):
                yield from _result_fault(column, figures.result, result)

    def _part_sum(
        self, column: Column, figures: Figures, result: SheetResult
    ) -> Iterator[tuple[Column, CellFault]]:
        """A criterion against its indicators, an indicator against its contents."""
        code = column.code
        printed = figures.points.get(code)
        found = result.scores.get(code)
        if printed is None or found is None or agree(printed, found):
            return
        sentence = self._unequal(code, printed, found, self.parts_of[code], result)
        yield column, CellFault("sum_of_parts", sentence)

    def _total(
        self, column: Column, figures: Figures, result: SheetResult
    ) -> Iterator[tuple[Column, CellFault]]:
        found = result.total
        if self.rule_set.scale == PASS:
            found = Decimal(result.passed_indicators or 0)
        if figures.total is None or found is None or not result.total_complete:
            return
        if not agree(figures.total, found):
            parts = tuple(criterion.code for criterion in self.rule_set.criteria)
            sentence = self._unequal("tổng", figures.total, found, parts, result)
            yield column, CellFault("total_mismatch", sentence)

    def _unequal(
        self,
        what: str,
        printed: Decimal,
        found: Decimal,
        parts: tuple[str, ...],
        result: SheetResult,
    ) -> str:
        if self.rule_set.scale == PASS:
            return (
                f"{what} ghi {format_points_short(printed)},"
                f" tính từ các phần là {format_points_short(found)}. Kiểm tra lại các ô này."
            )
        terms = " + ".join(format_points(result.scores[code]) for code in parts)
        return (
            f"{what} ghi {format_points(printed)}, các phần cộng lại là {format_points(found)}"
            f" ({terms}). Kiểm tra lại các ô này."
        )


def agree(printed: Decimal, found: Decimal) -> bool:
    """Equal, or rounded from it to the two decimals or more which offices print."""
    if printed == found:
        return True
    decimals = max(_decimals(printed), LEAST_PRINTED_DECIMALS)
    return found.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT) == printed


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _result_fault(
    column: Column, printed: bool | None, result: SheetResult
) -> Iterator[tuple[Column, CellFault]]:
    if printed == result.met:
        return
    failing = [f"{c.code} ({c.detail})" for c in result.conditions if c.holds is False]
    reason = f"không bảo đảm {'; '.join(failing)}" if failing else "mọi điều kiện đều bảo đảm"
    said = "Đạt" if printed else "Không đạt"
    sentence = f"ghi “{said}” nhưng {reason}. Kiểm tra lại kết quả."
    yield column, CellFault("result_contradicts", sentence)


def _condition_fault(
    column: Column,
    figures: Figures,
    result: SheetResult,
) -> Iterator[tuple[Column, CellFault]]:
    """A condition that is computed, against what the sheet says of it."""
    code = column.code
    computed = next((c for c in result.conditions if c.code == code), None)
    printed = figures.gates.get(code)
    if computed is None or None in (printed, computed.holds) or printed == computed.holds:
        return
    said = "Đạt" if printed else "Không đạt"
    sentence = f"ghi “{said}” nhưng tính được: {computed.detail}. Kiểm tra lại."
    yield column, CellFault("condition_contradicts", sentence)
