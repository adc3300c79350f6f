"""Until when the work that a record waits for is to be done, from the days of its period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tuphap.rules.workflow import Move, Workflow


@dataclass(frozen=True)
class StepDays:
    """The days of one step; None where the period sets none."""

    starts_on: date | None = None
    ends_on: date | None = None


POSTED, SUBMITTED = "posted", "submitted"
SEND = "submit"


def with_posting(
    days: Mapping[str, StepDays], posted_on: date, posting_days: int
) -> dict[str, StepDays]:
    """The days as they are once a result hangs: how long it does, and from when it may be sent.

    A last day of sending that lies before the first one says nothing any more.
    """
    first = posted_on + timedelta(days=posting_days)
    last = days.get(SUBMITTED, StepDays()).ends_on
    return {
        **days,
        POSTED: StepDays(posted_on, first - timedelta(days=1)),
        SUBMITTED: StepDays(first, last if last is not None and last >= first else None),
    }


def due_on(workflow: Workflow, status: str, days: Mapping[str, StepDays]) -> date | None:
    """The last day, or None where the period sets no day from here on.

    In a status where a column is written, that step itself ends. In the others the record waits
    for the next step. Where a step has no day of its own, the next one must be able to begin.
    """
    codes = [step.code for step in workflow.statuses]
    place = codes.index(status)
    ahead = codes[place:] if workflow.status(status).writable else codes[place + 1 :]
    for number, code in enumerate(ahead):
        step = days.get(code, StepDays())
        day = step.ends_on if number == 0 else step.starts_on or step.ends_on
        if day is not None:
            return day
    return None


def last_day_to_send(workflow: Workflow, status: str, days: Mapping[str, StepDays]) -> date | None:
    """On the usual way; None where the period sets no day."""
    sends = moves_that_send(workflow)
    if not sends:
        return None
    usual = sends[0].source
    return due_on(workflow, usual, days) or due_on(workflow, status, days)


def moves_that_send(workflow: Workflow) -> list[Move]:
    return [move for move in workflow.moves if move.name == SEND]
