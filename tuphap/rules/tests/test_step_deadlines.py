"""The day by which the waiting work is to be done."""

from datetime import date

import pytest

from tuphap.rules.step_deadlines import StepDays, due_on, with_posting
from tuphap.rules.workflows.assessment import PASS_REGIME, POINTS_REGIME

DAYS = {
    "self_scoring": StepDays(date(2022, 1, 1), date(2022, 12, 31)),
    "submitted": StepDays(None, date(2023, 1, 9)),
    "council": StepDays(date(2023, 1, 30), date(2023, 2, 3)),
    "decided": StepDays(None, date(2023, 2, 9)),
}


@pytest.mark.parametrize(
    ("status", "day"),
    [
        ("assigned", date(2022, 12, 31)),
        ("self_scoring", date(2022, 12, 31)),
        ("posted", date(2023, 1, 9)),
        ("submitted", date(2023, 1, 30)),
        ("under_review", date(2023, 1, 30)),
        ("council", date(2023, 2, 3)),
        ("proposed", date(2023, 2, 9)),
        ("decided", None),
        ("reported", None),
    ],
)
def test_each_status_of_the_points_regime(status, day):
    assert due_on(POINTS_REGIME, status, DAYS) == day


def test_a_step_with_a_first_day_only_has_no_last_day_of_its_own():
    days = {"council": StepDays(date(2023, 1, 30), None), "decided": DAYS["decided"]}
    assert due_on(POINTS_REGIME, "council", days) == date(2023, 2, 9)


@pytest.mark.parametrize("status", [status.code for status in PASS_REGIME.statuses])
def test_a_period_without_days_has_no_deadline(status):
    assert due_on(PASS_REGIME, status, {}) is None


def test_an_unknown_status_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="nowhere"):
        due_on(PASS_REGIME, "nowhere", {})


def test_days_counted_from_the_posting():
    days = with_posting(DAYS, date(2022, 12, 29), 7)
    assert days["posted"] == StepDays(date(2022, 12, 29), date(2023, 1, 4))
    assert days["submitted"] == StepDays(date(2023, 1, 5), date(2023, 1, 9))
    assert days["council"] == DAYS["council"]


def test_who_hung_out_too_late_is_told_only_from_when_to_send():
    days = with_posting(DAYS, date(2023, 1, 5), 7)
    assert days["submitted"] == StepDays(date(2023, 1, 12), None)
    assert with_posting({}, date(2023, 1, 5), 1)["posted"] == StepDays(
        date(2023, 1, 5), date(2023, 1, 5)
    )
