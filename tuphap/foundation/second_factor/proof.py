"""When the person of a session last proved the second factor."""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

METHOD = "mfa"


def proved_at(request: HttpRequest) -> datetime | None:
    """None where this session never did; allauth forgets its records with the session."""
    moments = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("method") == METHOD
    ]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None
