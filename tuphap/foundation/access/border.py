"""What no page can use is refused at the door: NUL, foreign encodings, broken letters (I2, I6).

PostgreSQL stores no NUL, Django decodes by whatever codec a client names, and puts “�” where bytes
are no letters; without this each view would have to think of all three.
"""

import codecs
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from tuphap.foundation.access.errors import bad_request
from tuphap.foundation.audit.client_address import forget_strange_scheme, write_address

Answer = Callable[[HttpRequest], HttpResponse]
UNUSABLE = "\0\ufffd"


class UnusableInput(BadRequest):
    """The request carries characters or an encoding that cannot be stored or read."""


def scheme_middleware(get_response: Answer) -> Answer:
    """Before the redirect to HTTPS, which asks how the reader came."""

    def middleware(request: HttpRequest) -> HttpResponse:
        forget_strange_scheme(request)
        return get_response(request)

    return middleware


def border_middleware(get_response: Answer) -> Answer:
    """Before anything looks at cookies or the address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        write_address(request)
        if _has_nul_in_head(request) or not _is_utf8(request):
            return bad_request(request, UnusableInput())
        return get_response(request)

    return middleware


class BodyBorder:
    """After the limits of the body were checked, before the view."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.method == "POST" and (
            _has(UNUSABLE, request.POST.lists()) or not _is_written_in_utf8(request)
        ):
            raise UnusableInput


def _has_nul_in_head(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return (
        "\0" in request.path
        or b"\0" in unquote_to_bytes(query)
        or any("\0" in value for value in request.META.values() if isinstance(value, str))
        or any("\0" in value for value in request.COOKIES.values())
    )


def _has(letters: str, fields: Any) -> bool:
    texts = (text for name, values in fields for text in (name, *values))
    return any(letter in text for text in texts for letter in letters)


def _is_written_in_utf8(request: HttpRequest) -> bool:
    """A form of fields alone; Django reads bytes that are no UTF-8 as Latin, letter by letter."""
    if request.content_type != "application/x-www-form-urlencoded":
        return True
    try:
        request.body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset")
    try:
        return not charset or codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
