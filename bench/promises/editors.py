"""Promise 18: 220 communes typing at once (O5); afterwards the ledgers are held to the history.

Each form acknowledged has to stand in the history of its line once, in the order of the ledger.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max

from bench.editors import Editor, type_together
from bench.measuring import Figure, at_most, percentile
from bench.run import Figures, Run
from bench.server import serving
from bench.typing_year import editors

EDITORS, FEW_EDITORS = 220, 12
INTERVAL = 30.0
PROMISED_MILLISECONDS = 500.0

Line = tuple[UUID, str]


def measure(run: Run) -> Figures:
    people = editors(FEW_EDITORS if run.effort.is_quick else EDITORS)
    interval = min(INTERVAL, run.effort.minutes * 60 / 3)
    seconds = run.effort.minutes * 60 + interval
    before = last_of_history()
    with serving() as server:
        type_together(server.port, people, seconds, interval)
    found = compared(ledgers_of(people), written_since(before))
    return figures(people, found, seconds, interval)


@dataclass(frozen=True)
class Compared:
    """Forms acknowledged that are missing in the history, and rows nobody was told of."""

    lost: int
    unknown: int


def compared(ledgers: Mapping[Line, list[int]], written: Mapping[Line, list[int]]) -> Compared:
    """Each form writes a figure of its own, so a figure that stands twice was written twice."""
    lost = unknown = 0
    for line in ledgers.keys() | written.keys():
        told, found = Counter(ledgers.get(line, ())), Counter(written.get(line, ()))
        lost += (told - found).total()
        unknown += (found - told).total()
        # All there, but in another order than they were acknowledged in.
        unknown += told == found and ledgers.get(line) != written.get(line)
    return Compared(lost, unknown)


def ledgers_of(people: Iterable[Editor]) -> dict[Line, list[int]]:
    return {
        (one.commune.assessment, item): saved
        for one in people
        for item, saved in one.ledger.saved.items()
    }


def last_of_history() -> int:
    return _history().aggregate(last=Max("pgh_id"))["last"] or 0


def written_since(before: int) -> dict[Line, list[int]]:
    rows = _history().filter(pgh_id__gt=before).order_by("pgh_id")
    written: dict[Line, list[int]] = {}
    for assessment, item, done in rows.values_list("assessment_id", "item", "done"):
        written.setdefault((assessment, item), []).append(done)
    return written


def figures(people: Sequence[Editor], found: Compared, seconds: float, interval: float) -> Figures:
    faults = [fault for one in people for fault in one.ledger.faults]
    if faults:
        raise RuntimeError(f"{len(faults)} editors were stopped, the first by: {faults[0]}")
    times = [1000 * taken for one in people for taken in one.ledger.times]
    pages = [1000 * taken for one in people for taken in one.ledger.page_times]
    cut = sum(one.ledger.cut for one in people)
    note = (
        f"{len(times)} saves in {seconds:.0f} s, one per editor every {interval:.0f} s, "
        f"p50 {percentile(times, 50):.0f} ms, p99 {percentile(times, 99):.0f} ms; "
        f"{cut} sent with the line cut and sent again"
    )
    who = f"{len(people)} editors: "
    return [
        Figure(
            who + "a save, p95",
            "ms",
            percentile(times, 95),
            bound=at_most(PROMISED_MILLISECONDS),
            note=note,
        ),
        Figure(who + "saves lost", "forms", found.lost, bound=at_most(0)),
        Figure(who + "written twice or unasked", "rows", found.unknown, bound=at_most(0)),
        Figure(who + "the sheet opened, p95", "ms", percentile(pages, 95)),
    ]


def _history() -> Any:
    return apps.get_model("assessments", "EntryHistory").objects.filter(column="self")
