"""What a list said of one dossier, and which dossiers and years came in from lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tuphap.modules.assessments.former_years.models import ImportBatch, ImportedResult
from tuphap.modules.assessments.former_years.queries.batches import (
    PERMISSION,
    lives_here,
    visible_batches,
)
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.rules.permissions import Actor, may
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.workflows.imported import IMPORTED


@dataclass(frozen=True)
class BroughtIn:
    """The line of the list, that of the answers to a form where there are any, and the sums."""

    result: ImportedResult
    answers: ImportedResult | None
    sums: Mapping[str, ColumnSummary]

    @property
    def lines(self) -> tuple[ImportedResult, ...]:
        return (self.result,) if self.answers is None else (self.result, self.answers)


def brought_in(dossier: Assessment) -> BroughtIn | None:
    """None of a dossier made here, which costs no question where it was sent or is undecided."""
    if not _may_be_listed(dossier):
        return None
    rows = ImportedResult.objects.filter(assessment=dossier).select_related("batch__committed_by")
    found = {row.column: row for row in rows.defer("batch__read")}
    if FINAL not in found:
        return None
    sums = {row.column: row for row in ColumnSummary.objects.filter(assessment=dossier)}
    return BroughtIn(found[FINAL], found.get(SELF), sums)


def listed_among(dossiers: Iterable[Assessment]) -> frozenset[UUID]:
    """Those that a list brought in; one question, and none where there can be none."""
    asked = [dossier.pk for dossier in dossiers if _may_be_listed(dossier)]
    if not asked:
        return frozenset()
    rows = ImportedResult.objects.filter(assessment__in=asked, column=FINAL)
    return frozenset(rows.values_list("assessment_id", flat=True))


def _may_be_listed(dossier: Assessment) -> bool:
    return dossier.decision_id is not None and dossier.submitted_at is None


def made_here(dossiers: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """Without those that lists brought in: nobody works on them."""
    return dossiers.filter(~_LISTED)


def to_be_followed(dossiers: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """For whoever publishes: made here, or brought in and still to be published."""
    return dossiers.filter(~_LISTED | Q(status=IMPORTED.code))


_LISTED = Exists(ImportedResult.objects.filter(assessment=OuterRef("pk"), column=FINAL))


def lists_of_year(period: Period) -> list[ImportBatch]:
    """The files a whole year came in from, newest first; none of a year that lives here."""
    if lives_here(period):
        return []
    rows = ImportBatch.objects.filter(results__assessment__period=period, undone_at=None)
    found = rows.select_related("committed_by").defer("read").distinct()
    return list(found.order_by("-committed_at"))


def batches_seen(actor: Actor, batches: Iterable[ImportBatch]) -> frozenset[UUID]:
    """Those whose page the actor may open."""
    if not may(actor, PERMISSION):
        return frozenset()
    asked = [batch.pk for batch in batches]
    return frozenset(visible_batches(actor).filter(pk__in=asked).values_list("pk", flat=True))
