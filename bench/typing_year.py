"""A year of its own, far off, in which communes type their sheets."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from bench.editors import Editor
from bench.sheets import commune_of
from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import units_on
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
from tuphap.modules.assessments.lines.answers import given_by_item
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.rules.permissions import Role
from tuphap.rules.workflows.assessment import SELF

YEAR = 2090
MAIL = "go-phieu-{code}@minhhoa.example"


def editors(count: int) -> list[Editor]:
    """`count` communes whose officers are signed in and whose sheets may be written.

    Of as many provinces as it takes: today's have fewer communes than those of 2022.
    """
    model = Period.objects.select_related("rule_set", "scope_unit").order_by("pk").last()
    if model is None:
        raise RuntimeError("No year in progress; begin with --fresh.")
    found: list[Assessment] = []
    for scope in _provinces(model):
        found += typing_year(model, scope).assessments.select_related("unit", "period__rule_set")
        if len(found) >= count:
            break
    officers = officers_of(dossier.unit for dossier in found[:count])
    return [_editor(dossier, officers[dossier.unit_id]) for dossier in found[:count]]


def _provinces(model: Period) -> list[Unit]:
    """The one of the illustration first."""
    beside = units_on(model.units_on).filter(parent=None).exclude(pk=model.scope_unit_id)
    return [model.scope_unit, *beside.order_by("code")]


def typing_year(model: Period, scope: Unit) -> Period:
    found = Period.objects.filter(year=YEAR, scope_unit=scope).first()
    return found or open_period(
        YEAR,
        model.rule_set,
        scope,
        date(YEAR, 1, 1),
        PeriodSettings(appraised_by=model.appraised_by),
        by=actor_for(_somebody(scope), timezone.now()),
    )


def _somebody(scope: Unit) -> Person:
    """Who may open a year there, today."""
    person, _ = Person.objects.get_or_create(
        email=MAIL.format(code=scope.code),
        defaults={"full_name": "Cán bộ đo tốc độ (minh họa)", "password": make_password(None)},
    )
    _give_post(person, scope, Role.PROVINCE_OFFICER)
    return person


def officers_of(units: Iterable[Unit]) -> dict[int, Person]:
    """Those there are, and new ones where a commune has none."""
    wanted = {unit.pk: unit for unit in units}
    held = Post.held_on(timezone.localdate()).filter(role=Role.COMMUNE_OFFICER, ends_on=None)
    posts = held.filter(unit__in=wanted).select_related("person")
    officers = {post.unit_id: post.person for post in posts}
    locked = make_password(None)
    for unit in (wanted[pk] for pk in wanted.keys() - officers.keys()):
        person = Person.objects.create(
            email=MAIL.format(code=unit.code),
            full_name=f"Cán bộ {unit.name} (minh họa)",
            password=locked,
        )
        _give_post(person, unit, Role.COMMUNE_OFFICER)
        officers[unit.pk] = person
    return officers


def _give_post(person: Person, unit: Unit, role: Role) -> None:
    Post.objects.get_or_create(
        person=person, unit=unit, role=role.value, ends_on=None, starts_on=unit.valid_from
    )


def _editor(dossier: Assessment, officer: Person) -> Editor:
    if SELF not in dossier.step.writable:
        move(dossier.pk, "start", by=actor_for(officer, timezone.now()))
    stands = given_by_item(dossier.entries.filter(column=SELF))
    return Editor(commune_of(dossier, officer), dossier.unit_id, stands)
