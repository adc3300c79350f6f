"""A small province and the people of the tests: Mai (commune), Hùng (appraiser), Hà (province)."""

from dataclasses import dataclass
from datetime import date

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import Role

PASSWORD = "một câu dễ nhớ của Mai"
FIRST_DAY = date(2022, 1, 1)


def unit(code: str, name: str, kind: str, parent: Unit | None = None, **days: date) -> Unit:
    return Unit.objects.create(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else '/'}{code}/",
        valid_from=days.pop("valid_from", FIRST_DAY),
        **days,
    )


def person(name: str, email: str = "", **fields: object) -> Person:
    """Without a password: argon2 is slow, and `client.force_login` needs none."""
    count = Person.objects.count() + 1
    return Person.objects.create_user(email or f"p{count}@vi-du.gov.vn", full_name=name, **fields)


def post(who: Person, where: Unit, role: Role, starts_on: date = FIRST_DAY, **rest: date) -> Post:
    return Post.objects.create(person=who, unit=where, role=role, starts_on=starts_on, **rest)


@dataclass(frozen=True)
class Place:
    province: Unit
    district: Unit
    commune: Unit
    neighbour: Unit


def province() -> Place:
    top = unit("64", "Tỉnh Gia Lai", "tỉnh")
    district = unit("631", "Huyện Đức Cơ", "huyện", top)
    return Place(
        province=top,
        district=district,
        commune=unit("23860", "Xã Ia Dơk", "xã", district),
        neighbour=unit("23861", "Xã Ia Kla", "xã", district),
    )


@dataclass(frozen=True)
class People:
    mai: Person
    hung: Person
    ha: Person


def three(place: Place) -> People:
    people = People(
        mai=person("Nguyễn Thị Mai", "mai@vi-du.gov.vn"),
        hung=person("Trần Văn Hùng", "hung@vi-du.gov.vn"),
        ha=person("Lê Thị Thu Hà", "ha@vi-du.gov.vn"),
    )
    post(people.mai, place.commune, Role.COMMUNE_OFFICER)
    post(people.hung, place.district, Role.APPRAISER)
    post(people.ha, place.province, Role.PROVINCE_OFFICER)
    return people
