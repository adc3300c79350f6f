"""Working days and deadlines. The days off and the day it is today are always passed in."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tuphap.rules.refusals import Kind, Refused

MOST_DAYS = 1000
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """Saturdays and Sundays are off unless `worked` (a swap); `off` are holidays on weekdays."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether state bodies work that day. A make-up day is stronger than a day off."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off


class DeadlineKind(StrEnum):
    """What the mark beside a deadline says."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    LATE = "late"


@dataclass(frozen=True)
class DeadlineState:
    """`working_days` are those left, or those of the delay; 0 is the last day itself."""

    kind: DeadlineKind
    working_days: int


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    """The same question as the calendar answers, for callers who keep to functions."""
    return calendar.is_working_day(day)


def add_working_days(start: date, days: int, calendar: WorkCalendar) -> date:
    """The last day of a period of `days` working days; the day after `start` can be the first."""
    if not 0 <= days <= MOST_DAYS:
        raise Refused(
            "working_days_out_of_range",
            f"Số ngày làm việc ({days}) phải từ 0 đến {MOST_DAYS}. Kiểm tra lại thời hạn đã ghi.",
            Kind.INVALID,
        )
    day, left = start, days
    while left:
        day += _ONE_DAY
        left -= calendar.is_working_day(day)
    return day


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Working days after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start, calendar)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(calendar.is_working_day(day) for day in days)


def deadline_state(
    due: date, day: date, calendar: WorkCalendar, *, soon_within: int
) -> DeadlineState:
    """How `day` (today, or the day it was done) stands to `due`, which belongs to the period.

    Late begins the day after `due`; on days off after it the delay is 0 working days and late.
    """
    left = working_days_between(day, due, calendar)
    if day > due:
        return DeadlineState(DeadlineKind.LATE, -left)
    kind = DeadlineKind.DUE_SOON if left <= soon_within else DeadlineKind.ON_TIME
    return DeadlineState(kind, left)
