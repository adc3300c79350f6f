"""Promise 4: a whole sheet sent as a form against the bare transaction of as many rows."""

from bench import bare_transactions, load
from bench.measuring import Figure, alternately, at_least, at_most, median, spread
from bench.run import Figures, Run
from bench.saving import counting_history
from bench.server import serving
from bench.sheets import CHANGED, Commune, communes

PROMISED_SHARE, PROMISED_TAIL = 0.25, 3.0
CLIENTS = 16
SAVED = 302


def measure(run: Run) -> Figures:
    bare_transactions.make_tables(run.database_url)
    people = communes(CLIENTS)
    with serving() as server:
        load.warm_up(server.port, people[0].whole_sheets())

        def ours(clients: int) -> load.Answers:
            return save_sheets(run, server.port, people[:clients])

        def floor(save: str) -> load.Answers:
            seconds = run.effort.seconds
            return bare_transactions.measure(run.pool, run.database_url, save, seconds)

        bare, plain, few, many = alternately(
            run.effort.rounds,
            lambda: floor("whole_sheet"),
            lambda: floor("row_by_row"),
            lambda: ours(bare_transactions.CONNECTIONS),
            lambda: ours(CLIENTS),
        )
    return figures(bare, plain, few, many)


def save_sheets(run: Run, port: int, people: list[Commune]) -> load.Answers:
    clients = [load.Client(commune.whole_sheets(), SAVED) for commune in people]
    with counting_history() as written:
        answers = load.send(run.pool, port, clients, run.effort.seconds).require_clean()
    # The first sheet of a round may hold what the last one left behind.
    written.require(len(answers.times) - len(people), CHANGED)
    return answers


def figures(
    bare: list[load.Answers],
    plain: list[load.Answers],
    few: list[load.Answers],
    many: list[load.Answers],
) -> Figures:
    rates = [answers.rate for answers in many]
    floor, plain_floor = (median([answers.rate for answers in part]) for part in (bare, plain))
    half, tail = ([answers.at(percent) for answers in many] for percent in (50, 99))
    return [
        Figure(
            f"sheets saved, {CLIENTS} clients",
            "1/s",
            median(rates),
            floor,
            at_least(PROMISED_SHARE),
            f"fsync and synchronous_commit on; runs apart by {spread(rates):.0%}",
        ),
        Figure("the same against one statement for each row", "1/s", median(rates), plain_floor),
        Figure(
            f"sheets saved, {bare_transactions.CONNECTIONS} clients",
            "1/s",
            median([answers.rate for answers in few]),
            floor,
        ),
        Figure(
            f"p99 against p50, {CLIENTS} clients",
            "ms",
            median(tail),
            median(half),
            at_most(PROMISED_TAIL),
        ),
    ]
