"""The payload of a published copy: what foundation/publication/kinds.py describes.

Everything a reader will ever need stands in it (names and codes of the day, levels of the
conditions, the notice of the rule set), so that nothing that changes later can change the copy.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from tuphap.foundation.publication.kinds import RESULTS_SCHEMA
from tuphap.foundation.units.kinds import known_kinds, short_name
from tuphap.modules.assessments.lines.measured import Known
from tuphap.modules.assessments.models import COLUMNS, Period
from tuphap.modules.assessments.publishing_figures import (
    Line,
    content_rule,
    days_counted,
    figures_of_units,
    plain,
)
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.conditions import conditions_in_force
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.numbers import half_up
from tuphap.rules.rule_set import PASS, RuleSet, display_name, indicators
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.year_figures import POINT_PLACES, mean

Row = Mapping[str, Any]  # a decided dossier, as queries/publishing.py fetches it
Sums = Mapping[str, Mapping[str, Any]]  # the kept sums of a dossier by column


def results_payload(
    period: Period,
    rows: Iterable[Row],
    sums: Mapping[Any, Sums],
    known: Mapping[int, Mapping[str, Known]],
    lines: Iterable[Line],
    calendar: WorkCalendar,
    *,
    pending: int,
    demo: bool,
    not_assessed: int = 0,
) -> dict[str, Any]:
    """Plain JSON values without a float. `pending` units are not decided, so they are left out;
    `not_assessed` ones are none of this year's at all.

    `known` are the figures of the system by key of the unit, as they stand at this moment; `lines`
    the final entries of the units in `rows`.
    """
    rule_set = parsed(period.rule_set)
    rows, lines = list(rows), list(lines)
    days = days_counted(lines, calendar)
    units = [
        _unit(row, sums[row["pk"]], period, rule_set) | _measures(known.get(row["unit_id"], {}))
        for row in rows
    ]
    return {
        "schema": RESULTS_SCHEMA,
        "year": period.year,
        "scope": {"code": period.scope_unit.code, "name": period.scope_unit.name},
        "units_on": period.units_on.isoformat(),
        "illustration": demo,
        "rule_set": _rule_set(period, rule_set),
        "groups": _groups(rows, period),
        "summary": _summary(units, pending, not_assessed),
        "units": units,
        "figures": figures_of_units(rule_set, lines),
        **({"days": days} if days else {}),
    }


def _rule_set(period: Period, rule_set: RuleSet) -> dict[str, Any]:
    return {
        "code": rule_set.code,
        "name": rule_set.short_name,
        "title": rule_set.title,
        "scale": rule_set.scale,
        "total_max": plain(rule_set.total_max),
        "notice": notice(period.rule_set),
        "unit_kinds": list(rule_set.unit_kinds),
        "criteria": [
            {
                "code": criterion.code,
                "name": display_name(criterion),
                "max_points": plain(criterion.max_points),
                "indicators": [
                    {
                        "code": indicator.code,
                        "name": display_name(indicator),
                        "max_points": plain(indicator.max_points),
                        "contents": [content_rule(content) for content in indicator.contents],
                    }
                    for indicator in criterion.indicators
                ],
            }
            for criterion in rule_set.criteria
        ],
        "conditions": [
            {
                "code": condition.code,
                "text": condition.name or "",
                "short_name": condition.short_name,
                "kind": condition.kind,
                "value": plain(condition.value),
            }
            for condition in conditions_in_force(rule_set, period.gates_enabled)
        ],
    }


def _groups(rows: Iterable[Row], period: Period) -> list[dict[str, str]]:
    """The units between the scope and those assessed, in the order of their first unit."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        code = _group_code(row, period)
        if code is not None and code not in found:
            kind, name = row["unit__parent__kind"], row["unit__parent__name"]
            found[code] = {
                "code": code,
                "name": name,
                "short_name": short_name(name, kind),
                "kind": _kind_word(kind),
            }
    return list(found.values())


def _group_code(row: Row, period: Period) -> str | None:
    if row["unit__parent_id"] in (None, period.scope_unit_id):
        return None
    code: str = row["unit__parent__code"]
    return code


def _kind_word(kind: str) -> str:
    """The word people say for a kind of unit, as it stands at the front of names."""
    known = known_kinds().get(kind)
    return known.leading.lower() if known and known.leading else kind


def _unit(row: Row, sums: Sums, period: Period, rule_set: RuleSet) -> dict[str, Any]:
    own, final = (sums.get(column, {}).get("total") for column in (SELF, FINAL))
    moved = None if own is None or final is None else final - own
    conditions = sums.get(FINAL, {}).get("conditions", {})
    # Answered by nobody: results of a list that only says what was decided.
    unknown = sorted(code for code, holds in conditions.items() if holds is None)
    return {
        "code": row["unit__code"],
        "name": row["unit__name"],
        "kind": row["unit__kind"],
        "group_code": _group_code(row, period),
        **{column: _column(sums.get(column, {}), rule_set) for column in COLUMNS},
        "difference": plain(moved),
        "met": row["met"],
        "failed_conditions": sorted(code for code, holds in conditions.items() if holds is False),
        **({"unknown_conditions": unknown} if unknown else {}),
        "decision": {
            "number": row["decision__number"],
            "signed_on": row["decision__signed_on"].isoformat(),
            "decided_by": row["decision__decided_by"],
        },
    }


def _measures(known: Mapping[str, Known]) -> dict[str, Any]:
    """Nothing for a unit of which the system knows no figure."""
    if not known:
        return {}
    return {
        "measures": {
            code: {
                "key": line.measure.key,
                "done": line.figure.done,
                "due": line.figure.due,
                "as_of": line.figure.as_of.isoformat(),
            }
            for code, line in sorted(known.items())
        }
    }


def _column(summary: Mapping[str, Any], rule_set: RuleSet) -> dict[str, Any]:
    """Criteria and indicators; how a content was scored stays with the dossier."""
    scores = summary.get("scores", {})
    shown = [row.code for row in (*rule_set.criteria, *indicators(rule_set))]
    column: dict[str, Any] = {
        "total": plain(summary.get("total")),
        "met": summary.get("met"),
        "scores": {code: plain(scores.get(code)) for code in shown},
    }
    if rule_set.scale == PASS:
        column["total"] = None
        # Nobody knows how many, where a list only says who met.
        passed = summary.get("passed_indicators")
        column["passed"] = None if passed is None else str(passed)
        column["of"] = str(len(indicators(rule_set)))
    return column


def _summary(units: list[dict[str, Any]], pending: int, not_assessed: int) -> dict[str, Any]:
    met = sum(unit["met"] for unit in units)
    average = mean(Decimal(unit["final"]["total"]) for unit in units if unit["final"]["total"])
    return {
        "units": len(units),
        "met": met,
        "not_met": len(units) - met,
        "average": str(half_up(average, POINT_PLACES)) if average is not None else None,
        "pending": pending,
        **({"not_assessed": not_assessed} if not_assessed else {}),
    }
