"""Two people of one unit with the sheet open are told of each other."""

from datetime import date

import pytest

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.presence.models import OpenPage
from tuphap.modules.assessments.tests.world import (
    fill,
    make_world,
    post,
    signed_in,
)
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db


def told(world, person) -> str:
    answer = signed_in(person).post(f"/phieu/{world.dossier.pk}/dang-mo/")
    assert answer.status_code == 200
    return answer.content.decode()


def second_officer(world) -> Person:
    """For the time of a hand-over a unit has two."""
    dung = Person.objects.create(email="dung@example.gov.vn", full_name="Trần Dũng", password="!")
    Post.objects.create(
        person=dung,
        unit=world.commune,
        role=Role.COMMUNE_OFFICER.value,
        starts_on=world.commune.valid_from,
        ends_on=date(2099, 12, 31),
    )
    return dung


def test_a_second_officer_is_told_who_was_there_first():
    world = make_world()
    fill(world)
    dung = second_officer(world)
    assert told(world, world.mai).strip() == ""
    assert "Nguyễn Thị Mai" in told(world, dung)
    assert "Trần Dũng" in told(world, world.mai)


def test_a_reader_neither_sees_nor_is_seen():
    world = make_world()
    fill(world)
    assert told(world, world.mai).strip() == ""
    assert told(world, world.hung).strip() == ""
    assert told(world, world.mai).strip() == ""
    assert set(OpenPage.objects.values_list("person", flat=True)) == {world.mai.pk}


def test_a_sheet_that_cannot_be_written_notes_nobody():
    world = make_world()
    post(world)
    assert told(world, world.mai).strip() == ""
    assert not OpenPage.objects.exists()


def test_another_unit_is_answered_like_one_that_does_not_exist():
    world = make_world()
    fill(world)
    client = signed_in(world.lan)
    assert client.post(f"/phieu/{world.dossier.pk}/dang-mo/").status_code == 404
    assert client.get(f"/phieu/{world.other_dossier.pk}/dang-mo/").status_code == 405
