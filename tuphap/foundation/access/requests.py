"""The request as views get it, for the type checker: with what the middleware put on it."""

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tuphap.foundation.accounts.models import Person
from tuphap.rules.permissions import Actor


class PersonRequest(HttpRequest):
    """Only ever an annotation; Django makes the objects."""

    actor: Actor
    arrived_at: datetime  # before anything waited for a lock, or for the rest of the body (R13)
    htmx: HtmxDetails
    user: Person
