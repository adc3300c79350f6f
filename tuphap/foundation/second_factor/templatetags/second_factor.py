"""How the key of an authenticator app is shown."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django import template
from django.conf import settings

from tuphap.foundation.accounts.models import Person
from tuphap.rules.second_factor import HOLDS

register = template.Library()


@register.filter
def in_fours(secret: str) -> str:
    """ "ABCD EFGH …", so that it can be copied by hand."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@register.filter
def code_now(secret: str) -> str:
    """For the demonstration only, where nobody is to be kept out: it is on loopback, with drawn
    people; "" anywhere else."""
    if not settings.DEMO:
        return ""
    *_, newest = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, newest))


@register.filter
def code_of_demo(person: Person) -> str:
    """The code of the moment of who is about to prove it; as `code_now`, "" outside of it."""
    if not settings.DEMO:
        return ""
    held = Authenticator.objects.filter(user=person.pk, type=Authenticator.Type.TOTP).first()
    return "" if held is None else code_now(get_adapter().decrypt(held.data["secret"]))


@register.simple_tag
def minutes_a_code_holds() -> int:
    return int(HOLDS.total_seconds() // 60)
