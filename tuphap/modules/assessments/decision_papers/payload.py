"""All that the papers of a decision say, as plain values: what a copy freezes.

Of a gate only its number and the wording of the law go in, never the reason or the person.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.publishing import plain
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.conditions import conditions_in_force
from tuphap.rules.rule_set import Document, RuleSet, indicators

SCHEMA = "tuphap-decision/1"

Row = Mapping[str, Any]


def decision_payload(
    period: Period,
    office: Unit,
    paper: Mapping[str, Any],
    rows: Iterable[Row],
    earlier: Iterable[Row],
    *,
    counts: tuple[int, int],
    at: datetime,
    demo: bool,
) -> dict[str, Any]:
    """Plain JSON values without a float; `paper` has number, signed_on, decided_by; `counts` the
    units of the office that are assessed, and those left out of the year."""
    rule_set = parsed(period.rule_set)
    return {
        "schema": SCHEMA,
        "year": period.year,
        "illustration": demo,
        "made_at": at.isoformat(),
        "office": _office(office),
        "scope": _office(period.scope_unit),
        "is_whole_scope": office.pk == period.scope_unit_id,
        "paper": {**paper, "signed_on": _day(paper["signed_on"])},
        "rule_set": rule_set_values(period, rule_set),
        "assessed": counts[0],
        "not_assessed": counts[1],
        "units": [_unit(row, rule_set, office) for row in rows],
        "earlier": [_unit(row, rule_set, office) for row in earlier],
    }


def _office(unit: Unit) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind}


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def rule_set_values(period: Period, rule_set: RuleSet) -> dict[str, Any]:
    return {
        "code": rule_set.code,
        "sha256": period.rule_set.sha256,
        "scale": rule_set.scale,
        "total_max": plain(rule_set.total_max),
        "unit_kinds": list(rule_set.unit_kinds),
        "notice": notice(period.rule_set),
        "documents": [_document(row) for row in rule_set.documents if row.status == "confirmed"],
        "criteria": [
            {"code": row.code, "max_points": plain(row.max_points)} for row in rule_set.criteria
        ],
        "conditions": [
            {"code": row.code, "text": row.name or "", "kind": row.kind}
            for row in conditions_in_force(rule_set, period.gates_enabled)
        ],
    }


def _document(row: Document) -> dict[str, Any]:
    return {"number": row.number, "signed_on": _day(row.signed_on), "issuer": row.issuer}


def _unit(row: Row, rule_set: RuleSet, office: Unit) -> dict[str, Any]:
    scores: Mapping[str, Any] = row["scores"] or {}
    codes = [criterion.code for criterion in rule_set.criteria]
    between = row["unit__parent"] not in (None, office.pk)
    return {
        "code": row["unit__code"],
        "name": row["unit__name"],
        "kind": row["unit__kind"],
        "parent": row["unit__parent__name"] if between else "",
        "met": row["met"],
        "total": plain(row["total"]),
        "passed": row["passed_indicators"],
        "of": len(indicators(rule_set)),
        "scores": {code: plain(scores.get(code)) for code in codes},
        "failing": _failing(row["conditions"] or {}),
        "failed_indicators": _failed([node.code for node in indicators(rule_set)], scores),
    }


def _failing(conditions: Mapping[str, bool | None]) -> list[str]:
    return sorted(code for code, holds in conditions.items() if holds is False)


def _failed(codes: Sequence[str], scores: Mapping[str, Any]) -> list[str]:
    return [code for code in codes if scores.get(code) is not None and not Decimal(scores[code])]
