"""What a change of units touches here: feedback that its units have not finished."""

from collections.abc import Collection, Iterable

from tuphap.foundation.mergers.concerns import Concern, OpenWork
from tuphap.modules.assessments.feedback.models import Feedback
from tuphap.rules.workflows.feedback import ENDED, FEEDBACK


def _open(units: Collection[int]) -> Iterable[OpenWork]:
    rows = Feedback.objects.filter(answering_unit__in=units).exclude(status__in=ENDED)
    for row in rows.order_by("sent_at", "pk"):
        label = FEEDBACK.status(row.status).label
        yield OpenWork(row.answering_unit_id, f"Góp ý về kết quả năm {row.copy.year}: {label}")


def _first_written(_: Collection[int]) -> str:
    """Feedback refers to its unit, which keeps the unit by itself."""
    return ""


CONCERN = Concern(_open, _first_written)
