"""The final columns of a period as plain values, for calculations over all units at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from tuphap.foundation.access.reach import within_reach
from tuphap.modules.assessments.lines.answers import given_of
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry, Period
from tuphap.rules.permissions import Actor
from tuphap.rules.scoring import Answer
from tuphap.rules.workflows.assessment import FINAL

PERMISSION = "assessment.compare"


@dataclass(frozen=True)
class FinalSheet:
    """One unit: its result, and per content what was entered and what it gave.

    `points` has 1 and 0 in scale pass, None where nothing could be counted.
    """

    id: UUID
    code: str
    name: str
    group: str
    met: bool | None
    answers: Mapping[str, Answer]
    points: Mapping[str, Decimal | None]
    conditions: Mapping[str, bool | None]


def final_sheets(
    period: Period, actor: Actor, *, unmet_only: bool = False
) -> tuple[FinalSheet, ...]:
    """Every dossier in reach with a final column, by name; the decision's result before the sums'.

    Three questions whatever the number of units.
    """
    summaries = ColumnSummary.objects.filter(column=FINAL, assessment__period=period)
    found = {row.assessment_id: row for row in summaries}
    dossiers = within_reach(
        Assessment.objects.filter(period=period, pk__in=found), actor, PERMISSION
    )
    if unmet_only:
        sums_say = Q(met__isnull=True, summaries__column=FINAL, summaries__met=False)
        dossiers = dossiers.filter(Q(met=False) | sums_say).distinct()
    shown = list(dossiers.select_related("unit__parent").order_by("unit__name_sort", "pk"))
    entries = defaultdict(list)
    for entry in Entry.objects.filter(assessment__in=[d.pk for d in shown], column=FINAL):
        entries[entry.assessment_id].append(entry)
    return tuple(_sheet(d, found[d.pk], entries[d.pk]) for d in shown)


def _sheet(dossier: Assessment, summary: ColumnSummary, entries: list[Entry]) -> FinalSheet:
    parent = dossier.unit.parent
    return FinalSheet(
        id=dossier.pk,
        code=dossier.unit.code,
        name=dossier.unit.name,
        group=parent.name if parent else "",
        met=summary.met if dossier.met is None else dossier.met,
        answers={entry.item: given_of(entry).answer for entry in entries},
        points={entry.item: _points(entry) for entry in entries},
        conditions=summary.conditions,
    )


def _points(entry: Entry) -> Decimal | None:
    return entry.points if entry.passed is None else Decimal(entry.passed)
