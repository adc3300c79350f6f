"""When a unit that has not sent its dossier yet is reminded (W10). Days are always passed in."""

from datetime import date, timedelta

from tuphap.rules.step_deadlines import moves_that_send
from tuphap.rules.workflow import Workflow

# Days before the last day on which a dossier may be sent; 0 is that day itself.
DAYS_BEFORE = (14, 7, 3, 1, 0)


def reminder_due(last_day: date, today: date, known_since: date) -> int | None:
    """Which line of the table is to be sent today, or None.

    The newest line whose day has come: after a day on which nothing ran it is made up for, and
    two never come together. A line whose day had come when the deadline was set is left out, for
    whoever set it said the day. The caller sends each line once.
    """
    if today > last_day:
        return None
    reached = (
        days for days in DAYS_BEFORE if known_since < last_day - timedelta(days=days) <= today
    )
    return min(reached, default=None)


def waits_for_sending(workflow: Workflow) -> frozenset[str]:
    """The statuses in which the dossier is still with the unit: before it is sent, and returned."""
    codes = [status.code for status in workflow.statuses]
    sends = moves_that_send(workflow)
    before = codes[: codes.index(sends[0].target)]
    return frozenset(before) | {move.source for move in sends}
