"""Withdrawing a published copy: the page that asks, and the page on which another confirms."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.access.step_up import asks_second_factor
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import copy_by_number, newest_number
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions import withdrawing as actions
from tuphap.modules.assessments.actions.publishing import PERMISSION as PUBLISHES
from tuphap.modules.assessments.actions.withdrawing import ASK, CONFIRM
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.views.publishing import period_to_publish
from tuphap.rules.permissions import may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise


def page_with_faults(
    request: PersonRequest, refused: Refused, year: int, number: int
) -> HttpResponse:
    period = period_to_publish(request, year, ASK)
    shown = _page(request, period, _copy(period, number), refused)
    shown.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(page_with_faults, Kind.INVALID)
@once_per_key
def withdraw(request: PersonRequest, year: int, number: int) -> HttpResponse:
    """How a copy stands; a POST asks for its withdrawal."""
    period = period_to_publish(request, year, ASK)
    copy = _copy(period, number)
    if request.method != "POST":
        return _page(request, period, copy)
    require_fields(request.POST, "reason")
    reason = normalise(request.POST["reason"], keep_lines=True)
    actions.ask_to_withdraw(period, copy, reason, by=request.actor)
    messages.success(
        request,
        f"Đã ghi đề nghị thu hồi bản số {copy.number:02d}. Bản vẫn hiện như cũ cho tới khi "
        "người khác xác nhận.",
    )
    return redirect("assessments:publishing_withdraw", year, number)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor(CONFIRM)
@once_per_key
def confirm(request: PersonRequest, year: int, number: int) -> HttpResponse:
    """By somebody else than who asked; a POST does it."""
    period = period_to_publish(request, year, CONFIRM)
    copy = _copy(period, number)
    if request.method != "POST":
        return _page(request, period, copy, confirming=True)
    actions.withdraw_published(period, copy, _seen(request), by=request.actor)
    messages.success(request, f"Đã thu hồi bản số {copy.number:02d}. Trang công khai ghi rõ lý do.")
    return redirect("assessments:publishing_year", period.year)


@require_POST
@once_per_key
def drop(request: PersonRequest, year: int, number: int) -> HttpResponse:
    period = period_to_publish(request, year, ASK)
    copy = _copy(period, number)
    actions.drop_request(period, copy, _seen(request), by=request.actor)
    messages.success(request, f"Đã bỏ đề nghị thu hồi. Bản số {copy.number:02d} vẫn hiện như cũ.")
    return redirect("assessments:publishing_withdraw", year, number)


def _seen(request: HttpRequest) -> int:
    """The request that stood on the page; anything else is one that is not there."""
    require_fields(request.POST, "request")
    text = request.POST["request"]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _copy(period: Period, number: int) -> PublishedCopy:
    found = copy_by_number(RESULTS, period.year, number)
    if found is None:
        raise Http404
    return found


def _back(request: PersonRequest, period: Period) -> dict[str, str]:
    """Who asks does not always publish, too."""
    publishes = may(request.actor, PUBLISHES)
    name = "assessments:publishing_year" if publishes else "reports:overview"
    return {
        "url": reverse(name, args=[period.year]),
        "label": "Công bố" if publishes else "Kết quả",
    }


def _page(
    request: PersonRequest,
    period: Period,
    copy: PublishedCopy,
    refused: Refused | None = None,
    *,
    confirming: bool = False,
) -> HttpResponse:
    fault = refused.fields.get("reason", "") if refused else ""
    asked = getattr(copy, "withdrawal_request", None)
    context = {
        "period": period,
        "year": str(period.year),
        "copy": copy,
        "is_newest": copy.number == newest_number(RESULTS, period.year),
        "withdrawal": getattr(copy, "withdrawal", None),
        "asked": asked,
        "back": _back(request, period),
        "is_own": asked is not None and asked.person_id == request.actor.person_id,
        "why_not": actions.why_not_confirm(period, asked, by=request.actor) if asked else "",
        "confirming": confirming,
        "may_confirm": may(request.actor, CONFIRM),
        "may_ask": actions.may_ask(period, by=request.actor),
        "reason": request.POST.get("reason", ""),
        "fault": fault,
        "errors": [{"id": "o-reason", "text": fault}] if fault else [],
        "longest": actions.LONGEST_REASON,
    }
    return render(request, "assessments/publishing_withdraw.html", context)
