"""Promise 6: the matrix of a year and its summary against plain SQL that yields the same cells.

In this process and on one connection, so that only asking and computing are compared: the cells of
all units and nodes in three columns with their differences, the order, and the counts of the chips.
The rows as HTML and the page as a whole are told beside it.
"""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg
from django.utils import timezone

from bench import load
from bench.measuring import Figure, alternately, at_most, median, spread
from bench.run import Figures, Run
from bench.server import serving
from bench.sheets import signed_in
from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person, Post
from tuphap.modules.assessments.matrix import values as comparison
from tuphap.modules.assessments.matrix.rows import matrix_rows
from tuphap.modules.assessments.matrix.values import Choice
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.queries.comparison import Matrix, compared, matrix
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.permissions import Actor, Role
from tuphap.rules.rule_set import POINTS

PROMISED = 3.0
UNITS = """
    select u.code, u.name, a.status, {columns}
    from assessments_assessment a
    join units_unit u on u.id = a.unit_id
    join units_unit above on above.id = u.parent_id
    left join assessments_columnsummary own
        on own.assessment_id = a.id and own.column = 'self'
    left join assessments_columnsummary appraised
        on appraised.assessment_id = a.id and appraised.column = 'appraised'
    left join assessments_columnsummary final
        on final.assessment_id = a.id and final.column = 'final'
    where a.period_id = %s
    order by abs(coalesce(final.total - own.total, 0)) desc, u.name_sort
"""
Cells = dict[str, list[tuple[Decimal | None, ...]]]


def measure(run: Run) -> Figures:
    person = officer()
    actor = actor_for(person, timezone.now())
    period = points_period(actor)
    with psycopg.connect(run.database_url, autocommit=True) as connection:
        sql = plain_sql(period)

        def floor() -> list[tuple[Any, ...]]:
            return connection.execute(sql, [period.pk], prepare=True).fetchall()

        require_same_cells(cells_of_rows(floor()), cells_of(matrix(period, actor)))
        seconds = run.effort.seconds / 4
        bare, ours, rows = alternately(
            run.effort.rounds,
            lambda: milliseconds_of(floor, seconds),
            lambda: milliseconds_of(lambda: summary(period, actor), seconds),
            lambda: milliseconds_of(lambda: rows_as_html(period, actor), seconds),
        )
    page = page_milliseconds(run, person, period)
    note = f"{period.assessments.count()} units; runs apart by {spread(ours):.0%}"
    return [
        Figure("cells, order, counts", "ms", median(ours), median(bare), at_most(PROMISED), note),
        Figure("the same with rows as HTML", "ms", median(rows), median(bare)),
        Figure("whole page over HTTP", "ms", page, median(bare)),
    ]


def officer() -> Person:
    """Somebody of the province, who sees all units of both years."""
    held = Post.held_on(timezone.localdate()).filter(role=Role.PROVINCE_OFFICER.value)
    return held.select_related("person").order_by("pk")[0].person


def points_period(actor: Actor) -> Period:
    """The published year: all units with all three columns."""
    published = Period.objects.filter(rule_set__scale=POINTS, assessments__status="published")
    year = published.order_by("-year")[0].year
    return compared(actor, year)[0]


def summary(period: Period, actor: Actor) -> tuple[Matrix, comparison.Shown]:
    found = matrix(period, actor)
    return found, comparison.show(found, Choice())


def rows_as_html(period: Period, actor: Actor) -> str:
    found, shown = summary(period, actor)
    return matrix_rows(found, shown.rows, Choice().view, period.workflow)


def plain_sql(period: Period) -> str:
    """Four figures for the total and for each criterion."""
    figures = [[f"{column}.total" for column in ("own", "appraised", "final")]]
    figures += [
        [f"({column}.scores ->> '{row.code}')::numeric" for column in ("own", "appraised", "final")]
        for row in parsed(period.rule_set).criteria
    ]
    columns = [f"{', '.join(three)}, {three[2]} - {three[0]}" for three in figures]
    return UNITS.format(columns=", ".join(columns))


def cells_of_rows(rows: list[tuple[Any, ...]]) -> Cells:
    return {row[0]: [tuple(row[at : at + 4]) for at in range(3, len(row), 4)] for row in rows}


def cells_of(found: Matrix) -> Cells:
    return {row.code: [tuple(cell) for cell in row.cells] for row in found.rows}


def require_same_cells(floor: Cells, ours: Cells) -> None:
    if not floor or floor != ours:
        raise RuntimeError("Plain SQL and the matrix do not hold the same cells.")


def milliseconds_of(work: Callable[[], object], seconds: float) -> float:
    """The median of as many as fit: one interruption must not count."""
    work()
    times, until = [], time.monotonic() + seconds
    while time.monotonic() < until or not times:
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


def page_milliseconds(run: Run, person: Person, period: Period) -> float:
    cookies = f"sessionid={signed_in(person)}"
    request = load.get(f"/doi-chieu/{period.year}/", cookies)
    with serving() as server:
        load.warm_up(server.port, (request,))
        clients = [load.Client((request,))]
        return load.send(run.pool, server.port, clients, run.effort.seconds).require_clean().at(50)
