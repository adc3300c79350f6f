"""Sessions that proved the second factor, and codes as an app would show them."""

import re
import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from tuphap.foundation.accounts.models import Person

PERIOD = 30


def proved(client: Client, person: Person, seconds_ago: float = 0) -> Client:
    prove(client.session, person, time.time() - seconds_ago)
    return client


def prove(session: SessionBase, person: Person, at: float) -> None:
    session["account_authentication_methods_user"] = str(person.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": at}]
    session.save()


def code_of(secret: str, steps: int = 0, at: float | None = None) -> str:
    """The code of now or of that moment, or of some steps of half a minute later."""
    now = time.time() if at is None else at
    return format_hotp_value(hotp_value(secret, int(now) // PERIOD + steps))


def with_app(person: Person) -> str:
    """Sets up an app for the person and gives its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def secret_on(page: str) -> str:
    """As it stands on the page that sets it up, in fours."""
    found = re.search(r'class="tp-secret">([A-Z2-7 ]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")
