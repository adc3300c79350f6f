"""Promise 8: a sheet of 3,321 × 60 read and checked, against python-calamine alone.

Ours is what every file goes through: the container counted part by part, the sheet looked through
for hidden, merged and calculated cells, a process of its own inside its bounds, typed cells handed
over, fonts that are no Unicode looked for. The floor is python-calamine alone in a process of its
own, which hands nothing over; what it takes inside this process, where no foreign file may be
opened, stands in the note. The last lines read files at the limits and ask the process how much it
held (VmHWM).
"""

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.measuring import Figure, alternately, at_most, median
from bench.run import Figures, Run
from tuphap.outlets.exchange import workbook_file
from tuphap.outlets.exchange.book_file import read_book
from tuphap.outlets.exchange.reading_limits import LIMITS
from tuphap.outlets.exchange.tests.largest_books import LARGEST, province_book

ROWS, COLUMNS, QUICK_ROWS = 3321, 60, 50
PROMISED, PROMISED_MEGABYTES = 2.0, 300.0
_ALONE = """
import sys, python_calamine
with open(sys.argv[1], "rb") as body:
    python_calamine.CalamineWorkbook.from_filelike(body).get_sheet_by_index(0).to_python()
"""


def measure(run: Run) -> Figures:
    is_quick = run.effort.is_quick
    data = province_book(QUICK_ROWS if is_quick else ROWS, COLUMNS)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        rounds = run.effort.rounds
        floor, ours = alternately(rounds, lambda: apart(file.name), lambda: seconds_of(data))
        inside, again = alternately(rounds, lambda: here(data), lambda: seconds_of(data))
    note = (
        f"python-calamine inside this process: {median(inside) * 1000:.0f} ms,"
        f" ours {median(again) / median(inside):.2f} × that"
    )
    what = f"{ROWS:,} × {COLUMNS} read and checked"
    figures = [Figure(what, "s", median(ours), median(floor), at_most(PROMISED), note)]
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


def seconds_of(data: bytes) -> float:
    begun = time.perf_counter()
    read_book(data, nothing_known)
    return time.perf_counter() - begun


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
    with tempfile.TemporaryFile() as body:
        body.write(data)
        body.seek(0)
        try:
            for line in lines_of(body.fileno(), None):  # type: ignore[attr-defined]
                if line.startswith(b'{"unfit"'):
                    answer = json.loads(line)["unfit"]
                if line.startswith(b'{"end"'):
                    kilobytes = json.loads(line)["end"]
        except Exception as ended:
            answer = f"ended: {ended}"
    return kilobytes, answer
