"""Reading the calendar: for the deadlines, and year by year for people."""

from datetime import date

from django.db.models import QuerySet

from tuphap.foundation.calendar.models import DayKind, Holiday
from tuphap.rules.deadlines import WorkCalendar


def work_calendar() -> WorkCalendar:
    """All days that differ from the plain week, in one query; read anew each time."""
    days: dict[str, set[date]] = {kind: set() for kind in DayKind.values}
    for day, kind in Holiday.objects.values_list("day", "kind"):
        days[kind].add(day)
    return WorkCalendar(off=frozenset(days[DayKind.OFF]), worked=frozenset(days[DayKind.WORKED]))


def days_of(year: int) -> QuerySet[Holiday]:
    """The days of one year in order."""
    return Holiday.objects.filter(day__year=year)


def years_covered() -> list[int]:
    """Years with at least one day off; a deadline in another year does not know its Tết yet."""
    return [day.year for day in Holiday.objects.filter(kind=DayKind.OFF).dates("day", "year")]
