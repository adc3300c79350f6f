"""Dossiers that wait for a decision, by the unit that decides; and the papers recorded last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from tuphap.modules.assessments.models import Assessment, Decision, Period
from tuphap.modules.assessments.queries.queue import in_charge
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.conditions import numbered
from tuphap.rules.numbers import format_points_short
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import POINTS, indicators
from tuphap.rules.workflows.assessment import FINAL, WORKFLOWS

DECIDE = "assessment.decide"
LAST_PAPERS = 10


@dataclass(frozen=True)
class Waiting:
    """One unit with the result of its final column; `failing` names the conditions not met."""

    id: str
    name: str
    total: Decimal | None
    passed: int | None
    met: bool | None
    failing: tuple[str, ...]


@dataclass(frozen=True)
class WaitingGroup:
    """One paper can cover these: one period, one deciding unit."""

    key: str
    period: Period
    has_points: bool
    most: Decimal | None  # the points or the indicators there are
    office: str
    rows: tuple[Waiting, ...]

    @property
    def of(self) -> str:
        return format_points_short(self.most)

    @property
    def year(self) -> int:
        return self.period.year

    @property
    def met(self) -> int:
        return sum(row.met is True for row in self.rows)

    @property
    def not_met(self) -> int:
        return sum(row.met is False for row in self.rows)


def waiting_groups(actor: Actor) -> list[WaitingGroup]:
    """Two questions, however many dossiers wait; newest year first."""
    groups: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for row in _values(in_charge(actor, [DECIDE])):
        groups.setdefault((row["period"], row["appraising_unit"]), []).append(row)
    rows = Period.objects.filter(pk__in={period for period, _ in groups})
    periods = rows.select_related("rule_set").defer("rule_set__document").in_bulk()
    return [_group(periods[pk], office, found) for (pk, office), found in groups.items()]


def last_papers(actor: Actor) -> list[Decision]:
    """The newest papers that cover dossiers in charge, with how many units each covers."""
    mine = in_charge(actor, [DECIDE]).order_by().values("decision")
    papers = Decision.objects.filter(pk__in=mine).select_related("deciding_unit", "period")
    counted = papers.annotate(
        units=Count("assessments"), met=Count("assessments", filter=Q(assessments__met=True))
    )
    return list(counted.order_by("-recorded_at")[:LAST_PAPERS])


def _values(dossiers: QuerySet[Assessment]) -> Iterable[Mapping[str, Any]]:
    before = Q()
    for table in WORKFLOWS.values():
        sources = [move.source for move in table.moves if move.needs == DECIDE]
        before |= Q(period__rule_set__code=table.code, status__in=sources)
    final = FilteredRelation("summaries", condition=Q(summaries__column=FINAL))
    return (
        dossiers.filter(before)
        .annotate(final=final)
        .order_by("-period__year", "appraising_unit__name_sort", "unit__name_sort")
        .values(
            "pk",
            "period",
            "appraising_unit",
            "unit__name",
            "final__total",
            "final__passed_indicators",
            "final__met",
            "final__conditions",
            office=F("appraising_unit__name"),
        )
    )


def _group(period: Period, office: int, rows: list[Mapping[str, Any]]) -> WaitingGroup:
    rule_set = parsed(period.rule_set)
    names = {row.code: f"{numbered(row.code)} ({row.short_name})" for row in rule_set.conditions}
    has_points = rule_set.scale == POINTS
    indicator_count = Decimal(len(indicators(rule_set)))
    return WaitingGroup(
        key=f"{period.pk}-{office}",
        period=period,
        has_points=has_points,
        most=rule_set.total_max if has_points else indicator_count,
        office=rows[0]["office"],
        rows=tuple(_waiting(row, names) for row in rows),
    )


def _waiting(row: Mapping[str, Any], names: Mapping[str, str]) -> Waiting:
    held: Mapping[str, bool | None] = row["final__conditions"] or {}
    return Waiting(
        id=str(row["pk"]),
        name=row["unit__name"],
        total=row["final__total"],
        passed=row["final__passed_indicators"],
        met=row["final__met"],
        failing=tuple(names.get(code, code) for code, holds in held.items() if holds is False),
    )
