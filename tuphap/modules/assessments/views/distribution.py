"""How the figures of all units are spread, node by node."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.matrix import values as comparison
from tuphap.modules.assessments.matrix.places import DECIDED, OWN, column_name
from tuphap.modules.assessments.matrix.spreads import Spread, range_rows, spreads
from tuphap.modules.assessments.matrix.values import COMPACT, INDICATORS, Choice
from tuphap.modules.assessments.queries.comparison import PERMISSION, compared, matrix
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import require_anywhere

NODE = "nut"


@require_safe
def show(request: PersonRequest, year: int) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, _ = compared(request.actor, year)
    wanted = comparison.view_of(request.GET.get("xem", "")) == INDICATORS
    found = matrix(period, request.actor, by_indicator=wanted)
    choice = comparison.read_choice(request.GET.dict(), found)
    by_indicator = choice.view == INDICATORS
    choice = replace(choice, view=INDICATORS if by_indicator else COMPACT, sort="")
    rows = comparison.show(found, choice).rows
    drawn = spreads(found, rows)
    code = request.GET.get(NODE, "")
    node = next((one.node for one in drawn if one.node.code == code), None)
    context = {
        "period": period,
        "year": str(period.year),
        "crumbs": [
            {"label": f"Đối chiếu {period.year}", "url": f"../{choice.query()}"},
            {"label": "Phân bố"},
        ],
        "count": len(rows),
        "narrowed": choice.narrowed or bool(choice.chip),
        "spreads": [_linked(one, choice) for one in drawn],
        "node": node,
        "node_word": "chỉ tiêu" if by_indicator else "tiêu chí",
        "ranges": range_rows(found, rows, node.code, choice) if node else (),
        "labels": [column_name(place, found.scale) for place in (OWN, DECIDED)],
        "all_query": choice.query(),
        "views": [
            (label, choice.query(view=view, span=""), view == choice.view)
            for view, label in ((COMPACT, "Tiêu chí"), (INDICATORS, "Chỉ tiêu"))
        ]
        if found.indicator_count
        else (),
        "strip_notice": notice(period.rule_set),
    }
    return render(request, "assessments/distribution.html", context)


def _linked(one: Spread, choice: Choice) -> dict[str, Any]:
    rest = choice.query()
    joined = "" if rest == "?" else "&"
    return {"node": one.node, "sides": one.sides, "query": f"{rest}{joined}{NODE}={one.node.code}"}
