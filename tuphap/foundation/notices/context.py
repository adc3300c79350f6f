"""The number of unread notices beside the person's name."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tuphap.foundation.notices.queries import MOST_COUNTED, unread_count


def unread(request: HttpRequest) -> dict[str, object]:
    """Asked only by a header that shows the person: fragments and public pages ask nothing."""
    return {"unread": SimpleLazyObject(lambda: _words(request))}


def _words(request: HttpRequest) -> str:
    """“3”, “99+”, or nothing."""
    person_id = getattr(getattr(request, "actor", None), "person_id", None)
    if person_id is None:
        return ""
    count = unread_count(person_id)
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
