"""The shortest way to a result that is met: the fewest lines which, brought to their best, do it.

Every condition asks for a sum over some lines: over the whole sheet, over a criterion, or over one
line alone. Of two such sets one lies within the other or they have nothing in common; so the
lines that bring most, taken for the small sets first, are never more than any other choice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tuphap.rules.conditions import ALL_INDICATORS, GATE, MIN_PERCENT_EACH, MIN_TOTAL
from tuphap.rules.rule_set import Condition, Criterion, RuleSet, contents
from tuphap.rules.scoring import SheetResult

_NOTHING, _ONE, _WHOLE = Decimal(0), Decimal(1), Decimal(100)


@dataclass(frozen=True)
class Step:
    """A content, or a gate that nobody answered yet. `now` is None where nothing is known.

    Points in scale points; 1 and 0 in scale pass and for a gate.
    """

    code: str
    now: Decimal | None
    best: Decimal

    @property
    def gain(self) -> Decimal:
        return self.best - (self.now or _NOTHING)


@dataclass(frozen=True)
class ShortestPath:
    """`steps` in the order of the sheet; `blocked` are conditions that no line can turn."""

    steps: tuple[Step, ...]
    blocked: tuple[str, ...]


class Demand(NamedTuple):
    """These lines must bring so much in all."""

    condition: str
    codes: frozenset[str]
    needed: Decimal


def shortest_path(rule_set: RuleSet, result: SheetResult) -> ShortestPath | None:
    """None unless it is certain that the result is not met."""
    if result.met is not False:
        return None
    lines = {step.code: step for step in _lines(rule_set, result)}
    in_force = {judged.code for judged in result.conditions}
    conditions = [c for c in rule_set.conditions if c.code in in_force]
    demands = demands_of(conditions, rule_set)
    chosen: set[str] = set()
    from_small_to_large = sorted(demands, key=lambda demand: len(demand.codes))
    blocked = [c.code for c in conditions if c.kind == GATE and _fails(c.code, result)]
    blocked += [d.condition for d in from_small_to_large if not _meet(d, lines, chosen)]
    steps = [step for code, step in lines.items() if code in chosen]
    return ShortestPath((*steps, *_open_gates(conditions, result)), tuple(dict.fromkeys(blocked)))


def demands_of(conditions: Iterable[Condition], rule_set: RuleSet) -> list[Demand]:
    """What the conditions ask of the lines; a gate asks nothing of any line."""
    return [d for c in conditions for d in _DEMANDS[c.kind](c, rule_set)]


def _lines(rule_set: RuleSet, result: SheetResult) -> Iterator[Step]:
    for content in contents(rule_set):
        best = _ONE if content.max_points is None else content.max_points
        yield Step(content.code, result.scores[content.code], best)


def _fails(code: str, result: SheetResult) -> bool:
    return any(row.code == code and row.holds is False for row in result.conditions)


def _open_gates(conditions: list[Condition], result: SheetResult) -> Iterator[Step]:
    gates = {condition.code for condition in conditions if condition.kind == GATE}
    unknown = (row.code for row in result.conditions if row.holds is None)
    return (Step(code, None, _ONE) for code in unknown if code in gates)


def _meet(demand: Demand, lines: Mapping[str, Step], chosen: set[str]) -> bool:
    """Adds what is needed to `chosen`; False where even all lines together are not enough."""
    ours = [step for code, step in lines.items() if code in demand.codes]
    have = sum(step.best if step.code in chosen else step.now or _NOTHING for step in ours)
    rest = sorted(
        (s for s in ours if s.code not in chosen and s.gain > 0), key=lambda s: s.gain, reverse=True
    )
    for step in rest:
        if have >= demand.needed:
            break
        chosen.add(step.code)
        have += step.gain
    return have >= demand.needed


# --- what each kind of condition asks for ---


def _of_total(condition: Condition, rule_set: RuleSet) -> Iterator[Demand]:
    if condition.value is not None:
        codes = frozenset(content.code for content in contents(rule_set))
        yield Demand(condition.code, codes, condition.value)


def _of_each_criterion(condition: Condition, rule_set: RuleSet) -> Iterator[Demand]:
    percent = condition.value or _NOTHING
    for criterion in rule_set.criteria:
        most = criterion.max_points or _ONE
        yield Demand(condition.code, frozenset(_codes(criterion)), most * percent / _WHOLE)


def _of_each_line(condition: Condition, rule_set: RuleSet) -> Iterator[Demand]:
    """An indicator passes with all its contents; so each of them has to."""
    for content in contents(rule_set):
        yield Demand(condition.code, frozenset({content.code}), _ONE)


def _of_gate(_: Condition, __: RuleSet) -> Iterator[Demand]:
    """A gate is a fact and no line changes it; it is answered, or it blocks."""
    return iter(())


def _codes(criterion: Criterion) -> Iterator[str]:
    return (content.code for found in criterion.indicators for content in found.contents)


_DEMANDS: Mapping[str, Callable[[Condition, RuleSet], Iterator[Demand]]] = MappingProxyType(
    {
        MIN_TOTAL: _of_total,
        MIN_PERCENT_EACH: _of_each_criterion,
        ALL_INDICATORS: _of_each_line,
        GATE: _of_gate,
    }
)
