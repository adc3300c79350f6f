"""The menu of a person: those lines of the table that exist and that the person may use."""

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tuphap.foundation.access.requests import MarkedRequest
from tuphap.rules.permissions import Actor, may

ADMINISTRATION = "access:administration"

# So many lines stand in a row on the narrowest usual screen; of more, one place goes to “Thêm”.
MOST_IN_A_ROW = 6

Row = tuple[str, str, tuple[str, ...]]


class MenuItem(NamedTuple):
    label: str
    url: str
    current: bool = False
    folded: bool = False


def menu_of(request: MarkedRequest) -> tuple[MenuItem, ...]:
    """Public pages show the public menu to everybody, so that they need not ask who reads them."""
    actor = None if is_public(request) else request.actor
    if actor is None or actor.person_id is None:
        return _with_current(lines(settings.PUBLIC_MENU), request.path)
    return _folded(_with_current(lines(settings.STAFF_MENU, actor), request.path))


def is_public(request: HttpRequest) -> bool:
    """Whether the page found for this address is one for everybody."""
    return getattr(request, "is_public", False)


def lines(rows: Iterable[Row], actor: Actor | None = None) -> list[MenuItem]:
    found = []
    for label, url_name, permissions in rows:
        url = _address(url_name)
        if url and (not permissions or (actor and any(may(actor, p) for p in permissions))):
            found.append(MenuItem(label, url))
    return found


def administration_of(actor: Actor) -> list[tuple[MenuItem, str]]:
    """The lines of the page “Quản trị” with their sentences."""
    rows = [(lines([row[:3]], actor), row[3]) for row in settings.ADMINISTRATION]
    return [(found[0], sentence) for found, sentence in rows if found]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _with_current(items: list[MenuItem], path: str) -> tuple[MenuItem, ...]:
    """The line with the longest address the path begins with; the home page only as itself.

    Pages of the administration have addresses of their own and stand under its line.
    """
    under = _address(ADMINISTRATION)
    owners = {item.url: item.url for item in items if item.url != "/"}
    if under in owners:
        owners |= {_address(row[1]): under for row in settings.ADMINISTRATION}
    begins = [url for url in owners if url and path.startswith(url)]
    here = owners[max(begins, key=len)] if begins else path
    return tuple(item._replace(current=item.url == here) for item in items)


def _folded(items: tuple[MenuItem, ...]) -> tuple[MenuItem, ...]:
    """A short menu stays a plain row."""
    if len(items) <= MOST_IN_A_ROW:
        return items
    there = {item.url for item in items}
    rare = [url for url in map(_address, settings.FOLDED_FIRST) if url in there]
    away = set(rare[: len(items) - (MOST_IN_A_ROW - 1)])
    return tuple(item._replace(folded=item.url in away) for item in items)
