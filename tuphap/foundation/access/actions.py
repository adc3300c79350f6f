"""Giving and ending posts, adding and locking people (A7)."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from tuphap.foundation.access.following import (
    end_with_followers,
    gone_words,
    onward_words,
    open_post,
)
from tuphap.foundation.access.reach import place_of
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.audit.actions import record
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import only_successor
from tuphap.rules.permissions import Actor, Role, Subject, grantable_roles, require
from tuphap.rules.refusals import Kind, Refused

PERMISSION = "people.manage"


@transaction.atomic
def give_post(
    person: Person,
    unit: Unit,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    *,
    by: Actor,
) -> Post:
    """The person works at the unit in the role from a day to a day (inclusive).

    Where the unit ends before, the post goes on at the only successor.
    """
    _require_power_over(person, unit, by)
    if role not in grantable_roles(by):
        raise Refused("role_not_grantable", f"Tài khoản này không được giao vai trò {role.label}.")
    _require_days(starts_on, ends_on)
    # Two people giving at once would both find the place free; a change of units waits, too.
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _require_there(unit, starts_on)
    if role is Role.COMMUNE_OFFICER:
        _require_free(unit, starts_on, ends_on)
    _require_new(person, unit, role, starts_on, ends_on)
    post = open_post(person, unit, role, starts_on, ends_on)
    _record("post_given", post, by, onward_words(post))
    return post


@transaction.atomic
def end_post(post: Post, ends_on: date, *, by: Actor) -> list[Post]:
    """The last day is `ends_on`; the day before today ends it at once. Returns the posts that were
    to follow it at a successor of the unit and now never open."""
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("person", "unit")
        .get(pk=post.pk)
    )
    _require_power_over(post.person, post.unit, by)
    _require_last_day(post, ends_on, by)
    gone = end_with_followers(post, ends_on)
    _record("post_ended", post, by, gone_words(gone))
    return gone


@transaction.atomic
def add_person(
    email: str,
    full_name: str,
    telephone: str,
    unit: Unit,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    *,
    by: Actor,
) -> Person:
    """A person with the first post, still without a password: the letter brings the way to one."""
    require(by, PERMISSION, Subject(place_of(unit)))
    person, created = Person.objects.get_or_create(
        email=email.strip().lower(),
        defaults={
            "full_name": full_name,
            "telephone": telephone,
            "password": make_password(None),
        },
    )
    if not created:
        sentence = f"Thư điện tử {email} đã có tài khoản. Tìm người này trong danh sách."
        raise Refused("email_taken", sentence, Kind.CONFLICT, {"email": sentence})
    give_post(person, unit, role, starts_on, ends_on, by=by)
    _record_person("person_added", person, by)
    return person


@transaction.atomic
def set_in_use(person: Person, in_use: bool, *, by: Actor) -> Person:
    """A locked account is out in its next request, wherever it is logged in (A8)."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    posts = Post.objects.filter(person=locked).select_related("unit")
    if not posts:
        require_other(locked, by=by)
    for post in posts:
        _require_power_over(locked, post.unit, by)
    locked.is_active = in_use
    locked.save(update_fields=["is_active"])
    _record_person("person_unlocked" if in_use else "person_locked", locked, by)
    return locked


def require_other(person: Person, *, by: Actor) -> None:
    """Nobody changes his own rights."""
    if person.pk == by.person_id:
        raise Refused(
            "own_posts",
            "Không tự thay đổi vị trí công tác và tài khoản của chính mình. "
            "Đề nghị một người quản trị khác làm việc này.",
            permission=PERMISSION,
        )


def _require_power_over(person: Person, unit: Unit, by: Actor) -> None:
    require(by, PERMISSION, Subject(place_of(unit)))
    require_other(person, by=by)


def _require_days(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        sentence = (
            f"Ngày kết thúc {ends_on:%d/%m/%Y} trước ngày bắt đầu {starts_on:%d/%m/%Y}. "
            "Kiểm tra lại hai ngày này."
        )
        raise Refused("ends_before_start", sentence, Kind.INVALID, {"ends_on": sentence})


def _require_there(unit: Unit, starts_on: date) -> None:
    if unit.valid_to is None or starts_on <= unit.valid_to:
        return
    later = only_successor(unit)
    goal = f"{later.name} (mã {later.code})" if later else "đơn vị kế tục"
    sentence = (
        f"{unit.name} có đến hết ngày {unit.valid_to:%d/%m/%Y}, trước ngày bắt đầu. "
        f"Giao tại {goal} khi đơn vị đó bắt đầu"
        + (", hoặc ghi ngày bắt đầu sớm hơn để vị trí tự theo sang." if later else ".")
    )
    raise Refused("unit_ends", sentence, Kind.INVALID, {"starts_on": sentence})


def _require_last_day(post: Post, ends_on: date, by: Actor) -> None:
    if ends_on < post.starts_on:
        sentence = (
            f"Ngày kết thúc {ends_on:%d/%m/%Y} trước ngày bắt đầu {post.starts_on:%d/%m/%Y}. "
            "Ghi từ ngày bắt đầu trở đi; cần dừng ngay thì khóa tài khoản."
        )
        raise Refused("ends_before_start", sentence, Kind.INVALID, {"ends_on": sentence})
    if ends_on < timezone.localdate(by.at) - timedelta(days=1) or _is_over(post, by):
        sentence = (
            f"Ngày kết thúc {ends_on:%d/%m/%Y} đã qua. "
            "Ghi từ hôm qua trở đi; việc đã làm trong thời gian giữ vị trí không đổi."
        )
        raise Refused("already_over", sentence, Kind.CONFLICT, {"ends_on": sentence})
    cut = post.ends_on if post.ends_with_unit else None
    if cut is not None and ends_on > cut and not post.followed_by.exists():
        sentence = (
            f"{post.unit.name} có đến hết ngày {cut:%d/%m/%Y} và vị trí này không theo sang "
            "đơn vị khác. Ghi ngày kết thúc từ ngày đó trở về trước."
        )
        raise Refused("unit_ends", sentence, Kind.INVALID, {"ends_on": sentence})


def _require_free(unit: Unit, starts_on: date, ends_on: date | None) -> None:
    """One person at a time enters the figures of a unit, as in the registered account."""
    posts = Post.objects.filter(unit=unit, role=Role.COMMUNE_OFFICER).select_related("person")
    for held in posts:
        if _overlap(held, starts_on, ends_on):
            sentence = (
                f"Đơn vị này đã có tài khoản nhập liệu ({held.person.full_name} giữ từ "
                f"{held.starts_on:%d/%m/%Y}). Làm thủ tục bàn giao để đổi người."
            )
            raise Refused("data_entry_taken", sentence, Kind.CONFLICT, {"unit": sentence})


def _require_new(
    person: Person, unit: Unit, role: Role, starts_on: date, ends_on: date | None
) -> None:
    for held in Post.objects.filter(person=person, unit=unit, role=role):
        if _overlap(held, starts_on, ends_on):
            sentence = (
                f"{person.full_name} đang giữ vai trò này tại {unit.name} từ "
                f"{held.starts_on:%d/%m/%Y}. Kết thúc vị trí đó trước."
            )
            raise Refused("post_held_already", sentence, Kind.CONFLICT, {"role": sentence})


def _overlap(held: Post, starts_on: date, ends_on: date | None) -> bool:
    return (held.ends_on is None or held.ends_on >= starts_on) and (
        ends_on is None or held.starts_on <= ends_on
    )


def _is_over(post: Post, by: Actor) -> bool:
    return post.ends_on is not None and post.ends_on < timezone.localdate(by.at)


def _record(kind: str, post: Post, by: Actor, sentence: str = "") -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=post.unit.name,
        subject=post.person.full_name,
        detail={
            "person": post.person_id,
            "role": post.role,
            "unit": post.unit.code,
            "starts_on": post.starts_on.isoformat(),
            "ends_on": post.ends_on.isoformat() if post.ends_on else None,
            **({"sentence": sentence} if sentence else {}),
        },
    )


def _record_person(kind: str, person: Person, by: Actor) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=person.full_name,
        detail={"person": person.pk, "email": person.email},
    )
