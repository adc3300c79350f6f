"""The request as the middleware leaves it and as views get it, for the type checker."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tuphap.foundation.accounts.models import Person
from tuphap.rules.permissions import Actor

if TYPE_CHECKING:
    from tuphap.foundation.access.menu import MenuItem


class MarkedRequest(HttpRequest):
    """With what the middleware of this folder puts on it. Only ever an annotation; Django makes
    the objects."""

    actor: Actor
    arrived_at: datetime  # before anything waited for a lock, or for the rest of the body (R13)
    menu: "tuple[MenuItem, ...]"
    is_public: bool  # known once the view is found


class PersonRequest(MarkedRequest):
    """Of somebody who signed in."""

    htmx: HtmxDetails
    user: Person


def marked(request: HttpRequest) -> MarkedRequest:
    """The same object, where Django itself names its type."""
    return cast(MarkedRequest, request)
