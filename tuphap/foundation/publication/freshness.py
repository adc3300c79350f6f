"""How long a public answer may be kept on its way to people.

Browsers keep seconds; the proxy in front is told the very second, since to it “one second” would be
up to two. Both ask again afterwards, and are mostly told that nothing changed.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

View = Callable[..., HttpResponse]
PUBLIC = ("Cache-Control", "public, max-age=1")


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the asker names this very state; one name is the usual case and costs nothing."""
    told = request.META.get("HTTP_IF_NONE_MATCH")
    if not told or told == etag:
        return bool(told)
    names = {name.removeprefix("W/") for name in parse_etags(told)}
    return etag.removeprefix("W/") in names or "*" in names


def for_a_moment(response: HttpResponse) -> HttpResponse:
    """Only for answers that are the same for everybody."""
    response.headers[PUBLIC[0]] = PUBLIC[1]
    # The end of the second that is running; nginx reads it and does not pass it on.
    response.headers["X-Accel-Expires"] = f"@{int(time.time())}"
    return response


def same_for_everybody(view: View) -> View:
    """What the view answers with 200 may be kept; nothing else, as it may be otherwise soon."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        response = view(request, *args, **named)
        return for_a_moment(response) if response.status_code == 200 else response

    return answer
