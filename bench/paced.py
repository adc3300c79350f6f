"""Requests at moments of their own, whether or not the one before was answered.

Runs in a process that knows no Django, so it stands apart from the script that uses it.
"""

import time
from dataclasses import dataclass, field
from threading import Thread

from bench import load

LINES = 16


@dataclass
class Asked:
    """Seconds from the moment each request was due to its whole answer; and what went wrong."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def paced(port: int, request: bytes, rate: float, seconds: float) -> Asked:
    """So many requests a second, each at its own moment; what one process of the pool does."""
    asked, most = Asked(), int(rate * seconds)
    begin = time.monotonic() + load.HEAD_START
    threads = [
        Thread(
            target=_in_turn, args=(port, request, range(number, most, LINES), begin, rate, asked)
        )
        for number in range(LINES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(asked.times) != most:
        raise RuntimeError(f"{len(asked.times)} of {most} requests were sent.")
    return asked


def _in_turn(
    port: int, request: bytes, places: range, begin: float, rate: float, asked: Asked
) -> None:
    """One of the lines: every sixteenth request of all, each over a new connection.

    A request that fails has taken its time, too, and the next one leaves all the same.
    """
    for place in places:
        due = begin + place / rate
        time.sleep(max(0.0, due - time.monotonic()))
        what = _answer(port, request)
        asked.times.append(time.monotonic() - due)
        if what:
            asked.wrong.append(what)


def _answer(port: int, request: bytes) -> str:
    """Nothing, or what came instead of the page."""
    try:
        status, _, body = load.fetch(port, request)
    except (OSError, RuntimeError) as fault:
        return type(fault).__name__
    return "" if status == 200 and body else f"status {status}"
