"""How far a year is, and one press that reminds who is late."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.former_years.queries.brought_in import batches_seen, lists_of_year
from tuphap.modules.assessments.province_desk import progress
from tuphap.modules.assessments.province_desk.actions.reminding import (
    PERMISSION as REMINDS,
)
from tuphap.modules.assessments.province_desk.actions.reminding import Reminded, remind_late
from tuphap.modules.assessments.province_desk.progress import LATE, Wanted
from tuphap.modules.assessments.province_desk.queries.progress import (
    ProgressRow,
    progress_rows,
    usage_of,
)
from tuphap.modules.assessments.queries.comparison import PERMISSION, compared
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.views.newest_year import to_newest_year
from tuphap.modules.criteria.queries import notice
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import may, require_anywhere
from tuphap.rules.vietnamese import by_name
from tuphap.rules.workflow import Workflow

LATE_SHOWN, PAGE_SIZE, MOST_NAMED = 8, 100, 5


@require_safe
def newest(request: PersonRequest) -> HttpResponse:
    return to_newest_year(
        request, "province_desk:progress_year", "province_desk/progress_empty.html"
    )


@require_safe
def show(request: PersonRequest, year: int) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, others = compared(request.actor, year)
    today = timezone.localdate(request.actor.at)
    rows = progress_rows(period, request.actor, today)
    usage = usage_of(rows, today)
    late = progress.late_first(rows)
    lists = lists_of_year(period)
    context = {
        "period": period,
        "year": str(period.year),
        "other_years": [str(other.year) for other in others],
        "whole": progress.counted(rows, period.workflow, "", "Tất cả"),
        "groups": progress.groups(rows, period.workflow),
        "between": progress.has_units_between(rows),
        "late": _stated(late[:LATE_SHOWN], period.workflow),
        "late_count": len(late),
        "next": progress.next_due(rows),
        "no_account": sum(not usage[row.id].people for row in rows),
        "never_in": sum(usage[row.id].people and not usage[row.id].signed_in for row in rows),
        "never_saved": sum(not usage[row.id].saves for row in rows),
        "may_remind": may(request.actor, REMINDS),
        "strip_notice": notice(period.rule_set),
        "lists": lists,
        "lists_seen": batches_seen(request.actor, lists),
    }
    return render(request, "province_desk/progress.html", context)


@require_safe
def units(request: PersonRequest, year: int) -> HttpResponse:
    """The rows behind the figures: each unit with what its people did here."""
    require_anywhere(request.actor, PERMISSION)
    period, _ = compared(request.actor, year)
    today = timezone.localdate(request.actor.at)
    rows = progress_rows(period, request.actor, today)
    chosen = progress.wanted(request.GET.dict(), rows)
    kept = [row for row in rows if chosen.keeps(row)]
    page = Paginator(kept, PAGE_SIZE).get_page(request.GET.get("trang"))
    usage = usage_of(page.object_list, today)
    stated = _stated(page.object_list, period.workflow)
    context = {
        "period": period,
        "year": str(period.year),
        "page": page,
        "rows": [{**line, "usage": usage[line["row"].id]} for line in stated],
        "chosen": chosen,
        "between": progress.has_units_between(rows),
        "count": len(kept),
        "chips": _chips(rows, chosen, period.workflow),
        "groups": by_name({row.group_code: row.group for row in rows}),
        "page_query": _query(chosen)[1:] + "&" if chosen != Wanted() else "",
        "may_remind": may(request.actor, REMINDS),
        "strip_notice": notice(period.rule_set),
        "lists": lists_of_year(period),
    }
    return render(request, "province_desk/progress_units.html", context)


@require_POST
@once_per_key
def remind(request: PersonRequest, year: int) -> HttpResponse:
    period, _ = compared(request.actor, year)
    asked = Wanted(group=request.POST.get("nhom", ""))
    told = remind_late(period, asked, request.POST.get("ho-so", ""), by=request.actor)
    messages.success(request, reminded_words(told))
    return redirect("province_desk:progress_year", period.year)


def reminded_words(told: Reminded) -> str:
    parts = [
        f"Đã nhắc {format_count(len(told.now))} đơn vị trễ hạn."
        if told.now
        else "Không có đơn vị nào cần nhắc thêm."
    ]
    if told.before:
        parts.append(f"{format_count(len(told.before))} đơn vị đã được nhắc trong ngày hôm nay.")
    if told.nobody:
        names = ", ".join(row.name for row in told.nobody[:MOST_NAMED])
        rest = len(told.nobody) - MOST_NAMED
        more = f" và {format_count(rest)} đơn vị khác" if rest > 0 else ""
        parts.append(
            f"{format_count(len(told.nobody))} đơn vị chưa có tài khoản để nhắc: {names}{more}."
        )
    return " ".join(parts)


def _stated(rows: Iterable[ProgressRow], workflow: Workflow) -> list[dict[str, Any]]:
    return [{"row": row, "shown": shown_status(workflow, row.status, None)} for row in rows]


def _chips(rows: list[ProgressRow], chosen: Wanted, workflow: Workflow) -> list[dict[str, Any]]:
    near = [row for row in rows if Wanted(group=chosen.group).keeps(row)]
    named = [("", "Tất cả"), *((p.phase, p.label) for p in _phases(near, workflow))]
    return [
        {
            "label": label,
            "count": sum(Wanted(phase=phase).keeps(row) for row in near),
            "query": _query(Wanted(chosen.group, phase)),
            "pressed": phase == chosen.phase,
        }
        for phase, label in [*named, (LATE, "Trễ hạn")]
    ]


def _phases(rows: list[ProgressRow], workflow: Workflow) -> tuple[progress.PhaseCount, ...]:
    return progress.counted(rows, workflow, "", "").phases


def _query(chosen: Wanted) -> str:
    kept = {"nhom": chosen.group, "chang": chosen.phase}
    return "?" + urlencode({name: value for name, value in kept.items() if value})
