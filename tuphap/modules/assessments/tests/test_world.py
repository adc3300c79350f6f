"""The world of the tests really gets where it says."""

import pytest

from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET, REACHES, in_status
from tuphap.rules.workflows.assessment import PASS_REGIME, POINTS_REGIME

pytestmark = pytest.mark.django_db
CASES = [
    (code, status.code)
    for code, table in ((POINTS_SET, POINTS_REGIME), (PASS_SET, PASS_REGIME))
    for status in table.statuses
    if status.code in REACHES
]


@pytest.mark.parametrize(("code", "status"), CASES)
def test_every_status_is_reached_by_the_actions(code, status):
    world = in_status(status, code)
    assert world.other_dossier.status == world.period.first_status.code
