"""The figures of a year, each by one function for page, paper, file and interface (R14).

Plain values in, plain values out. Sums and averages are exact until they are shown: rates and
shares half up to one decimal, points half up to two. Units that are not assessed in the year stand
outside every sum and are told beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from tuphap.rules.numbers import format_rate, half_up
from tuphap.rules.rule_set import POINTS
from tuphap.rules.workflows.assessment import FINAL, SELF

TOTAL = "tong"  # the code under which the sum of all criteria stands among the scores
SHARE_PLACES, POINT_PLACES = 1, 2
_NOTHING: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(frozen=True)
class Node:
    """A criterion or, with the code of its criterion as `parent`, an indicator.

    In scale pass an indicator counts 1 or 0 and a criterion how many of its indicators passed.
    """

    code: str
    name: str
    maximum: Decimal
    parent: str = ""


@dataclass(frozen=True)
class UnitResult:
    """One unit in one year. `counted` is false for a unit left out of the year."""

    code: str
    name: str
    kind: str
    met: bool | None
    group_code: str = ""
    group: str = ""
    group_kind: str = ""
    counted: bool = True
    failed: tuple[str, ...] = ()  # codes of the conditions that do not hold
    scores: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)  # by column, node

    def score(self, column: str, node: str) -> Decimal | None:
        return self.scores.get(column, _NOTHING).get(node)


@dataclass(frozen=True)
class Year:
    """What figures of a year are made of; `kinds` in the order in which they are told."""

    number: int
    rule_set: str
    scale: str
    total_max: Decimal
    nodes: tuple[Node, ...]
    units: tuple[UnitResult, ...]
    kinds: tuple[str, ...] = ()

    @property
    def criteria(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if not node.parent)

    @property
    def indicators(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.parent)

    @property
    def whole(self) -> Node:
        return Node(TOTAL, "Tổng số điểm" if self.scale == POINTS else "Chỉ tiêu", self.total_max)


# --- how many met the standard ---

MET, NOT_MET, WAITING, LEFT_OUT = "met", "not_met", "waiting", "left_out"


def result_of(counted: bool, met: bool | None) -> str:
    """On which side of every total a unit stands; lists of units ask the same."""
    if not counted:
        return LEFT_OUT
    return WAITING if met is None else MET if met else NOT_MET


@dataclass(frozen=True)
class Totals:
    """Of some units: how many met, did not, wait for their decision, are left out of the year."""

    met: int
    not_met: int
    waiting: int = 0
    left_out: int = 0
    label: str = ""
    code: str = ""

    @property
    def decided(self) -> int:
        return self.met + self.not_met

    @property
    def assessed(self) -> int:
        return self.decided + self.waiting

    @property
    def met_rate(self) -> str:
        return format_rate(self.met, self.decided)

    @property
    def not_met_rate(self) -> str:
        return format_rate(self.not_met, self.decided)


def totals(units: Iterable[UnitResult], label: str = "", code: str = "") -> Totals:
    results = [result_of(unit.counted, unit.met) for unit in units]
    return Totals(
        met=results.count(MET),
        not_met=results.count(NOT_MET),
        waiting=results.count(WAITING),
        left_out=results.count(LEFT_OUT),
        label=label,
        code=code,
    )


def totals_by_kind(year: Year) -> list[Totals]:
    """Kinds that occur, in the order of the rule set; others follow as they come."""
    there = dict.fromkeys(unit.kind for unit in year.units)
    known = [kind for kind in year.kinds if kind in there]
    ordered = [*known, *(kind for kind in there if kind not in known)]
    return [
        totals((unit for unit in year.units if unit.kind == kind), kind, kind) for kind in ordered
    ]


def totals_by_group(year: Year) -> list[Totals]:
    """In the order of the units; empty where nothing stands between the scope and them."""
    found: dict[str, list[UnitResult]] = {}
    for unit in year.units:
        found.setdefault(unit.group_code, []).append(unit)
    if set(found) <= {""}:
        return []
    return [totals(rows, rows[0].group, code) for code, rows in found.items()]


def group_kinds(year: Year) -> tuple[str, ...]:
    """Kinds of the units between, most frequent first: each unit between counts once."""
    kinds = list(
        {unit.group_code: unit.group_kind for unit in year.units if unit.group_code}.values()
    )
    return tuple(sorted(dict.fromkeys(kinds), key=lambda kind: -kinds.count(kind)))


def met_units(year: Year) -> list[UnitResult]:
    return [unit for unit in year.units if result_of(unit.counted, unit.met) == MET]


def not_met_units(year: Year) -> list[UnitResult]:
    return [unit for unit in year.units if result_of(unit.counted, unit.met) == NOT_MET]


def failures(year: Year) -> dict[str, int]:
    """How many of the units that did not meet the standard failed each condition."""
    codes = sorted({code for unit in not_met_units(year) for code in unit.failed})
    return {code: sum(code in unit.failed for unit in not_met_units(year)) for code in codes}


# --- averages ---


@dataclass(frozen=True)
class Average:
    """Of the units with a final figure; `own` of those among them that have an own one too."""

    node: Node
    units: int
    own_units: int
    own: Fraction | None
    final: Fraction | None

    @property
    def own_points(self) -> Decimal | None:
        return _rounded(self.own, POINT_PLACES)

    @property
    def final_points(self) -> Decimal | None:
        return _rounded(self.final, POINT_PLACES)

    @property
    def own_share(self) -> Decimal | None:
        return share(self.own, self.node.maximum)

    @property
    def final_share(self) -> Decimal | None:
        return share(self.final, self.node.maximum)

    @property
    def difference(self) -> Decimal | None:
        """Of the shares as they are shown; unknown while both are not of the same units."""
        if self.own_units != self.units:
            return None
        return step_between(self.own_share, self.final_share)


def step_between(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Of two figures rounded as they are shown, so that whoever subtracts them finds the same."""
    return None if before is None or after is None else after - before


def _rounded(value: Fraction | None, places: int) -> Decimal | None:
    return None if value is None else half_up(value, places)


def share(value: Fraction | None, maximum: Decimal) -> Decimal | None:
    """Per cent of the maximum; unknown where there is no maximum to reach."""
    if value is None or not maximum:
        return None
    return half_up(value * 100 / Fraction(maximum), SHARE_PLACES)


def mean(values: Iterable[Decimal]) -> Fraction | None:
    rows = [Fraction(value) for value in values]
    return sum(rows, Fraction(0)) / len(rows) if rows else None


def in_mean(counted: bool, final: Decimal | None) -> bool:
    """Whether a unit is one of those a mean is made of; lists of units ask the same."""
    return counted and final is not None


def average(units: Iterable[UnitResult], node: Node) -> Average:
    both = [
        (unit.score(SELF, node.code), final)
        for unit in units
        for final in [unit.score(FINAL, node.code)]
        if in_mean(unit.counted, final) and final is not None
    ]
    own = [value for value, _ in both if value is not None]
    return Average(node, len(both), len(own), mean(own), mean(final for _, final in both))


def averages(year: Year, nodes: Iterable[Node]) -> list[Average]:
    return [average(year.units, node) for node in nodes]


def weakest(rows: Iterable[Average], count: int) -> list[Average]:
    """Lowest share of the maximum first, those of one share in the order of the rule set; what has
    all there is to have is not weak."""
    known = [
        (row.final / Fraction(row.node.maximum), place, row)
        for place, row in enumerate(rows)
        if row.final is not None and row.final < row.node.maximum
    ]
    return [row for _, _, row in sorted(known, key=lambda found: found[:2])[:count]]


# --- self against final ---


@dataclass(frozen=True)
class Gap:
    unit: UnitResult
    own: Decimal
    final: Decimal

    @property
    def difference(self) -> Decimal:
        return self.final - self.own


def gaps(year: Year, count: int) -> list[Gap]:
    """Units whose total moved furthest between self and final, without those that did not."""
    found = [
        Gap(unit, own, final)
        for unit in year.units
        if unit.counted
        for own, final in [(unit.score(SELF, TOTAL), unit.score(FINAL, TOTAL))]
        if own is not None and final is not None and own != final
    ]
    return sorted(found, key=lambda gap: (-abs(gap.difference), gap.unit.code))[:count]


# --- this year beside the last one ---

SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"


@dataclass(frozen=True)
class Change:
    """A node in both years; the difference only where the rules and all they ask are the same."""

    node: Node
    mark: str
    before: Average | None
    now: Average | None

    @property
    def difference(self) -> Decimal | None:
        if self.mark != SAME or self.before is None or self.now is None:
            return None
        return step_between(self.before.final_share, self.now.final_share)


@dataclass(frozen=True)
class YearsBeside:
    before: Totals
    now: Totals
    same_rules: bool
    same_scale: bool
    changes: tuple[Change, ...]


def years_beside(before: Year, now: Year) -> YearsBeside:
    """Points are never put beside met / not met: of another scale no node is compared at all."""
    same_scale = before.scale == now.scale
    return YearsBeside(
        before=totals(before.units),
        now=totals(now.units),
        same_rules=before.rule_set == now.rule_set,
        same_scale=same_scale,
        changes=tuple(_changes(before, now)) if same_scale else (),
    )


def _changes(before: Year, now: Year) -> Iterable[Change]:
    old = {node.code: node for node in before.nodes}
    for node in now.nodes:
        earlier = old.pop(node.code, None)
        then = average(before.units, earlier) if earlier else None
        yield Change(node, _mark(earlier, node), then, average(now.units, node))
    for node in old.values():
        yield Change(node, GONE, average(before.units, node), None)


def _mark(earlier: Node | None, node: Node) -> str:
    if earlier is None:
        return NEW
    return SAME if earlier == node else CHANGED


def rate_step(before: Totals, now: Totals) -> Decimal | None:
    """By how many hundredths of the whole the rate moved, of the rates as they are shown."""
    return step_between(_met_share(before), _met_share(now))


def _met_share(row: Totals) -> Decimal | None:
    if not row.decided:
        return None
    return half_up(Fraction(row.met * 100, row.decided), SHARE_PLACES)


def summed(rows: Sequence[Totals], label: str = "") -> Totals:
    """The last row of a table of totals: the sum of its rows."""
    return Totals(
        met=sum(row.met for row in rows),
        not_met=sum(row.not_met for row in rows),
        waiting=sum(row.waiting for row in rows),
        left_out=sum(row.left_out for row in rows),
        label=label,
    )
