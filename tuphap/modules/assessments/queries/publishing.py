"""What is ready to be published, what is not, and the figures of what is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import copies, with_requests
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import (
    COLUMNS,
    Assessment,
    ColumnSummary,
    Entry,
    Period,
)
from tuphap.modules.assessments.models.columns import LINE_FIGURES
from tuphap.modules.assessments.queries.assessments import base
from tuphap.rules.permissions import Actor
from tuphap.rules.workflow import Status
from tuphap.rules.workflows.assessment import COLUMN_PERMISSIONS, FINAL
from tuphap.rules.workflows.comment import OPEN, QUESTION
from tuphap.rules.workflows.public_comment import UNANSWERED

PUBLISH = "publish"
ROW = (
    "pk",
    "unit_id",
    "unit__code",
    "unit__name",
    "unit__kind",
    "unit__parent_id",
    "unit__parent__code",
    "unit__parent__name",
    "unit__parent__kind",
    "met",
    "decision__number",
    "decision__signed_on",
    "decision__decided_by",
)

LINE = ("assessment__unit__code", "item", *LINE_FIGURES)


@dataclass(frozen=True)
class Readiness:
    """`fresh` are decided and not yet published; `waiting` says how many units stand where.

    Units that are not assessed this year are none of `units`.
    """

    units: int
    decided: int
    fresh: int
    met: int
    waiting: tuple[tuple[Status, int], ...]
    copies: tuple[PublishedCopy, ...]
    not_assessed: int = 0

    @property
    def not_met(self) -> int:
        return self.decided - self.met

    @property
    def pending(self) -> int:
        return self.units - self.decided

    @property
    def next_number(self) -> int:
        return self.copies[0].number + 1 if self.copies else 1


def readiness(period: Period) -> Readiness:
    """Two queries: counts by status and result, and the copies there are."""
    counted = (
        Assessment.objects.filter(period=period)
        .order_by()
        .values_list("status", "met")
        .annotate(units=Count("pk"))
    )
    everybody = list(counted)
    rows = [row for row in everybody if row[0] not in period.workflow.not_counted]
    sources = publishable(period)
    waiting = {
        status.code: sum(units for code, met, units in rows if code == status.code and met is None)
        for status in period.workflow.statuses
    }
    return Readiness(
        units=sum(units for _, _, units in rows),
        decided=sum(units for _, met, units in rows if met is not None),
        fresh=sum(units for code, _, units in rows if code in sources),
        met=sum(units for _, met, units in rows if met),
        waiting=tuple(
            (status, waiting[status.code])
            for status in period.workflow.statuses
            if waiting[status.code]
        ),
        copies=tuple(with_requests(copies(RESULTS, period.year))),
        not_assessed=sum(units for _, _, units in everybody) - sum(units for _, _, units in rows),
    )


def hold_still(period: Period) -> None:
    """No dossier of the period moves until the transaction ends: the copy, and what is marked as
    published by it, are then the same dossiers with the same figures."""
    rows = Assessment.objects.filter(period=period).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))


def publishable(period: Period) -> frozenset[str]:
    """The statuses from which the table lets a dossier be published."""
    return frozenset(move.source for move in period.workflow.moves if move.name == PUBLISH)


def assessed_or_not(period: Period) -> tuple[int, int]:
    """How many units sums and rates of the period speak of, and how many they leave out."""
    left_out = Q(status__in=period.workflow.not_counted)
    counted = Assessment.objects.filter(period=period).aggregate(
        assessed=Count("pk", filter=~left_out), not_assessed=Count("pk", filter=left_out)
    )
    return counted["assessed"], counted["not_assessed"]


def fresh(period: Period) -> QuerySet[Assessment]:
    """Decided dossiers that no copy holds yet."""
    return base().filter(period=period, status__in=publishable(period))


def earlier_work(period: Period, actor: Actor) -> Mapping[str, frozenset[int]]:
    """What the actor did on dossiers that would be published now, as four eyes ask for it."""
    return work_on(fresh(period), actor)


def work_on(dossiers: QuerySet[Assessment], actor: Actor) -> Mapping[str, frozenset[int]]:
    """What the actor did on any of these, in two queries however many there are."""
    if actor.person_id is None:
        return {}
    waiting = dossiers.order_by()
    moved = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id__in=waiting.values_list(Cast("pk", TextField())),
        made_by=actor.person_id,
    )
    written = apps.get_model("assessments", "EntryHistory").objects.filter(
        assessment__in=waiting.values("pk"), written_by=actor.person_id
    )
    columns = written.order_by().values_list("column", flat=True).distinct()
    done = {*moved.order_by().values_list("needs", flat=True).distinct()}
    done |= {COLUMN_PERMISSIONS[column] for column in columns}
    return {permission: frozenset({actor.person_id}) for permission in done}


def open_talk(period: Period) -> int:
    """How many decided dossiers have a comment of the public or a question without an answer."""
    decided = Assessment.objects.filter(period=period, decision__isnull=False)
    waits = Q(public_comments__status__in=UNANSWERED) | Q(
        comments__status=OPEN, comments__kind=QUESTION
    )
    return decided.filter(waits).order_by().values("pk").distinct().count()


def decided_rows(period: Period) -> list[dict[str, Any]]:
    """Decided dossiers in the order in which they are published: by parent unit, then by code."""
    decided = Assessment.objects.filter(period=period, decision__isnull=False)
    return list(decided.order_by("unit__parent__path", "unit__code").values(*ROW))


def decided_sums(period: Period) -> Mapping[UUID, Mapping[str, Mapping[str, Any]]]:
    """The kept sums of decided dossiers by dossier and column."""
    rows = ColumnSummary.objects.filter(
        assessment__period=period, assessment__decision__isnull=False, column__in=COLUMNS
    ).values("assessment", "column", "total", "met", "passed_indicators", "scores", "conditions")
    found: dict[UUID, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["assessment"], {})[row["column"]] = row
    return found


def decided_lines(period: Period) -> list[dict[str, Any]]:
    """The final figures of decided dossiers, without the words beside them."""
    final = Entry.objects.filter(
        assessment__period=period, assessment__decision__isnull=False, column=FINAL
    )
    return list(final.order_by("assessment__unit__code", "item").values(*LINE))
