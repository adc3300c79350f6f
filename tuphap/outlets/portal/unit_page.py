"""The page of one unit: its result in a sentence, criteria, conditions, decision, and its years."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from tuphap.outlets.portal.lineage import lineage
from tuphap.outlets.portal.lost_points import lost_points
from tuphap.outlets.portal.old_codes import Lead
from tuphap.outlets.portal.reading import Results, Unit, decision_label, passed_of, shown_points
from tuphap.outlets.portal.render import page
from tuphap.outlets.portal.structured import unit_sentence, way_data
from tuphap.rules.numbers import format_percent, format_points, format_points_short

HUNDREDTH = Decimal("0.01")
MIN_TOTAL, MIN_PERCENT = "min_total", "min_percent_of_each_criterion"
GATE, ALL_INDICATORS = "boolean_gate", "all_indicators_pass"


@dataclass(frozen=True)
class CriterionRow:
    """A line of the table of criteria. `value`, `maximum` and `mark` draw the bar."""

    code: str
    name: str
    value: Decimal
    maximum: Decimal
    mark: Decimal | None
    shown: str
    shown_maximum: str
    percent: str
    group_average: str
    indicators: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class ConditionRow:
    name: str
    holds: bool
    detail: str


def unit_page(
    results: Results, unit: Unit, *, older: bool = False, lead: Lead | None = None
) -> bytes:
    """`lead` says by which code of another time somebody came here."""
    address = reverse("portal:unit", args=[results.year, unit["code"]])
    units_on = date.fromisoformat(results.payload["units_on"])
    group = results.group_by_code.get(unit["group_code"])
    rows = [_criterion_row(criterion, unit, results) for criterion in results.criteria]
    conditions = _conditions(unit, results, rows)
    context = {
        "results": results,
        "edition": results.edition,
        "older": older,
        "lead": lead,
        "unit": unit,
        "group": group,
        "rows": rows,
        "total": _total_row(unit, results),
        "conditions": conditions,
        "lost": lost_points(results, unit),
        "failed_numbers": [place for place, c in enumerate(conditions, 1) if not c.holds],
        "decision": decision_label(unit["decision"]),
        "signed_on": date.fromisoformat(unit["decision"]["signed_on"]),
        "lineage": lineage(unit["code"], unit["name"], units_on),
        "breadcrumb": _breadcrumb(results, unit, group),
        "strip_notice": results.rule_set["notice"],
        "preview_title": f"{unit['name']}, năm {results.year}",
        "description": unit_sentence(results, unit),
        "structured": way_data(_breadcrumb(results, unit, group), address),
        "copy_query": f"?ban={results.edition.number}" if older else "",
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


def _level(results: Results, kind: str) -> Decimal | None:
    """The level of a condition, as frozen with the copy; None where there is no such condition."""
    for condition in results.rule_set["conditions"]:
        if condition["kind"] == kind and condition["value"] is not None:
            return Decimal(condition["value"])
    return None


def _criterion_row(criterion: Mapping[str, Any], unit: Unit, results: Results) -> CriterionRow:
    scores = unit["final"]["scores"]
    if not results.in_points:
        return _pass_row(criterion, scores)
    value = Decimal(scores.get(criterion["code"]) or 0)
    maximum = Decimal(criterion["max_points"] or 0)
    percent = _level(results, MIN_PERCENT)
    peers = [u["final"]["scores"].get(criterion["code"]) for u in _peers(unit, results)]
    return CriterionRow(
        code=criterion["code"].removeprefix("TC"),
        name=criterion["name"],
        value=value,
        maximum=maximum,
        mark=maximum * percent / 100 if percent is not None else None,
        shown=shown_points(scores.get(criterion["code"])),
        shown_maximum=format_points_short(maximum),
        percent=_percent(value, maximum),
        group_average=_average(peers),
    )


def _pass_row(criterion: Mapping[str, Any], scores: Mapping[str, str | None]) -> CriterionRow:
    marks = [scores.get(indicator["code"]) for indicator in criterion["indicators"]]
    words = {"1": "Đạt", "0": "Chưa đạt"}
    return CriterionRow(
        code=criterion["code"].removeprefix("TC"),
        name=criterion["name"],
        value=Decimal(marks.count("1")),
        maximum=Decimal(len(marks)),
        mark=None,
        shown=passed_of(marks),
        shown_maximum=str(len(marks)),
        percent=_percent(Decimal(marks.count("1")), Decimal(len(marks))),
        group_average="",
        indicators=tuple(
            (indicator["code"], indicator["name"], words.get(mark or "", "–"))
            for indicator, mark in zip(criterion["indicators"], marks, strict=True)
        ),
    )


def _total_row(unit: Unit, results: Results) -> CriterionRow:
    final = unit["final"]
    value = Decimal((final["total"] if results.in_points else final["passed"]) or 0)
    maximum = Decimal((results.rule_set["total_max"] if results.in_points else final["of"]) or 0)
    totals = [u["final"]["total"] for u in _peers(unit, results)]
    return CriterionRow(
        code="",
        name="Tổng điểm" if results.in_points else "Tất cả chỉ tiêu",
        value=value,
        maximum=maximum,
        mark=_level(results, MIN_TOTAL) if results.in_points else None,
        shown=shown_points(final["total"]) if results.in_points else f"{value}/{maximum}",
        shown_maximum=results.total_max,
        percent=_percent(value, maximum),
        group_average=_average(totals) if results.in_points else "",
    )


def _peers(unit: Unit, results: Results) -> list[Unit]:
    """The units of the same group, or of the whole copy where there are no groups."""
    return [u for u in results.units if u["group_code"] == unit["group_code"]]


def _average(texts: list[str | None]) -> str:
    figures = [Decimal(text) for text in texts if text is not None]
    if not figures:
        return format_points(None)
    mean = sum(figures, Decimal(0)) / len(figures)
    return format_points(mean.quantize(HUNDREDTH, ROUND_HALF_UP))


def _percent(value: Decimal, maximum: Decimal) -> str:
    return format_percent(Fraction(value) * 100 / Fraction(maximum) if maximum else None)


# --- conditions ---


def _conditions(unit: Unit, results: Results, rows: list[CriterionRow]) -> list[ConditionRow]:
    return [
        ConditionRow(
            condition["text"],
            condition["code"] not in unit["failed_conditions"],
            DETAILS.get(condition["kind"], _no_detail)(condition, unit, rows),
        )
        for condition in results.rule_set["conditions"]
    ]


Detail = Callable[[Mapping[str, Any], Unit, list[CriterionRow]], str]


def _total_detail(condition: Mapping[str, Any], unit: Unit, _: list[CriterionRow]) -> str:
    if condition["value"] is None or unit["final"]["total"] is None:
        return ""
    total = Decimal(unit["final"]["total"])
    above = total - Decimal(condition["value"])
    word = "cao hơn" if above >= 0 else "thấp hơn"
    return f"{format_points(total)} điểm, {word} mức {format_points(abs(above))}"


def _lowest_detail(_: Mapping[str, Any], __: Unit, rows: list[CriterionRow]) -> str:
    shares = [(row.value / row.maximum, row) for row in rows if row.maximum]
    if not shares:
        return ""
    lowest = min(shares, key=lambda share: share[0])[1]
    return f"thấp nhất: tiêu chí {lowest.code}, đạt {lowest.percent}"


def _gate_detail(condition: Mapping[str, Any], unit: Unit, _: list[CriterionRow]) -> str:
    # Of a condition that fails, the public sees its number and its wording, never the case.
    return "" if condition["code"] in unit["failed_conditions"] else "không có trường hợp nào"


def _indicators_detail(_: Mapping[str, Any], unit: Unit, __: list[CriterionRow]) -> str:
    return f"{unit['final'].get('passed', '–')}/{unit['final'].get('of', '–')} chỉ tiêu đạt"


def _no_detail(_: Mapping[str, Any], __: Unit, ___: list[CriterionRow]) -> str:
    return ""


DETAILS: Mapping[str, Detail] = {
    MIN_TOTAL: _total_detail,
    MIN_PERCENT: _lowest_detail,
    GATE: _gate_detail,
    ALL_INDICATORS: _indicators_detail,
}
