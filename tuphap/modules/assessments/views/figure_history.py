"""“Lịch sử số liệu”: what became of each figure and document of a sheet (U4)."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.figure_history import figure_events, happenings
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.criteria.queries import notice

PAGE_SIZE = 40


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    """For whoever may see the dossier; a line that is none of the sheet is all lines."""
    dossier, codes, item = line_asked(request, pk)
    page = Paginator(figure_events(dossier, item), PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "strip_notice": notice(dossier.period.rule_set),
        "codes": codes,
        "item": item,
        "page": page,
        "query": f"noi-dung={item}&" if item else "",
        "rows": happenings(dossier, list(page)),
    }
    return render(request, "assessments/figure_history.html", context)


def line_asked(request: PersonRequest, pk: UUID) -> tuple[Assessment, list[str], str]:
    """The dossier, the codes of its lines, and the one that is asked for, "" for all of them."""
    dossier = get_visible(request.actor, pk)
    codes = [item.code for item in items_of(dossier.period)]
    wanted = request.GET.get("noi-dung", "")
    return dossier, codes, wanted if wanted in codes else ""
