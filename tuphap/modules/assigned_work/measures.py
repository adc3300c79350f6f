"""What this module offers to others: how much of what was assigned is done, by key of its kind."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, F, IntegerField, Max, Q, Sum, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from tuphap.foundation.files.models import Scan
from tuphap.foundation.measures.registry import Days, Document, Figure, Figures, Measure, Offer
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
    When(Q(judged_by=JudgedBy.SIGNED.value) & _done_when("signed_day"), then=Value(1)),
    When(Q(judged_by=JudgedBy.ISSUED.value) & _done_when("issued_on"), then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)


_HAS_PROOF = Q(file__isnull=False) & ~Q(file__scan=Scan.INFECTED)
# As `rules.assigned_work.judged_day` has it: a signature that can be believed comes first.
_SIGNED_DAY = Case(
    When(_HAS_PROOF, then=Coalesce("file__signed_on", "signed_on")), default=F("signed_on")
)
_DOCUMENTS = ArrayAgg(
    JSONObject(
        line="pk",
        file="file_id",
        title="file__name",
        origin="name",
        size="file__size",
        sha256="file__sha256",
        added_at="file__stored_at",
        scan="file__scan",
        pages="file__pages",
        signatures="file__signatures",
        judged_by="judged_by",
        due_on="due_on",
    ),
    filter=_HAS_PROOF,
    order_by=("due_on", "name"),
    default=Value([]),
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
        .alias(signed_day=_SIGNED_DAY)
        .values_list("unit_id", "kind")
        .annotate(
            done=Sum(_DONE), due=Sum("quantity"), as_of=Max("changed_at"), documents=_DOCUMENTS
        )
    )
    return {
        (unit, kind): Figure(
            done,
            due,
            as_of,
            reverse("assigned_work:unit", args=[unit, days.first.year]),
            _documents(documents),
        )
        for unit, kind, done, due, as_of, documents in rows
    }


def _documents(rows: Iterable[Mapping[str, Any]]) -> tuple[Document, ...]:
    return tuple(
        Document(
            title=row["title"],
            origin=f"{SOURCE}: {row['origin']}" if row["origin"] else SOURCE,
            url=reverse("assigned_work:file", args=[row["line"], row["file"]]),
            size=row["size"],
            sha256=row["sha256"],
            added_at=datetime.fromisoformat(row["added_at"]),
            is_waiting=row["scan"] == Scan.WAITING,
            signatures=tuple(row["signatures"] or ()),
            asked_on=_asked_on(row),
            pages=row["pages"],
            picture_url=reverse("assigned_work:picture", args=[row["line"], row["file"], 1])
            if row["pages"]
            else "",
        )
        for row in rows
    )


def _asked_on(row: Mapping[str, Any]) -> date | None:
    is_asked = row["judged_by"] == JudgedBy.SIGNED.value and row["due_on"]
    return date.fromisoformat(row["due_on"]) if is_asked else None


OFFER = Offer(
    measures=tuple(Measure(key, kind.counted, SOURCE) for key, kind in KINDS.items()), read=read
)
