"""A result of two communes, and a day after its publication."""

import pytest
import time_machine

from tuphap.modules.assessments.feedback.tests.saying import AT, publish_both
from tuphap.modules.assessments.tests import world as w


@pytest.fixture(autouse=True)
def _after_publication():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def world():
    """Two communes published; nothing of their dossiers matters here."""
    found = w.make_world()
    publish_both(found)
    return found
