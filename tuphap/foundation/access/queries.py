"""Who is seen by whom: people, their posts and the lines of the journal, by the reach of a post."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import units_on
from tuphap.rules.permissions import Actor, posts_with
from tuphap.rules.vietnamese import fold

# Bounds of a list: older lines are found by choosing days.
MOST_EVENTS = 5000


@dataclass(frozen=True)
class JournalFilter:
    """What an auditor looks for; empty where it does not matter."""

    first: date | None = None
    last: date | None = None
    kind: str = ""
    name: str = ""


def visible_people(actor: Actor) -> QuerySet[Person]:
    """People with a post in reach, also an ended one; from the top also those without any."""
    posts = visible_posts(actor).filter(person=OuterRef("pk"))
    seen = Q(Exists(posts))
    if reaches_all(actor, "people.view"):
        seen |= Q(posts__isnull=True)
    return Person.objects.filter(seen).distinct()


def visible_posts(actor: Actor) -> QuerySet[Post]:
    return within_reach(Post.objects.all(), actor, "people.view")


def find_people(actor: Actor, text: str) -> QuerySet[Person]:
    """People in reach by words of the name, the address or the unit of a post; marks ignored."""
    people = visible_people(actor).order_by("name_sort", "pk")
    for word in re.findall(r"[^\W_]+", fold(text)):
        at_unit = visible_posts(actor).filter(
            person=OuterRef("pk"), unit__name_folded__contains=word
        )
        people = people.filter(
            Q(name_folded__contains=word) | Q(email__contains=word) | Exists(at_unit)
        )
    return people


def units_to_give(actor: Actor, day: date) -> QuerySet[Unit]:
    """Units at which the actor may give posts; upper levels first."""
    return within_reach(units_on(day), actor, "people.manage", unit_field="").order_by(
        Length("path"), "name_sort"
    )


def reaches_all(actor: Actor, permission: str) -> bool:
    """Whether the permission is held at a unit with none above it."""
    return any(post.unit_path.count("/") == 2 for post in posts_with(actor, permission))


def visible_events(actor: Actor, wanted: JournalFilter) -> QuerySet[Event]:
    """A line belongs to the units of the person who acted; what nobody did is seen from the top."""
    events = Event.objects.order_by("-at", "-pk")
    if not reaches_all(actor, "audit.view"):
        reached = within_reach(Post.objects.all(), actor, "audit.view").values("person")
        events = events.filter(person_id__in=reached)
    if wanted.kind:
        events = events.filter(kind=wanted.kind)
    if wanted.name:
        events = events.filter(_by_name(wanted.name))
    return events.filter(_between(wanted))[:MOST_EVENTS]


def _by_name(text: str) -> Q:
    """Somebody who is known, or what was typed at the door."""
    people = Person.objects.all()
    for word in re.findall(r"[^\W_]+", fold(text)):
        people = people.filter(name_folded__contains=word)
    return Q(person_id__in=people.values("pk")) | Q(subject__icontains=text)


def _between(wanted: JournalFilter) -> Q:
    condition = Q()
    if wanted.first:
        condition &= Q(at__gte=_begin_of(wanted.first))
    if wanted.last and wanted.last < date.max:
        condition &= Q(at__lt=_begin_of(wanted.last + timedelta(days=1)))
    return condition


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
