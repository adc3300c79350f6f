"""What units may know that those above them say: up the tree and down, never to the side."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.reach import around_reach
from tuphap.foundation.access.tests.people import FIRST_DAY, person, post, province, unit
from tuphap.foundation.units.models import Unit
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db


def around(where, role=Role.COMMUNE_OFFICER):
    who = person("Nguyễn Thị Mai")
    post(who, where, role)
    actor = actor_for(who, timezone.now())
    return set(around_reach(Unit.objects.all(), actor, "rule_set.view", ""))


def test_from_a_commune_it_is_the_way_up():
    place = province()
    unit("999", "Xã khác", "xã", place.district)
    assert around(place.commune) == {place.commune, place.district, place.province}


def test_from_the_province_it_is_all_below_it():
    place = province()
    other = unit("98", "Tỉnh khác", "tỉnh")
    found = around(place.province, Role.PROVINCE_OFFICER)
    assert {place.province, place.district, place.commune} <= found
    assert other not in found


def test_a_province_whose_code_begins_alike_is_not_above():
    place = province()
    begins = place.province.code[:1]
    unit(begins, "Tỉnh mã ngắn", "tỉnh")
    assert begins not in {found.code for found in around(place.commune)}


def test_one_that_ended_before_the_unit_began_is_not_above():
    place = province()
    ended = Unit.objects.create(
        code=place.province.code,
        name="Tỉnh cũ",
        kind="tỉnh",
        path=place.province.path,
        valid_from=date(2000, 1, 1),
        valid_to=FIRST_DAY - timedelta(days=1),
    )
    assert ended not in around(place.commune)


def test_without_a_post_there_is_nothing():
    province()
    actor = actor_for(person("Không vị trí"), timezone.now())
    assert not around_reach(Unit.objects.all(), actor, "rule_set.view", "").exists()
