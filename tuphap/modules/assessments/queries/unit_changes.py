"""What a change of units touches here: sheets that are not decided, and what is new (M4, M7)."""

from collections.abc import Collection, Iterable

from django.utils import timezone

from tuphap.foundation.mergers.concerns import Concern, OpenWork
from tuphap.modules.assessments.models import Assessment, Entry


def _open(units: Collection[int]) -> Iterable[OpenWork]:
    rows = Assessment.objects.filter(unit__in=units, decision=None).exclude(status="not_assessed")
    for row in rows.order_by("-period__year", "unit__path"):
        yield OpenWork(row.unit_id, f"Hồ sơ năm {row.period.year}: {row.step.label}")


def _first_written(units: Collection[int]) -> str:
    entries = Entry.objects.filter(assessment__unit__in=units).order_by("written_at")
    first = entries.select_related("assessment__unit", "assessment__period", "written_by").first()
    if first is None:
        return ""
    at = timezone.localtime(first.written_at)
    return (
        f"{first.assessment.unit} đã có số liệu năm {first.assessment.period.year}, "
        f"{first.written_by} ghi lúc {at:%H:%M, %d/%m/%Y}."
    )


CONCERN = Concern(_open, _first_written)
