"""Every address is either on the list of public ones or wants a person who signed in (A1)."""

import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

# What anybody may open. A public page is added here by hand, after thinking about what it shows.
PUBLIC = {
    "",
    "sitemap.xml",
    "robots.txt",
    "ket-qua/",
    "ket-qua/nhieu-nam/",
    "ket-qua/<published_year:year>/",
    "ket-qua/<published_year:year>/ban-<copy_number:number>/",
    "ket-qua/<published_year:year>/<unit_code:code>/",
    "ket-qua/<published_year:year>/tu-kiem-tra/",
    "ket-qua/<published_year:year>/tu-kiem-tra.html",
    "du-lieu-mo/",
    r"^du-lieu-mo/ket-qua-(?P<year>[0-9]{4})\.(?P<form>csv|xlsx|json)$",
    "nhung/<published_year:year>/",
    # Published copies for programs; everything behind it is read only and has no log-in.
    "api/v1/<path:rest>",
    "api/v1/",
    # Draft results while they hang out, open to comments: figures and sums, no file, no person.
    "niem-yet/",
    "niem-yet/<int:year>/<slug:code>/",
    # Feedback on published results: a form, its receipt, and what was answered, nobody named.
    "gop-y-ket-qua/tra-cuu/",
    "gop-y-ket-qua/da-nhan/<str:receipt>/",
    "gop-y-ket-qua/<int:year>/<slug:code>/",
    "gop-y-ket-qua/<int:year>/<slug:code>/gui/",
    # Colours and emblem of the site, named by their content.
    "giao-dien/<str:name>",
    "health/live",
    "health/ready",
    # For the chair of a unit: signed, for one dossier, once, and with a code (A4).
    "gui-ho-so/<str:token>/",
    # Signing in, and setting a forgotten password.
    "dang-nhap/",
    "dang-nhap/da-khoa/",
    "dang-nhap/ma-xac-thuc/",
    "dang-xuat/",
    "mat-khau/quen/",
    "mat-khau/quen/da-gui/",
    "mat-khau/dat/xong/",
    r"^mat-khau/dat/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,100})/$",
}
SAMPLES = {"uuid": "00000000-0000-0000-0000-000000000000", "str": "TC1", "slug": "a-b"}
ANY_FIGURE = "2022"


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        else:
            yield route, entry.callback


def public() -> set[str]:
    return {route for route, view in addresses() if not getattr(view, "login_required", True)}


def private_samples() -> list[str]:
    """One address of every private page, with made-up values for its parts."""
    plain = [route for route, _ in addresses() if route not in public() and "(?P" not in route]
    return [
        "/" + re.sub(r"<(\w+):\w+>", lambda part: SAMPLES.get(part[1], ANY_FIGURE), route)
        for route in plain
    ]


def test_public_addresses_are_those_on_the_list() -> None:
    assert public() - PUBLIC == set()


def test_the_list_names_no_address_that_is_gone() -> None:
    assert PUBLIC - {route for route, _ in addresses()} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_a_private_page(client: Client, method: str) -> None:
    answers = {address: getattr(client, method)(address) for address in private_samples()}
    open_ones = {
        address: answer.status_code
        for address, answer in answers.items()
        if answer.status_code != HTTPStatus.FOUND
        or not answer.headers["Location"].startswith("/dang-nhap/")
    }
    assert open_ones == {}
