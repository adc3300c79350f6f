"""Promise 7: sums of ten years of the whole country against DuckDB on the same rows; and the years
of a province over a merger, all of it asked anew.

As on the page, the shelf asks the database once a second at most and the sums stand still between.
The ten years are published in a transaction that is taken back, because a copy is never deleted.
"""

import time
from collections.abc import Callable
from typing import Any

import duckdb
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from bench.measuring import Figure, alternately, at_most, median, spread
from bench.run import Figures, Run
from tuphap.foundation.publication.tests.sample import points_payload, publish, unit
from tuphap.outlets.portal import search, years
from tuphap.outlets.portal.shelf import shelf

PROMISED, MOST_SECONDS = 1.5, 1.0
FIRST_YEAR, YEARS, COMMUNES = 1990, 10, 3321
SQL = "select year, count(*), sum(met) from results group by year order by year desc"
Sums = list[tuple[int, int, int]]


def measure(run: Run) -> Figures:
    communes = COMMUNES // 50 if run.effort.is_quick else COMMUNES
    across = [seconds_across_the_merger() for _ in range(run.effort.rounds + 1)][1:]
    with transaction.atomic():
        rows = publish_years(communes)
        with override_settings(PUBLISHED_FRESH_SECONDS=0.0):
            shelf()
        with duckdb.connect() as floor:
            figures = sums(run, floor, rows)
        transaction.set_rollback(True)
    forget()
    note = f"220 communes of 2022 by the units of today; runs apart by {spread(across):.0%}"
    merger = Figure("years over a merger", "s", median(across), None, at_most(MOST_SECONDS), note)
    return [*figures, merger]


def sums(run: Run, floor: duckdb.DuckDBPyConnection, rows: list[tuple[int, bool]]) -> Figures:
    floor.execute("create table results (year smallint, met boolean)")
    floor.executemany("insert into results values (?, ?)", rows[:1])
    pairs = {"year": [year for year, _ in rows[1:]], "met": [met for _, met in rows[1:]]}
    values = ", ".join(f"({y}, {m})" for y, m in zip(pairs["year"], pairs["met"], strict=True))
    floor.execute(f"insert into results values {values}")
    if ours() != by_duckdb(floor):
        raise RuntimeError("Both sides have to count the same.")
    seconds = run.effort.seconds / 4
    bare, kept = alternately(
        run.effort.rounds,
        lambda: milliseconds_of(lambda: by_duckdb(floor), seconds),
        lambda: milliseconds_of(ours, seconds),
    )
    note = f"{len(rows)} rows; runs apart by {spread(kept):.0%}"
    counted = milliseconds_of(counted_anew, 0.0)
    return [
        Figure("sums of ten years", "ms", median(kept), median(bare), at_most(PROMISED), note),
        Figure("the same, counted once per publication", "ms", counted, median(bare)),
    ]


def publish_years(communes: int) -> list[tuple[int, bool]]:
    rows = []
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        units = [unit(n, lost="30" if (n + year) % 11 == 0 else "0") for n in range(communes)]
        publish(points_payload(units, year))
        rows += [(year, row["met"]) for row in units]
    return rows


def by_duckdb(floor: duckdb.DuckDBPyConnection) -> Sums:
    found: list[Any] = floor.execute(SQL).fetchall()
    return [(year, count, met) for year, count, met in found]


def ours() -> Sums:
    kept = years.kept_sums(shelf().generation)
    found = [(int(row.year), row.count.units, row.count.met) for row in kept.totals]
    return [row for row in found if row[0] < FIRST_YEAR + YEARS]


def counted_anew() -> Sums:
    forget()
    return ours()


def seconds_across_the_merger() -> float:
    forget()
    return milliseconds_of(lambda: years.side_by_side(years.NOW, timezone.localdate()), 0.0) / 1000


def forget() -> None:
    for kept in (years.kept_sums, search._entries, search._by_code):
        kept.cache_clear()


def milliseconds_of(work: Callable[[], object], seconds: float) -> float:
    """The median of as many runs as fit, one at least."""
    found = []
    until = time.perf_counter() + seconds
    while not found or time.perf_counter() < until:
        begun = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - begun))
    return median(found)
