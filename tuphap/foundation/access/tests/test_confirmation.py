"""An important act asks for the password again, and comes back to where it was."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from tuphap.config import urls
from tuphap.foundation.access.confirmation import recently_confirmed
from tuphap.foundation.access.tests.people import PASSWORD, person


@recently_confirmed
def publish(request: HttpRequest, year: int) -> HttpResponse:
    return HttpResponse(f"{request.method} {year}")


urlpatterns = [path("quan-trong/<int:year>/", publish), path("", include(urls.urlpatterns))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
ADDRESS = "/quan-trong/2022/?ban=1"


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(person("Bùi Văn Đức", password=PASSWORD))
    return client


def confirm(client: Client):
    asked = client.get(ADDRESS)
    assert asked.headers["Location"].startswith("/dang-nhap/xac-nhan/?next=%2Fquan-trong")
    return client.post(asked.headers["Location"], {"password": PASSWORD})


def test_after_the_password_the_page_opens(client: Client):
    assert confirm(client).headers["Location"] == ADDRESS
    assert client.get(ADDRESS).content == b"GET 2022"
    assert client.post(ADDRESS).content == b"POST 2022"


def test_without_it_nothing_is_done(client: Client):
    assert client.post(ADDRESS).status_code == HTTPStatus.FOUND
    wrong = client.post("/dang-nhap/xac-nhan/", {"password": "sai"})
    assert wrong.status_code == HTTPStatus.OK
    assert client.post(ADDRESS).status_code == HTTPStatus.FOUND


def test_after_a_quarter_of_an_hour_it_is_asked_again(client: Client):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        confirm(client)
    with time_machine.travel(now + timedelta(minutes=14), tick=False):
        assert client.post(ADDRESS).status_code == HTTPStatus.OK
    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        assert client.post(ADDRESS).status_code == HTTPStatus.FOUND
