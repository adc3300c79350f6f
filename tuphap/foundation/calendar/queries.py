"""Reading the calendar: for the deadlines, and year by year for people."""

from datetime import date

from django.db.models import QuerySet

from tuphap.foundation.calendar.models import DayKind, Holiday
from tuphap.foundation.database.prepared import prepared_cursor
from tuphap.rules.deadlines import WorkCalendar

# Asked with every save, so two rows instead of one for each day of all years.
_DAYS_BY_KIND = f"SELECT kind, array_agg(day) FROM {Holiday._meta.db_table} GROUP BY kind"  # noqa: S608


def work_calendar() -> WorkCalendar:
    """All days that differ from the plain week, in one query; read anew each time."""
    with prepared_cursor() as cursor:
        cursor.execute(_DAYS_BY_KIND)
        days: dict[str, list[date]] = dict(cursor.fetchall())
    return WorkCalendar(
        off=frozenset(days.get(DayKind.OFF, ())), worked=frozenset(days.get(DayKind.WORKED, ()))
    )


def days_of(year: int) -> QuerySet[Holiday]:
    """The days of one year in order."""
    return Holiday.objects.filter(day__year=year)


def years_covered() -> list[int]:
    """Years with at least one day off; a deadline in another year does not know its Tết yet."""
    return [day.year for day in Holiday.objects.filter(kind=DayKind.OFF).dates("day", "year")]
