"""Drawn people and their posts; the few that can log in get one password made for this machine."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.notices.models import NoticeChoice, Way
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import unit_on
from tuphap.outlets.demo.plan import Plan
from tuphap.rules.permissions import Role
from tuphap.rules.vietnamese import slug


@dataclass(frozen=True)
class Account:
    """A line of the list that is printed at the start."""

    role: str
    unit: str
    email: str


def password_file() -> Path:
    return Path(settings.DATA) / "demo-password"


def demo_password() -> str:
    """Made once per installation, readable by its owner only; there is no default account (L3)."""
    path = password_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.token_hex(3) for _ in range(3)))
    return path.read_text().strip()


def make_staff(plan: Plan, units: Iterable[Unit], role: Role, title: str) -> dict[int, Person]:
    """One person per unit in one role, named after the work; without a password."""
    wanted = list(units)
    locked = make_password(None)
    people = Person.objects.bulk_create(
        Person(
            email=f"{role.value}.{unit.code}.{unit.valid_from:%Y}@{plan.mail_domain}",
            full_name=f"{title} {unit.name} {plan.mark}",
            password=locked,
        )
        for unit in wanted
    )
    Post.objects.bulk_create(
        Post(
            person=person,
            unit=unit,
            role=role.value,
            starts_on=unit.valid_from,
            ends_on=unit.valid_to,
        )
        for person, unit in zip(people, wanted, strict=True)
    )
    # Nobody reads their letters.
    NoticeChoice.objects.bulk_create(NoticeChoice(person=who, way=Way.NONE) for who in people)
    return {unit.pk: person for person, unit in zip(people, wanted, strict=True)}


def make_accounts(plan: Plan, day: date) -> dict[str, Person]:
    """The people who can log in, by the key of demo.yaml."""
    password = make_password(demo_password())
    made = {}
    for row in plan.accounts:
        person = Person.objects.create(
            email=_email(plan, row["name"]),
            full_name=f"{row['name']} {plan.mark}",
            password=password,
        )
        unit = unit_on(row["unit"], day)
        if unit is None:
            raise LookupError(f"demo.yaml: no unit {row['unit']} on {day}")
        for role in filter(None, (row["role"], row.get("second_role"))):
            Post.objects.create(person=person, unit=unit, role=role, starts_on=unit.valid_from)
        if "letters" in row:
            NoticeChoice.objects.create(person=person, way=Way(row["letters"]))
        made[row["key"]] = person
    return made


def accounts(plan: Plan) -> list[Account]:
    """What `run.py` prints; read from the database, so that it is true."""
    rows = []
    for row in plan.accounts:
        post = (
            Post.objects.filter(person__email=_email(plan, row["name"]), role=row["role"])
            .select_related("unit", "person")
            .first()
        )
        if post is not None:
            rows.append(Account(Role(post.role).label, post.unit.name, post.person.email))
    return rows


def _email(plan: Plan, name: str) -> str:
    return f"{slug(name).replace('-', '.')}@{plan.mail_domain}"
