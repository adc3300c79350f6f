"""A drawn sample of the year in progress: most appraised again and sent, one still open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.lines.answers import Given, given_by_item
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.second_appraisal.actions import assign, draw, save_answers, send
from tuphap.modules.assessments.second_appraisal.models import SecondAppraisal
from tuphap.modules.assessments.second_appraisal.queries import column_lines
from tuphap.outlets.demo import walk
from tuphap.rules.permissions import Actor
from tuphap.rules.sampling import Size
from tuphap.rules.workflows.assessment import APPRAISED, SELF

SEED, SIZE, OPEN = "minh-hoa", Size(6), 1
REASON = "Sổ theo dõi chỉ ghi được số này."


def tell(period: Period, people: Mapping[str, Person], times: Mapping[str, datetime]) -> None:
    cast = walk.Cast()
    coordinator = cast.act(people["secretary"], times["council"])
    sample = draw(period, period.scope_unit, SIZE, by=coordinator, seed=SEED)
    rows = list(sample.rows.order_by("pk"))
    assign(sample.pk, {row.pk: people["second"].pk for row in rows}, by=coordinator)
    by = cast.act(people["second"], times["opinion"])
    for number, row in enumerate(sample.rows.order_by("pk")[OPEN:]):
        _answer(row, number, by)


def _answer(row: SecondAppraisal, number: int, by: Actor) -> None:
    """As the first found it; every other time one figure more was not seen in the books."""
    own = given_by_item(column_lines(row.assessment, SELF))
    first = given_by_item(column_lines(row.assessment, APPRAISED))
    lines = {item: _said(given, own.get(item, Given())) for item, given in first.items()}
    counted = [item for item, given in lines.items() if (given.answer.done or 0) > 1]
    if number % 2 == 0 and counted:
        item = counted[number % len(counted)]
        fewer = replace(lines[item].answer, done=(lines[item].answer.done or 0) // 2)
        lines[item] = Given(fewer, REASON)
    saved = save_answers(row.pk, lines, row.version, by=by)
    send(row.pk, saved.version, by=by)


def _said(given: Given, own: Given) -> Given:
    return Given(given.answer, "" if given.answer == own.answer else REASON)
