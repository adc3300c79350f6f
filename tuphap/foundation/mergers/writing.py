"""Carrying a plan out on units, links and posts, and taking exactly that back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.units.models import Succession, Unit
from tuphap.rules.permissions import Role
from tuphap.rules.unit_plan import Plan

Done = dict[str, list[Any]]


def carry_out(plan: Plan, posts: Sequence[Mapping[str, Any]]) -> Done:
    """Inside the transaction of the change, units locked. Returns the keys of what was written."""
    last_day = plan.effective_on - timedelta(days=1)
    Unit.objects.filter(pk__in=[unit.key for unit in plan.ends]).update(valid_to=last_day)
    begun = _open_units(plan)
    links = _link(plan, begun)
    opened = _move_posts(plan.effective_on, posts, begun)
    return {
        "ended": [unit.key for unit in plan.ends],
        "begun": [unit.pk for unit in begun.values()],
        "links": links,
        "posts_ended": [[row["post"], row["ends_on"]] for row in posts],
        "posts_opened": opened,
    }


def _open_units(plan: Plan) -> dict[str, Unit]:
    """Parents stand before their children in a plan."""
    above = {begin.parent for begin in plan.begins}
    parents = {unit.code: unit for unit in Unit.objects.filter(code__in=above, valid_to=None)}
    begun: dict[str, Unit] = {}
    for begin in plan.begins:
        begun[begin.code] = Unit.objects.create(
            code=begin.code,
            name=begin.name,
            kind=begin.kind,
            parent=begun.get(begin.parent) or parents.get(begin.parent),
            path=begin.path,
            valid_from=plan.effective_on,
        )
    return begun


def _link(plan: Plan, begun: Mapping[str, Unit]) -> list[int]:
    ended = {unit.code: unit.key for unit in plan.ends}
    links = [
        Succession(
            predecessor_id=ended[step.old],
            successor=begun[step.new],
            extent=step.extent,
            effective_on=plan.effective_on,
            legal_basis=step.legal_basis or None,
        )
        for step in plan.steps
    ]
    return [link.pk for link in Succession.objects.bulk_create(links)]


def _move_posts(
    day: date, posts: Iterable[Mapping[str, Any]], begun: Mapping[str, Unit]
) -> list[int]:
    rows = list(posts)
    Post.objects.filter(pk__in=[row["post"] for row in rows]).update(
        ends_on=day - timedelta(days=1)
    )
    new = [
        Post(
            person_id=row["person"],
            unit=begun[row["goes_to"]],
            role=row["role"],
            starts_on=day,
            ends_on=row["ends_on"] or None,
        )
        for row in rows
        if row["goes_to"]
    ]
    return [post.pk for post in Post.objects.bulk_create(new)]


def take_back(done: Mapping[str, Any]) -> list[str]:
    """What began goes, what ended goes on. Returns the posts somebody gave at units that go.

    The rows that go were never anything but the plan, which is kept: nothing refers to them.
    """
    begun = Unit.objects.filter(pk__in=done["begun"])
    posts = Post.objects.filter(unit__in=begun)
    given = posts.exclude(pk__in=done["posts_opened"]).select_related("person", "unit")
    removed = [f"{post.person.full_name}, {Role(post.role).label}, {post.unit}" for post in given]
    posts.delete()
    Succession.objects.filter(pk__in=done["links"]).delete()
    for unit in begun.order_by("-path"):
        unit.delete()
    Unit.objects.filter(pk__in=done["ended"]).update(valid_to=None)
    for key, ends_on in done["posts_ended"]:
        Post.objects.filter(pk=key).update(ends_on=ends_on or None)
    return removed
