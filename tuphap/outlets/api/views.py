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
from tuphap.foundation.publication.freshness import for_a_moment
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


@login_not_required
@require_safe
def api(request: HttpRequest, rest: str) -> HttpResponse:
    seconds = counter.wait(address_of(request) or "")
    if seconds:
        return _open_to_all(_too_often(seconds))
    etag = f'W/"api-{EDITION}-{_state()}"'
    if request.META.get("HTTP_IF_NONE_MATCH") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        from tuphap.outlets.api.endpoints import answer

        response = answer(request)
    if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        response.headers["ETag"] = etag
        for_a_moment(response)
    return _open_to_all(response)


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
