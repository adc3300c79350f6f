"""What a change of units touches here: work that is not reported, and work given to new units."""

from collections.abc import Collection, Iterable

from django.db.models import Count

from tuphap.foundation.mergers.concerns import Concern, OpenWork
from tuphap.modules.assigned_work.models import Assignment


def _open(units: Collection[int]) -> Iterable[OpenWork]:
    rows = Assignment.objects.filter(unit__in=units, withdrawn_at=None, done_count=None)
    counted = rows.order_by("-year", "unit").values("unit", "year").annotate(count=Count("pk"))
    for row in counted:
        label = f"Việc được giao năm {row['year']} chưa ghi kết quả: {row['count']}"
        yield OpenWork(row["unit"], label)


def _first_written(units: Collection[int]) -> str:
    rows = Assignment.objects.filter(unit__in=units).select_related("unit", "assigned_by")
    first = rows.order_by("assigned_at").first()
    if first is None:
        return ""
    return f"{first.unit} đã được {first.assigned_by} giao việc “{first}”."


CONCERN = Concern(_open, _first_written)
