"""A form that met an ended session, or lost its key, comes back as a page that holds it (L7, R7).

Only forms of this site, without files, sent to views that act once: those ask for no password.
"""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tuphap.foundation.request_keys.keys import CHANGING, FIELD, SECRETS

# Why the form was not taken; the page says what to do.
SESSION_OVER, WITHOUT_KEY, STEP_UP = "session", "key", "step_up"

WORDS = {
    SESSION_OVER: {
        "title": "Chưa gửi được: phiên làm việc đã hết",
        "what_to_do": "Đăng nhập lại ở cửa sổ mới, rồi quay lại đây chọn “Gửi lại”. Nếu trang này "
        "hiện ra lần nữa sau khi đăng nhập, chọn “Gửi lại” thêm một lần.",
        "button": "Đăng nhập lại ở cửa sổ mới",
    },
    WITHOUT_KEY: {
        "title": "Chưa gửi được: biểu mẫu thiếu khóa gửi",
        "what_to_do": "Chọn “Gửi lại” để gửi nội dung này bằng biểu mẫu mới.",
    },
    STEP_UP: {
        "title": "Chưa gửi được: cần mã xác thực",
        "what_to_do": "Mã xác thực ghi lần trước đã quá lâu. Ghi mã ở cửa sổ mới, rồi quay lại đây "
        "chọn “Gửi lại”.",
        "button": "Ghi mã ở cửa sổ mới",
    },
}


def kept_form(
    request: HttpRequest, view: Callable[..., Any], why: str = SESSION_OVER
) -> HttpResponse | None:
    """None where there is nothing to keep, or where it is not ours to show."""
    fields = list(_fields(request))
    acts_once = getattr(view, "acts_once", False)
    if request.method != "POST" or not (acts_once and fields and _is_own(request)):
        return None
    again = {SESSION_OVER: settings.LOGIN_URL, STEP_UP: reverse("mfa_reauthenticate")}.get(why, "")
    context = {
        "fields": fields,
        "action": request.get_full_path(),
        **WORDS[why],
        "again": f"{again}?next={quote(settings.LOGIN_REDIRECT_URL)}" if again else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if why == WITHOUT_KEY else HTTPStatus.FORBIDDEN
    response = render(request, "access/kept_form.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    if request.FILES:
        return
    for name, values in request.POST.lists():
        if name not in (CHANGING, FIELD, *SECRETS):
            yield from ((name, value) for value in values)


def _is_own(request: HttpRequest) -> bool:
    """What another site made somebody send is never shown with a button under it."""
    sent_from = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    return sent_from.netloc == request.get_host()
