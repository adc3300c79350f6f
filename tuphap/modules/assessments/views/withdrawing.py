"""The page that withdraws a published copy: what will happen, and the reason everybody reads."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.access.step_up import asks_second_factor
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import copy_by_number, newest_number
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.publishing import PERMISSION
from tuphap.modules.assessments.actions.withdrawing import (
    LONGEST_REASON,
    may_withdraw,
    withdraw_published,
)
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.views.publishing import period_to_publish
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise


def page_with_faults(
    request: PersonRequest, refused: Refused, year: int, number: int
) -> HttpResponse:
    period = period_to_publish(request, year)
    shown = _page(request, period, _copy(period, number), refused)
    shown.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@asks_second_factor(PERMISSION)
@faults_answered_by(page_with_faults, Kind.INVALID)
@once_per_key
def withdraw(request: PersonRequest, year: int, number: int) -> HttpResponse:
    period = period_to_publish(request, year)
    copy = _copy(period, number)
    if request.method != "POST":
        return _page(request, period, copy)
    require_fields(request.POST, "reason")
    reason = normalise(request.POST["reason"], keep_lines=True)
    withdraw_published(period, copy, reason, by=request.actor)
    messages.success(request, f"Đã thu hồi bản số {copy.number:02d}. Trang công khai ghi rõ lý do.")
    return redirect("assessments:publishing_year", period.year)


def _copy(period: Period, number: int) -> PublishedCopy:
    found = copy_by_number(RESULTS, period.year, number)
    if found is None:
        raise Http404
    return found


def _page(
    request: PersonRequest, period: Period, copy: PublishedCopy, refused: Refused | None = None
) -> HttpResponse:
    fault = refused.fields.get("reason", "") if refused else ""
    context = {
        "period": period,
        "year": str(period.year),
        "copy": copy,
        "is_newest": copy.number == newest_number(RESULTS, period.year),
        "withdrawal": getattr(copy, "withdrawal", None),
        "may_withdraw": may_withdraw(period, by=request.actor),
        "reason": request.POST.get("reason", ""),
        "fault": fault,
        "errors": [{"id": "o-reason", "text": fault}] if fault else [],
        "longest": LONGEST_REASON,
    }
    return render(request, "assessments/publishing_withdraw.html", context)
