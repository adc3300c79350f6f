"""Promise 1: requests a second of the public page of results against those of the smallest view."""

from bench import load
from bench.measuring import Figure, alternately, at_least, median, spread
from bench.run import Figures, Run
from bench.server import serving
from bench.urls import SMALLEST
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.queries import published_years

PROMISED = 0.8
CLIENTS = 8


def measure(run: Run) -> Figures:
    with serving() as server:

        def rate_of(path: str) -> float:
            clients = [load.Client((load.get(path),))] * CLIENTS
            answers = load.send(run.pool, server.port, clients, run.effort.seconds)
            return answers.require_clean().rate

        page = newest_results()
        load.warm_up(server.port, (load.get(f"/{SMALLEST}"), load.get(page)))
        floor, ours = alternately(
            run.effort.rounds, lambda: rate_of(f"/{SMALLEST}"), lambda: rate_of(page)
        )
    note = f"{page}, {CLIENTS} connections; runs apart by {spread(ours):.0%}"
    return [
        Figure("answers", "1/s", median(ours), median(floor), at_least(PROMISED), note),
    ]


def newest_results() -> str:
    """The page of the year that the illustration data publish."""
    return f"/ket-qua/{published_years(RESULTS)[0]}/"
