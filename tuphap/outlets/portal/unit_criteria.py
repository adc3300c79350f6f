"""The table of criteria of one unit: points or indicators passed, beside those of its peers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from tuphap.outlets.portal.reading import Results, Unit, passed_label, passed_of, shown_points
from tuphap.rules.conditions import MIN_PERCENT_EACH, MIN_TOTAL
from tuphap.rules.numbers import format_percent, format_points, format_points_short

HUNDREDTH = Decimal("0.01")


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
    indicators: tuple[tuple[str, str, bool | None], ...] = ()


def level(results: Results, kind: str) -> Decimal | None:
    """The level of a condition, as frozen with the copy; None where there is no such condition."""
    for condition in results.rule_set["conditions"]:
        if condition["kind"] == kind and condition["value"] is not None:
            return Decimal(condition["value"])
    return None


def criterion_row(criterion: Mapping[str, Any], unit: Unit, results: Results) -> CriterionRow:
    scores = unit["final"]["scores"]
    if not results.in_points:
        return _pass_row(criterion, scores)
    value = Decimal(scores.get(criterion["code"]) or 0)
    maximum = Decimal(criterion["max_points"] or 0)
    percent = level(results, MIN_PERCENT_EACH)
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
    passes = {"1": True, "0": False}
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
            (indicator["code"], indicator["name"], passes.get(mark or ""))
            for indicator, mark in zip(criterion["indicators"], marks, strict=True)
        ),
    )


def total_row(unit: Unit, results: Results) -> CriterionRow:
    final = unit["final"]
    value = Decimal((final["total"] if results.in_points else final["passed"]) or 0)
    maximum = Decimal((results.rule_set["total_max"] if results.in_points else final["of"]) or 0)
    totals = [u["final"]["total"] for u in _peers(unit, results)]
    return CriterionRow(
        code="",
        name="Tổng điểm" if results.in_points else "Tất cả chỉ tiêu",
        value=value,
        maximum=maximum,
        mark=level(results, MIN_TOTAL) if results.in_points else None,
        shown=shown_points(final["total"]) if results.in_points else passed_label(final),
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
