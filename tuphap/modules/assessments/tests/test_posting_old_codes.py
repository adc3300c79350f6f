"""A code of another time leads on from “Niêm yết”: to the successor, or to a choice."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.test import Client

from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.modules.assessments.tests import world as w

pytestmark = pytest.mark.django_db
DURING = w.moment(2022, 12, 5)


@pytest.fixture
def world():
    """The old commune became part of the one that is posted, and of its neighbour."""
    with time_machine.travel(DURING, tick=False):
        found = w.in_status("posted", posting_days=10)
        old = w.unit("99901", "Xã Cũ", "xã", found.office, date(2020, 1, 1))
        Unit.objects.filter(pk=old.pk).update(valid_to="2021-12-31")
        follow(old, found.commune)
        yield found


def follow(old, new):
    Succession.objects.create(
        predecessor=old, successor=new, extent=Extent.PARTLY, effective_on=date(2022, 1, 1)
    )


def test_an_old_code_in_the_address_leads_on_with_a_sentence(world):
    found = Client().get("/niem-yet/2022/99901/", follow=True)
    assert found.redirect_chain[0][0] == f"/niem-yet/2022/{world.commune.code}/?ma-cu=99901"
    sentence = "Mã 99901 thuộc Xã Cũ trước ngày 01/01/2022; nay là Xã Ia Dơk (mã 23860)."
    assert sentence in found.content.decode()


def test_a_code_that_was_parted_leaves_the_choice(world):
    old = Unit.objects.get(code="99901")
    follow(old, world.neighbour)
    place = "/niem-yet/2022/99901/"
    assert Client().get(place).status_code == 302  # the neighbour hangs out nothing
    w.post(replace(world, commune=world.neighbour, mai=world.lan))
    shown = Client().get(place).content.decode()
    for one in (world.commune, world.neighbour):
        assert f'href="/niem-yet/2022/{one.code}/"' in shown


def test_the_search_of_the_list_takes_codes(world):
    for code in ("99901", world.commune.code):
        assert "Xã Ia Dơk</a>" in Client().get("/niem-yet/", {"tim": code}).content.decode()
    shown = Client().get("/niem-yet/", {"tim": "99901"}).content.decode()
    assert "Mã 99901 thuộc Xã Cũ trước ngày 01/01/2022" in shown
    assert "Xã Ia Dơk</a>" not in Client().get("/niem-yet/", {"tim": "88888"}).content.decode()


@pytest.mark.parametrize("query", ["?ma-cu=1", "?ma-cu=%C3%A9", "?ma-cu=" + "9" * 500, "?ma-cu="])
def test_a_code_that_leads_nowhere_is_said_nothing_of(world, query):
    found = Client().get(f"/niem-yet/2022/{world.commune.code}/{query}")
    assert found.status_code == 200
    assert "nay là" not in found.content.decode()
    assert Client().post("/niem-yet/2022/99901/", {"y-kien": "x"}).status_code == 404
    assert Client().get("/niem-yet/2022/88888/").status_code == 404
