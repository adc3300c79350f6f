"""Promise 20: the public page at 67 requests a second while 100 communes save (O5).

Requests leave at their own moments whether or not the one before was answered, so a server that
falls behind is seen to wait: a time is counted from the moment the request was due.
"""

import time
from threading import Thread

from bench import load
from bench.editors import type_together
from bench.measuring import Figure, at_most, percentile
from bench.promises.public_page import newest_results
from bench.run import Figures, Run
from bench.server import serving
from bench.typing_year import editors

RATE, LINES = 67.0, 16
EDITORS, FEW_EDITORS = 100, 6
INTERVAL = 30.0
LONGEST_SECONDS = 60.0
PROMISED_MILLISECONDS = 300.0


def measure(run: Run) -> Figures:
    """Sixty seconds unless `--minutes` says less."""
    people = editors(FEW_EDITORS if run.effort.is_quick else EDITORS)
    seconds = min(LONGEST_SECONDS, run.effort.minutes * 60)
    interval = min(INTERVAL, seconds / 2)
    with serving() as server:
        page = load.get(newest_results())
        load.warm_up(server.port, (page,))
        typing = Thread(target=type_together, args=(server.port, people, seconds, interval))
        typing.start()
        times = run.pool.apply(paced, (server.port, page, seconds))
        typing.join()
    faults = [fault for one in people for fault in one.ledger.faults]
    if faults:
        raise RuntimeError(f"{len(faults)} editors were stopped, the first by: {faults[0]}")
    saves = [1000 * taken for one in people for taken in one.ledger.times]
    note = (
        f"{len(times)} requests at {RATE:.0f} a second in {seconds:.0f} s, p50 "
        f"{1000 * percentile(times, 50):.0f} ms, p99 {1000 * percentile(times, 99):.0f} ms, "
        f"beside {len(saves)} saves of {len(people)} editors"
    )
    promised = at_most(PROMISED_MILLISECONDS)
    return [
        Figure(
            "the public page, p95", "ms", 1000 * percentile(times, 95), bound=promised, note=note
        ),
        Figure("a save beside it, p95", "ms", percentile(saves, 95)),
    ]


def paced(port: int, request: bytes, seconds: float) -> list[float]:
    """Seconds from the moment each request was due to its whole answer."""
    times: list[float] = []
    begin = time.monotonic() + load.HEAD_START
    threads = [
        Thread(target=_in_turn, args=(port, request, begin, seconds, number, times))
        for number in range(LINES)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(times) < int(RATE * seconds):
        raise RuntimeError(f"Only {len(times)} of {int(RATE * seconds)} requests were answered.")
    return times


def _in_turn(
    port: int, request: bytes, begin: float, seconds: float, number: int, times: list[float]
) -> None:
    """One of the lines: every sixteenth request of all, each over a new connection."""
    for place in range(number, int(RATE * seconds), LINES):
        due = begin + place / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        status, _, _ = load.fetch(port, request)
        if status != load.Client((request,)).expected:
            return
        times.append(time.monotonic() - due)
