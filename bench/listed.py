"""A province's list of results as wide as sheets get, and everything that is checked of it."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import xlsxwriter

import tuphap
from tuphap.outlets.exchange.book_file import best_sheet, read_book
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.listed_plan import Plan, plan_of_results
from tuphap.rules.listed_results import read_list
from tuphap.rules.rule_set import RuleSet
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.score_cells import Cell
from tuphap.rules.score_headers import vocabulary_of
from tuphap.rules.score_heading_rows import recognised
from tuphap.rules.unit_names import Candidate, KindWords, UnitIndex

UNITS = Path(tuphap.__file__).parent / "data" / "units" / "units-2025-07.csv"
KINDS = tuple(KindWords(kind, (kind,)) for kind in ("xã", "phường", "đặc khu", "tỉnh"))
POINTS = {"TC1": 15, "TC2": 29.63, "TC3": 21.25, "TC4": 9.57, "TC5": 20}
HEADS = (
    *("STT", "Mã đơn vị", "Tên xã", *POINTS, "Tổng điểm", "Kết quả", "Sự hài lòng (%)"),
    *("Số quyết định", "Ngày quyết định"),
)
SIGNED = date(2020, 2, 7)


@cache
def units() -> tuple[Candidate, ...]:
    """All communes of the country since 01/7/2025."""
    with UNITS.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["parent_code"]]
    return tuple(
        Candidate(key, row["code"], row["name"], row["kind"]) for key, row in enumerate(rows, 1)
    )


@cache
def index() -> UnitIndex:
    return UnitIndex(units(), KINDS)


@cache
def rule_set() -> RuleSet:
    return shipped("619-2017")


def list_book(rows: int, columns: int) -> bytes:
    """What is known of each unit, then figures nobody asked for, up to so many columns."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet("Kết quả"), book.add_format({"num_format": "dd/mm/yyyy"})
        more = [f"Số liệu {number}" for number in range(columns - len(HEADS))]
        sheet.write_row(0, 0, [*HEADS, *more])
        for row, unit in enumerate(units()[:rows], 1):
            sheet.write_number(row, 0, row)
            sheet.write_row(row, 1, [unit.code, unit.name, *POINTS.values(), 95.45, "Đạt", 97.35])
            sheet.write_string(row, 11, "214/QĐ-UBND")
            sheet.write_datetime(row, 12, SIGNED, day)
            figures = ((row * 37 + column * 101) % 3000 / 100 for column in range(len(more)))
            sheet.write_row(row, len(HEADS), list(figures))
    return data.getvalue()


def checked(data: bytes) -> Plan:
    """As an import does: headings, units, every figure, date and sum, what would be written."""
    vocabulary = vocabulary_of(rule_set())

    def understood(rows: Sequence[Sequence[Cell]]) -> int:
        return recognised(rows, vocabulary)

    sheet = best_sheet(read_book(data, understood), understood)
    assert sheet is not None
    found = read_list(sheet.rows, rule_set(), {}, WorkCalendar())
    return plan_of_results(found.lines, index(), {}, unit_column="Tên xã")
