"""Days off and make-up days, year by year."""

import re
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.calendar import actions, queries
from tuphap.foundation.calendar.forms import NewDayForm, RemoveForm
from tuphap.foundation.calendar.models import DayKind, Holiday
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.refusals import Kind, Refused

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
TONES = {DayKind.OFF: "blue", DayKind.WORKED: "amber"}


@once_per_key
def days(request: PersonRequest) -> HttpResponse:
    """The list of a year; what is sent is a new day."""
    require_anywhere(request.actor, actions.PERMISSION)
    year = _year(request.GET.get("nam", ""), timezone.localdate(request.actor.at))
    if request.method != "POST":
        return _list(request, year, NewDayForm())
    form = NewDayForm(request.POST)
    if not form.is_valid():
        return _list(request, year, form)
    holiday = actions.add_day(**form.cleaned_data, by=request.actor)
    messages.success(request, f"Đã thêm ngày {holiday.day:%d/%m/%Y}, {holiday.name}.")
    return redirect(_address(holiday.day.year))


@require_POST
@once_per_key
def remove(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, actions.PERMISSION)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise Refused("day_invalid", str(form.errors["day"][0]), Kind.INVALID)
    day = form.cleaned_data["day"]
    actions.remove_day(day, by=request.actor)
    messages.success(request, f"Đã xóa ngày {day:%d/%m/%Y} khỏi danh sách.")
    return redirect(_address(day.year))


def _list(request: PersonRequest, year: int, form: NewDayForm) -> HttpResponse:
    covered = queries.years_covered()
    context = {
        # As text: a year is no quantity and takes no point after the thousands.
        "year": str(year),
        "years": [(str(other), _address(other)) for other in sorted({*covered, year, year + 1})],
        "rows": [_row(holiday) for holiday in queries.days_of(year)],
        "form": form,
        "is_covered": year in covered,
    }
    return render(request, "calendar/days.html", context, status=422 if form.is_bound else 200)


def _row(holiday: Holiday) -> dict[str, object]:
    kind = DayKind(holiday.kind)
    weekday = WEEKDAYS[holiday.day.weekday()]
    return {"holiday": holiday, "weekday": weekday, "label": kind.label, "tone": TONES[kind]}


def _year(text: str, today: date) -> int:
    if not text:
        return today.year
    if not re.fullmatch("[0-9]{4}", text) or not date.min.year <= int(text) < date.max.year:
        raise Http404
    return int(text)


def _address(year: int) -> str:
    return f"{reverse('calendar:days')}?nam={year}"
