"""Carrying a plan out on units, links and posts, and taking exactly that back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F

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
        ends_on=day - timedelta(days=1), ends_with_unit=True, would_end_on=F("ends_on")
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
    opened = Post.objects.bulk_create(new)
    _follow(rows, opened, {unit.pk: code for code, unit in begun.items()})
    return [post.pk for post in opened]


def _follow(
    rows: Iterable[Mapping[str, Any]], opened: Iterable[Post], codes: Mapping[int, str]
) -> None:
    """Somebody with the same role at two units that merge follows from both into one post."""
    places = {(post.person_id, post.role, codes[post.unit_id]): post.pk for post in opened}
    follows = Post.follows.through.objects
    links = [
        follows.model(from_post_id=places[place], to_post_id=row["post"])
        for row in rows
        for code in ([row["goes_to"]] if row["goes_to"] else row["may_go_to"][:2])
        if (place := (row["person"], row["role"], code)) in places
        if row["goes_to"] or row["may_go_to"] == [code]
    ]
    follows.bulk_create(links)


@dataclass(frozen=True)
class TakenBack:
    """Names of posts: given at units that go, and left ended because another one is in the way."""

    removed: list[str]
    left: list[str]

    @property
    def words(self) -> str:
        removed = f"Bỏ vị trí ở đơn vị mới: {'; '.join(self.removed)}." if self.removed else ""
        left = f"Không mở lại vì đã giao người khác: {'; '.join(self.left)}." if self.left else ""
        return f"{removed} {left}".strip()


NOTHING_ELSE = TakenBack([], [])


def take_back(done: Mapping[str, Any]) -> TakenBack:
    """What began goes, what ended goes on. What somebody changed at a post since stays.

    The rows that go were never anything but the plan, which is kept: nothing refers to them.
    """
    begun = Unit.objects.filter(pk__in=done["begun"])
    left = _give_back(done["ended"])
    posts = Post.objects.filter(unit__in=begun)
    given = posts.filter(follows=None).select_related("person", "unit")
    removed = [_named(post) for post in given]
    posts.delete()
    Succession.objects.filter(pk__in=done["links"]).delete()
    for unit in begun.order_by("-path"):
        unit.delete()
    Unit.objects.filter(pk__in=done["ended"]).update(valid_to=None)
    return TakenBack(removed, left)


def _give_back(ended: Collection[int]) -> list[str]:
    """Posts that the end of their unit cut short last as wished, or as their follower does now."""
    cut = Post.objects.filter(unit__in=ended, ends_with_unit=True)
    rows = list(cut.select_related("person", "unit").prefetch_related("followed_by"))
    given_since = Post.objects.filter(unit__in=ended, starts_on__gt=F("unit__valid_to"))
    rivals = list(given_since)
    left = []
    for post in rows:
        ends = [post.would_end_on, *(later.ends_on for later in post.followed_by.all())]
        end = min((day for day in ends if day is not None), default=None)
        if any(_in_the_way(rival, post, end) for rival in rivals):
            left.append(_named(post))
        else:
            post.ends_on = end
        post.ends_with_unit, post.would_end_on = False, None
    Post.objects.bulk_update(rows, ["ends_on", "ends_with_unit", "would_end_on"], batch_size=500)
    return left


def _in_the_way(rival: Post, post: Post, end: date | None) -> bool:
    """One person at a time enters the figures of a unit, and nobody has one role there twice."""
    same = rival.role == Role.COMMUNE_OFFICER or rival.person_id == post.person_id
    place = rival.unit_id == post.unit_id and rival.role == post.role
    return place and same and (end is None or rival.starts_on <= end)


def _named(post: Post) -> str:
    return f"{post.person.full_name}, {Role(post.role).label}, {post.unit}"
