"""The queue of an appraising unit."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.desk_care import colleagues
from tuphap.modules.assessments.queries.queue import (
    DESK_PERMISSIONS,
    QueueRow,
    periods_in_charge,
    queue,
)
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may, require_anywhere

PAGE_SIZE = 100
TO_DO, ALL = "can-lam", "tat-ca"
SORTS: dict[str, tuple[str, Callable[[QueueRow], Any]]] = {
    "can-lam-truoc": ("Cần làm trước", lambda row: row.urgency),
    "ten": ("Tên đơn vị", lambda row: row.name_sort),
    "ket-qua": ("Kết quả của đơn vị, thấp trước", lambda row: row.result),
}
USUAL_SORT = next(iter(SORTS))
MINE, NOBODYS = "toi", "khong"
HANDS = {"": "Tất cả", MINE: "Của tôi", NOBODYS: "Chưa có người"}


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    query: str
    pressed: bool


@dataclass(frozen=True)
class Filters:
    """What the address asks for; words that are none of ours are taken for the usual."""

    status: str
    parent: str
    sort: str
    hand: str = ""
    person: int | None = None

    def rows(self, rows: Sequence[QueueRow]) -> list[QueueRow]:
        found = [row for row in rows if self._fits(row)]
        return sorted(found, key=SORTS[self.sort][1])

    def _fits(self, row: QueueRow) -> bool:
        if self.parent and str(row.parent_id) != self.parent:
            return False
        if self.hand == MINE and row.officer != self.person:
            return False
        if self.hand == NOBODYS and row.officer is not None:
            return False
        if self.status == TO_DO:
            return row.to_do
        return self.status in (ALL, row.status)


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
    rows = queue(request.actor, period, timezone.localdate())
    filters = _filters(request, period, rows, request.actor.person_id)
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
            "page": Paginator(filters.rows(rows), PAGE_SIZE).get_page(request.GET.get("trang")),
            "query": _query(request, "trang"),
            "total": len(rows),
            "strip_notice": notice(period.rule_set),
        },
    )


def _chosen_period(request: HttpRequest, periods: list[Period]) -> Period | None:
    wanted = request.GET.get("nam")
    if not wanted:
        return periods[0] if periods else None
    for period in periods:
        if str(period.year) == wanted:
            return period
    raise Http404


def _filters(
    request: HttpRequest, period: Period, rows: list[QueueRow], person: int | None
) -> Filters:
    status, sort = request.GET.get("trang-thai", ""), request.GET.get("sap-xep", "")
    parent, hand = request.GET.get("noi", ""), request.GET.get("thu-ly", "")
    known = {TO_DO, ALL, *(step.code for step in period.workflow.statuses)}
    usual = TO_DO if any(row.to_do for row in rows) else ALL
    return Filters(
        status=status if status in known else usual,
        parent=parent if parent in {str(row.parent_id) for row in rows} else "",
        sort=sort if sort in SORTS else USUAL_SORT,
        hand=hand if hand in HANDS else "",
        person=person,
    )


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
