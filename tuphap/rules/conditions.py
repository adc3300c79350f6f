"""The conditions of recognition: one function per kind, in one table.

A condition holds, does not hold, or cannot be decided yet (None). What is certain is said at
once: a total that can no longer be reached fails before the sheet is complete.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from tuphap.rules.numbers import (
    format_percent,
    format_points,
    format_points_short,
)
from tuphap.rules.rule_set_rows import Condition, RuleSet

MIN_TOTAL = "min_total"
MIN_PERCENT_EACH = "min_percent_of_each_criterion"
GATE = "boolean_gate"
ALL_INDICATORS = "all_indicators_pass"

_WHOLE = 100


def numbered(*codes: str) -> str:
    """How a condition is called everywhere: by its number, never by its code."""
    return f"Điều kiện {', '.join(code.removeprefix('DK') for code in codes)}" if codes else ""


class Range(NamedTuple):
    """Points that are certain, and points that are still possible."""

    lowest: Decimal
    highest: Decimal

    @property
    def is_known(self) -> bool:
        return self.lowest == self.highest


@dataclass(frozen=True)
class Facts:
    """What the conditions look at; `maxima` and `criteria` by code of criterion."""

    total: Range
    criteria: Mapping[str, Range]
    maxima: Mapping[str, Decimal]
    indicators: Mapping[str, bool | None]
    gates: Mapping[str, bool | None]


@dataclass(frozen=True)
class ConditionResult:
    code: str
    text: str
    holds: bool | None
    detail: str


Verdict = tuple[bool | None, str]


def conditions_in_force(
    rule_set: RuleSet, gates_enabled: bool | None = None
) -> tuple[Condition, ...]:
    """A switchable gate follows the period, or the set where the period says nothing."""
    return tuple(c for c in rule_set.conditions if _in_force(c, gates_enabled))


def _in_force(condition: Condition, gates_enabled: bool | None) -> bool:
    if condition.switchable and gates_enabled is not None:
        return gates_enabled
    return condition.enabled


def judge(condition: Condition, facts: Facts) -> ConditionResult:
    """One condition, with the words for the person who reads the result."""
    holds, detail = CONDITION_KINDS[condition.kind](condition, facts)
    return ConditionResult(condition.code, condition.name or "", holds, detail)


def all_hold(results: tuple[ConditionResult, ...]) -> bool | None:
    """Not met as soon as one fails; met when all hold; else nobody knows yet."""
    answers = {result.holds for result in results}
    if False in answers:
        return False
    return None if None in answers else True


def _reaches(points: Range, level: Decimal) -> bool | None:
    if points.lowest >= level:
        return True
    return False if points.highest < level else None


def _min_total(condition: Condition, facts: Facts) -> Verdict:
    total = facts.total
    if condition.value is None:
        return None, "Bộ tiêu chí chưa có mức điểm này, chưa kết luận được"
    level = f"mức cần đạt {format_points_short(condition.value)} điểm"
    holds = _reaches(total, condition.value)
    if total.is_known:
        return holds, f"{format_points(total.lowest)} điểm, {level}"
    if holds is False:
        return holds, f"Nhiều nhất còn đạt {format_points(total.highest)} điểm, {level}"
    return holds, f"Mới tính được {format_points(total.lowest)} điểm, {level}"


def _min_percent_each(condition: Condition, facts: Facts) -> Verdict:
    percent = condition.value or Decimal(0)
    level = format_percent(Fraction(percent))
    reached = {
        code: _reaches(points, facts.maxima[code] * percent / _WHOLE)
        for code, points in facts.criteria.items()
    }
    failing = [code for code, reaches in reached.items() if reaches is False]
    if failing:
        figures = ", ".join(_of_maximum(code, facts) for code in failing)
        return False, f"Dưới mức {level}: {figures}"
    open_codes = [code for code, reaches in reached.items() if reaches is None]
    if open_codes:
        return None, f"Chưa đủ số liệu để kết luận: {', '.join(open_codes)}"
    return True, f"Mọi tiêu chí từ {level} trở lên"


def _of_maximum(code: str, facts: Facts) -> str:
    points = facts.criteria[code].highest
    return f"{code} {format_points(points)}/{format_points_short(facts.maxima[code])}"


def _gate(condition: Condition, facts: Facts) -> Verdict:
    answer = facts.gates.get(condition.code)
    if answer is None:
        return None, "Chưa trả lời"
    return answer, condition.holds_label if answer else condition.fails_label


def _all_indicators(_: Condition, facts: Facts) -> Verdict:
    states = facts.indicators
    passed = sum(state is True for state in states.values())
    count = f"{passed}/{len(states)} chỉ tiêu đạt"
    failing = [code for code, state in states.items() if state is False]
    if failing:
        return False, f"{count}; chưa đạt: {', '.join(failing)}"
    if passed < len(states):
        open_codes = [code for code, state in states.items() if state is None]
        return None, f"{count}; chưa đủ số liệu: {', '.join(open_codes)}"
    return True, count


CONDITION_KINDS: Mapping[str, Callable[[Condition, Facts], Verdict]] = MappingProxyType(
    {
        MIN_TOTAL: _min_total,
        MIN_PERCENT_EACH: _min_percent_each,
        GATE: _gate,
        ALL_INDICATORS: _all_indicators,
    }
)
