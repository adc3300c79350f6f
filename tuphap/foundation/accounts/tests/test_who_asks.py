"""Every request asks anew who it is: an ended session or a switched-off account gives nothing."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai() -> Person:
    return Person.objects.create(email="mai@example.gov.vn", full_name="Nguyễn Thị Mai")


@pytest.fixture
def key(mai: Person) -> str:
    client = Client()
    client.force_login(mai, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def who(key: str) -> object:
    request = HttpRequest()
    request.session = SessionStore(key)
    return get_user(request)


def test_a_session_names_its_person(key: str, mai: Person, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert who(key) == mai


def test_an_ended_session_names_nobody(key: str) -> None:
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not who(key).is_authenticated
    store = SessionStore(key)
    assert store.load() == {}
    assert store.session_key is None


def test_an_account_switched_off_counts_at_once(key: str, mai: Person) -> None:
    Person.objects.filter(pk=mai.pk).update(is_active=False)
    assert not who(key).is_authenticated


def test_an_unknown_key_names_nobody() -> None:
    assert not who("0" * 32).is_authenticated


def test_a_session_is_kept_with_what_is_put_into_it(key: str) -> None:
    store = SessionStore(key)
    store["seen"] = 7
    store.save()
    assert SessionStore(key)["seen"] == 7
