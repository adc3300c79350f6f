"""What a list of results would do: which unit each line is, what is new, what is the same already.

Pure: lines, units and results that are known in; a plan and faults out. Whoever asks gives only the
units within reach, so a unit outside is answered like one that does not exist (K6).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tuphap.rules.listed_results import ERROR, WARNING, ListFault, ListLine
from tuphap.rules.listed_units import UNKNOWN_UNIT, Found, find_unit
from tuphap.rules.numbers import format_count, format_points, quoted
from tuphap.rules.unit_names import Candidate, UnitIndex

NEW, SAME, LEFT_OUT, EMPTY = "new", "same", "left_out", "empty"
MOST_DIFFERENCES = 5

MOST_NAMED = 5


@dataclass(frozen=True)
class KnownResult:
    """What is kept of a unit and year; `met` is None where nobody decided."""

    points: Mapping[str, Decimal]
    total: Decimal | None
    met: bool | None
    source: str = ""  # where it was brought in from, as it is called within a sentence


@dataclass(frozen=True)
class Settled:
    """A line with its unit. `state`: to be written, there already, left out for its faults, or
    empty as the template was."""

    line: ListLine
    state: str
    unit: Found | None = None
    met: bool | None = None


@dataclass(frozen=True)
class Plan:
    rows: tuple[Settled, ...]
    faults: tuple[ListFault, ...]
    unnamed: tuple[Candidate, ...] = ()  # units of the year with no result that no line means
    begun: frozenset[str] = frozenset()  # names of what is above those that a line means

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


def plan_of_results(
    lines: Sequence[ListLine],
    units: UnitIndex,
    known: Mapping[int, KnownResult],
    *,
    unit_column: str,
    of_unknown: str = "",
    found_before: Sequence[ListFault] = (),
) -> Plan:
    """Official results: a unit is there once, and what is kept is never written over.

    `of_unknown` is said of names that nobody knows: how far back the lists of units go.
    `found_before` is what is wrong with the papers of the lines.
    """
    planner = _Planner(units, unit_column, of_unknown, found_before)
    found = {line.row: planner.unit_of(line) for line in lines}
    planner.name_doubles(lines, found)
    rows = [planner.settled(line, found[line.row], known) for line in lines]
    planner.name_missing_results(lines)
    return planner.plan(rows, known)


def plan_of_answers(
    lines: Sequence[ListLine],
    units: UnitIndex,
    known: Mapping[int, KnownResult | None],
    *,
    unit_column: str,
    of_unknown: str = "",
) -> Plan:
    """Answers to a form: of a unit that answered more than once the last answer counts.

    `known` has every unit with a result in this year, with its own figures where they are kept.
    """
    planner = _Planner(units, unit_column, of_unknown)
    found = {line.row: planner.unit_of(line) for line in lines}
    planner.leave_earlier(lines, found)
    rows = [planner.answered(line, found[line.row], known) for line in lines]
    return planner.plan(rows, known)


class _Planner:
    def __init__(
        self,
        units: UnitIndex,
        unit_column: str,
        of_unknown: str,
        found_before: Sequence[ListFault] = (),
    ) -> None:
        self.units, self.unit_column, self.of_unknown = units, unit_column, of_unknown
        self.faults = list(found_before)
        self.left = {fault.row for fault in found_before if fault.level == ERROR}
        self.without_result: list[ListLine] = []

    def plan(self, rows: list[Settled], known: Collection[int]) -> Plan:
        """A unit whose result is there already is not missed."""
        named = {row.unit.key for row in rows if row.unit}
        units = list(self.units.candidates)
        return Plan(
            tuple(rows),
            tuple(self.faults),
            tuple(unit for unit in units if unit.key not in named and unit.key not in known),
            frozenset(unit.above for unit in units if unit.key in named),
        )

    def unit_of(self, line: ListLine) -> Found | None:
        if not line.unit and not line.code:
            return None  # the list itself names the missing cell
        found = find_unit(self.units, line.unit, line.group, line.code)
        if line.is_blank:
            return None if found.fault else found
        if found.fault:
            more = [self.of_unknown] if found.may_have_ended and self.of_unknown else []
            if found.rule == UNKNOWN_UNIT:
                more.append("Bỏ dòng này nếu đơn vị không thuộc phạm vi nhập.")
            self.add(line, found.rule, " ".join([found.fault, *more]))
            return None
        if found.told:
            self.add(line, found.rule, found.told, WARNING)
        return found

    def add(self, line: ListLine, rule: str, sentence: str, level: str = ERROR) -> None:
        value = line.unit or line.code
        self.faults.append(ListFault(line.row, self.unit_column, value, rule, sentence, level))
        if level == ERROR:
            self.left.add(line.row)

    def name_doubles(self, lines: Sequence[ListLine], found: Mapping[int, Found | None]) -> None:
        """Neither line wins: both are named, each with the place of the other (K5)."""
        for same in self._by_unit(lines, found):
            # The first few: of a thousand doubles each would else name all the others.
            first = [line.row for line in same[: MOST_NAMED + 1]]
            for line in same:
                others = [row for row in first if row != line.row][:MOST_NAMED]
                left = len(same) - 1 - len(others)
                more = f" và {format_count(left)} dòng khác" if left else ""
                rows = ", ".join(map(str, others))
                self.add(
                    line,
                    "duplicate_unit",
                    f"{quoted(line.unit)} còn ở dòng {rows}{more}. Giữ một dòng nếu là cùng một"
                    " đơn vị; nếu có dòng là đơn vị khác thì sửa tên hoặc ghi mã ở dòng đó.",
                )

    def name_missing_results(self, lines: Sequence[ListLine]) -> None:
        """Line by line; once where no line of the list has any, for then the column is missing."""
        missing = self.without_result
        if len(missing) > 1 and all(line.result is None for line in lines):
            self.add(
                missing[0],
                "missing_result",
                f"Từ dòng này {format_count(len(missing))} dòng chưa có kết quả: chưa thấy cột kết"
                " quả. Thêm cột “Kết quả” ghi “Đạt” hoặc “Chưa đạt”, hoặc chọn ý nghĩa cho cột đã"
                " có.",
            )
            return
        for line in missing:
            sentence = "Chưa có kết quả. Ghi “Đạt” hoặc “Chưa đạt” vào cột kết quả."
            self.add(line, "missing_result", sentence)

    def leave_earlier(self, lines: Sequence[ListLine], found: Mapping[int, Found | None]) -> None:
        """By time stamps where every line of the file has one: another order may be meant where
        only some can be read, as of forms that write the month first."""
        timed = all(line.answered_at for line in lines)
        why = "tính lần cuối, ở" if timed else "dấu thời gian chưa đủ nên tính lần ghi dưới cùng, ở"
        for same in self._by_unit(lines, found):
            last = max(same, key=lambda line: (line.answered_at if timed else "", line.row))
            for line in same:
                if line is not last:
                    sentence = (
                        f"{quoted(line.unit)} trả lời nhiều lần; {why} dòng {last.row}."
                        " Dòng này không ghi."
                    )
                    self.add(line, "answered_again", sentence, WARNING)
                    self.left.add(line.row)

    def _by_unit(
        self, lines: Sequence[ListLine], found: Mapping[int, Found | None]
    ) -> Iterator[list[ListLine]]:
        grouped: dict[int, list[ListLine]] = defaultdict(list)
        for line in lines:
            unit = found[line.row]
            if unit is not None and not line.is_blank:
                grouped[unit.key].append(line)
        return (same for same in grouped.values() if len(same) > 1)

    def settled(
        self, line: ListLine, unit: Found | None, known: Mapping[int, KnownResult]
    ) -> Settled:
        met = line.computed if line.result is None else line.result
        if line.is_blank:
            return Settled(line, EMPTY, unit, met)
        if unit is None or not line.is_sound or line.row in self.left:
            return Settled(line, LEFT_OUT, unit, met)
        if met is None:
            self.without_result.append(line)
            return Settled(line, LEFT_OUT, unit, met)
        before = known.get(unit.key)
        if before is None:
            return Settled(line, NEW, unit, met)
        if _same(before, line) and before.met == met:
            return Settled(line, SAME, unit, met)
        self.add(line, "other_result", _other(unit, before, line, met))
        return Settled(line, LEFT_OUT, unit, met)

    def answered(
        self, line: ListLine, unit: Found | None, known: Mapping[int, KnownResult | None]
    ) -> Settled:
        if line.is_blank:
            return Settled(line, EMPTY, unit)
        if unit is None or not line.is_sound or line.row in self.left:
            return Settled(line, LEFT_OUT, unit)
        if unit.key not in known:
            self.add(
                line,
                "no_result_yet",
                f"{unit.name} chưa có kết quả của năm này trong hệ thống."
                " Nhập danh sách kết quả trước, rồi nhập điểm tự chấm.",
            )
            return Settled(line, LEFT_OUT, unit)
        before = known[unit.key]
        if before is None:
            return Settled(line, NEW, unit)
        if _same(before, line):
            return Settled(line, SAME, unit)
        self.add(line, "other_result", _other(unit, before, line, None))
        return Settled(line, LEFT_OUT, unit)


def _same(before: KnownResult, line: ListLine) -> bool:
    return before.total == line.total and dict(before.points) == dict(line.points)


def _other(unit: Found, before: KnownResult, line: ListLine, met: bool | None) -> str:
    kept, now = _words(before.total, before.met), _words(line.total, met)
    differing = _differing(before, line)
    where = f" Khác ở {differing}, trước là số đã có." if differing else ""
    source = f" Số đã có ghi từ {before.source}." if before.source else ""
    return (
        f"{unit.name} đã có trong hệ thống với {kept}, dòng này ghi {now}.{where}{source}"
        " Sửa tệp cho khớp, hoặc hoàn tác lần nhập trước rồi nhập lại."
    )


def _differing(before: KnownResult, line: ListLine) -> str:
    codes = dict.fromkeys((*before.points, *line.points))
    other = [code for code in codes if before.points.get(code) != line.points.get(code)]
    named = [
        f"{code}: {format_points(before.points.get(code))} ↔ {format_points(line.points.get(code))}"
        for code in other[:MOST_DIFFERENCES]
    ]
    more = len(other) - len(named)
    return ", ".join(named) + (f" và {format_count(more)} cột khác" if more else "")


def _words(total: Decimal | None, met: bool | None) -> str:
    result = {True: "kết quả đạt", False: "kết quả chưa đạt", None: ""}[met]
    points = "" if total is None else f"tổng {format_points(total)}"
    return ", ".join(word for word in (points, result) if word) or "chưa có kết quả"
