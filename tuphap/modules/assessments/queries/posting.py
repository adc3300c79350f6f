"""Results that hang out for the public today, and one of them by its address."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, DateTimeField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from tuphap.foundation.units.old_codes import Lead, leads_on
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment, Period
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


def leads_to_postings(year: int, code: str) -> list[Lead]:
    """From a code of another time to the units of that year which hung out a result."""
    days = set(Period.objects.filter(year=year).values_list("units_on", flat=True))
    found = (lead for day in sorted(days) for lead in leads_on(code, day))
    kept = (lead.only(unit for unit in lead.units if posting_at(year, unit.code)) for lead in found)
    return list({lead.bearer.pk: lead for lead in kept if lead.units}.values())


def postings_by_code(today: date, code: str) -> tuple[list[Posting], list[Lead]]:
    """What hangs out of the unit of this code, or of those that stand in its place."""
    leads = leads_on(code, today)
    wanted = {code, *(unit.code for lead in leads for unit in lead.units)}
    return [one for one in postings_on(today) if one.dossier.unit.code in wanted], leads


def _with_day(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """`posted_at` is the moment of the newest move into the status, as the guard counts it."""
    change = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id=Cast(OuterRef("pk"), CharField()),
        target=POSTED,
    ).order_by("-pk")
    posted_at = Subquery(change.values("made_at")[:1], output_field=DateTimeField())
    return rows.annotate(posted_at=posted_at)
