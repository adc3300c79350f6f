"""Names in files against the units of a day, with what stood before them."""

from datetime import date

import pytest

from tuphap.foundation.units.actions import load_epochs
from tuphap.foundation.units.queries import unit_on
from tuphap.foundation.units.recognising import index_on
from tuphap.rules.unit_names import Ambiguous, How, Matched, Unknown, Written

pytestmark = pytest.mark.django_db

LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)


def test_old_names_lead_to_the_units_of_the_day(lists, django_assert_num_queries):
    load_epochs(lists)
    with django_assert_num_queries(4):
        index = index_on(None, FIRST_DAY)
    found = index.recognise(Written("Xã Ia Kla", "Huyện Đức Cơ"))
    assert isinstance(found, Matched)
    assert (found.unit.name, found.how) == ("Xã Đức Cơ", How.FORMER_NAME)
    assert index.recognise(Written("", code="23861")).how is How.FORMER_CODE
    split = index.recognise(Written("Xã Canh Liên"))
    assert isinstance(split, Ambiguous)
    assert [unit.code for unit in split.units] == ["21600", "23860"]


def test_another_scope_and_another_day_know_other_units(lists):
    load_epochs(lists)
    index = index_on(unit_on("64", LAST_DAY), LAST_DAY)
    assert index.recognise(Written("Phường Hoà An")).unit.above == "Thị xã Đức Cơ"
    assert index.recognise(Written("Xã Hoà An")).how is How.FORMER_NAME
    assert index.recognise(Written("Xã Canh Vinh")) == Unknown()
    assert index.recognise(Written("Xã Đức Cơ")) == Unknown()
