"""Saying that a page is still open, and hearing who else has it open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model

from tuphap.foundation.presence.models import OpenPage
from tuphap.rules.permissions import Actor

# A page speaks every 30 seconds; a slow line may lose one of its calls.
HEARD_WITHIN = timedelta(seconds=75)


@dataclass(frozen=True)
class Other:
    name: str
    since: datetime


@transaction.atomic
def still_open(record: Model, *, by: Actor) -> list[Other]:
    """Notes the person and names the others, longest there first."""
    assert by.person_id is not None  # pages for writing are for people who signed in
    opened = {"record_kind": record._meta.label, "record_id": str(record.pk)}
    page, _ = OpenPage.objects.get_or_create(
        **opened, person_id=by.person_id, defaults={"opened_at": by.at, "seen_at": by.at}
    )
    came_back = page.seen_at < by.at - HEARD_WITHIN
    page.opened_at, page.seen_at = by.at if came_back else page.opened_at, by.at
    page.save(update_fields=["opened_at", "seen_at"])
    others = OpenPage.objects.filter(**opened, seen_at__gte=by.at - HEARD_WITHIN)
    rows = others.exclude(person=by.person_id).order_by("opened_at", "pk")
    return [Other(*row) for row in rows.values_list("person__full_name", "opened_at")]
