"""Log-ins and changed passwords, told to the journal."""

from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.actions import record
from tuphap.foundation.audit.models import Event


def note(kind: str, person: Person | None, email: str = "") -> Event:
    """An event about an account; `email` is what somebody typed who is not known yet."""
    return record(
        kind,
        at=timezone.now(),
        person_id=person.pk if person else None,
        person_name=person.full_name if person else "",
        subject=person.email if person else email,
    )
