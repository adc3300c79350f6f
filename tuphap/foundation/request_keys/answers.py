"""An answer as bytes, and back: status, head, body, and what the next page was going to say."""

import json
import zlib
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

KEPT_HEADERS = ("Content-Type", "Location", "HX-Redirect", "HX-Trigger")
FAST = 1  # a page of a sheet becomes a fifth of its size either way


def packed(request: HttpRequest, response: HttpResponse) -> bytes:
    whole = {
        "status": response.status_code,
        "head": {name: response[name] for name in KEPT_HEADERS if name in response},
        "body": response.content.decode(),
        "said": [(said.level, str(said.message), said.extra_tags) for said in _queued(request)],
    }
    return zlib.compress(json.dumps(whole).encode(), FAST)


def unpacked(request: HttpRequest, answer: bytes) -> HttpResponse:
    whole: dict[str, Any] = json.loads(zlib.decompress(answer))
    _forget(request)
    for level, text, tags in whole["said"]:
        messages.add_message(request, level, text, tags)
    return HttpResponse(whole["body"], status=whole["status"], headers=whole["head"])


def _queued(request: HttpRequest) -> Iterable[Any]:
    return getattr(messages.get_messages(request), "_queued_messages", ())


def _forget(request: HttpRequest) -> None:
    """What was about to be said of a change that was taken back."""
    queued = _queued(request)
    if isinstance(queued, list):
        queued.clear()
