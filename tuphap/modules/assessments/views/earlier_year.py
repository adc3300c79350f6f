"""Figures of the year before: a page of its own, and the small lines beside the fields."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.lines.words import answer_words, name_of
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.earlier_year import EarlierYear, earlier_year
from tuphap.modules.assessments.queries.sheet import self_column
from tuphap.modules.assessments.remedies.queries import PlannedBefore, planned_before
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.criteria.library.queries import documents_of_rows


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The sheet asks for its lines once it stands: what is to be typed must not wait for them."""
    dossier = get_visible(request.actor, pk)
    before = earlier_year(dossier)
    today = timezone.localdate(request.actor.at)
    planned = planned_before(dossier, today)
    if request.htmx:
        lines = before.figures if before else {}
        papers = documents_of_rows(
            dossier.period.scope_unit_id, dossier.period.rule_set.code, today
        )
        rows = [
            (code, lines.get(code, ()), planned.get(code, ()), papers.get(code, ()))
            for code in dict.fromkeys([*lines, *planned, *papers])
        ]
        context = {"before": before, "lines": rows}
        return render(request, "assessments/_sheet_before.html", context)
    return render(request, "assessments/earlier_year.html", _page(dossier, before, planned))


def _page(
    dossier: Assessment,
    before: EarlierYear | None,
    planned: Mapping[str, tuple[PlannedBefore, ...]],
) -> dict[str, object]:
    column = self_column(dossier)
    rows = [
        {
            "code": item.code,
            "name": name_of(item),
            "now": answer_words(item, column.given.get(item.code)),
            "then": before.figures[item.code],
            "planned": planned.get(item.code, ()),
        }
        for item in column.items
        if before and item.code in before.figures
    ]
    return {
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "before": before,
        "rows": rows,
        "left_out": len(column.items) - len(rows),
    }
