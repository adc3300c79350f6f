"""What the tests of the sheet send: the fields of lines, with the marks that stand in the page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.lines.words import texts_of
from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.tests.world import SELF, World, signed_in

Fields = dict[str, Any]


def address(world: World, unit: str = "") -> str:
    base = f"/phieu/{world.dossier.pk}/"
    return f"{base}noi-dung/{unit}/" if unit else base


def stored_lines(world: World) -> dict[str, Given]:
    rows = Entry.objects.filter(assessment=world.dossier, column=SELF)
    return {row.item: given_of(row) for row in rows}


def mark(world: World, code: str) -> str:
    """As it stands in the page now."""
    return own_mark(stored_lines(world).get(code))


def line(world: World, code: str, **fields: Any) -> Fields:
    """As the page sends it now: `line(world, "1.2.1", done="3", due="4")`."""
    named = {f"{code}-{name}": value for name, value in fields.items()}
    return {f"{code}-line": mark(world, code), **named}


def form(world: World, changes: Mapping[str, Given] | None = None) -> Fields:
    """The whole form as the page would send it now, with some lines changed."""
    stored, sent = stored_lines(world), {}
    for item in items_of(world.period):
        given = stored.get(item.code, Given())
        sent[f"{item.code}-line"] = own_mark(given)
        texts = texts_of(item, (changes or {}).get(item.code, given))
        for name, text in texts.items():
            if item.gate and name == "explanation":
                continue
            code = item.unit if name == "not_applicable" else item.code
            if text or name != "option":
                sent[f"{code}-{name}"] = list(text) if isinstance(text, tuple) else text
    return {**sent, "het": "1"}


def send_form(world: World, sent: Fields, person: Any = None) -> HttpResponse:
    return signed_in(person or world.mai).post(address(world), sent)


def send_line(
    world: World, unit: str, sent: Fields, person: Any = None, *, htmx: bool = True
) -> HttpResponse:
    headers = {"HX-Request": "true"} if htmx else {}
    return signed_in(person or world.mai).post(address(world, unit), sent, headers=headers)
