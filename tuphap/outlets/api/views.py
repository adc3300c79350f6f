"""The door of the API: how often, whether anything is new, and only then the answer."""

import time
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from tuphap.foundation.audit.client_address import address_of
from tuphap.foundation.publication.freshness import for_a_moment, is_known
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.queries import state_of
from tuphap.foundation.units.queries import links_state
from tuphap.outlets.api.rate import counter

# Another number whenever an answer is written otherwise.
EDITION = 3
TOO_OFTEN = "Quá {most} lượt trong một phút từ địa chỉ này. Chờ {seconds} giây rồi gọi lại."


@dataclass
class _Looked:
    """What was published, and how units hung together, when this process looked last."""

    state: str = ""
    at: float = 0.0


_last = _Looked()
# Addresses that have an answer, with the state it was made in.
MOST_REMEMBERED = 1000
_answered: dict[str, str] = {}


@login_not_required
@require_safe
def api(request: HttpRequest, rest: str) -> HttpResponse:
    seconds = counter.wait(address_of(request) or "")
    if seconds:
        return _open_to_all(_too_often(seconds))
    return _open_to_all(_answer(request))


def _answer(request: HttpRequest) -> HttpResponse:
    """An address that does not exist has no state: 304 is said where this process has answered."""
    etag, address = f'W/"api-{EDITION}-{_state()}"', request.get_full_path()
    known = is_known(request, etag)
    if known and _answered.get(address) == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = _made(request)
        if response.status_code != HTTPStatus.OK:
            return response
        if len(_answered) >= MOST_REMEMBERED:
            _answered.clear()
        _answered[address] = etag
        response = HttpResponseNotModified() if known else response
    response.headers["ETag"] = etag
    return for_a_moment(response)


def _made(request: HttpRequest) -> HttpResponse:
    """The library knows GET alone; of HEAD the server sends the head of the same answer."""
    from tuphap.outlets.api.endpoints import answer

    asked, request.method = request.method, "GET"
    response = answer(request)
    request.method = asked
    return response


def _state() -> str:
    """Asked of the database once a second at most, so a 304 mostly asks it nothing."""
    now = time.monotonic()
    if not _last.state or now - _last.at >= settings.PUBLISHED_FRESH_SECONDS:
        # The units of today stand in answers, so a merger and a new day are news, too.
        state = f"{state_of(RESULTS)}-{links_state()}-{localdate():%y%j}"
        _last.state, _last.at = state, now
    return _last.state


def _too_often(seconds: int) -> HttpResponse:
    sentence = TOO_OFTEN.format(most=counter.most, seconds=seconds)
    response = JsonResponse(
        {"detail": sentence},
        status=HTTPStatus.TOO_MANY_REQUESTS,
        json_dumps_params={"ensure_ascii": False},
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Anybody may read published results from a page of their own."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
