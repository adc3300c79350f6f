"""The coordinator: which agency is asked about what, who answered, who is missing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.modules.assessments.agencies.actions.asking import ask_agency, end_agency
from tuphap.modules.assessments.agencies.actions.reminding import remind
from tuphap.modules.assessments.agencies.forms import AskForm
from tuphap.modules.assessments.agencies.overview import overview
from tuphap.modules.assessments.agencies.queries import (
    MANAGE,
    agencies_managed,
    offices_managed,
    periods_managed,
)
from tuphap.modules.assessments.models import Period
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Refused


def manage_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    return _page(request, period_asked(request), refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(manage_with_faults)
@once_per_key
def manage(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, MANAGE)
    period = period_asked(request)
    if request.method != "POST" or period is None:
        return _page(request, period)
    form = _form(request, period, request.POST)
    require_valid(form)
    offices = {str(unit.pk): unit for unit in offices_managed(request.actor, period)}
    office = offices[form.cleaned_data["office"]]
    agency = ask_agency(period, office, form.asked, by=request.actor)
    messages.success(request, f"Đã đề nghị {agency.name} cho ý kiến; {agency.person} được báo.")
    return redirect(_address(period))


@require_POST
@once_per_key
def end(request: PersonRequest, pk: UUID) -> HttpResponse:
    agency = end_agency(pk, by=request.actor)
    messages.success(request, f"Không hỏi {agency.name} nữa. Ý kiến đã ghi còn trong lịch sử.")
    return redirect(_address(agency.period))


@require_POST
@once_per_key
def remind_agencies(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, MANAGE)
    period = period_asked(request)
    if period is None:
        raise Http404
    told = remind(period, by=request.actor)
    if told:
        messages.success(request, f"Đã nhắc {told} người.")
    else:
        messages.info(request, "Không có ai cần nhắc thêm trong hôm nay.")
    return redirect(_address(period))


def period_asked(request: PersonRequest) -> Period | None:
    periods, wanted = periods_managed(request.actor), request.GET.get("nam")
    if not wanted:
        return periods[0] if periods else None
    found = next((period for period in periods if str(period.year) == wanted), None)
    if found is None:
        raise Http404
    return found


def _form(request: PersonRequest, period: Period, posted: Any = None) -> AskForm:
    return AskForm(
        posted,
        period=period,
        offices=offices_managed(request.actor, period),
        day=timezone.localdate(request.actor.at),
    )


def _page(
    request: PersonRequest, period: Period | None, refused: Refused | None = None
) -> HttpResponse:
    if period is None:
        return render(request, "agencies/manage.html", {"period": None})
    form = _form(request, period, request.POST if refused else None)
    with_faults(form, refused)
    context = {
        "period": period,
        "periods": periods_managed(request.actor),
        "found": overview(agencies_managed(request.actor, period), at=request.actor.at),
        "form": form,
        "chosen": form["codes"].value() or [],
        "offices": offices_managed(request.actor, period),
        "strip_notice": notice(period.rule_set),
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "agencies/manage.html", context, status=status)


def _address(period: Period) -> str:
    return f"{reverse('agencies:manage')}?nam={period.year}"
