"""Results that hang out for the public today, and one of them by its address."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment
from tuphap.rules.vietnamese import fold

POSTED = "posted"


@dataclass(frozen=True)
class Posting:
    """A dossier on the public page: from and until when, both days included."""

    dossier: Assessment
    since: date
    until: date

    def is_on(self, today: date) -> bool:
        return self.dossier.status == POSTED and today <= self.until


def posting_of(dossier: Assessment) -> Posting | None:
    """None where the period asks for no posting, or the dossier was never posted."""
    days, at = dossier.period.posting_days, getattr(dossier, "posted_at", None)
    if not days or at is None:
        return None
    since = timezone.localdate(at)
    return Posting(dossier, since, since + timedelta(days=days - 1))


def postings_on(today: date, words: str = "") -> list[Posting]:
    """What hangs out today, by year and name; `words` is looked for without marks and case."""
    rows = _with_day(Assessment.objects.filter(status=POSTED, period__posting_days__gt=0))
    for word in fold(words).split():
        rows = rows.filter(unit__name_folded__contains=word)
    rows = rows.select_related("unit__parent", "period__rule_set", "period__scope_unit")
    found = (posting_of(row) for row in rows.order_by("-period__year", "unit__name_sort", "pk"))
    return [posting for posting in found if posting is not None and posting.is_on(today)]


def posting_at(year: int, code: str) -> Posting | None:
    """The newest posting of a unit by its address, also one that has ended."""
    rows = _with_day(Assessment.objects.filter(period__year=year, unit__code=code))
    rows = rows.select_related("unit__parent", "period__scope_unit").order_by("-period__opened_at")
    return next(filter(None, map(posting_of, rows)), None)


def _with_day(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """`posted_at` is the moment of the newest move into the status, as the guard counts it."""
    change = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id=Cast(OuterRef("pk"), CharField()),
        target=POSTED,
    ).order_by("-pk")
    posted_at = Subquery(change.values("made_at")[:1], output_field=DateTimeField())
    return rows.annotate(posted_at=posted_at)
