"""The province sees all communes side by side."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.matrix import values as comparison
from tuphap.modules.assessments.matrix.heads import groups
from tuphap.modules.assessments.matrix.results import results
from tuphap.modules.assessments.matrix.rows import average_cells, matrix_rows, steps_after
from tuphap.modules.assessments.matrix.spans import span_words
from tuphap.modules.assessments.matrix.values import COMPACT, FOUR, INDICATORS, Choice
from tuphap.modules.assessments.province_desk.queries.saved import default_query, saved_views
from tuphap.modules.assessments.queries.comparison import (
    PERMISSION,
    Matrix,
    Row,
    compared,
    matrix,
)
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.modules.assessments.views.newest_year import to_newest_year
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.rule_set import PASS
from tuphap.rules.vietnamese import by_name

# The largest province has 559 units; what is larger is shown in pages of this size.
MOST_AT_ONCE, PAGE_SIZE = 600, 300


@require_safe
def newest(request: PersonRequest) -> HttpResponse:
    name, empty = "assessments:comparison_year", "assessments/comparison_empty.html"
    return to_newest_year(request, name, empty, query=default_query(request.actor))


@require_safe
def show(request: PersonRequest, year: int) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, others = compared(request.actor, year)
    view = comparison.view_of(request.GET.get("xem", ""))
    found = matrix(period, request.actor, by_indicator=view == INDICATORS)
    choice = comparison.read_choice(request.GET.dict(), found)
    shown = comparison.show(found, choice)
    page = pages(shown.rows).get_page(request.GET.get("trang"))
    context = {
        "period": period,
        "year": str(period.year),
        "other_years": [str(other.year) for other in others],
        "choice": choice,
        "shown": shown,
        "page": page,
        "page_query": _open_ended(choice.query()),
        "rows": matrix_rows(found, page.object_list, choice.view, period.workflow),
        "averages": average_cells(found, shown.rows, choice.view),
        "groups": groups(found, choice),
        "name_query": choice.query(sort="-don-vi" if choice.sort == "don-vi" else "don-vi"),
        "status_query": choice.query(sort="-buoc" if choice.sort == "buoc" else "buoc"),
        "views": _views(found, choice),
        "lists": _lists(found),
        "shades": comparison.SHADES[found.scale],
        "counted": found.scale == PASS,
        "own_word": SELF_WORDS[found.scale],
        "flagged": found.flagged,
        "letters": found.letters,
        "span_words": span_words(found, choice.span),
        "steps_after": steps_after(shown.rows, period.workflow),
        "any_late": any(row.days_late for row in found.rows),
        "unfinished": any(row.has_unfinished for row in shown.rows),
        "file_query": choice.query(),
        "saved_views": list(saved_views(request.actor)),
        "unnarrowed": choice.query(
            group="", kind="", status="", flag="", size="", span="", result=""
        ),
        "strip_notice": notice(period.rule_set),
    }
    return render(request, "assessments/comparison.html", context)


def pages(rows: Sequence[Row]) -> "Paginator[Row]":
    """All of a province at once; a whole country page by page."""
    return Paginator(rows, PAGE_SIZE if len(rows) > MOST_AT_ONCE else MOST_AT_ONCE)


def _open_ended(query: str) -> str:
    """The address ready for one more part."""
    rest = query.removeprefix("?")
    return f"{rest}&" if rest else ""


def _views(found: Matrix, choice: Choice) -> list[dict[str, Any]]:
    labels = {COMPACT: "Gọn", FOUR: "Bốn cột", INDICATORS: f"{found.indicator_count} chỉ tiêu"}
    if not found.indicator_count:
        del labels[INDICATORS]
    return [
        {"label": label, "query": choice.query(view=word, sort=""), "pressed": word == choice.view}
        for word, label in labels.items()
    ]


def _lists(found: Matrix) -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: only what occurs."""
    places = {comparison.group_word(row): row.group or "Trực thuộc cấp trên" for row in found.rows}
    used = {row.status for row in found.rows}
    return {
        "groups": by_name(places) if set(places) != {comparison.NO_GROUP} else [],
        "results": list(results(found).items()),
        "kinds": list(comparison.kinds(found).items()),
        "flags": list(found.letters.items()),
        "sizes": list(comparison.sizes(found.scale).items()),
        "statuses": [(s.code, s.label) for s in found.statuses if s.code in used],
    }
