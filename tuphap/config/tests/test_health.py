"""Alive and ready: small answers that ask nobody who they are."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tuphap.config import health


def test_alive_needs_nothing_but_the_process(client: Client) -> None:
    """No database mark: a query would fail this test."""
    answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_is_migrated(client: Client) -> None:
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_not_ready_while_tables_are_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health._seen, "migrated", False)
    monkeypatch.setattr(health, "_is_migrated", lambda: False)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"migrations\n")
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.django_db
def test_not_ready_while_the_database_is_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OperationalError("host=secret")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"database\n")


def test_health_is_only_read(client: Client) -> None:
    assert client.post("/health/live").status_code in (403, 405)
