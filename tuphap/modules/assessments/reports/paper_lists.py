"""The lists behind a report: who met, who did not and why, and who has the item of a programme."""

from typing import Any

from tuphap.modules.assessments.reports.parts import Told
from tuphap.rules.conditions import ALL_INDICATORS, numbered
from tuphap.rules.numbers import UNKNOWN, format_points, format_points_short
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.year_figures import TOTAL, UnitResult, met_units, not_met_units


def result_of(told: Told, unit: UnitResult) -> str:
    """Points, or how many indicators passed of how many."""
    total = unit.score(FINAL, TOTAL)
    if told.in_points:
        return format_points(total)
    return f"{format_points_short(total)}/{format_points_short(told.year.total_max)}"


def reason_of(told: Told, unit: UnitResult) -> str:
    """The conditions by number; the indicators too where the condition asks for all of them."""
    kinds = {row["code"]: row["kind"] for row in told.payload["rule_set"]["conditions"]}
    if not unit.failed:
        return UNKNOWN
    words = numbered(*unit.failed)
    if not any(kinds.get(code) == ALL_INDICATORS for code in unit.failed):
        return words
    missed = [n.code for n in told.year.indicators if unit.score(FINAL, n.code) == 0]
    return f"{words} (chưa đạt chỉ tiêu {', '.join(missed)})" if missed else words


def place_column(told: Told) -> str:
    """Where a unit belongs; of what kind it is where nothing stands above it but the scope."""
    return "Thuộc" if any(unit.group for unit in told.year.units) else "Loại"


def place_of(unit: UnitResult) -> str:
    return unit.group or unit.kind.capitalize()


def _columns(told: Told, *more: str) -> list[str]:
    result = "Tổng số điểm" if told.in_points else "Chỉ tiêu đạt"
    return ["STT", "Tên đơn vị", place_column(told), result, *more]


def _cells(number: int, told: Told, unit: UnitResult) -> list[str]:
    return [str(number), unit.name, place_of(unit), result_of(told, unit)]


def met_list(told: Told) -> dict[str, Any]:
    return {
        "title": "Phụ lục I. Danh sách đơn vị đạt chuẩn",
        "columns": _columns(told),
        "rows": [_cells(at, told, unit) for at, unit in enumerate(met_units(told.year), 1)],
    }


def not_met_list(told: Told) -> dict[str, Any]:
    conditions = told.payload["rule_set"]["conditions"]
    return {
        "title": "Phụ lục II. Danh sách đơn vị chưa đạt chuẩn",
        "columns": _columns(told, "Lý do"),
        "rows": [
            [*_cells(at, told, unit), reason_of(told, unit)]
            for at, unit in enumerate(not_met_units(told.year), 1)
        ],
        "notes": [f"{numbered(row['code'])}: {row['text']}." for row in conditions if row["text"]],
    }


def new_rural_lists(told: Told) -> list[dict[str, Any]]:
    """Of each programme whose item the result decides; for the others the report says why not."""
    return [
        {
            "title": f"Phụ lục IV. {row.name}, chỉ tiêu {row.item}: {row.text}",
            "columns": ["STT", "Tên đơn vị", place_column(told), "Kết quả"],
            "rows": [
                [str(at), unit.name, place_of(unit), "Đạt" if unit.met else "Chưa đạt"]
                for at, unit in enumerate(_decided(told, row.kinds), 1)
            ],
        }
        for row in told.programmes
        if row.concludes
    ]


def _decided(told: Told, kinds: tuple[str, ...]) -> list[UnitResult]:
    return [u for u in told.year.units if u.counted and u.met is not None and u.kind in kinds]
