"""The page of one unit: its result in a sentence, criteria, conditions, decision, and its years."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from tuphap.foundation.units.old_codes import Lead
from tuphap.outlets.portal.lineage import lineage
from tuphap.outlets.portal.lost_points import lost_points
from tuphap.outlets.portal.reading import Results, Unit, decision_label
from tuphap.outlets.portal.render import page
from tuphap.outlets.portal.structured import unit_sentence, way_data
from tuphap.outlets.portal.unit_conditions import condition_rows
from tuphap.outlets.portal.unit_criteria import criterion_row, total_row


def unit_page(
    results: Results, unit: Unit, *, older: bool = False, lead: Lead | None = None
) -> bytes:
    """`lead` says by which code of another time somebody came here."""
    address = reverse("portal:unit", args=[results.year, unit["code"]])
    units_on = date.fromisoformat(results.payload["units_on"])
    group = results.group_by_code.get(unit["group_code"])
    rows = [criterion_row(criterion, unit, results) for criterion in results.criteria]
    lost = lost_points(results, unit)
    copy_query = f"?ban={results.edition.number}" if older else ""
    context = {
        "results": results,
        "edition": results.edition,
        "older": older,
        "lead": lead,
        "unit": unit,
        "group": group,
        "rows": rows,
        "total": total_row(unit, results),
        "conditions": condition_rows(unit, results, rows, lost),
        "lost": lost,
        "decision": decision_label(unit["decision"]),
        "signed_on": date.fromisoformat(unit["decision"]["signed_on"]),
        "lineage": lineage(unit["code"], unit["name"], units_on),
        "breadcrumb": _breadcrumb(results, unit, group),
        "strip_notice": results.rule_set["notice"],
        "preview_title": f"{unit['name']}, năm {results.year}",
        "description": unit_sentence(results, unit),
        "structured": way_data(_breadcrumb(results, unit, group), address),
        "copy_query": copy_query,
        "print_address": f"{settings.SITE_ADDRESS}{address}{copy_query}",
    }
    return page("portal/unit.html", address, context)


def _breadcrumb(
    results: Results, unit: Unit, group: Mapping[str, Any] | None
) -> list[dict[str, str]]:
    year = reverse("portal:year", args=[results.year])
    items = [{"label": f"Kết quả {results.year}", "url": year}]
    if group:
        items.append({"label": group["name"], "url": f"{year}?nhom={group['code']}"})
    return [*items, {"label": unit["name"], "url": ""}]
