"""Promise 8: a sheet of 3,321 × 60 read and checked, against python-calamine alone.

Ours is all an import does before anything is written: the container counted part by part, hidden,
merged and calculated cells found, a process of its own inside its bounds, typed cells handed over,
fonts looked at, headings found, each unit recognised among all communes of the country, each
figure, date and sum checked. The floor is python-calamine alone in a process of its own, which
hands nothing over; what it takes inside this process, where no foreign file may be opened, stands
in the note. The second line is reading without what a line means. The last lines read files at the
limits and ask the process how much it held (VmHWM).
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.listed import checked, index, list_book
from bench.measuring import Figure, alternately, at_most, median
from bench.run import Figures, Run
from tuphap.outlets.exchange import workbook_file
from tuphap.outlets.exchange.book_file import read_book
from tuphap.outlets.exchange.reading_limits import LIMITS
from tuphap.outlets.exchange.tests.largest_books import LARGEST
from tuphap.rules.listed_plan import NEW

ROWS, COLUMNS, QUICK_ROWS = 3321, 60, 50
PROMISED, PROMISED_MEGABYTES = 2.0, 300.0
_ALONE = """
import sys, python_calamine
with open(sys.argv[1], "rb") as body:
    python_calamine.CalamineWorkbook.from_filelike(body).get_sheet_by_index(0).to_python()
"""


def measure(run: Run) -> Figures:
    is_quick = run.effort.is_quick
    data = list_book(QUICK_ROWS if is_quick else ROWS, COLUMNS)
    index()
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        rounds = run.effort.rounds
        floor, ours = alternately(rounds, lambda: apart(file.name), lambda: seconds_checked(data))
        again, read = alternately(rounds, lambda: apart(file.name), lambda: seconds_read(data))
        inside, _ = alternately(rounds, lambda: here(data), lambda: 0.0)
    note = (
        f"python-calamine inside this process: {median(inside) * 1000:.0f} ms,"
        f" ours {median(ours) / median(inside):.2f} × that"
    )
    size = f"{ROWS:,} × {COLUMNS}"
    figures = [
        Figure(
            f"{size} read and checked", "s", median(ours), median(floor), at_most(PROMISED), note
        ),
        Figure(f"{size} read, headings and units not asked", "s", median(read), median(again)),
    ]
    largest = LARGEST[:1] if is_quick else LARGEST
    return [*figures, *(memory_of(what, make()) for what, make in largest)]


def here(data: bytes) -> float:
    from tuphap.outlets.exchange.tests.largest_books import alone

    begun = time.perf_counter()
    alone(io.BytesIO(data))
    return time.perf_counter() - begun


def apart(name: str) -> float:
    words = [sys.executable, "-I", "-c", _ALONE, name]
    begun = time.perf_counter()
    subprocess.run(words, check=True, cwd=Path(__file__).parents[2])
    return time.perf_counter() - begun


def nothing_known(_: Sequence[object]) -> int:
    return 0


def seconds_read(data: bytes) -> float:
    begun = time.perf_counter()
    read_book(data, nothing_known)
    return time.perf_counter() - begun


def seconds_checked(data: bytes) -> float:
    """Only a sound list says that everything was really looked at."""
    begun = time.perf_counter()
    plan = checked(data)
    taken = time.perf_counter() - begun
    if plan.faults or plan.count(NEW) != len(plan.rows):
        raise RuntimeError(f"The list is not sound: {plan.faults[:1]}")
    return taken


def memory_of(what: str, data: bytes) -> Figure:
    """The last line of the process tells it; one that was ended held no more than its bounds."""
    kilobytes, answer = held_by(data, workbook_file.lines_of)
    note = f"{len(data) / 1_000_000:.1f} MB as a file; {answer}"
    bound = at_most(PROMISED_MEGABYTES * 1024 * 1024 / 1_000_000)
    return Figure(
        f"{what}: held at the most", "MB", kilobytes * 1024 / 1_000_000, bound=bound, note=note
    )


def held_by(data: bytes, lines_of: Callable[..., object]) -> tuple[int, str]:
    answer, kilobytes = "read", LIMITS.megabytes * 1024
    answers, answering = os.pipe()
    os.write(answering, b"\0")  # the first delimiter, for files of text
    with tempfile.TemporaryFile() as body, os.fdopen(answers), os.fdopen(answering):
        body.write(data)
        body.seek(0)
        try:
            for line in lines_of(body.fileno(), None, answers):  # type: ignore[attr-defined]
                if line.startswith(b'{"unfit"'):
                    answer = json.loads(line)["unfit"]
                if line.startswith(b'{"end"'):
                    kilobytes = json.loads(line)["end"]
        except Exception as ended:
            answer = f"ended: {ended}"
    return kilobytes, answer
