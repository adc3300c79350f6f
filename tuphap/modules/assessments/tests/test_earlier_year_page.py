"""The page of the year before, and the lines the sheet fetches from it."""

import pytest

from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.test_earlier_year import MEDIATED, next_year
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db

FRAGMENT = {"HX-Request": "true"}


def page(dossier, person, **more):
    return w.signed_in(person).get(f"/phieu/{dossier.pk}/nam-truoc/", **more)


def test_old_and_new_figures_stand_beside_each_other():
    world = w.make_world()
    w.fill(world, MEDIATED)
    dossier = next_year(world)
    by = w.acting(world.mai, w.moment(2023, 12, 1))
    w.move(dossier.pk, "start", by=by)
    w.save_entries(dossier.pk, w.SELF, {"3.1.1": Given(Answer(done=40, due=41))}, by=by)
    text = page(dossier, world.mai).content.decode()
    assert "36/38" in text
    assert "40/41" in text


def test_the_sheet_fetches_small_lines():
    world = w.make_world()
    w.fill(world, MEDIATED)
    text = page(next_year(world), world.mai, headers=FRAGMENT).content.decode()
    assert 'id="truoc-3-1-1" hx-swap-oob="true">Năm 2022: <span class="tp-num">36/38</span>' in text
    assert "<html" not in text


def test_the_first_year_says_so_and_adds_nothing():
    world = w.make_world()
    assert "Chưa có số liệu năm trước" in page(world.dossier, world.mai).content.decode()
    assert page(world.dossier, world.mai, headers=FRAGMENT).content.decode().strip() == ""


def test_another_unit_is_answered_like_one_that_does_not_exist():
    world = w.make_world()
    assert page(world.dossier, world.lan).status_code == 404
