"""Telling people, and what a person does with the own notices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.notices.models import (
    LONGEST_KEY,
    LONGEST_TITLE,
    Letter,
    Notice,
    NoticeChoice,
    Way,
)
from tuphap.foundation.notices.queries import own_id, own_notices
from tuphap.foundation.notices.tasks import send_letter
from tuphap.rules.permissions import Actor

_LETTERS = {Way.AT_ONCE: Letter.QUEUED, Way.DAILY: Letter.COLLECTED, Way.NONE: Letter.UNWANTED}


@dataclass(frozen=True)
class Message:
    """What is told. `key` names the event, so that nobody is told of it twice; `address` is a
    path inside the site. `without_login` says that it is a link that opens by itself: its letter
    carries it and leaves at once, whatever the person chose."""

    key: str
    title: str
    body: str
    address: str
    without_login: bool = False


def notify(people: Iterable[Person], message: Message, *, at: datetime) -> int:
    """Tell all of them; how many are told now and were not told before."""
    return notify_each(((person, message) for person in people), at=at)


@transaction.atomic(savepoint=False)
def notify_each(pairs: Iterable[tuple[Person, Message]], *, at: datetime) -> int:
    """The same for many messages at once: four questions, however many people.

    Belongs into the transaction of the change that is told of: then the notice, the job of its
    letter and the change are there together or not at all.
    """
    wanted = [(person, message) for person, message in pairs if person.is_active]
    if not wanted:
        return 0
    ways = _ways([person for person, _ in wanted])
    rows = [
        _row(person, message, ways.get(person.pk, Way.AT_ONCE), at) for person, message in wanted
    ]
    # Who was told before, also by somebody at this very moment, is passed over by the constraint.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    ids = [row.pk for row in rows]
    new = list(Notice.objects.filter(pk__in=ids).values_list("pk", "letter"))
    queue_each(
        send_letter, ({"notice_id": str(pk)} for pk, letter in new if letter == Letter.QUEUED)
    )
    return len(new)


def mark_read(notices: Sequence[Notice], *, by: Actor) -> None:
    own_notices(by).filter(pk__in=[n.pk for n in notices], read_at=None).update(read_at=by.at)


def mark_all_read(*, by: Actor) -> int:
    """Everything told until now; what comes meanwhile stays unread."""
    return own_notices(by).filter(read_at=None, made_at__lte=by.at).update(read_at=by.at)


@transaction.atomic
def choose_way(way: Way, *, by: Actor) -> None:
    """From the next notice on. Who wants no letters any more gets none of those collected."""
    NoticeChoice.objects.update_or_create(person_id=own_id(by), defaults={"way": way})
    if way is Way.NONE:
        own_notices(by).filter(letter=Letter.COLLECTED).update(letter=Letter.UNWANTED)


def _ways(people: Sequence[Person]) -> dict[int, Way]:
    rows = NoticeChoice.objects.filter(person__in=people).values_list("person_id", "way")
    return {person: Way(way) for person, way in rows}


def _row(person: Person, message: Message, way: Way, at: datetime) -> Notice:
    if len(message.key) > LONGEST_KEY:
        raise ValueError(f"The key of a notice is longer than {LONGEST_KEY}: {message.key}")
    title = message.title
    return Notice(
        person=person,
        key=message.key,
        title=title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…",
        body=message.body,
        address=message.address,
        made_at=at,
        without_login=message.without_login,
        letter=_LETTERS[Way.AT_ONCE if message.without_login else way],
    )
