"""Choosing a set and a year, and what would come of it. Nothing is stored."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.queries.final_sheets import PERMISSION
from tuphap.modules.assessments.trial_run.overview import CHANGED, CHOICES
from tuphap.modules.assessments.trial_run.queries import offer, run
from tuphap.rules.permissions import require_anywhere

PAGE = 100


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    found = offer(request.actor)
    period, tried = request.GET.get("ky", ""), request.GET.get("bo", "")
    context: dict[str, object] = {"offer": found, "period_id": period, "set_id": tried}
    if period and tried:
        done = run(found, period, tried, request.actor)
        choice = request.GET.get("xem", "")
        choice = choice if choice in CHOICES else CHANGED
        pages = Paginator(done.trial.kept(choice), PAGE)
        context |= {
            "run": done,
            "trial": done.trial,
            "choice": choice,
            "page": pages.get_page(request.GET.get("trang")),
            "query": urlencode({"ky": period, "bo": tried}),
        }
    return render(request, "trial_run/trial.html", context)
