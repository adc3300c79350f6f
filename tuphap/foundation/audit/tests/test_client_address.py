"""Whose address counts: a header is believed from a named proxy only."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tuphap.foundation.audit.client_address import ON_A_SOCKET, client_address, proxies_from
from tuphap.foundation.audit.models import Event

PROXIES = ("127.0.0.1/32", "::1/128", "10.0.0.0/24")
READER, OTHER = "203.0.113.7", "198.51.100.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (READER, "", READER),
        (READER, OTHER, READER),
        ("127.0.0.1", READER, READER),
        ("::ffff:127.0.0.1", READER, READER),
        ("127.0.0.1", f"{OTHER}, {READER}", READER),
        ("127.0.0.1", f"{OTHER}, {READER}, 10.0.0.5", READER),
        ("127.0.0.1", "10.0.0.9, 10.0.0.5", "10.0.0.9"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", f"{OTHER}, nobody, 10.0.0.5", "10.0.0.5"),
        ("127.0.0.1", f"{READER}:51000", READER),
        ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "::ffff:203.0.113.7", READER),
        ("10.0.1.5", READER, "10.0.1.5"),
        ("", READER, ""),
    ],
)
def test_the_nearest_that_is_no_proxy(peer: str, forwarded: str, address: str):
    assert client_address(peer, forwarded, PROXIES) == address


def test_without_named_proxies_no_header_is_believed():
    assert client_address("127.0.0.1", READER, ()) == "127.0.0.1"


def test_a_proxy_on_a_socket_is_named_by_a_word():
    assert client_address("", READER, (ON_A_SOCKET,)) == READER
    assert client_address("", "", (ON_A_SOCKET,)) == ""


def test_a_setting_that_names_no_network_stops_the_start():
    assert proxies_from(["127.0.0.1", "10.0.0.0/24", "unix"]) == (
        "127.0.0.1/32",
        "10.0.0.0/24",
        "unix",
    )
    with pytest.raises(ValueError, match="nginx"):
        proxies_from(["nginx"])


@pytest.mark.django_db
@pytest.mark.parametrize(("peer", "address"), [("10.0.0.5", READER), (OTHER, OTHER)])
def test_the_journal_and_the_lock_out_go_by_it(settings, peer, address):
    settings.TRUSTED_PROXIES = PROXIES
    client = Client(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=f"192.0.2.1, {READER}")
    client.post("/dang-nhap/", {"login": "mai@example.gov.vn", "password": "sai"})
    assert set(Event.objects.values_list("address", flat=True)) == {address}
    attempts = AccessAttempt.objects.values_list("ip_address", flat=True)
    assert set(attempts) == {address}


@pytest.mark.parametrize(("peer", "status"), [("10.0.0.5", 200), (OTHER, 301)])
def test_only_a_named_proxy_says_that_a_reader_came_by_https(
    settings, peer: str, status: int
) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    settings.SECURE_SSL_REDIRECT = True
    client = Client(REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https")
    assert client.get("/robots.txt").status_code == status
