"""The days of one dossier: due, to post, to send, and how late it is."""

from datetime import date

import pytest

from tuphap.rules.dossier_days import DossierDays, days_late
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflows.assessment import PASS_REGIME, POINTS_REGIME

STEPS = {
    "self_scoring": StepDays(date(2022, 1, 1), date(2022, 12, 31)),
    "self_assessing": StepDays(date(2022, 1, 1), date(2022, 12, 31)),
    "submitted": StepDays(None, date(2023, 1, 9)),
    "council": StepDays(date(2023, 1, 30), date(2023, 2, 3)),
}
TERM = {"completing": 5, "returned_on": date(2023, 1, 11)}


@pytest.mark.parametrize(
    ("status", "more", "due", "post_by", "send_by"),
    [
        ("self_scoring", {}, date(2022, 12, 31), None, date(2023, 1, 9)),
        ("self_scoring", {"posting_days": 7}, date(2022, 12, 31), date(2023, 1, 2), None),
        ("self_scoring", {"posting_days": 10}, date(2022, 12, 30), date(2022, 12, 30), None),
        ("assigned", {"posting_days": 10}, date(2022, 12, 30), date(2022, 12, 30), None),
        ("posted", {"posting_days": 10}, date(2023, 1, 9), None, date(2023, 1, 9)),
        ("returned", TERM, date(2023, 1, 18), None, date(2023, 1, 18)),
        ("returned", {"completing": 5}, date(2023, 1, 30), None, date(2023, 1, 30)),
        ("returned", {"posting_days": 10}, date(2023, 1, 30), None, date(2023, 1, 30)),
        ("under_review", TERM, date(2023, 1, 30), None, date(2023, 1, 9)),
    ],
)
def test_each_status_has_its_days(status, more, due, post_by, send_by):
    days = DossierDays(POINTS_REGIME, status, STEPS, **more)
    assert (days.due, days.post_by) == (due, post_by)
    assert days.send_by == (send_by or date(2023, 1, 9))


def test_the_day_to_post_counts_where_writing_has_no_day():
    days = DossierDays(
        PASS_REGIME, "self_assessing", {"submitted": STEPS["submitted"]}, posting_days=3
    )
    assert days.due == date(2023, 1, 6)
    assert DossierDays(PASS_REGIME, "self_assessing", {}, posting_days=3).due is None


@pytest.mark.parametrize(
    ("day", "late"), [(date(2023, 1, 8), 0), (date(2023, 1, 9), 0), (date(2023, 1, 12), 3)]
)
def test_late_begins_the_day_after(day, late):
    assert days_late(day, date(2023, 1, 9)) == late
    assert days_late(day, None) == 0
