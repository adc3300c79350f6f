"""In place of a sheet: the result a list brought in, with what it was and where it is from."""

from django.http import HttpResponse
from django.shortcuts import render

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.former_years.queries.brought_in import BroughtIn, batches_seen
from tuphap.modules.assessments.former_years.shown import (
    columns_of,
    printed_total,
    rows_of,
    source_of,
    title_of_listed,
    total_of,
)
from tuphap.modules.assessments.matrix.places import own_column_name
from tuphap.modules.assessments.models import COLUMN_LABELS, Assessment
from tuphap.modules.assessments.shown import MET, NOT_MET
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.numbers import format_points
from tuphap.rules.workflows.assessment import FINAL, SELF


def brought_in_page(request: PersonRequest, dossier: Assessment, found: BroughtIn) -> HttpResponse:
    rule_set = parsed(dossier.period.rule_set)
    names = {**COLUMN_LABELS, SELF: own_column_name(rule_set.scale)}
    labels = [names[name] for name in columns_of(found)]
    total, result = total_of(rule_set, found), found.result
    seen = batches_seen(request.actor, [line.batch for line in found.lines])
    context = {
        "dossier": dossier,
        "title": title_of_listed(dossier),
        "strip_notice": notice(dossier.period.rule_set),
        "met_word": MET if dossier.met else NOT_MET,
        "total": total,
        "official": format_points(found.sums[FINAL].total) if total else "",
        "printed_total": printed_total(found),
        "satisfaction": "" if result.satisfaction is None else format_points(result.satisfaction),
        "result": result,
        "labels": labels,
        "rows": [
            (row, list(zip(labels, row.cells, strict=True))) for row in rows_of(rule_set, found)
        ],
        "totals": list(zip(labels, total.cells, strict=True)) if total else [],
        "lines": [(line, source_of(line), line.batch_id in seen) for line in found.lines],
    }
    return render(request, "assessments/brought_in.html", context)
