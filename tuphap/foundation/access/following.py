"""Posts of a unit that ends: they go on at its only successor, and end with what they follow."""

from datetime import date, timedelta

from django.db.models import Q

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import only_successor
from tuphap.rules.permissions import Role


def open_post(
    person: Person, unit: Unit, role: Role, starts_on: date, ends_on: date | None
) -> Post:
    """At the unit as long as it is there, from then on at its only successor."""
    cut = unit.valid_to is not None and (ends_on is None or ends_on > unit.valid_to)
    post = Post.objects.create(
        person=person,
        unit=unit,
        role=role,
        starts_on=starts_on,
        ends_on=unit.valid_to if cut else ends_on,
        ends_with_unit=cut,
        would_end_on=ends_on if cut else None,
    )
    if unit.valid_to is not None and cut:
        _open_next(post, unit, unit.valid_to + timedelta(days=1))
    return post


def _open_next(post: Post, unit: Unit, day: date) -> None:
    """Not where somebody else enters the figures; whoever has the role there has it once."""
    successor = only_successor(unit)
    if successor is None:
        return
    successor = Unit.objects.select_for_update().get(pk=successor.pk)
    held = Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), unit=successor)
    held = held.filter(role=post.role)
    if post.would_end_on is not None:
        held = held.filter(starts_on__lte=post.would_end_on)
    own = held.filter(person=post.person).first()
    if own is not None:
        # One that somebody gave there stands on its own.
        if own.follows.exists():
            own.follows.add(post)
    elif post.role != Role.COMMUNE_OFFICER or not held.exists():
        role = Role(post.role)
        open_post(post.person, successor, role, day, post.would_end_on).follows.add(post)


def end_with_followers(post: Post, last_day: date) -> list[Post]:
    """Ends the post. Returns those that were to follow it and now never open."""
    if post.ends_with_unit and post.ends_on is not None and post.ends_on < last_day:
        _end_later(post, last_day)
        return []
    gone = [later for later in _followers(post) if not _still_follows(later, post)]
    removed = [row for later in gone for row in _remove(later)]
    post.ends_on, post.ends_with_unit, post.would_end_on = last_day, False, None
    post.save(update_fields=["ends_on", "ends_with_unit", "would_end_on"])
    return removed


def _end_later(post: Post, last_day: date) -> None:
    """The unit ends before that day, so the day holds where the post goes on."""
    post.would_end_on = last_day
    post.save(update_fields=["would_end_on"])
    for later in _followers(post):
        wished = [before.would_end_on for before in later.follows.all()]
        known = [day for day in wished if day is not None]
        if len(known) == len(wished):
            end_with_followers(later, max(known))


def _followers(post: Post) -> list[Post]:
    return list(post.followed_by.select_for_update(of=("self",)).select_related("unit"))


def _still_follows(later: Post, post: Post) -> bool:
    """Somebody with the same role at two units that merge goes on for the other one."""
    later.follows.remove(post)
    return later.follows.exists()


def _remove(post: Post) -> list[Post]:
    removed = [row for later in _followers(post) for row in _remove(later)]
    removed.append(Post(person=post.person, unit=post.unit, starts_on=post.starts_on))
    post.delete()
    return removed


def onward_words(post: Post) -> str:
    """What becomes of the post when its unit ends, in a sentence; "" where it does not."""
    unit = post.unit
    if not post.ends_with_unit or unit.valid_to is None:
        return ""
    until = f"{unit.name} có đến hết ngày {unit.valid_to:%d/%m/%Y}"
    later = post.followed_by.select_related("unit").first()
    if later is not None:
        return f"{until}; từ ngày {later.starts_on:%d/%m/%Y} vị trí này {_goes_to(later)}."
    return f"{until} và vị trí này hết cùng ngày. Từ ngày đó giao lại tại đơn vị kế tục."


def _goes_to(later: Post) -> str:
    return f"theo sang {later.unit.name} (mã {later.unit.code})"


def gone_words(gone: list[Post]) -> str:
    named = ", ".join(f"{post.unit.name} từ ngày {post.starts_on:%d/%m/%Y}" for post in gone)
    return f"Vị trí mở sẵn tại {named} cũng bỏ." if gone else ""
