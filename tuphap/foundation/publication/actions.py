"""Publishing a copy: the only writer of published figures."""

import hashlib
import json
from typing import Any

from django.db import transaction

from tuphap.foundation.audit.actions import record
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.rules.permissions import Actor


@transaction.atomic
def publish_copy(
    kind: str, year: int, payload: dict[str, Any], *, by: Actor, note: str = ""
) -> PublishedCopy:
    """Freeze `payload` (plain JSON values) under the next number of its series.

    Two at once cannot get the same number: the series is locked by its newest row, and the
    constraint refuses the rest.
    """
    newest = (
        PublishedCopy.objects.select_for_update()
        .filter(kind=kind, year=year)
        .order_by("-number")
        .first()
    )
    canonical = canonical_text(payload)
    copy = PublishedCopy.objects.create(
        kind=kind,
        year=year,
        number=newest.number + 1 if newest else 1,
        payload=payload,
        canonical=canonical,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        note=note,
        published_at=by.at,
        published_by=by.name,
    )
    record(
        "published",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=str(copy),
        detail={"sha256": copy.sha256},
    )
    return copy


def canonical_text(payload: dict[str, Any]) -> str:
    """One text for one content: keys in order, no spaces, letters as they are."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
