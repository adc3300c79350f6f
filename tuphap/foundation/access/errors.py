"""The pages for what does not work out: refused, not found, not understood, broken.

Every page says what is safe and what to do. A partial request (htmx) gets the sentence alone, a
program gets it as JSON.
"""

import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from tuphap.foundation.access.faults import STATUS_OF
from tuphap.foundation.access.kept_forms import SESSION_OVER, WITHOUT_KEY, kept_form
from tuphap.foundation.access.requests import marked
from tuphap.foundation.audit.actions import record
from tuphap.foundation.request_keys.once import NO_KEY, STILL_RUNNING
from tuphap.rules.permissions import PERMISSIONS, ROLE_GRANTS
from tuphap.rules.refusals import Kind, Refused

PAGES = {
    Kind.FORBIDDEN: "refusal.html",
    Kind.CONFLICT: "conflict.html",
    Kind.INVALID: "bad_input.html",
}
NOT_FOUND = "Không tìm thấy trang này. Tải lại trang để xem nội dung hiện tại."
FORMS_ONLY = (
    "Địa chỉ này không mở trực tiếp được. Đây là nơi nhận biểu mẫu, không phải một trang để xem."
)
READ_ONLY = "Địa chỉ này chỉ để xem. Dữ liệu vừa gửi tới đây không được nhận."
SESSION_ENDED = (
    "Phiên làm việc đã hết, lần gửi vừa rồi không được nhận. "
    "Đăng nhập lại ở cửa sổ khác, rồi quay lại đây lưu lần nữa."
)
BROKEN = "Hệ thống gặp lỗi, chưa làm xong việc này. Chờ một phút rồi thử lại."
# Nobody reads a page below this address: the sentence comes alone, as the API gives its own.
FOR_PROGRAMS = "/api/"
RETRY_SECONDS, SOON_SECONDS = "30", "2"


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The answer to a refusal: status, page, and a line in the journal where it was a right."""
    if refused.code == NO_KEY and (kept := _kept(request, WITHOUT_KEY)):
        return kept
    status, template = STATUS_OF[refused.kind], PAGES[refused.kind]
    if refused.kind is Kind.FORBIDDEN:
        note_refusal(request, refused)
    context = {"refused": refused, "facts": _facts(refused)}
    response = _answer(request, template, refused, status, context)
    if refused.code == STILL_RUNNING:
        response.headers["Retry-After"] = SOON_SECONDS
    return response


def session_ended(request: HttpRequest) -> HttpResponse:
    """For a partial request: a redirect would put the log-in page into the middle of the form."""
    refused = Refused("session_ended", SESSION_ENDED)
    response = _answer(request, "403_csrf.html", refused, HTTPStatus.FORBIDDEN)
    # For scripts that send again what they hold, once somebody has signed in again.
    response.headers["Session-Ended"] = "1"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    status, sentence = _limit(exception)
    refused = Refused("bad_request", sentence, Kind.INVALID)
    return _answer(request, "400.html", refused, status, {"reason": sentence})


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refusal_page(request, Refused("denied", "Tài khoản không được mở trang này."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in again in another window makes the token of an open form an old one."""
    return _kept(request, SESSION_OVER) or session_ended(request)


def _kept(request: HttpRequest, why: str) -> HttpResponse | None:
    match = request.resolver_match
    if match is None or getattr(request, "htmx", False):
        return None
    return kept_form(request, match.func, why)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    refused = Refused("not_found", NOT_FOUND)
    return _answer(request, "404.html", refused, HTTPStatus.NOT_FOUND)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Django answers with nothing at all: the address of a form would open as a white page."""
    refused = Refused("method_not_allowed", FORMS_ONLY if "GET" not in allowed else READ_ONLY)
    context = {"ways": _page_above(request.path)}
    response = _answer(request, "405.html", refused, HTTPStatus.METHOD_NOT_ALLOWED, context)
    response.headers["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Nothing here may need the database: its absence is one of the reasons to come here (R11)."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        status, template = HTTPStatus.SERVICE_UNAVAILABLE, "503.html"
    else:
        status, template = HTTPStatus.INTERNAL_SERVER_ERROR, "500.html"
    response = _answer(request, template, Refused("broken", BROKEN), status)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def incident_number() -> str:
    """Begins the request id that stands in the log and in the journal."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:8]


def _answer(
    request: HttpRequest,
    template: str,
    refused: Refused,
    status: HTTPStatus,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    if request.path_info.startswith(FOR_PROGRAMS):
        told = {"detail": refused.sentence}
        return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    if getattr(request, "htmx", False):
        template = "refusal_fragment.html"
    values = {"refused": refused, "incident": incident_number(), **(context or {})}
    return render(request, template, values, status=status)


def _page_above(path: str) -> list[dict[str, str]]:
    """The way back: the next address up that exists, which holds the form sent from here."""
    parts = [part for part in path.split("/") if part][:-1]
    for count in range(len(parts), 0, -1):
        above = f"/{'/'.join(parts[:count])}/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return [{"url": above, "label": "Về trang trước đó"}]
    return []


def _limit(exception: Exception) -> tuple[HTTPStatus, str]:
    """The limit that was passed, by name (I5)."""
    megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    sentences: dict[type[Exception], tuple[HTTPStatus, str]] = {
        RequestDataTooBig: (
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"Nội dung gửi lên lớn hơn {megabytes} MB. Chia thành nhiều lần gửi.",
        ),
        TooManyFieldsSent: (
            HTTPStatus.BAD_REQUEST,
            f"Biểu mẫu gửi lên có hơn {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} ô.",
        ),
        TooManyFilesSent: (
            HTTPStatus.BAD_REQUEST,
            f"Mỗi lần gửi nhiều nhất {settings.DATA_UPLOAD_MAX_NUMBER_FILES} tệp.",
        ),
        DisallowedHost: (
            HTTPStatus.BAD_REQUEST,
            "Tên máy chủ trong địa chỉ không thuộc hệ thống này. Kiểm tra lại địa chỉ.",
        ),
    }
    usual = (
        HTTPStatus.BAD_REQUEST,
        "Yêu cầu gửi lên sai mẫu hoặc có ký tự hỏng (hiện là “�”). Quay lại trang trước, gõ lại.",
    )
    return sentences.get(type(exception), usual)


def _facts(refused: Refused) -> list[dict[str, str]]:
    """What was refused and which roles may do it."""
    if refused.permission not in PERMISSIONS:
        return []
    roles = [role.label for role, granted in ROLE_GRANTS.items() if refused.permission in granted]
    return [
        {"label": "Việc bị từ chối", "value": PERMISSIONS[refused.permission].label},
        {"label": "Ai làm được", "value": ", ".join(roles)},
    ]


def note_refusal(request: HttpRequest, refused: Refused) -> None:
    actor = marked(request).actor
    record(
        "refused",
        at=actor.at,
        person_id=actor.person_id,
        person_name=actor.name,
        unit=actor.posts[0].unit_name if actor.posts else "",
        subject=request.path,
        detail={"code": refused.code, "sentence": refused.sentence},
    )
