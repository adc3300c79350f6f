"""Promise 20: the public page at 67 requests a second while 100 communes save (O5).

Requests leave at their own moments whether or not the one before was answered, so a server that
falls behind is seen to wait: a time is counted from the moment the request was due. What was not
answered with the page is counted, and the saves beside it are held to the history.
"""

from collections import Counter
from collections.abc import Sequence
from threading import Thread

from bench import load
from bench.editors import Editor, type_together
from bench.measuring import Figure, at_most, percentile
from bench.paced import Asked, paced
from bench.promises.editors import compared, last_of_history, ledgers_of, written_since
from bench.promises.public_page import newest_results
from bench.run import Figures, Run
from bench.server import serving
from bench.typing_year import editors

RATE = 67.0
EDITORS, FEW_EDITORS = 100, 6
INTERVAL = 30.0
LONGEST_MINUTES = 10.0
PROMISED_MILLISECONDS = 300.0


def measure(run: Run) -> Figures:
    """As long as `--minutes` says, ten at most; for a round of all editors it wants one."""
    people = editors(FEW_EDITORS if run.effort.is_quick else EDITORS)
    seconds = 60 * min(LONGEST_MINUTES, run.effort.minutes)
    interval = min(INTERVAL, seconds / 2)
    before = last_of_history()
    with serving() as server:
        page = load.get(newest_results())
        load.warm_up(server.port, (page,))
        typing = Thread(target=type_together, args=(server.port, people, seconds, interval))
        typing.start()
        asked = run.pool.apply(paced, (server.port, page, RATE, seconds))
        typing.join()
    return [*figures_of_page(asked, seconds), *figures_of_saves(people, before, interval)]


def figures_of_page(asked: Asked, seconds: float) -> Figures:
    times = [1000 * taken for taken in asked.times]
    note = (
        f"{len(times)} requests at {RATE:.0f} a second in {seconds:.0f} s, p50 "
        f"{percentile(times, 50):.0f} ms, p99 {percentile(times, 99):.0f} ms"
    )
    kinds = Counter(asked.wrong).most_common()
    wrong = ", ".join(f"{count} × {what}" for what, count in kinds)
    promised = at_most(PROMISED_MILLISECONDS)
    return [
        Figure("the public page, p95", "ms", percentile(times, 95), bound=promised, note=note),
        Figure(
            "not answered with the page",
            "requests",
            len(asked.wrong),
            bound=at_most(0),
            note=wrong,
        ),
    ]


def figures_of_saves(people: Sequence[Editor], before: int, interval: float) -> Figures:
    faults = [fault for one in people for fault in one.ledger.faults]
    if faults:
        raise RuntimeError(f"{len(faults)} editors were stopped, the first by: {faults[0]}")
    times = [1000 * taken for one in people for taken in one.ledger.times]
    found = compared(ledgers_of(people), written_since(before))
    note = f"{len(times)} saves of {len(people)} editors, one each every {interval:.0f} s"
    return [
        Figure("a save beside it, p95", "ms", percentile(times, 95), note=note),
        Figure("saves lost", "forms", found.lost, bound=at_most(0)),
        Figure("written twice or unasked", "rows", found.unknown, bound=at_most(0)),
    ]
