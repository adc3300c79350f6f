"""For everybody, without signing in: writing, the receipt, following by the code, answers."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.audit.origin import current
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.feedback import actions, codes, queries
from tuphap.modules.assessments.feedback.results import (
    Result,
    is_published,
    merged_words,
    result_at,
)
from tuphap.modules.assessments.public_page import answer_to, form_context
from tuphap.modules.assessments.public_words import (
    CONTACT,
    NAME,
    TEXT,
    TRAP,
    faulty,
    require_untrapped,
)
from tuphap.rules.refusals import Kind, Refused

PAGE_SIZE = 20
COPY, OPENED, CODE = "ban", "mo-luc", "ma"
FORM = (NAME, CONTACT, TEXT, TRAP, actions.CONSENT, COPY, OPENED)


@login_not_required
@require_safe
def shown(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What was said of one result and answered, on all copies of the year."""
    result = result_at(year, code)
    if result is None:
        return _elsewhere(year, code)
    rows = queries.shown_to_all(year, code)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "result": result,
        "page": page,
        "rows": [queries.answered(row) for row in page],
        "merged": merged_words(result.unit, timezone.localdate()),
    }
    return render(request, "feedback/shown.html", context)


def left_with_faults(request: HttpRequest, refused: Refused, year: int, code: str) -> HttpResponse:
    result = _result(request.POST, year, code)
    if result is None:
        raise Http404
    return answer_to(refused, partial(_form_page, request, result, refused.fields))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(left_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def send(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The form; `ban` names the copy that somebody looked at."""
    sent = request.POST
    result = _result(sent if request.method == "POST" else request.GET, year, code)
    if result is None:
        return _elsewhere(year, code)
    if request.method != "POST":
        return _form_page(request, result)
    require_fields(sent, *FORM)
    require_untrapped(sent)
    _require_read(sent.get(OPENED, ""))
    words = actions.Words(
        sent.get(TEXT, ""),
        sent.get(NAME, ""),
        sent.get(CONTACT, ""),
        actions.CONSENT in sent,
    )
    left = actions.leave(result, words, current().address or "", at=timezone.now())
    return redirect("feedback:received", codes.receipt_of(left.pk))


@login_not_required
@require_safe
@never_cache
def received(request: HttpRequest, receipt: str) -> HttpResponse:
    """The look-up code, for a quarter of an hour and never again."""
    pk: UUID | None = codes.pk_of_receipt(receipt)
    context = {"code": codes.code_of(pk) if pk else ""}
    return render(request, "feedback/received.html", context, status=200 if pk else 410)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@once_per_key
def look_up(request: HttpRequest) -> HttpResponse:
    """By POST, so that the code stands in no address."""
    typed = request.POST.get(CODE, "").strip()
    fault, found = "", None
    if request.method == "POST":
        require_fields(request.POST, CODE)
        found = queries.followed(typed) if typed and len(typed) <= codes.LONGEST_TYPED else None
        if found is None:
            fault = "Không có góp ý nào mang mã này. Kiểm tra lại từng chữ của mã rồi tìm lại."
    context = {
        "found": found,
        "typed": typed[: codes.LONGEST_TYPED],
        "fault": fault,
        "errors": [{"id": "o-ma", "text": fault}] if fault else [],
    }
    return render(request, "feedback/look_up.html", context, status=422 if fault else 200)


def _require_read(opened: str) -> None:
    """A program sends at once, or a form it never opened."""
    seconds = codes.seconds_open(opened, timezone.now())
    if seconds is None:
        raise faulty(TEXT, "Chưa rõ biểu mẫu mở lúc nào. Nội dung vừa ghi còn ở dưới, gửi lần nữa.")
    if seconds < codes.LEAST_SECONDS:
        raise faulty(TEXT, "Biểu mẫu vừa mở đã gửi. Đọc lại nội dung rồi gửi lần nữa.")


def _form_page(
    request: HttpRequest, result: Result, faults: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    stamp = request.POST.get(OPENED, "") if faults else ""
    known = codes.seconds_open(stamp, timezone.now()) is not None
    context = {
        **form_context(request.POST, faults or {}, {"consents": actions.CONSENT}),
        "result": result,
        "opened": stamp if known else codes.opened_now(),
        "kept_days": actions.KEPT_DAYS,
        "merged": merged_words(result.unit, timezone.localdate()),
    }
    return render(request, "feedback/send.html", context, status=status)


def _result(asked: Mapping[str, str], year: int, code: str) -> Result | None:
    number = asked.get(COPY, "")
    if not number:
        return result_at(year, code)
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        raise Http404
    return result_at(year, code, int(number))


def _elsewhere(year: int, code: str) -> HttpResponse:
    """The page of the result knows the codes of other times and leads on."""
    if not is_published(year) or not (code.isascii() and code.isdigit() and len(code) <= 10):
        raise Http404
    return redirect("portal:unit", year, code)
