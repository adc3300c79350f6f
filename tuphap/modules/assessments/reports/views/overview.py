"""The results of a year for who compares them: tables, bars, and a way to the rows of each."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.queries import copy_by_number
from tuphap.modules.assessments.actions.withdrawing import may_ask
from tuphap.modules.assessments.queries.comparison import PERMISSION, compared
from tuphap.modules.assessments.reports import overview, queries
from tuphap.modules.assessments.reports.chart import chart_values
from tuphap.modules.assessments.reports.figures import seen_year
from tuphap.modules.assessments.reports.map import map_values
from tuphap.modules.assessments.views.newest_year import to_newest_year
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may, require_anywhere


@require_safe
def newest(request: PersonRequest) -> HttpResponse:
    return to_newest_year(request, "reports:overview", "reports/overview_empty.html")


@require_safe
def show(request: PersonRequest, year: int) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, others = compared(request.actor, year)
    earlier = next((other for other in others if other.year < year), None)
    figures, hidden = seen_year(period, request.actor)
    before = seen_year(earlier, request.actor)[0] if earlier else None
    context = {
        **overview.page_values(period, figures, before),
        **chart_values(period, figures, before),
        "map": map_values(period, figures),
        "period": period,
        "year": str(year),
        "other_years": [str(other.year) for other in others],
        "hidden": hidden,
        "may_report": may(request.actor, queries.READ, queries.subject_of(period)),
        "copy": copy_by_number(RESULTS, year),
        "may_ask": may_ask(period, by=request.actor),
        "strip_notice": notice(period.rule_set),
    }
    return render(request, "reports/overview.html", context)
