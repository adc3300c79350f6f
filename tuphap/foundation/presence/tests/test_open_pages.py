"""Two people with the same page open hear of each other, and of nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.presence.actions import HEARD_WITHIN, Other, still_open
from tuphap.foundation.presence.models import OpenPage
from tuphap.foundation.presence.tasks import forget_open_pages
from tuphap.rules.permissions import Actor

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 12, 20, 3, tzinfo=UTC)


def person(name: str) -> Person:
    return Person.objects.create(
        email=f"{name}@example.gov.vn".lower(), full_name=name, password="!"
    )


def seen(who: Person, record: Person, after: timedelta = timedelta()) -> list[Other]:
    return still_open(record, by=Actor(who.pk, who.full_name, (), MORNING + after))


def test_the_second_hears_of_the_first_and_then_the_first_of_the_second():
    mai, hung, record = person("Mai"), person("Hùng"), person("Hồ sơ")
    assert seen(mai, record) == []
    later = timedelta(seconds=20)
    assert seen(hung, record, later) == [Other("Mai", MORNING)]
    assert seen(mai, record, later) == [Other("Hùng", MORNING + later)]


def test_another_record_is_another_page():
    mai, hung = person("Mai"), person("Hùng")
    seen(mai, mai)
    assert seen(hung, hung) == []


@pytest.mark.parametrize(("gap", "there"), [(HEARD_WITHIN, True), (timedelta(minutes=3), False)])
def test_who_is_not_heard_of_any_more_has_left(gap, there):
    mai, hung, record = person("Mai"), person("Hùng"), person("Hồ sơ")
    seen(mai, record)
    assert bool(seen(hung, record, gap)) is there


def test_who_comes_back_begins_anew_and_stays_one_row():
    mai, hung, record = person("Mai"), person("Hùng"), person("Hồ sơ")
    back = timedelta(hours=2)
    seen(mai, record)
    seen(mai, record, back)
    assert seen(hung, record, back) == [Other("Mai", MORNING + back)]
    assert OpenPage.objects.filter(person=mai).count() == 1


def test_yesterday_is_forgotten():
    mai, record = person("Mai"), person("Hồ sơ")
    seen(mai, record)
    with time_machine.travel(MORNING + timedelta(hours=23), tick=False):
        assert forget_open_pages(0) == 0
    with time_machine.travel(MORNING + timedelta(hours=25), tick=False):
        assert forget_open_pages(0) == 1
