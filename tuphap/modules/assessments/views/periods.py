"""Yearly periods: the list, opening one, its settings and the days of its steps."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.periods import open_period, set_step_dates
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.period_form import OpenPeriodForm, StepDatesForm
from tuphap.modules.assessments.queries.periods import (
    MANAGE,
    count_by_status,
    get_managed,
    managed_periods,
    steps_without_days,
)
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused


def periods(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, MANAGE)
    return render(request, "assessments/periods.html", {"periods": managed_periods(request.actor)})


def page_with_faults(request: PersonRequest, refused: Refused) -> HttpResponse:
    """What only the action could know, said beside the field it belongs to."""
    form = OpenPeriodForm(request.POST, actor=request.actor)
    form.is_valid()
    for field, sentence in refused.fields.items():
        form.add_error(field, sentence)
    status = STATUS_OF[refused.kind]
    return render(request, "assessments/period_open.html", {"form": form}, status=status)


@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def open_new(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, MANAGE)
    if request.method != "POST":
        form = OpenPeriodForm(actor=request.actor)
        return render(request, "assessments/period_open.html", {"form": form})
    form = OpenPeriodForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return render(request, "assessments/period_open.html", {"form": form}, status=422)
    values = form.cleaned_data
    period = open_period(
        values["year"],
        values["rule_set"],
        values["scope_unit"],
        values["units_on"],
        form.settings,
        by=request.actor,
    )
    count = period.assessments.count()
    messages.success(request, f"Đã mở kỳ đánh giá {period.year}: {count} đơn vị có hồ sơ.")
    return redirect("assessments:period", period.pk)


@once_per_key
def period(request: PersonRequest, pk: int) -> HttpResponse:
    """One period; what is sent are the days of its steps."""
    require_anywhere(request.actor, MANAGE)
    found = get_managed(request.actor, pk)
    if request.method != "POST":
        form = StepDatesForm(period=found, initial=_initial(found))
        return _page(request, found, form)
    form = StepDatesForm(request.POST, period=found)
    if not form.is_valid():
        return _page(request, found, form)
    set_step_dates(found, form.days, by=request.actor)
    messages.success(request, f"Đã lưu ngày của các bước, kỳ đánh giá {found.year}.")
    return redirect("assessments:period", found.pk)


def _page(request: PersonRequest, found: Period, form: StepDatesForm) -> HttpResponse:
    counts = count_by_status(found)
    context = {
        "period": found,
        "form": form,
        "statuses": [(status, counts.get(status.code, 0)) for status in found.workflow.statuses],
        "strip_notice": notice(found.rule_set),
        "has_registration": found.workflow.initial.is_optional,
        "without_days": steps_without_days(found),
    }
    return render(request, "assessments/period.html", context, status=422 if form.errors else 200)


def _initial(found: Period) -> dict[str, object]:
    days: dict[str, object] = {}
    for row in found.step_dates.all():
        days[f"{row.step}-tu"], days[f"{row.step}-den"] = row.starts_on, row.ends_on
    return days
