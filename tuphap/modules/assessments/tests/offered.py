"""A module that knows figures, for the tests: `KNOWN` by code of unit and key of measure."""

from datetime import UTC, datetime

from tuphap.foundation.measures.registry import Figure, Measure, Offer
from tuphap.foundation.units.models import Unit

ON_TIME, TASKS = "assigned_documents.issued_on_time", "assigned_tasks.done"
SETTING = "tuphap.modules.assessments.tests.offered.OFFER"
AS_OF = datetime(2026, 11, 5, 3, tzinfo=UTC)
KNOWN: dict[tuple[str, str], tuple[int, int]] = {}


def _read(units, days, keys):
    rows = Unit.objects.filter(pk__in=list(units)).values_list("pk", "code")
    return {
        (pk, key): Figure(*KNOWN[code, key], AS_OF, f"/danh-sach/{code}/")
        for pk, code in rows
        for key in keys
        if (code, key) in KNOWN
    }


OFFER = Offer(
    measures=(
        Measure(ON_TIME, "văn bản", "Việc được giao"),
        Measure(TASKS, "nhiệm vụ", "Việc được giao"),
    ),
    read=_read,
)
