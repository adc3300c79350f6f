"""The matrix of a year: every unit, every node, the three columns side by side.

Values, not objects, and the same number of queries for 10 and for 3,321 units: one for the
dossiers, one for the cells out of the kept sums.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.units.kinds import bare_name
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.conditions import (
    ALL_INDICATORS,
    GATE,
    MIN_PERCENT_EACH,
    MIN_TOTAL,
    conditions_in_force,
)
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import PASS, Criterion, Indicator, RuleSet, display_name, indicators
from tuphap.rules.workflow import Status
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF

PERMISSION = "assessment.compare"
TOTAL = "tong"
PLACES = {SELF: 0, APPRAISED: 1, FINAL: 2}


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


class Cell(NamedTuple):
    """One node of one unit. `difference` is final minus self, None while one is missing."""

    own: Decimal | None
    appraised: Decimal | None
    final: Decimal | None
    difference: Decimal | None


UNKNOWN = Cell(None, None, None, None)


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
    gate_failed: bool = False
    cells: list[Cell] = field(default_factory=list)

    @property
    def total(self) -> Cell:
        return self.cells[0]

    @property
    def differs(self) -> bool:
        return any(cell.difference for cell in self.cells)

    @property
    def largest(self) -> Decimal:
        """How far the total moved; where it did not, how far the worst node did."""
        return abs(self.total.difference or Decimal(0))

    @property
    def changed_by_council(self) -> bool:
        return any(cell.final is not None and cell.final != cell.appraised for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    nodes: tuple[Node, ...]
    rows: list[Row]
    scale: str
    indicator_count: int
    statuses: tuple[Status, ...]

    @property
    def flagged(self) -> bool:
        """Whether any unit fails a gate; else nobody needs a column for it."""
        return any(row.gate_failed for row in self.rows)


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
    """All units of the period within reach, by criterion or by indicator."""
    rule_set = parsed(period.rule_set)
    nodes = _nodes(period, rule_set, by_indicator)
    rows = {row.id: row for row in _rows(period, actor)}
    gates = [c.code for c in _in_force(period, rule_set) if c.kind == GATE]
    for pk, columns in _cells(period, actor, rule_set, nodes, gates).items():
        if pk in rows:
            _fill(rows[pk], columns, len(nodes))
    for row in rows.values():
        row.cells = row.cells or [UNKNOWN] * len(nodes)
    return Matrix(
        nodes,
        list(rows.values()),
        rule_set.scale,
        len(indicators(rule_set)),
        period.workflow.statuses,
    )


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


def _rows(period: Period, actor: Actor) -> Iterable[Row]:
    found = within_reach(Assessment.objects.filter(period=period), actor, PERMISSION)
    values = found.order_by("unit__path").values_list(
        "pk",
        "status",
        "met",
        "unit__code",
        "unit__name",
        "unit__name_sort",
        "unit__kind",
        "unit__parent_id",
        "unit__parent__code",
        "unit__parent__name",
        "unit__parent__kind",
    )
    for pk, status, met, code, name, name_sort, kind, parent, *above in values:
        between = parent not in (None, period.scope_unit_id)
        yield Row(
            id=pk,
            code=code,
            name=name,
            name_sort=name_sort,
            kind=kind,
            group_code=above[0] if between else "",
            group=bare_name(above[1], above[2]) if between else "",
            status=status,
            met=met,
        )


def _cells(
    period: Period, actor: Actor, rule_set: RuleSet, nodes: Sequence[Node], gates: Sequence[str]
) -> dict[UUID, list[tuple[Any, ...] | None]]:
    """Per dossier the three columns as tuples: met, failed gates, then a value per node."""
    codes = [code for node in nodes[1:] for code in node.parts or (node.code,)]
    wanted = {f"s{place}": KeyTextTransform(code, "scores") for place, code in enumerate(codes)}
    wanted |= {f"g{place}": KeyTextTransform(g, "conditions") for place, g in enumerate(gates)}
    found = within_reach(
        ColumnSummary.objects.filter(assessment__period=period),
        actor,
        PERMISSION,
        "assessment__unit",
    )
    rows = found.annotate(**wanted).values_list("assessment_id", "column", "total", "met", *wanted)
    read = _passed if rule_set.scale == PASS else _points
    columns: dict[UUID, list[tuple[Any, ...] | None]] = {}
    for pk, column, total, met, *texts in rows:
        scores, answers = texts[: len(codes)], texts[len(codes) :]
        kept = columns.setdefault(pk, [None, None, None])
        kept[PLACES[column]] = (met, "false" in answers, *read(total, scores, nodes))
    return columns


def _points(
    total: Decimal | None, texts: Sequence[str | None], _: Sequence[Node]
) -> Iterable[Decimal | None]:
    yield total
    for text in texts:
        yield None if text is None else Decimal(text)


def _passed(
    _: Decimal | None, texts: Sequence[str | None], nodes: Sequence[Node]
) -> Iterable[Decimal | None]:
    yield _count(texts)
    place = 0
    for node in nodes[1:]:
        yield _count(texts[place : place + len(node.parts)])
        place += len(node.parts)


def _count(marks: Sequence[str | None]) -> Decimal | None:
    """How many passed; unknown while nothing is answered."""
    return Decimal(sum(m == "1" for m in marks)) if any(m is not None for m in marks) else None


def _fill(row: Row, columns: Sequence[tuple[Any, ...] | None], width: int) -> None:
    empty = (None, False, *[None] * width)
    own, appraised, final = (column or empty for column in columns)
    row.gate_failed = bool(final[1])
    if row.met is None:
        row.met = final[0]
    row.cells = [
        Cell(a, b, c, None if a is None or c is None else c - a)
        for a, b, c in zip(own[2:], appraised[2:], final[2:], strict=True)
    ]
