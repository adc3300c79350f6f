"""What this module offers to others: how much of what was assigned is done, by key of its kind."""

from collections.abc import Collection

from django.db.models import Case, F, IntegerField, Max, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from tuphap.foundation.measures.registry import Days, Figure, Figures, Measure, Offer
from tuphap.modules.assigned_work.kinds import IN_TIME, KINDS
from tuphap.modules.assigned_work.models import Assignment
from tuphap.rules.assigned_work import JudgedBy

SOURCE = "Việc được giao"


def _done_when(day: str) -> Q:
    """There is a day, and it lies within the due one where only that counts."""
    in_time = Q(due_on__isnull=True) | Q(**{f"{day}__lte": F("due_on")})
    return Q(**{f"{day}__isnull": False}) & (~Q(kind__in=IN_TIME) | in_time)


_DONE = Case(
    When(name="", then=Coalesce(F("done_count"), 0)),
    When(Q(judged_by=JudgedBy.SIGNED.value) & _done_when("signed_on"), then=Value(1)),
    When(Q(judged_by=JudgedBy.ISSUED.value) & _done_when("issued_on"), then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


def read(units: Collection[int], days: Days, keys: Collection[str]) -> Figures:
    """One question; a unit to which nothing was assigned has no figure."""
    rows = (
        Assignment.objects.filter(
            unit__in=list(units),
            kind__in=list(keys),
            year__gte=days.first.year,
            year__lte=days.last.year,
            withdrawn_at__isnull=True,
        )
        .order_by()
        .values_list("unit_id", "kind")
        .annotate(done=Sum(_DONE), due=Sum("quantity"), as_of=Max("changed_at"))
    )
    return {
        (unit, kind): Figure(
            done, due, as_of, reverse("assigned_work:unit", args=[unit, days.first.year])
        )
        for unit, kind, done, due, as_of in rows
    }


OFFER = Offer(
    measures=tuple(Measure(key, kind.counted, SOURCE) for key, kind in KINDS.items()), read=read
)
