"""The matrix of a year: every unit, every node, the three columns side by side.

Values, not objects, out of the kept sums, in one query whatever the number of units: three joins
give each unit one line with all its cells, as somebody who writes SQL would ask for them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, FilteredRelation, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404

from tuphap.foundation.access.reach import within_reach, within_spans
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.units.kinds import bare_name
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.queries.check_levels import levels_of
from tuphap.modules.assessments.queries.measured import contradicted
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.conditions import (
    ALL_INDICATORS,
    GATE,
    MIN_PERCENT_EACH,
    MIN_TOTAL,
    conditions_in_force,
)
from tuphap.rules.permissions import Actor, Span, reach
from tuphap.rules.plausibility import CHECKS, OFF, WARNING
from tuphap.rules.rule_set import PASS, Criterion, Indicator, RuleSet, display_name, indicators
from tuphap.rules.workflow import Status
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF
from tuphap.rules.year_figures import LEFT_OUT, WAITING, result_of

PERMISSION = "assessment.compare"
TOTAL = "tong"
# Names of the joins, in the order of a Cell.
JOINED = {"own": SELF, "appraised": APPRAISED, "final": FINAL}


@dataclass(frozen=True)
class Node:
    """A group of columns: the total, a criterion or an indicator.

    `parts` are the codes that are counted in scale pass; `minimum` is what the conditions of the
    rule set ask of this node, None where they ask nothing.
    """

    code: str
    title: str
    maximum: Decimal | None
    minimum: Decimal | None
    parts: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """How the node is called beside the name of a column: “TC1”, but the total in words."""
        return self.title if self.code == TOTAL else self.code


class Cell(NamedTuple):
    """One node of one unit. `difference` is final minus self, None while one is missing."""

    own: Decimal | None
    appraised: Decimal | None
    final: Decimal | None
    difference: Decimal | None


@dataclass(slots=True)
class Row:
    """A unit with the total first among its cells."""

    id: UUID
    code: str
    name: str
    name_sort: str
    kind: str
    group_code: str
    group: str
    status: str
    met: bool | None
    result: str = WAITING  # as totals of the year count it
    failed: tuple[str, ...] = ()  # codes of the conditions of the final column that do not hold
    gate_failed: bool = False
    moved: bool = False  # a figure anywhere below, also where two of them make up for one another
    contradicted: bool = False  # an own figure is not the one the system knows
    kept_flags: tuple[str, ...] = ()  # codes of the checks that found something when it was sent
    days_late: int = 0  # of its last sending
    letters: tuple[str, ...] = ()  # of the checks that count as a warning in this period
    unfinished: tuple[bool, ...] = ()  # for each column of a Cell: lines of it are still open
    cells: list[Cell] = field(default_factory=list)

    @property
    def total(self) -> Cell:
        return self.cells[0]

    @property
    def counted(self) -> bool:
        return self.result != LEFT_OUT

    @property
    def differs(self) -> bool:
        return self.moved or any(cell.difference for cell in self.cells)

    @property
    def largest(self) -> Decimal:
        """How far the total moved; where it did not, how far the worst node did."""
        return abs(self.total.difference or Decimal(0))

    @property
    def has_unfinished(self) -> bool:
        """A total counts only some of its lines."""
        return any(map(self.is_unfinished, range(len(self.unfinished))))

    def is_unfinished(self, place: int) -> bool:
        return self.unfinished[place] and self.total[place] is not None

    @property
    def changed_by_council(self) -> bool:
        """Results that were brought in have no appraised figure that could have been changed."""
        return any(
            None not in (cell.final, cell.appraised) and cell.final != cell.appraised
            for cell in self.cells
        )


@dataclass(frozen=True)
class Matrix:
    nodes: tuple[Node, ...]
    rows: list[Row]
    scale: str
    indicator_count: int
    statuses: tuple[Status, ...]

    @property
    def flagged(self) -> bool:
        """Whether any unit has a flag; else nobody needs a column for it."""
        return any(row.letters or row.days_late for row in self.rows)

    @property
    def letters(self) -> dict[str, str]:
        """Flags that occur, with their words, in the order of the checks."""
        raised = {letter for row in self.rows for letter in row.letters}
        return {check.letter: check.label for check in CHECKS if check.letter in raised}


def periods_compared(actor: Actor) -> QuerySet[Period]:
    """Periods with a dossier this person may compare, newest first."""
    seen = within_reach(Assessment.objects.order_by(), actor, PERMISSION).values("period")
    return (
        Period.objects.filter(pk__in=seen)
        .select_related("rule_set", "scope_unit")
        .defer("rule_set__document")
    )


def compared(actor: Actor, year: int) -> tuple[Period, list[Period]]:
    """The period of a year and the other ones, as far as this person may compare them."""
    periods = list(periods_compared(actor))
    for period in periods:
        if period.year == year:
            return period, [other for other in periods if other.year != year]
    raise Http404


def matrix(period: Period, actor: Actor, *, by_indicator: bool = False) -> Matrix:
    """All units of the period within reach, by criterion or by indicator; not those whose first
    figures this person must not know yet."""
    hidden = hidden_from(actor)
    rule_set = parsed(period.rule_set)
    by_indicator = by_indicator and bool(indicators(rule_set))  # a set may have criteria only
    nodes = _nodes(period, rule_set, by_indicator)
    conditions = [c.code for c in rule_set.conditions]
    gates = {c.code for c in _in_force(period, rule_set) if c.kind == GATE}
    codes = [code for node in nodes[1:] for code in node.parts or (node.code,)]
    read = _reader(nodes, rule_set.scale)
    rows = [
        _row(line, len(codes), read, period, conditions)
        for line in _lines(period, actor, codes, conditions)
        if line[0] not in hidden
    ]
    levels = levels_of(period.pk)
    flagged = contradicted(period) if levels["differs"] != OFF else set()
    letters = _letters(levels)
    for row in rows:
        row.contradicted = row.id in flagged
        row.gate_failed = not gates.isdisjoint(row.failed) and levels["gate_fails"] != OFF
        row.letters = letters(row)
    return Matrix(nodes, rows, rule_set.scale, len(indicators(rule_set)), period.workflow.statuses)


def _letters(levels: Mapping[str, str]) -> Callable[[Row], tuple[str, ...]]:
    """What was found when it was sent, and what is known now; a note is no flag. Hundreds of units
    have a few different sets of them."""
    shown = [(check.code, check.letter) for check in CHECKS if levels[check.code] == WARNING]

    @cache
    def found(kept: tuple[str, ...], gate_failed: bool, contradicted: bool) -> tuple[str, ...]:
        now = {"gate_fails": gate_failed, "differs": contradicted}
        return tuple(letter for code, letter in shown if code in kept or now.get(code))

    return lambda row: found(row.kept_flags, row.gate_failed, row.contradicted)


# --- nodes ---


def _in_force(period: Period, rule_set: RuleSet) -> tuple[Any, ...]:
    return conditions_in_force(rule_set, period.gates_enabled)


def _nodes(period: Period, rule_set: RuleSet, by_indicator: bool) -> tuple[Node, ...]:
    levels = {c.kind: c.value for c in _in_force(period, rule_set)}
    chosen: Sequence[Criterion | Indicator] = (
        indicators(rule_set) if by_indicator else rule_set.criteria
    )
    if rule_set.scale == PASS:
        return _counting_nodes(rule_set, chosen, ALL_INDICATORS in levels)
    share = None if by_indicator else levels.get(MIN_PERCENT_EACH)
    total = Node(TOTAL, "Tổng điểm", rule_set.total_max, levels.get(MIN_TOTAL))
    return (
        total,
        *(
            Node(row.code, display_name(row), row.max_points, _share(row.max_points, share))
            for row in chosen
        ),
    )


def _share(maximum: Decimal | None, percent: Decimal | None) -> Decimal | None:
    return None if maximum is None or percent is None else maximum * percent / 100


def _counting_nodes(
    rule_set: RuleSet, chosen: Sequence[Criterion | Indicator], all_needed: bool
) -> tuple[Node, ...]:
    """In scale pass a node shows how many of its indicators passed."""
    everything = tuple(row.code for row in indicators(rule_set))
    named = [(TOTAL, "Chỉ tiêu đạt", everything)]
    named += [(row.code, display_name(row), _parts(row)) for row in chosen]
    return tuple(
        Node(code, title, Decimal(len(parts)), Decimal(len(parts)) if all_needed else None, parts)
        for code, title, parts in named
    )


def _parts(row: Criterion | Indicator) -> tuple[str, ...]:
    return tuple(i.code for i in row.indicators) if isinstance(row, Criterion) else (row.code,)


# --- rows and cells ---

UNIT = (
    "pk",
    "unit__code",
    "unit__name",
    "unit__name_sort",
    "unit__kind",
    "status",
    "met",
    "days_late",
    "kept_flags__checks",
    "unit__parent_id",
    "unit__parent__code",
    "unit__parent__name",
    "unit__parent__kind",
)


def _lines(
    period: Period, actor: Actor, codes: Sequence[str], conditions: Sequence[str]
) -> Iterable[tuple[Any, ...]]:
    """Per dossier: the unit, the first open line of each column, whether the final column met and
    whether it says anything else than the own one, its conditions; then for each column its total
    and a text per code."""
    spans = tuple(reach(actor, PERMISSION))
    return _question(spans, tuple(codes), tuple(conditions)).values(period.pk) if spans else ()


@lru_cache(maxsize=64)
def _question(
    spans: tuple[Span, ...], codes: tuple[str, ...], conditions: tuple[str, ...]
) -> KeptQuery[Assessment]:
    """Kept for each reach and rule set: with all its columns it costs more to make than to ask."""
    return KeptQuery(lambda period: _asked(period, spans, codes, conditions), example=(-1,))


def _asked(
    period_id: int, spans: Iterable[Span], codes: Sequence[str], conditions: Sequence[str]
) -> Any:
    joins = {
        name: FilteredRelation("summaries", condition=Q(summaries__column=column))
        for name, column in JOINED.items()
    }
    texts = {f"{name}_open": KeyTextTransform(0, f"{name}__unanswered") for name in JOINED}
    moved = ~Q(final__scores=F("own__scores"))
    shown: list[str] = [*texts, "final__met", "moved"]
    for place, condition in enumerate(conditions):
        texts[f"condition{place}"] = KeyTextTransform(condition, "final__conditions")
        shown.append(f"condition{place}")
    for name in JOINED:
        shown.append(f"{name}__total")
        for place, code in enumerate(codes):
            texts[f"{name}{place}"] = KeyTextTransform(code, f"{name}__scores")
            shown.append(f"{name}{place}")
    found = within_spans(Assessment.objects.filter(period=period_id), spans, "unit")
    both = found.alias(**joins).annotate(moved=ExpressionWrapper(moved, BooleanField()))
    lines = both.annotate(**texts).order_by("unit__path")
    return lines.values_list(*UNIT, *shown)


Column = list[Decimal | None]
Reader = Callable[[Decimal | None, Sequence[str | None]], Column]


def _row(
    line: tuple[Any, ...], codes: int, read: Reader, period: Period, conditions: Sequence[str]
) -> Row:
    pk, code, name, name_sort, kind, status, met, late, kept, parent, *above = line[: len(UNIT)]
    width = 1 + codes
    sums = line[-3 * width :]
    own_open, seen_open, final_open, final_met, moved, *held = line[len(UNIT) : -3 * width]
    between = parent is not None and parent != period.scope_unit_id
    columns = [read(sums[at], sums[at + 1 : at + width]) for at in (0, width, 2 * width)]
    return Row(
        id=pk,
        code=code,
        name=name,
        name_sort=name_sort,
        kind=kind,
        group_code=above[0] if between else "",
        group=_group(above[1], above[2]) if between else "",
        status=status,
        met=final_met if met is None else met,
        result=result_of(status not in period.workflow.not_counted, met),
        failed=tuple(
            code for code, holds in zip(conditions, held, strict=True) if holds == "false"
        ),
        kept_flags=tuple(kept or ()),
        days_late=late,
        moved=bool(moved) and final_met is not None,
        unfinished=(own_open is not None, seen_open is not None, final_open is not None),
        cells=[
            Cell(own, seen, final, None if own is None or final is None else final - own)
            for own, seen, final in zip(*columns, strict=True)
        ],
    )


@cache
def _group(name: str, kind: str) -> str:
    return bare_name(name, kind)


@lru_cache(maxsize=8192)
def _decimal(text: str | None) -> Decimal | None:
    """Thousands of cells hold a few hundred different figures."""
    return None if text is None else Decimal(text)


def _reader(nodes: Sequence[Node], scale: str) -> Reader:
    return partial(_passed, nodes) if scale == PASS else _points


def _points(total: Decimal | None, texts: Sequence[str | None]) -> Column:
    return [total, *map(_decimal, texts)]


def _passed(nodes: Sequence[Node], _: Decimal | None, marks: Sequence[str | None]) -> Column:
    counted = [_count(marks)]
    place = 0
    for node in nodes[1:]:
        counted.append(_count(marks[place : place + len(node.parts)]))
        place += len(node.parts)
    return counted


def _count(marks: Sequence[str | None]) -> Decimal | None:
    """How many passed; unknown while nothing is answered."""
    return Decimal(marks.count("1")) if any(m is not None for m in marks) else None
