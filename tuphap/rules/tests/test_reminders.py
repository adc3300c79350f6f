"""When a unit is reminded, day by day, both ways."""

from datetime import date, timedelta

import pytest

from tuphap.rules.reminders import (
    DAYS_BEFORE,
    reminder_due,
    waits_for_sending,
)
from tuphap.rules.step_deadlines import StepDays, last_day_to_send
from tuphap.rules.workflows.assessment import PASS_REGIME, POINTS_REGIME

LAST = date(2023, 1, 9)
LONG_AGO = date(2022, 1, 10)


def before(days: int) -> date:
    return LAST - timedelta(days=days)


def test_the_table_is_that_of_the_requirement():
    assert DAYS_BEFORE == (14, 7, 3, 1, 0)


@pytest.mark.parametrize("days", DAYS_BEFORE)
def test_each_line_is_due_on_its_day(days: int):
    assert reminder_due(LAST, before(days), LONG_AGO) == days


@pytest.mark.parametrize(
    ("days", "line"),
    [(30, None), (15, None), (13, 14), (8, 14), (6, 7), (4, 7), (2, 3), (-1, None), (-30, None)],
)
def test_between_the_days_the_last_line_stands_and_after_the_end_none(days, line):
    assert reminder_due(LAST, before(days), LONG_AGO) == line


def sent(running: list[date], known_since: date = LONG_AGO) -> list[tuple[int, int]]:
    """What goes out, each line once, on days on which the task ran: days left and line."""
    told: list[int] = []
    out = []
    for day in running:
        line = reminder_due(LAST, day, known_since)
        if line is not None and line not in told:
            told.append(line)
            out.append(((LAST - day).days, line))
    return out


EVERY_DAY = [before(days) for days in range(40, -10, -1)]


def test_every_line_once_where_no_day_was_missed():
    assert sent(EVERY_DAY) == [(14, 14), (7, 7), (3, 3), (1, 1), (0, 0)]


def test_a_missed_day_is_made_up_for_the_day_after():
    assert (6, 7) in sent([day for day in EVERY_DAY if day != before(7)])


def test_after_several_missed_days_one_comes_and_not_two():
    running = [day for day in EVERY_DAY if not before(8) <= day <= before(2)]
    assert sent(running) == [(14, 14), (1, 1), (0, 0)]


def test_two_runs_on_a_day_send_once():
    assert sent([day for day in EVERY_DAY for _ in range(2)]) == sent(EVERY_DAY)


def test_a_short_term_starts_with_the_lines_still_ahead():
    """Returned six days before the end: the day was said then, 14 and 7 lie behind."""
    running = [before(days) for days in range(6, -1, -1)]
    assert sent(running, known_since=before(6)) == [(3, 3), (1, 1), (0, 0)]


def test_a_line_of_the_day_on_which_the_term_was_set_is_left_out():
    assert reminder_due(LAST, before(3), known_since=before(3)) is None
    assert reminder_due(LAST, before(3), known_since=before(4)) == 3


def test_a_term_that_ends_the_day_it_was_set_needs_no_reminder():
    assert reminder_due(LAST, LAST, known_since=LAST) is None


def test_who_has_not_sent_yet():
    assert waits_for_sending(POINTS_REGIME) == {"assigned", "self_scoring", "posted", "returned"}
    before = {"unregistered", "registered", "self_assessing", "posted"}
    assert waits_for_sending(PASS_REGIME) == before | {"returned"}


@pytest.mark.parametrize("status", ["assigned", "self_scoring", "posted"])
def test_the_last_day_is_that_of_sending_from_every_step(status: str):
    days = {
        "self_scoring": StepDays(None, date(2022, 12, 31)),
        "posted": StepDays(None, date(2023, 1, 6)),
        "submitted": StepDays(None, LAST),
    }
    assert last_day_to_send(POINTS_REGIME, status, days) == LAST


def test_without_a_day_for_sending_the_next_step_must_be_able_to_begin():
    days = {"under_review": StepDays(date(2023, 1, 10), None)}
    assert last_day_to_send(POINTS_REGIME, "posted", days) == date(2023, 1, 10)


def test_with_a_day_for_the_own_step_only_that_day_counts():
    days = {"self_scoring": StepDays(None, date(2022, 12, 31))}
    assert last_day_to_send(POINTS_REGIME, "self_scoring", days) == date(2022, 12, 31)
    assert last_day_to_send(POINTS_REGIME, "posted", days) is None


def test_a_period_without_days_reminds_nobody():
    assert last_day_to_send(PASS_REGIME, "registered", {}) is None
