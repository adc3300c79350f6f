"""Which status belongs to which phase of a year."""

import pytest

from tuphap.rules.progress import COUNCIL, DECIDED, REVIEW, UNSENT, next_permission, phases
from tuphap.rules.progress import phase_labels as labels
from tuphap.rules.workflows.assessment import TABLES, WORKFLOWS

EXPECTED = {
    "25-2021": {
        UNSENT: {"assigned", "self_scoring", "posted", "returned"},
        REVIEW: {"submitted", "under_review"},
        COUNCIL: {"council", "proposed"},
        DECIDED: {"decided", "published", "reported", "imported"},
    },
    "27-2025": {
        UNSENT: {"unregistered", "registered", "self_assessing", "posted", "returned"},
        REVIEW: {"submitted", "under_review"},
        COUNCIL: {"appraised"},
        DECIDED: {"decided", "published", "imported"},
    },
}


@pytest.mark.parametrize("code", EXPECTED)
def test_every_status_that_counts_has_its_phase(code: str) -> None:
    found: dict[str, set[str]] = {}
    for status, phase in phases(WORKFLOWS[code]).items():
        found.setdefault(phase, set()).add(status)
    assert found == EXPECTED[code]


def test_the_phase_before_the_decision_is_called_as_the_regime_does() -> None:
    assert labels(WORKFLOWS["25-2021"])[COUNCIL] == "Ở Hội đồng"
    assert labels(WORKFLOWS["27-2025"])[COUNCIL] == "Đã thẩm tra"


def test_who_is_to_act_next_follows_from_the_moves() -> None:
    table = WORKFLOWS["25-2021"]
    found = {status: next_permission(table, status) for status in ("submitted", "council")}
    assert found == {"submitted": "assessment.receive", "council": "assessment.conclude"}


def test_of_a_year_that_was_brought_in_everything_is_decided() -> None:
    listed = TABLES["619-2017"]
    assert phases(listed) == {"imported": DECIDED, "published": DECIDED}
    assert labels(listed) == {DECIDED: "Đã quyết định"}
