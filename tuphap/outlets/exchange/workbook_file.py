"""Files as rows of cells, read in a process apart that cannot leave its bounds."""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from tuphap.outlets.exchange.book import Book, Note, Sheet, remark
from tuphap.outlets.exchange.reading_faults import unreadable
from tuphap.outlets.exchange.reading_limits import LIMITS
from tuphap.rules.score_cells import Cell

PROCESS = Path(__file__).with_name("workbook_process.py")
PIECE = 1 << 16
# So often it is asked whether the reading was stopped.
ASK_SECONDS = 0.2
# Letters of Vietnamese have up to three bytes, and every cell its comma and marks.
_MOST_BYTES = 4 * LIMITS.text + 40 * LIMITS.cells + LIMITS.box

# Excel keeps and shows fifteen significant digits; what is behind them comes from its arithmetic.
_DIGITS = ".15g"


Understood = Callable[[Sequence[Sequence[Cell]]], int]


def read_apart(
    data: bytes, understood: Understood, stopped: Callable[[], bool] | None = None
) -> Book:
    """The visible sheets and what the written rules say of the rest."""
    with tempfile.TemporaryFile() as body, _pipe() as (answers, answering):
        body.write(data)
        body.seek(0)

        def choose(beginnings: Sequence[Sequence[Sequence[Cell]]]) -> None:
            counts = [understood(rows) for rows in beginnings]
            os.write(answering, bytes([counts.index(max(counts))]))

        return _book(lines_of(body.fileno(), stopped, answers), choose)


@contextlib.contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        for end in ends:
            os.close(end)


def _book(
    lines: Iterator[bytes], choose: Callable[[Sequence[Sequence[Sequence[Cell]]]], None]
) -> Book:
    form, notes, sheets = "", list[Note](), list[Sheet]()
    rows: list[list[Cell]] = []
    read = json.JSONDecoder(
        parse_float=_Numbers().__getitem__, parse_constant=str, object_hook=_told
    ).decode
    for line in lines:
        told = read(line.decode())
        if isinstance(told, list):
            rows.extend(told)
        elif "sheet" in told:
            rows = []
            sheets.append(Sheet(told["sheet"], rows))
        elif "note" in told:
            notes.append(remark(told["note"], told["of"], **told["values"]))
        elif "form" in told:
            form = told["form"]
        elif "tried" in told:
            choose(told["tried"])
        elif "unfit" in told:
            raise unreadable(told["unfit"], **told["values"])
    if not sheets:
        raise unreadable("no_sheet")
    return Book(form, tuple(sheets), tuple(notes))


class _Numbers(dict[str, Decimal]):
    """Figures of a sheet repeat: each is made once, as it is shown."""

    def __missing__(self, text: str) -> Decimal:
        found = self[text] = Decimal(format(float(text), _DIGITS))
        return found


def _told(value: dict[str, Any]) -> Any:
    """A date travels as an object of one entry, with a time of day as another."""
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["date"]) if "date" in value else value


# --- the process ---


def lines_of(
    file: int, stopped: Callable[[], bool] | None, answers: int | None = None
) -> Iterator[bytes]:
    """Whole lines as they come; the process never outlives the reading of them.

    From `answers` it reads which delimiter a text file has.
    """
    words = [str(os.getpid()), json.dumps(asdict(LIMITS)), str(answers)]
    process = subprocess.Popen(
        [sys.executable, "-I", str(PROCESS), *words],
        stdin=file,
        pass_fds=() if answers is None else (answers,),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        cwd="/",
        start_new_session=True,
    )
    try:
        yield from _whole_lines(process, stopped)
        if status := process.wait():
            _refuse_by(status)
    finally:
        _end(process)


def _whole_lines(
    process: "subprocess.Popen[bytes]", stopped: Callable[[], bool] | None
) -> Iterator[bytes]:
    rest, is_done = b"", False
    for piece in _pieces(process, stopped):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            is_done = is_done or line.startswith((b'{"end"', b'{"unfit"'))
            yield line
    # Whoever dies without a word of the end has read a part at the most.
    if not is_done:
        _refuse_by(process.wait())


def _pieces(
    process: "subprocess.Popen[bytes]", stopped: Callable[[], bool] | None
) -> Iterator[bytes]:
    assert process.stdout
    ends, taken = time.monotonic() + LIMITS.seconds, 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            is_ready = selector.select(min(ASK_SECONDS, max(ends - time.monotonic(), 0)))
            if stopped is not None and stopped():
                raise unreadable("stopped")
            if time.monotonic() > ends:
                raise unreadable("too_long")
            if not is_ready:
                continue
            piece = os.read(process.stdout.fileno(), PIECE)
            taken += len(piece)
            if taken > _MOST_BYTES:
                raise unreadable("too_much_text")
            if not piece:
                return
            yield piece


def _refuse_by(status: int) -> NoReturn:
    if status == -signal.SIGXCPU:
        raise unreadable("too_long")
    if status == -signal.SIGABRT:
        # How the reader says that memory ran out.
        raise unreadable("too_many_cells")
    if status > 0:
        raise RuntimeError(f"The reader of sheets does not start: status {status}.")
    raise unreadable("damaged")


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()
