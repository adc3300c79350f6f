"""The province sees all communes side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.matrix import values as comparison
from tuphap.modules.assessments.matrix.rows import matrix_rows
from tuphap.modules.assessments.matrix.values import COMPACT, FOUR, INDICATORS, Choice
from tuphap.modules.assessments.queries.comparison import (
    PERMISSION,
    Matrix,
    compared,
    matrix,
    periods_compared,
)
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.rule_set import PASS


@require_safe
def newest(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period = periods_compared(request.actor).first()
    if period is None:
        return render(request, "assessments/comparison_empty.html")
    return redirect("assessments:comparison_year", period.year)


@require_safe
def show(request: PersonRequest, year: int) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, others = compared(request.actor, year)
    view = comparison.view_of(request.GET.get("xem", ""))
    found = matrix(period, request.actor, by_indicator=view == INDICATORS)
    choice = comparison.read_choice(request.GET.dict(), found)
    shown = comparison.show(found, choice)
    context = {
        "period": period,
        "year": str(period.year),
        "other_years": [str(other.year) for other in others],
        "choice": choice,
        "shown": shown,
        "rows": matrix_rows(found, shown.rows, choice.view, period.workflow),
        "groups": comparison.groups(found, choice),
        "name_query": choice.query(sort="-don-vi" if choice.sort == "don-vi" else "don-vi"),
        "status_query": choice.query(sort="-buoc" if choice.sort == "buoc" else "buoc"),
        "views": _views(found, choice),
        "lists": _lists(found),
        "shades": comparison.SHADES[found.scale],
        "counted": found.scale == PASS,
        "own_word": SELF_WORDS[found.scale],
        "flagged": found.flagged,
        "unfinished": any(row.has_unfinished for row in shown.rows),
        "file_query": choice.query(),
        "unnarrowed": choice.query(group="", kind="", status=""),
        "strip_notice": notice(period.rule_set),
    }
    return render(request, "assessments/comparison.html", context)


def _views(found: Matrix, choice: Choice) -> list[dict[str, Any]]:
    labels = {COMPACT: "Gọn", FOUR: "Bốn cột", INDICATORS: f"{found.indicator_count} chỉ tiêu"}
    return [
        {"label": label, "query": choice.query(view=word, sort=""), "pressed": word == choice.view}
        for word, label in labels.items()
    ]


def _lists(found: Matrix) -> dict[str, list[tuple[str, str]]]:
    """What the three filters offer: only what occurs."""
    places = {row.group_code: row.group for row in found.rows if row.group_code}
    used = {row.status for row in found.rows}
    return {
        "groups": sorted(places.items(), key=lambda pair: pair[0]),
        "kinds": list(comparison.kinds(found).items()),
        "statuses": [(s.code, s.label) for s in found.statuses if s.code in used],
    }
