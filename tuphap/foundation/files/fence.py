"""Starting a process that looks at one file, with bounds it cannot leave (F8).

Nothing foreign is parsed in a web process: the file goes as an open descriptor to
`checks/door.py`, which gives one line of JSON back or is ended.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request

DOOR = Path(__file__).with_name("checks") / "door.py"
MEGABYTE = 1024 * 1024
LONGEST_ANSWER = 4 * MEGABYTE
# So many at once per web process; the others wait, and their waiting is not counted.
AT_ONCE = 2
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Bounds:
    """Seconds by the clock and of the processor; memory as address space; bytes written."""

    seconds: int
    megabytes: int
    written: int = 0


CHECK = Bounds(seconds=5, megabytes=150)


@dataclass(frozen=True)
class Answer:
    """What came back, and what it cost: `seconds` by the clock, `kilobytes` at the most."""

    pages: int = 0
    signed: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    kilobytes: int = 0


def ask(body: IO[bytes], request: Request, bounds: Bounds = CHECK, out: int = 0) -> Answer:
    """The answer of the fence; Unfit where the file is refused or the bounds were reached."""
    with _turns:
        begun = time.monotonic()
        ended = _run(body.fileno(), request, bounds, out)
        seconds = time.monotonic() - begun
    answer = _read(ended, bounds)
    return Answer(answer["pages"], answer["signed"], answer["more"], seconds, answer["kilobytes"])


@dataclass(frozen=True)
class Ended:
    """How a process ended: its words, its status, and whether it was ended from here."""

    words: bytes
    status: int
    is_late: bool


def _run(file: int, request: Request, bounds: Bounds, out: int) -> Ended:
    process = subprocess.Popen(
        [sys.executable, "-I", str(DOOR), str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[descriptor for descriptor in (file, out) if descriptor],
        env={"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        cwd="/",
        start_new_session=True,
    )
    late = threading.Event()
    clock = threading.Timer(bounds.seconds, _end, [process, late])
    clock.start()
    try:
        words = _talk(process, _order(file, request, bounds, out))
        status = process.wait()
    finally:
        clock.cancel()
    return Ended(words, status, late.is_set())


def _order(file: int, request: Request, bounds: Bounds, out: int) -> bytes:
    order = {"request": asdict(request), "file": file, "out": out, **asdict(bounds)}
    return json.dumps(order).encode()


def _talk(process: "subprocess.Popen[bytes]", order: bytes) -> bytes:
    assert process.stdin
    assert process.stdout
    with process.stdin, process.stdout:
        # One that has ended already says why by its status.
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(order)
            process.stdin.close()
        return process.stdout.read(LONGEST_ANSWER)


def _end(process: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    if process.returncode is None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)


def _read(ended: Ended, bounds: Bounds) -> dict[str, Any]:
    if ended.is_late or ended.status == -signal.SIGXCPU:
        raise Unfit("check_too_long", seconds=bounds.seconds)
    if ended.status == -signal.SIGABRT:
        # How programs written in C say that memory ran out.
        raise Unfit("check_too_big", megabytes=bounds.megabytes)
    if ended.status < 0:
        raise Unfit("file_broken")
    if ended.status or not ended.words:
        raise RuntimeError(f"The check of files does not start: status {ended.status}.")
    answer: dict[str, Any] = json.loads(ended.words)
    if "unfit" in answer:
        raise Unfit(answer["unfit"], **answer["values"])
    return answer
