"""Keeping when somebody who works at the desk looked at a dossier."""

from datetime import timedelta

from django.db import transaction

from tuphap.modules.assessments.models import Assessment, DossierSeen
from tuphap.modules.assessments.queries.queue import DESK_PERMISSIONS
from tuphap.rules.permissions import Actor, may

# Whoever comes back within it is still on the same visit.
VISIT = timedelta(minutes=30)


@transaction.atomic
def dossier_seen(dossier: Assessment, *, by: Actor) -> None:
    """Only of those who have it in their queue; a visit goes on for as long as somebody works."""
    if not any(may(by, permission, dossier.subject) for permission in DESK_PERMISSIONS):
        return
    assert by.person_id is not None  # whoever holds a permission has a name
    look, is_new = DossierSeen.objects.get_or_create(
        assessment=dossier, person_id=by.person_id, defaults={"seen_at": by.at}
    )
    if is_new:
        return
    since = look.seen_at if by.at - look.seen_at > VISIT else look.since
    DossierSeen.objects.filter(pk=look.pk).update(seen_at=by.at, since=since)
