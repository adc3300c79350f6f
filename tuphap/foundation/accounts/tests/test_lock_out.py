"""After ten wrong passwords a machine waits; one person does not lock out an office (L4)."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tuphap.foundation.access.tests.people import PASSWORD, person
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.accounts.tests.test_pages_speak_vietnamese import english_in
from tuphap.foundation.audit.models import Event

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.5", "203.0.113.6"


@pytest.fixture
def mai() -> Person:
    return person("Nguyễn Thị Mai", "mai@vi-du.gov.vn", password=PASSWORD)


def attempt(password: str, email: str = "mai@vi-du.gov.vn", address: str = HERE):
    return Client().post("/dang-nhap/", {"login": email, "password": password}, REMOTE_ADDR=address)


def lock(email: str = "mai@vi-du.gov.vn"):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = attempt("sai", email)
    return last


def test_the_page_says_how_long_and_what_to_do(mai: Person):
    page = lock()
    assert page.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert page.headers["Retry-After"] == "900"
    text = page.content.decode()
    assert "Đăng nhập tạm khóa 15 phút" in text
    assert "đặt lại mật khẩu" in text
    assert english_in(text) == set()


def test_the_right_password_waits_too_and_then_opens(mai: Person):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        lock()
        assert attempt(PASSWORD).status_code == HTTPStatus.TOO_MANY_REQUESTS
    with time_machine.travel(now + timedelta(minutes=10), tick=False):
        assert attempt(PASSWORD).status_code == HTTPStatus.TOO_MANY_REQUESTS
    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        assert attempt(PASSWORD).status_code == HTTPStatus.FOUND


def test_others_of_the_office_and_other_machines_are_not_locked(mai: Person):
    person("Trần Văn Hùng", "hung@vi-du.gov.vn", password=PASSWORD)
    lock()
    assert attempt(PASSWORD, "hung@vi-du.gov.vn").status_code == HTTPStatus.FOUND
    assert attempt(PASSWORD, address=ELSEWHERE).status_code == HTTPStatus.FOUND


def test_capitals_do_not_start_the_count_anew(mai: Person):
    for turn in range(settings.AXES_FAILURE_LIMIT):
        last = attempt("sai", "MAI@vi-du.gov.vn" if turn % 2 else "mai@vi-du.gov.vn")
    assert last.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_an_account_that_does_not_exist_is_locked_alike(mai: Person):
    assert lock("khong-co@vi-du.gov.vn").content == lock().content


def test_a_success_forgets_the_slips(mai: Person):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        attempt("sai")
    assert attempt(PASSWORD).status_code == HTTPStatus.FOUND
    assert attempt("sai").status_code == HTTPStatus.OK


def test_the_journal_tells_each_try_and_the_lock(mai: Person):
    lock()
    attempt("sai")
    told = list(Event.objects.order_by("pk").values_list("kind", "subject"))
    failures = settings.AXES_FAILURE_LIMIT
    assert told[0] == ("log_in_failed", "mai@vi-du.gov.vn")
    assert {kind for kind, _ in told[failures - 1 :]} == {"locked_out"}


def test_passwords_are_kept_nowhere(mai: Person):
    attempt("một mật khẩu rất riêng")
    kept = "".join(str(row) for row in AccessAttempt.objects.values())
    kept += "".join(str(row) for row in Event.objects.values())
    assert "rất riêng" not in kept
