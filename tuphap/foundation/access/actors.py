"""From a person and a moment to an `Actor` of rules/permissions."""

from datetime import datetime

from django.utils import timezone

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.queries import reach_of
from tuphap.rules.permissions import Actor, HeldPost, Role, Span

STILL_OPEN = "9999-12-31"


def actor_for(person: Person, at: datetime) -> Actor:
    """Who acts, with the posts held on the day of `at` (A8: read anew for every request)."""
    day = timezone.localdate(at)
    posts = (
        Post.objects.filter(person=person, starts_on__lte=day)
        .exclude(ends_on__lt=day)
        .select_related("unit")
        .order_by("pk")
    )
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        posts=tuple(_held(post) for post in posts),
        at=at,
    )


def nobody(at: datetime) -> Actor:
    return Actor(person_id=None, name="", posts=(), at=at)


def _held(post: Post) -> HeldPost:
    spans = tuple(
        Span(
            path=span.path,
            valid_from=span.valid_from.isoformat(),
            valid_to=span.valid_to.isoformat() if span.valid_to else STILL_OPEN,
            read_only=span.read_only,
        )
        for span in reach_of(post.unit)
    )
    return HeldPost(
        role=Role(post.role), unit_path=post.unit.path, unit_name=post.unit.name, spans=spans
    )
