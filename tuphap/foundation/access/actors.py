"""From a person and a moment to an `Actor` of rules/permissions."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.units.queries import PathSpan, reach_of_many
from tuphap.rules.permissions import Actor, HeldPost, Role, Span

STILL_OPEN = "9999-12-31"


def _posts_of(person_id: int, day: date) -> QuerySet[Post]:
    held = Post.held_on(day).filter(person_id=person_id).select_related("unit").order_by("pk")
    return held.only("role", "unit__name", "unit__path", "unit__valid_from", "unit__valid_to")


_POSTS = KeptQuery(_posts_of, example=(-1, date.max))


def actor_for(person: Person, at: datetime) -> Actor:
    """Who acts, with the posts held on the day of `at`; two questions to the database.

    Asked anew for every request, so that an ended post gives nothing in the next one (A8). On an
    ended unit only reading is left (M5).
    """
    day = timezone.localdate(at)
    posts = _POSTS.all(person.pk, day)
    spans = reach_of_many({post.unit for post in posts}, day)
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        posts=tuple(_held(post, spans[post.unit_id]) for post in posts),
        at=at,
    )


def nobody(at: datetime) -> Actor:
    return Actor(person_id=None, name="", posts=(), at=at)


def _held(post: Post, reached: Iterable[PathSpan]) -> HeldPost:
    return HeldPost(
        role=Role(post.role),
        unit_path=post.unit.path,
        unit_name=post.unit.name,
        spans=tuple(_span(span) for span in reached),
    )


def _span(span: PathSpan) -> Span:
    return Span(
        path=span.path,
        valid_from=span.valid_from.isoformat(),
        valid_to=span.valid_to.isoformat() if span.valid_to else STILL_OPEN,
        read_only=span.read_only,
        inherited=span.went_whole,
    )
