"""Figures of a year under today's borders, marked as a calculation; one unit in detail."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.as_if_merged import UnitOfToday, as_if_merged
from tuphap.modules.assessments.queries.comparison import PERMISSION, compared
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.compared_figures import share_words
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.rule_set import contents


@require_safe
def show(request: PersonRequest, year: int) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, _ = compared(request.actor, year)
    rows = as_if_merged(period, request.actor, timezone.localdate(request.actor.at))
    wanted = request.GET.get("don-vi", "")
    chosen = next((row for row in rows if row.unit.code == wanted), None)
    if wanted and chosen is None:
        raise Http404
    context = {
        "period": period,
        "year": str(year),
        "rows": rows,
        "chosen": chosen,
        "lines": _lines(period, chosen) if chosen else (),
        "strip_notice": notice(period.rule_set),
    }
    return render(request, "assessments/as_if_merged.html", context)


def _lines(period: Period, chosen: UnitOfToday) -> list[dict[str, object]]:
    """Contents in the order of the sheet that anybody gave figures for."""
    gathered = chosen.gathered
    return [
        {
            "code": content.code,
            "name": content.name,
            "words": share_words(gathered.sums[content.code])
            if gathered.sums[content.code].due
            else "không phát sinh",
            "counted": gathered.counted[content.code],
        }
        for content in contents(parsed(period.rule_set))
        if content.code in gathered.sums
    ]
