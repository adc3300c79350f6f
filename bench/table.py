"""The promises of speed as a table; the numbers are those of docs/manual/bench.md."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.run import Figures, Run


@dataclass(frozen=True)
class Promise:
    """`script` is a module in bench/promises; `needs_data` asks for the illustration data."""

    number: int
    script: str
    job: str
    against: str
    promise: str
    needs_data: bool = True

    def measure(self) -> "Callable[[Run], Figures]":
        found: Callable[[Run], Figures] = import_module(f"bench.promises.{self.script}").measure
        return found


PROMISES = (
    Promise(
        1,
        "public_page",
        "public results page from our application",
        "smallest Django view, same server",
        "≥ 0.8 of its requests/s",
    ),
    Promise(
        2,
        "behind_nginx",
        "public results page behind nginx with the shipped configuration",
        "a static file of the same bytes in the same nginx",
        "≥ 1/1.5 of its requests/s, p99 ≤ 3 ×",
    ),
    Promise(
        3,
        "page_made_anew",
        "public results page made anew (220 rows)",
        "ORM objects and a template loop",
        "≤ 1/5 of the CPU",
    ),
    Promise(
        4,
        "sheet_saved",
        "a whole sheet saved (20 contents: rights, validation, points, history)",
        "bare 22-row transaction on 4 connections",
        "≥ 25 % of its rate, always durable; 16 clients: p99 ≤ 3 × p50",
    ),
    Promise(
        5,
        "field_saved",
        "one field saved",
        "bare one-row transaction",
        "≥ 15 % of its rate",
    ),
    Promise(
        6,
        "province_matrix",
        "province matrix and summary (220 communes)",
        "plain SQL that yields the same cells",
        "≤ 3 ×",
    ),
    Promise(
        7,
        "years",
        "ten years × 3,321 communes summary; years across a merger of 220 communes",
        "the same on DuckDB",
        "≤ 1.5 × from kept sums; ≤ 1 s across the merger",
    ),
    Promise(
        8,
        "sheet_read",
        "a sheet of 3,321 × 60 read and checked; the largest files within the limits",
        "python-calamine alone in a process of its own",
        "≤ 2 ×; the reader holds at most 300 MiB",
        needs_data=False,
    ),
    Promise(
        9,
        "sheet_written",
        "a sheet of 3,321 × 60 written",
        "XlsxWriter with constant memory",
        "≤ 1.2 ×",
        needs_data=False,
    ),
    Promise(
        10,
        "papers",
        "paper as PDF and as Word",
        "Typst and docxtpl alone",
        "≤ 1.1 ×, made once per submitted copy, never in a page request",
    ),
    Promise(
        11,
        "memory",
        "web processes, 2 workers, after load",
        "–",
        "≤ 200 MB, no growth over 60 minutes",
    ),
    Promise(
        12,
        "cold_start",
        "cold start to first page, installed and migrated",
        "–",
        "≤ 3 s besides the database",
        needs_data=False,
    ),
    Promise(
        13,
        "cut_exports",
        "16 connections cut in the middle of an export",
        "–",
        "the next request answers in time, no connection lost to the pool",
    ),
    Promise(
        17,
        "file_checked",
        "a PDF of 10 MB checked outside the web process",
        "–",
        "≤ 5 s and ≤ 150 MB",
        needs_data=False,
    ),
    Promise(
        18,
        "editors",
        "220 communes typing at once, some with the line cut",
        "–",
        "a save p95 ≤ 500 ms, none lost, none twice",
    ),
    Promise(
        19,
        "big_export",
        "3,321 communes × 20 indicators × 5 years as a file, in the background",
        "–",
        "≤ 60 s, worker ≤ 300 MiB",
    ),
    Promise(
        20,
        "public_page_with_editors",
        "public results page at 67 requests/s while 100 communes save",
        "–",
        "p95 ≤ 300 ms, no request without the page, no save lost",
    ),
)


def chosen(names: list[str]) -> tuple[Promise, ...]:
    """By number or by name of script; all where none is named."""
    if not names:
        return PROMISES
    known = {key: row for row in PROMISES for key in (str(row.number), row.script)}
    unknown = [name for name in names if name not in known]
    if unknown:
        listed = ", ".join(f"{row.number} {row.script}" for row in PROMISES)
        raise SystemExit(f"Unknown “{unknown[0]}”. Known: {listed}.")
    wanted = {known[name].number for name in names}
    return tuple(row for row in PROMISES if row.number in wanted)
