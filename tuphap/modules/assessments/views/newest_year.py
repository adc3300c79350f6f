"""The way from a page of no year to the same page of the newest year there is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.queries.comparison import PERMISSION, periods_compared
from tuphap.rules.permissions import require_anywhere


def to_newest_year(
    request: PersonRequest, name: str, empty: str, *, query: str = ""
) -> HttpResponse:
    """`name` of an address with a year; `empty` is the page while nothing can be compared."""
    require_anywhere(request.actor, PERMISSION)
    period = periods_compared(request.actor).first()
    if period is None:
        return render(request, empty)
    return redirect(reverse(name, args=[period.year]) + query)
