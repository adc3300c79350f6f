"""Who is told of a dossier: the people who hold a post at a unit, by what the post permits."""

from collections.abc import Iterable
from datetime import date

from tuphap.foundation.accounts.models import Person, Post
from tuphap.rules.permissions import ROLE_GRANTS

UNIT, OFFICE = "assessment.submit", "assessment.receive"


def people_at(units: Iterable[int], permission: str, day: date) -> dict[int, list[Person]]:
    """By unit, those who may do this there on that day; one question for any number of units."""
    roles = [role.value for role, granted in ROLE_GRANTS.items() if permission in granted]
    posts = (
        Post.held_on(day)
        .filter(unit_id__in=set(units), role__in=roles, person__is_active=True)
        .select_related("person")
        .order_by("pk")
    )
    found: dict[int, dict[int, Person]] = {}
    for post in posts:
        found.setdefault(post.unit_id, {})[post.person_id] = post.person
    return {unit: list(people.values()) for unit, people in found.items()}
