"""The report as tables of figures, for a workbook: figures stay figures."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from tuphap.modules.assessments.reports.paper_lists import new_rural_lists, reason_of
from tuphap.modules.assessments.reports.parts import Payload, Told
from tuphap.modules.assessments.shown import SELF_WORDS
from tuphap.rules.numbers import half_up
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.year_figures import (
    SHARE_PLACES,
    TOTAL,
    Totals,
    averages,
    summed,
    totals_by_group,
    totals_by_kind,
    years_beside,
)

Cell = str | int | Decimal | None
Lines = list[list[Cell]]
RESULTS = {True: "Đạt chuẩn", False: "Chưa đạt chuẩn", None: "Chưa có quyết định"}
NOT_ASSESSED = "Không đánh giá"


def sheets_of(payload: Payload) -> list[tuple[str, Lines]]:
    told = Told(payload)
    found: list[tuple[str, Lines]] = [
        ("Theo loại", _totals("Loại đơn vị", totals_by_kind(told.year)))
    ]
    if groups := totals_by_group(told.year):
        found.append(("Theo địa bàn", _totals("Đơn vị", groups)))
    found += [("Tiêu chí, chỉ tiêu", _averages(told)), ("Đơn vị", _units(told))]
    if told.before is not None:
        found.append((f"So với {told.before.number}", _beside(told)))
    for number, row in enumerate(new_rural_lists(told), 1):
        found.append((f"Nông thôn mới {number}", [row["columns"], *row["rows"]]))
    return found


def _totals(first: str, rows: Sequence[Totals]) -> Lines:
    heads: list[Cell] = [
        first, "Đã có quyết định", "Đạt chuẩn", "Tỷ lệ đạt (%)", "Chưa đạt", "Chưa có quyết định",
        "Không đánh giá",
    ]  # fmt: skip
    return [heads, *(_totals_row(row) for row in (*rows, summed(rows, "Tổng cộng")))]


def _totals_row(row: Totals) -> list[Cell]:
    rate = half_up(Fraction(100 * row.met, row.decided), SHARE_PLACES) if row.decided else None
    return [row.label, row.decided, row.met, rate, row.not_met, row.waiting, row.left_out]


def _averages(told: Told) -> Lines:
    own = SELF_WORDS[told.year.scale]
    lines: Lines = [
        ["Mã", "Tên", "Tối đa", f"Trung bình {own}", "Trung bình chính thức", f"% {own}",
         "% chính thức", "Chênh", f"Số đơn vị có {own}", "Số đơn vị có số chính thức"]
    ]  # fmt: skip
    for row in averages(told.year, told.year.nodes):
        lines.append(
            [row.node.code, row.node.name, row.node.maximum, row.own_points, row.final_points,
             row.own_share, row.final_share, row.difference, row.own_units, row.units]
        )  # fmt: skip
    return lines


def _units(told: Told) -> Lines:
    codes = [TOTAL, *(node.code for node in told.year.nodes)]
    own = SELF_WORDS[told.year.scale]
    has_groups = any(unit.group for unit in told.year.units)
    place: list[Cell] = ["Thuộc"] if has_groups else []
    heads: list[Cell] = ["Mã đơn vị", "Đơn vị", "Loại", *place, "Kết quả", "Lý do chưa đạt"]
    heads += [f"{_head(code)} {column}" for code in codes for column in (own, "chính thức")]
    lines: Lines = [heads]
    for unit in told.year.units:
        result = RESULTS[unit.met] if unit.counted else NOT_ASSESSED
        reason = reason_of(told, unit) if unit.met is False else ""
        place = [unit.group] if has_groups else []
        line: list[Cell] = [unit.code, unit.name, unit.kind, *place, result, reason]
        line += [unit.score(column, code) for code in codes for column in (SELF, FINAL)]
        lines.append(line)
    return lines


def _head(code: str) -> str:
    return "Tổng" if code == TOTAL else code


def _beside(told: Told) -> Lines:
    assert told.before is not None
    found = years_beside(told.before, told.year)
    lines: Lines = [["Số liệu", f"Năm {told.before.number}", f"Năm {told.year.number}", "Chênh"]]
    lines.append(["Đơn vị đạt chuẩn", found.before.met, found.now.met, None])
    lines.append(["Đơn vị đã có quyết định", found.before.decided, found.now.decided, None])
    for row in found.changes:
        sides = [side.final_share if side else None for side in (row.before, row.now)]
        lines.append([f"{row.node.code} {row.node.name} (%)", *sides, row.difference])
    return lines
