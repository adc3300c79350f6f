"""Which lines keep most units from the standard: what one line, brought to its best, would turn.

Exact sums under the conditions of the set. A line alone turns a unit when it covers all that is
short by itself; in sequence each step takes the line that turns most units after the steps before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tuphap.rules.conditions import GATE, conditions_in_force
from tuphap.rules.rule_set import RuleSet, contents, indicators
from tuphap.rules.shortest_path import Demand, demands_of

_NOTHING, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Unmet:
    """A unit that is not met: points by content (1 and 0 in scale pass), None where unknown."""

    key: str
    points: Mapping[str, Decimal | None]
    gates: Mapping[str, bool | None]


@dataclass(frozen=True)
class Turning:
    """`below` are the units without full points there, `alone` those that it alone would turn."""

    code: str
    below: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True)
class TurningStep:
    """A line taken after those before it, and who is met from then on."""

    code: str
    turned: tuple[str, ...]


@dataclass(frozen=True)
class TurningLines:
    """`blocked` are units that no line can turn: a gate fails or is not answered."""

    lines: tuple[Turning, ...]
    steps: tuple[TurningStep, ...]
    blocked: tuple[str, ...]


@dataclass
class _Way:
    """One unit on its way: what each line would bring, and by how much each demand is short."""

    key: str
    gains: dict[str, Decimal]
    short: list[tuple[Demand, Decimal]]

    def turned_by(self, codes: Sequence[str]) -> bool:
        return all(self.brought(codes, demand) >= missing for demand, missing in self.short)

    def brought(self, codes: Sequence[str], demand: Demand) -> Decimal:
        wanted = (self.gains[code] for code in codes if code in demand.codes)
        return sum(wanted, _NOTHING)

    def closed_by(self, codes: Sequence[str]) -> Decimal:
        """How much of what is short these lines would bring, never more than is short."""
        parts = (min(self.brought(codes, demand), missing) for demand, missing in self.short)
        return sum(parts, _NOTHING)

    def take(self, codes: Sequence[str]) -> None:
        left = [(demand, missing - self.brought(codes, demand)) for demand, missing in self.short]
        self.short = [(demand, missing) for demand, missing in left if missing > 0]
        self.gains.update(dict.fromkeys(codes, _NOTHING))


def turning_lines(
    rule_set: RuleSet,
    unmet: Sequence[Unmet],
    gates_enabled: bool | None = None,
    *,
    by_indicator: bool = False,
) -> TurningLines:
    """For every content, or every indicator as a whole, in the order of the sheet."""
    conditions = conditions_in_force(rule_set, gates_enabled)
    gates = [c.code for c in conditions if c.kind == GATE]
    demands = demands_of(conditions, rule_set)
    blocked = tuple(u.key for u in unmet if any(u.gates.get(gate) is not True for gate in gates))
    best = _best(rule_set)
    ways = [_way(u, best, demands) for u in unmet if u.key not in set(blocked)]
    groups = _groups(rule_set, by_indicator)
    lines = tuple(
        Turning(
            code,
            tuple(u.key for u in unmet if any(_gain(u, one, best) for one in codes)),
            tuple(way.key for way in ways if way.turned_by(codes)),
        )
        for code, codes in groups.items()
    )
    return TurningLines(lines, tuple(_steps(groups, ways)), blocked)


def _groups(rule_set: RuleSet, by_indicator: bool) -> dict[str, tuple[str, ...]]:
    if by_indicator:
        return {i.code: tuple(c.code for c in i.contents) for i in indicators(rule_set)}
    return {content.code: (content.code,) for content in contents(rule_set)}


def _best(rule_set: RuleSet) -> dict[str, Decimal]:
    return {c.code: _ONE if c.max_points is None else c.max_points for c in contents(rule_set)}


def _gain(unit: Unmet, code: str, best: Mapping[str, Decimal]) -> Decimal:
    return best[code] - (unit.points.get(code) or _NOTHING)


def _way(unit: Unmet, best: Mapping[str, Decimal], demands: Sequence[Demand]) -> _Way:
    have = {code: unit.points.get(code) or _NOTHING for code in best}
    missing = ((d, d.needed - sum(have[code] for code in d.codes)) for d in demands)
    gains = {code: best[code] - have[code] for code in best}
    return _Way(unit.key, gains, [(demand, short) for demand, short in missing if short > 0])


def _steps(groups: Mapping[str, tuple[str, ...]], ways: list[_Way]) -> list[TurningStep]:
    """Where no line turns anybody alone, the one that brings all of them furthest comes next."""
    steps, left, rest = [], dict(groups), [way for way in ways if way.short]
    while rest and left:
        code, codes = max(left.items(), key=lambda item: _worth(item[1], rest))
        if not any(way.closed_by(codes) for way in rest):
            break
        del left[code]
        turned = [way for way in rest if way.turned_by(codes)]
        for way in rest:
            way.take(codes)
        rest = [way for way in rest if way.short]
        steps.append(TurningStep(code, tuple(way.key for way in turned)))
    return steps


def _worth(codes: Sequence[str], ways: Sequence[_Way]) -> tuple[int, Decimal]:
    closed = sum((way.closed_by(codes) for way in ways), _NOTHING)
    return sum(way.turned_by(codes) for way in ways), closed
