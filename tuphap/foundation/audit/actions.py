"""Writing to the journal, in the transaction of the deed."""

from collections.abc import Mapping
from datetime import datetime

from tuphap.foundation.audit import origin
from tuphap.foundation.audit.models import Event


def record(
    kind: str,
    *,
    at: datetime,
    person_id: int | None = None,
    person_name: str = "",
    unit: str = "",
    subject: str = "",
    detail: Mapping[str, object] | None = None,
) -> Event:
    """Append one event; texts longer than their column are cut here, visibly, with “…”.

    The address and the request are those of the running request; a command has none.
    """
    source = origin.current()
    return Event.objects.create(
        kind=kind,
        at=at,
        person_id=person_id,
        person_name=_fit(person_name, 120),
        unit=_fit(unit, 160),
        subject=_fit(subject, 200),
        detail=dict(detail or {}),
        address=source.address,
        request_id=source.request_id[:64],
    )


def _fit(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
