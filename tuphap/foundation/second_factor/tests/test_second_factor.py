"""Setting up an app, signing in with it, recovery codes, and how often a code may be wrong."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core import mail
from django.test import Client

from tuphap.foundation.access.tests.people import PASSWORD, person
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event
from tuphap.foundation.second_factor.adapter import SecondFactorAdapter
from tuphap.foundation.second_factor.tests.proving import code_of, secret_on, with_app

pytestmark = pytest.mark.django_db
# Letters and lines of the journal follow the commit.
told = pytest.mark.django_db(transaction=True)
OWN = "/tai-khoan/xac-thuc-hai-buoc/"
CODE = "/dang-nhap/ma-xac-thuc/"
WRONG = "Mã không đúng hoặc đã hết hạn"
MORNING = "2023-02-20T02:00:00Z"


@pytest.fixture
def phuc() -> Person:
    return person("Vũ Hồng Phúc", "phuc@vi-du.gov.vn", password=PASSWORD)


def log_in(client: Client):
    words = {"login": "phuc@vi-du.gov.vn", "password": PASSWORD}
    return client.post("/dang-nhap/", words)


def kinds(person: Person) -> list[str]:
    rows = Event.objects.filter(person_id=person.pk).order_by("pk")
    return list(rows.values_list("kind", flat=True))


@told
def test_an_app_is_set_up_with_the_password_and_a_code_and_gives_recovery_codes(
    client: Client, phuc: Person
) -> None:
    log_in(client)
    assert client.get(f"{OWN}bat/").headers["Location"].startswith("/dang-nhap/xac-nhan/")
    client.post("/dang-nhap/xac-nhan/", {"password": PASSWORD})
    page = client.get(f"{OWN}bat/")
    secret = secret_on(page.content.decode())
    assert "data:image/svg+xml;base64," in page.content.decode()
    wrong = client.post(f"{OWN}bat/", {"code": "000000"})
    assert WRONG in wrong.content.decode()
    done = client.post(f"{OWN}bat/", {"code": code_of(secret)}, follow=True)
    codes = re.findall(r'class="tp-secret">(\d{8})<', done.content.decode())
    assert len(codes) == 10
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    assert [kind for kind in kinds(phuc) if kind != "log_in"] == [
        "second_factor_failed",
        "second_factor_added",
        "recovery_codes_made",
    ]
    assert "bật xác thực hai bước" in mail.outbox[-1].subject
    again = client.get(f"{OWN}ma-du-phong/").content.decode()
    assert not any(code in again for code in codes)


def test_log_in_wants_a_code_once_an_app_is_set_up(client: Client, phuc: Person) -> None:
    with time_machine.travel(MORNING, tick=False):
        secret = with_app(phuc)
        assert log_in(client).headers["Location"] == CODE
        assert client.get("/thong-bao/").status_code == 302  # not signed in yet
        assert WRONG in client.post(CODE, {"code": "123"}).content.decode()
        assert client.post(CODE, {"code": code_of(secret)}).headers["Location"] == "/lam-viec/"
        assert client.get("/thong-bao/").status_code == 200
    assert kinds(phuc) == ["second_factor_failed", "second_factor_used", "log_in"]


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True)])
def test_a_clock_may_run_half_a_minute_off(
    client: Client, phuc: Person, steps: int, taken: bool
) -> None:
    with time_machine.travel(MORNING, tick=False):
        secret = with_app(phuc)
        log_in(client)
        answer = client.post(CODE, {"code": code_of(secret, steps)})
    assert (answer.status_code == 302) is taken


def test_a_code_counts_once_and_none_before_it(client: Client, phuc: Person) -> None:
    with time_machine.travel(MORNING, tick=False):
        secret = with_app(phuc)
        log_in(client)
        assert client.post(CODE, {"code": code_of(secret)}).status_code == 302
        for steps in (0, -1):
            other = Client()
            log_in(other)
            assert WRONG in other.post(CODE, {"code": code_of(secret, steps)}).content.decode()


def test_too_many_wrong_codes_close_the_door_for_a_while(client: Client, phuc: Person) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        secret = with_app(phuc)
        log_in(client)
        for _ in range(settings.AXES_FAILURE_LIMIT):
            client.post(CODE, {"code": "000000"})
        shut = client.post(CODE, {"code": code_of(secret)}).content.decode()
        assert "Đã ghi mã sai quá nhiều lần. Chờ 15 phút rồi thử lại." in shut
        clock.shift(settings.AXES_COOLOFF_TIME.total_seconds() + 1)
        log_in(client)
        assert client.post(CODE, {"code": code_of(secret)}).status_code == 302


def test_a_recovery_code_counts_once(client: Client, phuc: Person) -> None:
    with_app(phuc)
    code = RecoveryCodes.activate(phuc).get_unused_codes()[3]
    log_in(client)
    assert client.post(CODE, {"code": code}).status_code == 302
    assert "recovery_code_used" in kinds(phuc)
    other = Client()
    log_in(other)
    assert WRONG in other.post(CODE, {"code": code}).content.decode()


@told
def test_it_is_ended_after_proving_it_and_told(client: Client, phuc: Person) -> None:
    secret = with_app(phuc)
    log_in(client)
    client.post(CODE, {"code": code_of(secret)})
    assert client.post(f"{OWN}tat/").headers["Location"].startswith("/dang-nhap/xac-nhan")
    client.post("/dang-nhap/xac-nhan-ma/", {"code": code_of(secret, 1)})
    client.post(f"{OWN}tat/")
    assert not Authenticator.objects.filter(user=phuc).exists()
    assert kinds(phuc)[-1] == "second_factor_removed"
    assert "tắt xác thực hai bước" in mail.outbox[-1].subject


def test_secrets_of_an_earlier_key_are_still_read(settings) -> None:
    kept = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "x" * 50
    assert SecondFactorAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_only_the_demonstration_shows_the_code(
    client: Client, phuc: Person, settings, demo: bool, shown: bool
) -> None:
    settings.DEMO = demo
    with time_machine.travel(MORNING, tick=False):
        secret = with_app(phuc)
        log_in(client)
        page = client.get(CODE).content.decode()
        codes = {code_of(secret, steps) for steps in (-1, 0, 1)}
    assert any(code in page for code in codes) is shown
