"""Promise 9: a sheet of 3,321 × 60 written, against XlsxWriter with constant memory.

The floor writes the same cells as the same kinds and nothing else; ours is the table every export
uses: head in place, filter, widths by the longest cell.
"""

import io
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from bench.measuring import Figure, alternately, at_most, median
from bench.run import Figures, Run
from tuphap.outlets.exchange.tables import Cell, write_xlsx
from tuphap.outlets.exchange.tests.bare_writing import write_bare

ROWS, COLUMNS, QUICK_ROWS, NAMES = 3321, 60, 50, 3
PROMISED = 1.2
MADE_AT = datetime(2026, 1, 2, tzinfo=UTC)


def measure(run: Run) -> Figures:
    lines = lines_of(QUICK_ROWS if run.effort.is_quick else ROWS)
    floor, ours = alternately(run.effort.rounds, lambda: bare(lines), lambda: ours_of(lines))
    note = f"{len(write_xlsx(lines, 'Đo', MADE_AT)) / 1_000_000:.1f} MB"
    what = f"{ROWS:,} × {COLUMNS} written"
    return [Figure(what, "s", median(ours), median(floor), at_most(PROMISED), note)]


def lines_of(rows: int) -> list[list[Cell]]:
    head: list[Cell] = [f"Cột {number}" for number in range(COLUMNS)]
    return [head, *([cell(row, column) for column in range(COLUMNS)] for row in range(rows))]


def cell(row: int, column: int) -> Cell:
    if column < NAMES:
        return f"Xã Ia Dơk {row} {column}"
    return Decimal((row * 37 + column * 101) % 3000).scaleb(-2)


def bare(lines: Sequence[Sequence[Cell]]) -> float:
    begun = time.perf_counter()
    write_bare(io.BytesIO(), lines)
    return time.perf_counter() - begun


def ours_of(lines: Sequence[Sequence[Cell]]) -> float:
    begun = time.perf_counter()
    write_xlsx(lines, "Đo", MADE_AT, names=NAMES)
    return time.perf_counter() - begun
