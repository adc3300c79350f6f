"""A day outside the year assessed, or still to come, is no day on which something was done."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.days_done import day_fault
from tuphap.rules.rule_set import Deadline, contents
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.scoring import Answer

SCORING = next(
    content.scoring
    for content in contents(shipped("27-2025"))
    if isinstance(content.scoring, Deadline)
)
TODAY = date(2026, 11, 22)


def fault(done: date | None, assigned: date = date(2026, 3, 2), **more) -> str:
    answer = Answer(assigned_on=assigned, done_on=done, **more)
    return day_fault(SCORING, answer, 2026, TODAY)


@pytest.mark.parametrize("done", [None, date(2026, 1, 1), date(2026, 3, 3), TODAY])
def test_days_of_the_year_until_today_are_sound(done):
    assert fault(done) == ""


@pytest.mark.parametrize("done", [date(2025, 12, 31), date(2015, 1, 5), date(2027, 1, 15)])
def test_a_day_of_another_year_is_named_with_the_year(done):
    assert fault(done) == (
        f"Ngày ban hành kế hoạch {done:%d/%m/%Y} nằm ngoài năm đánh giá 2026. "
        "Ghi ngày từ 01/01/2026 đến 31/12/2026."
    )


def test_a_day_to_come_is_not_done_yet():
    assert fault(date(2026, 12, 25)) == (
        "Ngày ban hành kế hoạch 25/12/2026 chưa tới. Ghi ngày đã làm xong; chưa làm thì để trống."
    )


def test_what_was_asked_for_at_the_end_of_the_year_before_may_be_done_in_this_one():
    assert fault(date(2026, 1, 5), assigned=date(2025, 12, 29)) == ""


def test_what_did_not_arise_has_no_day():
    assert fault(date(2015, 1, 5), not_applicable=True) == ""


@given(st.dates(), st.dates(), st.integers(1, 9999))
def test_any_day_is_either_sound_or_explained(done, today, year):
    said = day_fault(SCORING, Answer(done_on=done), year, today)
    assert bool(said) == (done.year != year or done > today)
