"""Working days around Tết and weekends, and how a day stands to a deadline."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.deadlines import (
    DeadlineKind,
    WorkCalendar,
    add_working_days,
    deadline_state,
    is_working_day,
    working_days_between,
)
from tuphap.rules.refusals import Kind, Refused


def days(first, last):
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))


TET_2026 = days(date(2026, 2, 14), date(2026, 2, 22))
TET_2027 = days(date(2027, 2, 4), date(2027, 2, 10))
CALENDAR = WorkCalendar(
    off=TET_2026 | TET_2027 | {date(2026, 1, 1), date(2026, 1, 2)},
    worked=frozenset({date(2026, 1, 10)}),
)
PLAIN = WorkCalendar()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 3), False),
        (date(2026, 1, 5), True),
        (date(2026, 1, 10), True),
        (date(2026, 1, 11), False),
        (date(2026, 2, 17), False),
        (date(2026, 2, 23), True),
        (date(2027, 2, 6), False),
        (date(2027, 2, 11), True),
    ],
)
def test_weekends_and_holidays_are_off_and_swapped_days_are_worked(day, works):
    assert is_working_day(day, CALENDAR) is works


def test_a_make_up_day_is_stronger_than_a_day_off():
    both = WorkCalendar(off=frozenset({date(2026, 1, 10)}), worked=frozenset({date(2026, 1, 10)}))
    assert both.is_working_day(date(2026, 1, 10))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 23)),
        (date(2026, 2, 11), 5, date(2026, 2, 25)),
        (date(2026, 2, 17), 1, date(2026, 2, 23)),
        (date(2025, 12, 31), 1, date(2026, 1, 5)),
        (date(2026, 1, 9), 1, date(2026, 1, 10)),
        (date(2027, 2, 3), 1, date(2027, 2, 11)),
        (date(2027, 2, 1), 7, date(2027, 2, 17)),
        (date(2026, 2, 16), 0, date(2026, 2, 16)),
    ],
)
def test_the_day_after_the_start_is_the_first(start, count, end):
    assert add_working_days(start, count, CALENDAR) == end


@pytest.mark.parametrize("count", [-1, 1001, 10**9])
def test_a_senseless_number_of_days_is_refused_with_the_number(count):
    with pytest.raises(Refused, match=str(count)) as refusal:
        add_working_days(date(2026, 1, 1), count, CALENDAR)
    assert refusal.value.kind == Kind.INVALID


def test_between_counts_the_last_day_and_not_the_first():
    assert working_days_between(date(2026, 2, 13), date(2026, 2, 23), CALENDAR) == 1
    assert working_days_between(date(2026, 2, 23), date(2026, 2, 13), CALENDAR) == -1
    assert working_days_between(date(2026, 2, 16), date(2026, 2, 16), CALENDAR) == 0


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
COUNTS = st.integers(min_value=0, max_value=60)
CALENDARS = st.builds(
    WorkCalendar,
    off=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=30),
    worked=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 3, 31)), max_size=10),
)


@given(DAYS, COUNTS, CALENDARS)
def test_counting_back_gives_the_days_that_were_added(start, count, calendar):
    end = add_working_days(start, count, calendar)
    assert working_days_between(start, end, calendar) == count


@given(DAYS, st.integers(min_value=1, max_value=60), CALENDARS)
def test_a_period_ends_on_a_working_day(start, count, calendar):
    assert is_working_day(add_working_days(start, count, calendar), calendar)


@given(DAYS, COUNTS, COUNTS, CALENDARS)
def test_two_periods_one_after_the_other_are_one(start, first, second, calendar):
    middle = add_working_days(start, first, calendar)
    assert add_working_days(middle, second, calendar) == add_working_days(
        start, first + second, calendar
    )


@given(DAYS, st.integers(min_value=0, max_value=60))
def test_without_holidays_five_working_days_are_a_week(start, weeks):
    weekday = start + timedelta(days=-min(start.weekday() - 4, 0))
    friday = weekday if weekday.weekday() == 4 else start - timedelta(days=start.weekday() - 4)
    end = add_working_days(friday, 5 * weeks, PLAIN)
    assert end == friday + timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("day", "kind", "count"),
    [
        (date(2026, 2, 4), DeadlineKind.ON_TIME, 8),
        (date(2026, 2, 10), DeadlineKind.ON_TIME, 4),
        (date(2026, 2, 11), DeadlineKind.DUE_SOON, 3),
        (date(2026, 2, 16), DeadlineKind.DUE_SOON, 1),
        (date(2026, 2, 23), DeadlineKind.DUE_SOON, 0),
        (date(2026, 2, 24), DeadlineKind.LATE, 1),
        (date(2026, 3, 2), DeadlineKind.LATE, 5),
    ],
)
def test_a_deadline_after_tet_comes_near_in_working_days(day, kind, count):
    state = deadline_state(date(2026, 2, 23), day, CALENDAR, soon_within=3)
    assert (state.kind, state.working_days) == (kind, count)


def test_on_days_off_after_the_deadline_it_is_late_by_no_working_day():
    state = deadline_state(date(2026, 2, 13), date(2026, 2, 15), CALENDAR, soon_within=3)
    assert (state.kind, state.working_days) == (DeadlineKind.LATE, 0)


@given(DAYS, DAYS, CALENDARS, st.integers(min_value=0, max_value=20))
def test_late_is_exactly_after_the_deadline(due, day, calendar, soon_within):
    state = deadline_state(due, day, calendar, soon_within=soon_within)
    assert (state.kind == DeadlineKind.LATE) == (day > due)
    assert state.working_days >= 0
