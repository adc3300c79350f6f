"""What a person was told; everybody sees only the own notices."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from tuphap.foundation.database.prepared import prepared_cursor
from tuphap.foundation.notices.models import Notice, NoticeChoice, Way
from tuphap.rules.permissions import Actor

# Beyond it the header says “99+”, and the database stops counting.
MOST_COUNTED = 99
_UNREAD = (
    f"SELECT count(*) FROM (SELECT 1 FROM {Notice._meta.db_table} "  # noqa: S608
    f"WHERE person_id = %s AND read_at IS NULL LIMIT {MOST_COUNTED + 1}) AS few"
)


def own_notices(actor: Actor) -> QuerySet[Notice]:
    """Newest first."""
    return Notice.objects.filter(person=own_id(actor)).order_by("-made_at", "pk")


def get_own(actor: Actor, notice_id: UUID) -> Notice:
    """One of the own; that of somebody else is the same 404 as one that does not exist (A3)."""
    found = own_notices(actor).filter(pk=notice_id).first()
    if found is None:
        raise Http404
    return found


def unread_count(person_id: int) -> int:
    """Asked by every full page of a person: one short question, at most a hundred rows."""
    with prepared_cursor() as cursor:
        cursor.execute(_UNREAD, [person_id])
        return int(cursor.fetchall()[0][0])


def way_of(actor: Actor) -> Way:
    found = NoticeChoice.objects.filter(person=own_id(actor)).values_list("way").first()
    return Way(found[0]) if found else Way.AT_ONCE


def own_id(actor: Actor) -> int:
    assert actor.person_id is not None  # these pages want a person who signed in
    return actor.person_id


def told_before(keys: Iterable[str]) -> frozenset[str]:
    """Of these events those of which anybody was told."""
    wanted = set(keys)
    return frozenset(Notice.objects.filter(key__in=wanted).values_list("key", flat=True))
