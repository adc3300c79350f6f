"""The chart of indicators: its figures as the page hands them to the script, and as a table."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.reports.overview import shown_average
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.rules.year_figures import SAME, Average, Year, averages, years_beside


def chart_values(period: Period, year: Year, before: Year | None) -> dict[str, Any]:
    rows = averages(year, year.indicators)
    series = [
        _series("own", SELF_WORDS[year.scale].capitalize(), [row.own_share for row in rows]),
        _series("final", "Chính thức", [row.final_share for row in rows]),
    ]
    if before and (then := _earlier(year, before)):
        shares = [then.get(row.node.code) for row in rows]
        series.append(_series("before", f"Chính thức năm {before.number}", shares))
    return {
        "indicators": [shown_average(row, year) for row in rows],
        "chart": _chart(rows, series) if _any(rows) else {},
    }


def _chart(rows: Sequence[Average], series: Sequence[dict[str, Any]]) -> dict[str, Any]:
    names = ", ".join(row["name"] for row in series)
    label = f"Biểu đồ cột theo {len(rows)} chỉ tiêu: {names}. Số của từng chỉ tiêu ở bảng bên dưới."
    return {"codes": [row.node.code for row in rows], "series": series, "label": label}


def _any(rows: Sequence[Average]) -> bool:
    return any(row.final is not None for row in rows)


def _earlier(year: Year, before: Year) -> dict[str, Decimal | None]:
    """Of indicators that both years ask alike, under the same rules."""
    found = years_beside(before, year)
    if not found.same_rules:
        return {}
    return {row.node.code: row.before.final_share for row in found.changes
            if row.mark == SAME and row.before is not None}  # fmt: skip


def _series(kind: str, name: str, shares: Sequence[Decimal | None]) -> dict[str, Any]:
    values = [None if share is None else float(share) for share in shares]
    return {"kind": kind, "name": name, "values": values}
