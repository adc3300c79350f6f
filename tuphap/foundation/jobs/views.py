"""The page “Việc nền”: what gave up, what tries again, and the button that runs it again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.jobs import queries
from tuphap.foundation.jobs.actions import retry_jobs
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.rules.numbers import format_count

PAGE = 50
MOST_WAITING = 50


@require_safe
def jobs(request: PersonRequest) -> HttpResponse:
    queries.require_jobs(request.actor)
    page = Paginator(queries.given_up(), PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "stopped": queries.shown(list(page)),
        "waiting": queries.shown(list(queries.waiting_again()[:MOST_WAITING])),
        "counts": queries.counts(),
        "somebody_works": queries.somebody_works(request.actor.at),
    }
    return render(request, "jobs/jobs.html", context)


@require_POST
@once_per_key
def retry(request: PersonRequest, job_id: int) -> HttpResponse:
    return _told(request, retry_jobs([job_id], by=request.actor))


@require_POST
@once_per_key
def retry_all(request: PersonRequest) -> HttpResponse:
    return _told(request, retry_jobs(None, by=request.actor))


def _told(request: PersonRequest, count: int) -> HttpResponse:
    if count:
        messages.success(request, f"Đã cho chạy lại {format_count(count)} việc.")
    else:
        messages.info(request, "Không còn việc nào đã dừng ở lượt bấm này: đã có người chạy lại.")
    return redirect("jobs:jobs")
