"""Where a measure of a remedy plan stands, by its days, and when its unit is reminded."""

from datetime import date
from enum import StrEnum


class RemedyState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


LABELS = {
    RemedyState.OPEN: "Đang làm",
    RemedyState.OVERDUE: "Quá hạn",
    RemedyState.DONE: "Đã xong",
}
# Tones of the look: half ring, cross, tick.
TONES = {RemedyState.OPEN: "blue", RemedyState.OVERDUE: "red", RemedyState.DONE: "green"}
# Days before the last day on which a unit is reminded; minus: after it.
REMINDED = (7, 1, 0, -1)


def state_of(until: date, done_on: date | None, today: date) -> RemedyState:
    """The last day still counts."""
    if done_on is not None:
        return RemedyState.DONE
    return RemedyState.OVERDUE if until < today else RemedyState.OPEN


def days_left(until: date, today: date) -> int:
    return (until - today).days
