"""The journal only grows, knows where a line came from, and names every kind."""

import ast
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

import tuphap
from tuphap.foundation.audit.actions import record
from tuphap.foundation.audit.kinds import KINDS, label_of
from tuphap.foundation.audit.models import Event
from tuphap.foundation.audit.origin import coming_from, current

ATTEMPTS = [
    "UPDATE audit_event SET kind = 'x'",
    "UPDATE audit_event SET detail = '{}' WHERE false OR true",
    "DELETE FROM audit_event",
]


def told(**more: object) -> Event:
    return record("log_in", at=timezone.now(), **more)


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ATTEMPTS)
def test_no_line_is_changed_or_removed_even_by_hand(sql: str):
    told(person_name="Nguyễn Thị Mai")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.get().person_name == "Nguyễn Thị Mai"


@pytest.mark.django_db
def test_no_line_is_changed_or_removed_by_the_orm():
    event = told()
    event.kind = "x"
    for attempt in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert Event.objects.get().kind == "log_in"


@pytest.mark.django_db
def test_a_long_text_is_cut_visibly():
    event = told(subject="x" * 500, person_name="ễ" * 121)
    event.refresh_from_db()
    assert event.subject == "x" * 199 + "…"
    assert event.person_name == "ễ" * 119 + "…"


@pytest.mark.django_db
def test_a_line_knows_address_and_request_while_one_runs():
    with coming_from("203.0.113.5", "a-b"):
        inside = told()
    outside = told()
    assert (inside.address, inside.request_id) == ("203.0.113.5", "a-b")
    assert (outside.address, outside.request_id) == (None, "")


@pytest.mark.parametrize(
    "address", [None, "", "unix:", "999.1.1.1", "localhost", "1.2.3.4, 5.6.7.8"]
)
def test_what_is_no_address_is_not_kept(address: str | None):
    with coming_from(address, ""):
        assert current().address is None


def test_an_unknown_kind_is_shown_as_it_is():
    assert label_of("log_in") == "Đăng nhập"
    assert label_of("from_the_future") == "from_the_future"


def kinds_in_the_code() -> set[str]:
    """The first argument of every call of `record`, `_record…` and `note` that is a plain text."""
    found = set()
    for path in Path(tuphap.__file__).parent.rglob("*.py"):
        if "/tests/" in path.as_posix():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                name, first = node.func.id, node.args[0]
                if name in ("note", "record") or name.startswith("_record"):
                    texts = [n for n in ast.walk(first) if isinstance(n, ast.Constant)]
                    found |= {text.value for text in texts if isinstance(text.value, str)}
    return found


def test_every_kind_has_a_name_for_people():
    found = kinds_in_the_code()
    assert "refused" in found
    assert found - set(KINDS) == set()
