"""The queue of an appraising unit."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.desk.news import NEVER_OPENED, news_words
from tuphap.modules.assessments.desk.queue_order import (
    ALL,
    HANDS,
    SORTS,
    TO_DO,
    Filters,
    carried,
    carried_alone,
    filters_of,
)
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.desk_care import colleagues
from tuphap.modules.assessments.queries.news import news
from tuphap.modules.assessments.queries.queue import (
    DESK_PERMISSIONS,
    QueueRow,
    periods_in_charge,
    queue,
)
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may, require_anywhere

PAGE_SIZE, ASKS_AGENCIES = 100, "agency.manage"


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    query: str
    pressed: bool


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    if not any(may(request.actor, permission) for permission in DESK_PERMISSIONS):
        if may(request.actor, "assessment.decide"):
            return redirect("assessments:decisions")
        require_anywhere(request.actor, "assessment.appraise")
    periods = periods_in_charge(request.actor)
    period = _chosen_period(request, periods)
    if period is None:
        return render(request, "assessments/queue.html", {"periods": periods})
    hidden = hidden_from(request.actor)
    rows, filters = _rows(request, period, hidden)
    page = Paginator(filters.rows(rows), PAGE_SIZE).get_page(request.GET.get("trang"))
    in_place = [row for row in rows if not filters.parent or str(row.parent_id) == filters.parent]
    return render(
        request,
        "assessments/queue.html",
        {
            "period": period,
            "periods": periods,
            "parents": _parents(rows),
            "filters": filters,
            "hands": list(HANDS.items()),
            "officers": colleagues(request.actor, timezone.localdate()),
            "sorts": [(key, label) for key, (label, _) in SORTS.items()],
            "chips": _chips(request, period, in_place, filters),
            "page": page,
            "news": _news(request, period, page.object_list),
            "carried_alone": carried_alone(request.GET),
            "back": carried(request.GET),
            "query": _query(request, "trang"),
            "total": len(rows),
            "second": may(request.actor, "second.view"),
            "second_waiting": len(hidden),
            "asks_agencies": may(request.actor, ASKS_AGENCIES),
            "strip_notice": notice(period.rule_set),
        },
    )


def found_queue(request: PersonRequest) -> tuple[Period, list[QueueRow]]:
    """What the address asks for, in its order; the page and its files show the same."""
    if not any(may(request.actor, permission) for permission in DESK_PERMISSIONS):
        require_anywhere(request.actor, "assessment.appraise")
    period = _chosen_period(request, periods_in_charge(request.actor))
    if period is None:
        raise Http404
    rows, filters = _rows(request, period, hidden_from(request.actor))
    return period, filters.rows(rows)


def _rows(
    request: PersonRequest, period: Period, hidden: Collection[UUID]
) -> tuple[list[QueueRow], Filters]:
    rows = [
        # Who appraised first is part of what a blind second look must not know.
        replace(row, officer=None, officer_name="") if row.id in hidden else row
        for row in queue(request.actor, period, timezone.localdate())
    ]
    return rows, filters_of(request.GET, period.workflow, rows, request.actor.person_id)


def _news(request: PersonRequest, period: Period, rows: Iterable[QueueRow]) -> dict[UUID, str]:
    """What happened to each dossier of this page since this person looked at it."""
    today, shown = timezone.localdate(request.actor.at), list(rows)
    found = news(request.actor, [row.id for row in shown])
    words = {pk: news_words(row, period.workflow, today) for pk, row in found.items()}
    said = {pk: f"Mới: {text}" for pk, text in words.items() if text}
    unseen = (row.id for row in shown if row.to_do and row.times_sent and row.id not in found)
    return said | dict.fromkeys(unseen, NEVER_OPENED)


def _chosen_period(request: HttpRequest, periods: list[Period]) -> Period | None:
    wanted = request.GET.get("nam")
    if not wanted:
        return periods[0] if periods else None
    for period in periods:
        if str(period.year) == wanted:
            return period
    raise Http404


def _chips(
    request: HttpRequest, period: Period, rows: list[QueueRow], filters: Filters
) -> list[Chip]:
    counts = Counter(row.status for row in rows)
    named = [
        (TO_DO, "Cần làm", sum(row.to_do for row in rows)),
        *((step.code, step.label, counts[step.code]) for step in period.workflow.statuses),
        (ALL, "Tất cả", len(rows)),
    ]
    rest = _query(request, "trang", "trang-thai")
    return [
        Chip(label, count, f"{rest}trang-thai={code}", filters.status == code)
        for code, label, count in named
        if count or code in (TO_DO, ALL, filters.status)
    ]


def _parents(rows: list[QueueRow]) -> list[tuple[str, str]]:
    """To choose from, only where the dossiers lie under several units."""
    found = {row.parent_id: row.parent for row in rows if row.parent_id}
    return [(str(pk), name) for pk, name in found.items()] if len(found) > 1 else []


def _query(request: HttpRequest, *without: str) -> str:
    """The rest of the address, ready for one more part."""
    kept = {key: value for key, value in request.GET.items() if key not in without and value}
    return f"{urlencode(kept)}&" if kept else ""
