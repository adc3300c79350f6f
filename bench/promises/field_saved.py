"""Promise 5: one line saved as the page does by itself, against a bare transaction of one row."""

from bench import bare_transactions, load
from bench.measuring import Figure, alternately, at_least, median, spread
from bench.run import Figures, Run
from bench.saving import counting_history
from bench.server import serving
from bench.sheets import Commune, communes

PROMISED = 0.15
CLIENTS = 16


def measure(run: Run) -> Figures:
    bare_transactions.make_tables(run.database_url)
    people = communes(CLIENTS)
    with serving() as server:
        load.warm_up(server.port, people[0].single_fields(), times=4)

        def floor() -> float:
            seconds = run.effort.seconds
            return bare_transactions.measure(run.pool, run.database_url, "one_row", seconds).rate

        bare, saved = alternately(
            run.effort.rounds, floor, lambda: save_fields(run, server.port, people)
        )
    rates = [answers.rate for answers in saved]
    p50, p99 = (median([answers.at(percent) for answers in saved]) for percent in (50, 99))
    return [
        Figure(
            f"fields saved, {CLIENTS} clients",
            "1/s",
            median(rates),
            median(bare),
            at_least(PROMISED),
            f"runs apart by {spread(rates):.0%}; p50 {p50:.1f} ms, p99 {p99:.1f} ms",
        )
    ]


def save_fields(run: Run, port: int, people: list[Commune]) -> load.Answers:
    clients = [load.Client(commune.single_fields()) for commune in people]
    with counting_history() as written:
        answers = load.send(run.pool, port, clients, run.effort.seconds).require_clean()
    # A round may begin with what the last one left behind.
    written.require(len(answers.times) - sum(len(c.requests) for c in clients), 1)
    return answers
