"""Everything a published copy says, computed once more from what the copy itself carries.

Works on the plain values of the payload (foundation/publication/kinds.py) and on nothing else, as
anybody outside does it: from figures to points, to sums, to conditions, to the result.
`static/js/published-check.js` does the same in a browser; both are exact, without a float.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tuphap.rules.published_figures import Value, content_value, exact

FROM_FIGURES, FROM_POINTS, FROM_PARENT = "figures", "contents", "indicators"
COLUMNS = ("self", "appraised", "final")
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Mismatch:
    """Where a copy contradicts itself; `unit` is "" for the summary of the whole year."""

    unit: str
    name: str
    column: str
    place: str
    printed: str
    computed: str


@dataclass
class Checked:
    """`levels` counts the indicators of the final column by what they could be computed from."""

    units: int = 0
    compared: int = 0
    levels: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((FROM_FIGURES, FROM_POINTS, FROM_PARENT), 0)
    )
    mismatches: list[Mismatch] = field(default_factory=list)


class _Comparing:
    """One unit (or the summary) being compared; what differs goes into `checked`."""

    def __init__(self, checked: Checked, unit: str = "", name: str = "") -> None:
        self.checked, self.unit, self.name = checked, unit, name

    def same(self, column: str, place: str, printed: Any, computed: Any) -> None:
        self.checked.compared += 1
        if printed != computed:
            words = (_word(printed), _word(computed))
            self.checked.mismatches.append(Mismatch(self.unit, self.name, column, place, *words))


def check_payload(payload: Payload) -> Checked:
    """Raises KeyError, TypeError or ValueError where the payload is not what kinds.py describes."""
    checked = Checked()
    results: list[tuple[bool, Value]] = []
    for unit in payload["units"]:
        comparing = _Comparing(checked, unit["code"], unit["name"])
        results.append(_check_unit(payload, unit, comparing))
        checked.units += 1
    _check_summary(payload, results, _Comparing(checked))
    return checked


def _check_unit(payload: Payload, unit: Payload, comparing: _Comparing) -> tuple[bool, Value]:
    rule_set = payload["rule_set"]
    for column in COLUMNS[:-1]:
        _check_sums(rule_set, unit[column], _parts_printed(unit[column]), column, comparing)
    lines = payload.get("figures", {}).get(unit["code"], {})
    values = dict(_indicators(payload, unit["final"], lines, comparing))
    sums = _check_sums(rule_set, unit["final"], values, "final", comparing)
    unknown = unknown_conditions(rule_set, unit)
    failed = [
        condition["code"]
        for condition in rule_set["conditions"]
        if condition["code"] not in unknown
        and not _holds(condition, rule_set, values, sums, unit, lines)
    ]
    # Where nobody answered a condition the decision decides, but never against one that fails.
    met = not failed and (unit["met"] if unknown else True)
    comparing.same("final", "failed_conditions", unit["failed_conditions"], sorted(failed))
    comparing.same("final", "met", unit["met"], met)
    _check_difference(unit, rule_set, comparing)
    return met, sums[""]


def unknown_conditions(rule_set: Payload, unit: Payload) -> set[str]:
    """Those the copy says nobody answered, as far as they cannot be computed."""
    told = set(unit.get("unknown_conditions", ()))
    return {
        condition["code"]
        for condition in rule_set["conditions"]
        if condition["code"] in told and _cannot_be_computed(condition, unit)
    }


def _cannot_be_computed(condition: Payload, unit: Payload) -> bool:
    if condition["kind"] == "all_indicators_pass":
        marks = set(unit["final"]["scores"].values())
        return None in marks and "0" not in marks
    return condition["kind"] == "boolean_gate" or condition["value"] is None


def _parts_printed(column: Payload) -> dict[str, Value]:
    return {code: exact(text) for code, text in column["scores"].items()}


def _indicators(
    payload: Payload, final: Payload, lines: Mapping[str, Any], comparing: _Comparing
) -> Iterator[tuple[str, Value]]:
    """Each indicator of the final column from its contents, or as printed where that is all."""
    is_pass = payload["rule_set"]["scale"] == "pass"
    for criterion in payload["rule_set"]["criteria"]:
        for indicator in criterion["indicators"]:
            printed = exact(final["scores"].get(indicator["code"]))
            contents = indicator.get("contents", [])
            values = [_content(content, lines, payload, comparing) for content in contents]
            known = [value for value, _ in values if value is not None]
            computed = printed
            if values and len(known) == len(values):
                computed = _climbed(known, is_pass)
                comparing.same("final", indicator["code"], printed, computed)
                level = FROM_FIGURES if all(raw for _, raw in values) else FROM_POINTS
            else:
                level = FROM_PARENT
            comparing.checked.levels[level] += 1
            yield indicator["code"], computed


def _content(
    content: Payload, lines: Mapping[str, Any], payload: Payload, comparing: _Comparing
) -> tuple[Value, bool]:
    """The value of a content, and whether it comes from raw figures."""
    line = lines.get(content["code"])
    if line is None:
        return None, False
    printed = exact(line["points"])
    if line.get("hidden"):
        return printed, False
    computed = content_value(content, line, payload.get("days", {}))
    comparing.same("final", content["code"], printed, computed)
    return computed, True


def _check_sums(
    rule_set: Payload,
    column: Payload,
    indicators: Mapping[str, Value],
    name: str,
    comparing: _Comparing,
) -> dict[str, Value]:
    """Values by criterion, and the total (or the number passed) under ""."""
    is_pass = rule_set["scale"] == "pass"
    values: dict[str, Value] = {}
    for criterion in rule_set["criteria"]:
        printed = exact(column["scores"].get(criterion["code"]))
        parts = [indicators.get(part["code"]) for part in criterion["indicators"]]
        values[criterion["code"]] = printed
        if parts and None not in parts:
            computed = _climbed([part for part in parts if part is not None], is_pass)
            comparing.same(name, criterion["code"], printed, computed)
            values[criterion["code"]] = computed
    values[""] = _check_total(rule_set, column, indicators, values, (name, comparing))
    return values


def _check_total(
    rule_set: Payload,
    column: Payload,
    indicators: Mapping[str, Value],
    criteria: Mapping[str, Value],
    place: tuple[str, _Comparing],
) -> Value:
    name, comparing = place
    if rule_set["scale"] == "pass":
        codes = [i["code"] for criterion in rule_set["criteria"] for i in criterion["indicators"]]
        if column["passed"] is None and any(indicators.get(code) is None for code in codes):
            return None
        passed = Fraction(sum(bool(indicators.get(code)) for code in codes))
        comparing.same(name, "passed", exact(column["passed"]), passed)
        comparing.same(name, "of", exact(column["of"]), Fraction(len(codes)))
        return passed
    printed = exact(column["total"])
    known = [value for value in criteria.values() if value is not None]
    if len(known) < len(criteria):
        return printed
    computed = sum(known, Fraction(0))
    comparing.same(name, "total", printed, computed)
    return computed


def _climbed(values: list[Fraction], is_pass: bool) -> Fraction:
    return Fraction(min(values)) if is_pass else sum(values, Fraction(0))


def _holds(
    condition: Payload,
    rule_set: Payload,
    indicators: Mapping[str, Value],
    sums: Mapping[str, Value],
    unit: Payload,
    lines: Mapping[str, Any],
) -> bool:
    """A gate is the word of a person: it is taken from the copy."""
    kind, level = condition["kind"], exact(condition["value"])
    if kind == "min_total" and level is not None:
        return (sums[""] or 0) >= level
    if kind == "min_percent_of_each_criterion" and level is not None:
        return all(
            (sums[row["code"]] or 0) * 100 >= level * (exact(row["max_points"]) or 1)
            for row in rule_set["criteria"]
        )
    if kind == "all_indicators_pass":
        return all(indicators.values())
    told = lines.get(condition["code"], {}).get("holds")
    return bool(condition["code"] not in unit["failed_conditions"] if told is None else told)


def _check_difference(unit: Payload, rule_set: Payload, comparing: _Comparing) -> None:
    if rule_set["scale"] == "pass":
        return
    own, final = exact(unit["self"]["total"]), exact(unit["final"]["total"])
    moved = None if own is None or final is None else final - own
    comparing.same("final", "difference", exact(unit["difference"]), moved)


def _check_summary(
    payload: Payload, results: list[tuple[bool, Value]], comparing: _Comparing
) -> None:
    summary = payload["summary"]
    met = sum(is_met for is_met, _ in results)
    comparing.same("", "units", summary["units"], len(results))
    comparing.same("", "met", summary["met"], met)
    comparing.same("", "not_met", summary["not_met"], len(results) - met)
    totals = [total for _, total in results if total is not None]
    average = None
    if totals and payload["rule_set"]["scale"] != "pass":
        average = Fraction(int(sum(totals, Fraction(0)) / len(totals) * 100 + Fraction(1, 2)), 100)
    comparing.same("", "average", exact(summary["average"]), average)


def _word(value: Any) -> str:
    """A figure as the payload writes it; "" where there is none."""
    if isinstance(value, Fraction):
        return _decimal(value)
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)


def _decimal(value: Fraction) -> str:
    scaled = value * 10**6
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    sign, digits = "-" if scaled < 0 else "", f"{abs(scaled.numerator):07d}"
    return f"{sign}{digits[:-6]}.{digits[-6:]}".rstrip("0").rstrip(".")
