"""A year of figures as plain JSON values and back: what a report freezes, for all to recount."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tuphap.modules.assessments.publishing import plain
from tuphap.rules.year_figures import Node, UnitResult, Year

_UNIT = ("code", "name", "kind", "met", "group_code", "group", "group_kind", "counted")


def to_plain(year: Year) -> dict[str, Any]:
    return {
        "year": year.number,
        "rule_set": year.rule_set,
        "scale": year.scale,
        "total_max": plain(year.total_max),
        "kinds": list(year.kinds),
        "nodes": [
            {"code": n.code, "name": n.name, "maximum": plain(n.maximum), "parent": n.parent}
            for n in year.nodes
        ],
        "units": [_unit(unit) for unit in year.units],
    }


def _unit(unit: UnitResult) -> dict[str, Any]:
    return {
        **{name: getattr(unit, name) for name in _UNIT},
        "failed": list(unit.failed),
        "scores": {
            column: {code: plain(value) for code, value in scores.items()}
            for column, scores in unit.scores.items()
        },
    }


def from_plain(values: Mapping[str, Any]) -> Year:
    return Year(
        number=values["year"],
        rule_set=values["rule_set"],
        scale=values["scale"],
        total_max=Decimal(values["total_max"]),
        kinds=tuple(values["kinds"]),
        nodes=tuple(
            Node(row["code"], row["name"], Decimal(row["maximum"]), row["parent"])
            for row in values["nodes"]
        ),
        units=tuple(_read_unit(row) for row in values["units"]),
    )


def _read_unit(row: Mapping[str, Any]) -> UnitResult:
    return UnitResult(
        **{name: row[name] for name in _UNIT},
        failed=tuple(row["failed"]),
        scores={
            column: {code: Decimal(value) for code, value in scores.items()}
            for column, scores in row["scores"].items()
        },
    )
