"""Kept statistics of a period: what they are made from, and the row set a desk reads."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery

from tuphap.modules.assessments.models import Assessment, ContentStatistics, Entry, Period
from tuphap.rules.compared_figures import Pair
from tuphap.rules.outliers import Spread
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.assessment import SELF

# A sending counts from the moment its request came in and is seen a little later.
SEEN_WITHIN = timedelta(minutes=5)


class Counted(NamedTuple):
    """One line of one unit that counts something."""

    kind: str
    item: str
    pair: Pair


def counted_lines(period: Period) -> Iterator[Counted]:
    """Of the units that have sent and are not writing again; who is out of the year is left out."""
    rows = Entry.objects.filter(
        column=SELF,
        done__isnull=False,
        due__isnull=False,
        assessment__in=_sent(period).order_by().values("pk"),
    )
    values = rows.order_by().values_list("assessment__unit__kind", "item", "done", "due")
    for kind, item, done, due in values.iterator():
        if done is not None and due is not None:
            yield Counted(kind, item, Pair(done, due))


def _sent(period: Period) -> QuerySet[Assessment]:
    sent = Assessment.objects.filter(period=period, submitted_at__isnull=False)
    return sent.exclude(status__in=_still_written(period.workflow))


def _still_written(workflow: Workflow) -> list[str]:
    written = [status.code for status in workflow.statuses if SELF in status.writable]
    return [*written, *workflow.not_counted]


def stale_periods() -> list[Period]:
    """Periods into which something was sent after their statistics were made."""
    sent = Assessment.objects.filter(period=OuterRef("pk"), submitted_at__isnull=False)
    newest = sent.order_by("-submitted_at").values("submitted_at")[:1]
    rows = Period.objects.annotate(
        last_sent=Subquery(newest, output_field=DateTimeField()),
        as_of=Max("statistics__as_of"),
    )
    stale = rows.filter(Q(as_of__isnull=True) | Q(last_sent__gt=F("as_of") - SEEN_WITHIN))
    return list(stale.filter(last_sent__isnull=False).select_related("rule_set").order_by("pk"))


def peers_of(assessment: Assessment) -> dict[tuple[str, str], Spread]:
    """By content and figure, among units of the same kind; one question for the whole sheet."""
    rows = ContentStatistics.objects.filter(period=assessment.period_id, kind=assessment.unit.kind)
    return {
        (row.item, row.figure): Spread(row.n, row.mean, row.std, row.median, row.mad)
        for row in rows
    }


def made_at(period: Period) -> datetime | None:
    newest: datetime | None = ContentStatistics.objects.filter(period=period).aggregate(
        Max("as_of")
    )["as_of__max"]
    return newest
