"""From answers, or from given points, to the result of a whole sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from tuphap.rules.conditions import (
    GATE,
    ConditionResult,
    Facts,
    Range,
    all_hold,
    conditions_in_force,
    judge,
)
from tuphap.rules.content_scoring import (
    Answer,
    Scored,
    is_blank,
    rejected,
    score_content,
)
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import Node, contents, indicators, nodes, parts_of
from tuphap.rules.rule_set_rows import (
    PASS,
    POINTS,
    Condition,
    Indicator,
    RuleSet,
)

__all__ = [
    "Answer",
    "ConditionResult",
    "Scored",
    "SheetResult",
    "score_content",
    "score_points",
    "score_sheet",
]

_NOTHING = Decimal(0)
_ONE = Decimal(1)


@dataclass(frozen=True)
class SheetResult:
    """`scores` has every node code: points, or 1 and 0 in scale pass, None where nothing is known.

    A sum counts what is known so far; `complete` says whether anything is still missing.
    `unanswered` are contents without a whole answer and gates without one, in order of the sheet.
    """

    contents: Mapping[str, Scored]
    scores: Mapping[str, Decimal | None]
    complete: Mapping[str, bool]
    total: Decimal | None
    total_complete: bool
    conditions: tuple[ConditionResult, ...]
    met: bool | None
    unanswered: tuple[str, ...]
    passed_indicators: int | None
    indicator_count: int | None

    @property
    def problems(self) -> dict[str, str]:
        """Content code to the sentence that says what is wrong."""
        return {c: s.problem for c, s in self.contents.items() if s.problem}


def score_sheet(
    rule_set: RuleSet,
    answers: Mapping[str, Answer],
    gates: Mapping[str, bool | None],
    calendar: WorkCalendar,
    gates_enabled: bool | None = None,
) -> SheetResult:
    """The result of a sheet. A gate answered True holds (no such case in the year).

    `gates_enabled` is the period's word on switchable gates; None leaves it to the rule set.
    """
    scored = {
        content.code: score_content(content, answers.get(content.code), calendar)
        for content in contents(rule_set)
    }
    scored.update(_disagreements(rule_set, answers))
    known = {code: _known(result) for code, result in scored.items()}
    return _result(rule_set, scored, known, gates, gates_enabled)


def score_points(
    rule_set: RuleSet,
    points: Mapping[str, Decimal],
    gates: Mapping[str, bool | None],
    gates_enabled: bool | None = None,
) -> SheetResult:
    """The result from points that are given per criterion, indicator or content.

    Where all parts of a node are given they are summed; else its own figure counts. In scale
    pass the given figures are 1 and 0.
    """
    known = {node.code: points.get(node.code) for node in nodes(rule_set)}
    return _result(rule_set, {}, known, gates, gates_enabled)


def _known(result: Scored) -> Decimal | None:
    if result.passed is not None:
        return _ONE if result.passed else _NOTHING
    return result.points


def _disagreements(rule_set: RuleSet, answers: Mapping[str, Answer]) -> dict[str, Scored]:
    """An indicator that did not arise did not arise in any of its contents."""
    found: dict[str, Scored] = {}
    for indicator in indicators(rule_set):
        if indicator.not_applicable is None:
            continue
        codes = [content.code for content in indicator.contents]
        answered = {c: answers[c] for c in codes if not is_blank(answers.get(c))}
        absent = [c for c, answer in answered.items() if answer.not_applicable]
        present = [c for c in answered if c not in absent]
        if absent and present:
            problem = rejected(_disagreement(indicator, absent, present))
            found.update(dict.fromkeys(answered, problem))
    return found


def _disagreement(indicator: Indicator, absent: list[str], present: list[str]) -> str:
    return (
        f"Chỉ tiêu {indicator.code}: {', '.join(absent)} ghi không phát sinh nhưng"
        f" {', '.join(present)} có số liệu. Chọn không phát sinh cho cả chỉ tiêu,"
        " hoặc bỏ chọn."
    )


# --- sums ---


class _Sum(NamedTuple):
    """What is known of one node; `shown` is None while nothing below it is known.

    `missing` are the lowest rows nobody has a figure for; in scale pass a node can be decided
    by one failing part although others are missing.
    """

    shown: Decimal | None
    range: Range
    complete: bool
    missing: tuple[str, ...] = ()


class _Sums:
    """Climbs the tree once, remembering every node."""

    def __init__(self, rule_set: RuleSet, known: Mapping[str, Decimal | None]) -> None:
        self.climb = _all_pass if rule_set.scale == PASS else _added
        self.known = known
        self.of: dict[str, _Sum] = {}

    def add(self, node: Node) -> _Sum:
        parts = [self.add(part) for part in parts_of(node)]
        given = self.known.get(node.code)
        if parts and (given is None or not any(part.missing for part in parts)):
            result = self.climb(parts)
        else:
            result = _leaf(node, given)
        self.of[node.code] = result
        return result


def _leaf(node: Node, given: Decimal | None) -> _Sum:
    if given is not None:
        return _Sum(given, Range(given, given), True)
    most = _ONE if node.max_points is None else node.max_points
    return _Sum(None, Range(_NOTHING, most), False, (node.code,))


def _added(parts: list[_Sum]) -> _Sum:
    shown: Decimal | None = None
    lowest = highest = _NOTHING
    complete = True
    missing: tuple[str, ...] = ()
    for part in parts:
        if part.shown is not None:
            shown = part.shown + (shown or _NOTHING)
        lowest += part.range.lowest
        highest += part.range.highest
        complete = complete and part.complete
        missing += part.missing
    return _Sum(shown, Range(lowest, highest), complete, missing)


def _all_pass(parts: list[_Sum]) -> _Sum:
    """One that fails decides; else all must be known."""
    lowest = min(part.range.lowest for part in parts)
    highest = min(part.range.highest for part in parts)
    decided = lowest == highest
    shown = lowest if decided else None
    return _Sum(shown, Range(lowest, highest), decided, _missing(parts))


def _missing(parts: list[_Sum]) -> tuple[str, ...]:
    return tuple(code for part in parts for code in part.missing)


def _result(
    rule_set: RuleSet,
    scored: Mapping[str, Scored],
    known: Mapping[str, Decimal | None],
    gates: Mapping[str, bool | None],
    gates_enabled: bool | None,
) -> SheetResult:
    sums = _Sums(rule_set, known)
    total = _added([sums.add(criterion) for criterion in rule_set.criteria])
    in_force = conditions_in_force(rule_set, gates_enabled)
    facts = _facts(rule_set, sums, total, gates)
    results = tuple(judge(condition, facts) for condition in in_force)
    has_points = rule_set.scale == POINTS
    passed = sum(state is True for state in facts.indicators.values())
    return SheetResult(
        contents=scored,
        scores={node.code: sums.of[node.code].shown for node in nodes(rule_set)},
        complete={node.code: sums.of[node.code].complete for node in nodes(rule_set)},
        total=total.shown if has_points else None,
        total_complete=not total.missing,
        conditions=results,
        met=all_hold(results),
        unanswered=(*_unanswered(total, scored), *_open_gates(in_force, gates)),
        passed_indicators=None if has_points else passed,
        indicator_count=None if has_points else len(facts.indicators),
    )


def _unanswered(total: _Sum, scored: Mapping[str, Scored]) -> Iterator[str]:
    """A content with a problem was answered, only wrongly."""
    return (c for c in total.missing if c not in scored or not scored[c].problem)


def _open_gates(in_force: tuple[Condition, ...], gates: Mapping[str, bool | None]) -> Iterator[str]:
    return (c.code for c in in_force if c.kind == GATE and gates.get(c.code) is None)


def _facts(rule_set: RuleSet, sums: _Sums, total: _Sum, gates: Mapping[str, bool | None]) -> Facts:
    return Facts(
        total=total.range,
        criteria={c.code: sums.of[c.code].range for c in rule_set.criteria},
        maxima={c.code: c.max_points or _ONE for c in rule_set.criteria},
        indicators={i.code: _state(sums.of[i.code].shown) for i in indicators(rule_set)},
        gates=gates,
    )


def _state(shown: Decimal | None) -> bool | None:
    return None if shown is None else shown > 0
