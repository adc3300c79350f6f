"""Promise 11: what the web processes hold after work of all kinds, and whether it grows.

Saves, pages of the staff and public pages in turn, for as long as `--minutes` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bench import load
from bench.measuring import Figure, at_most, median
from bench.promises.public_page import newest_results
from bench.run import Figures, Run
from bench.server import Memory, Server, serving
from bench.sheets import Commune, communes

MEGABYTE = 1024 * 1024
PROMISED_MEGABYTES, PROMISED_GROWTH = 200.0, 1.02
CLIENTS = 4
SAMPLES = 24
SAVED = 302


@dataclass(frozen=True)
class Turn:
    """One kind of work, with the status that says it was done."""

    requests: tuple[tuple[bytes, ...], ...]
    expected: int = 200


def measure(run: Run) -> Figures:
    seconds = run.effort.minutes * 60 / SAMPLES
    with serving() as server:
        turns = work(communes(CLIENTS))
        samples = [sample(run, server, turns, seconds) for _ in range(SAMPLES)]
    return figures(samples, run.effort.minutes)


def work(people: list[Commune]) -> list[Turn]:
    public = (newest_results(), "/", "/ket-qua/", "/dang-nhap/")
    return [
        Turn(tuple(commune.whole_sheets() for commune in people), SAVED),
        Turn(tuple(commune.single_fields() for commune in people)),
        Turn(
            tuple((commune.page(), load.get("/lam-viec/", commune.cookies)) for commune in people)
        ),
        Turn(tuple(tuple(load.get(path) for path in public) for _ in people)),
    ]


def sample(run: Run, server: Server, turns: list[Turn], seconds: float) -> Memory:
    """Every kind of work has its part of the time."""
    for turn in turns:
        clients = [load.Client(requests, turn.expected) for requests in turn.requests]
        load.send(run.pool, server.port, clients, seconds / len(turns)).require_clean()
    return server.memory()


def figures(samples: Sequence[Memory], minutes: float) -> Figures:
    """The first quarter warms up caches; growth is what the last one holds above the second."""
    rss = [memory.rss / MEGABYTE for memory in samples]
    quarter = len(rss) // 4
    warm, late = median(rss[quarter : 2 * quarter]), median(rss[-quarter:])
    note = f"{minutes:g} minutes; RSS of both web processes added up"
    return [
        Figure("held after load", "MB", rss[-1], bound=at_most(PROMISED_MEGABYTES), note=note),
        Figure("of it, shared pages counted once", "MB", samples[-1].pss / MEGABYTE),
        Figure("at the end against after warming up", "MB", late, warm, at_most(PROMISED_GROWTH)),
    ]
