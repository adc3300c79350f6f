"""Dossiers that wait for a decision, by the unit that decides; and the papers recorded last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from tuphap.modules.assessments.models import Assessment, Decision
from tuphap.modules.assessments.queries.queue import in_charge
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import POINTS
from tuphap.rules.workflows.assessment import FINAL, WORKFLOWS

DECIDE = "assessment.decide"
LAST_PAPERS = 10


@dataclass(frozen=True)
class Waiting:
    """One unit with the result of its final column; `failing` are codes of conditions."""

    id: str
    name: str
    parent: str
    total: Decimal | None
    passed: int | None
    met: bool | None
    failing: tuple[str, ...]


@dataclass(frozen=True)
class WaitingGroup:
    """One paper can cover these: one period, one deciding unit."""

    key: str
    period_id: int
    year: int
    has_points: bool
    office: str
    rows: tuple[Waiting, ...]

    @property
    def met(self) -> int:
        return sum(row.met is True for row in self.rows)

    @property
    def not_met(self) -> int:
        return sum(row.met is False for row in self.rows)


def waiting_groups(actor: Actor) -> list[WaitingGroup]:
    """One question, however many dossiers wait; newest year first."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in _values(in_charge(actor, [DECIDE])):
        groups.setdefault(f"{row['period']}-{row['appraising_unit']}", []).append(row)
    return [_group(key, rows) for key, rows in groups.items()]


def last_papers(actor: Actor) -> list[Decision]:
    """The newest papers that cover dossiers in charge, with how many units each covers."""
    mine = in_charge(actor, [DECIDE]).order_by().values("decision")
    papers = Decision.objects.filter(pk__in=mine).select_related("deciding_unit", "period")
    counted = papers.annotate(
        units=Count("assessments"), met=Count("assessments", filter=Q(assessments__met=True))
    )
    return list(counted.order_by("-recorded_at")[:LAST_PAPERS])


def _values(dossiers: QuerySet[Assessment]) -> QuerySet[Assessment, dict[str, Any]]:
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
            "unit__parent__name",
            "final__total",
            "final__passed_indicators",
            "final__met",
            "final__conditions",
            year=F("period__year"),
            scale=F("period__rule_set__scale"),
            office=F("appraising_unit__name"),
        )
    )


def _group(key: str, rows: Iterable[Mapping[str, Any]]) -> WaitingGroup:
    rows = list(rows)
    first = rows[0]
    return WaitingGroup(
        key=key,
        period_id=first["period"],
        year=first["year"],
        has_points=first["scale"] == POINTS,
        office=first["office"],
        rows=tuple(_waiting(row) for row in rows),
    )


def _waiting(row: Mapping[str, Any]) -> Waiting:
    held: Mapping[str, bool | None] = row["final__conditions"] or {}
    return Waiting(
        id=str(row["pk"]),
        name=row["unit__name"],
        parent=row["unit__parent__name"] or "",
        total=row["final__total"],
        passed=row["final__passed_indicators"],
        met=row["final__met"],
        failing=tuple(code for code, holds in held.items() if holds is False),
    )
