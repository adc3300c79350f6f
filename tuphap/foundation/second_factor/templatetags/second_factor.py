"""How the key of an authenticator app is shown."""

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django import template
from django.conf import settings

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
