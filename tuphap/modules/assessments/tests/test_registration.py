"""Where a period asks for it, a unit registers first; elsewhere it is taken for registered."""

from datetime import date

import pytest
from django.http import Http404

from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.queries.periods import steps_without_days
from tuphap.modules.assessments.sheet.stepper import STEPS, Passed, dated_steps, shown_steps
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    acting,
    december,
    make_world,
    signed_in,
    start,
)
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import PASS_REGIME, POINTS_REGIME

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "asks", "born"),
    [
        (PASS_SET, True, "unregistered"),
        (PASS_SET, False, "registered"),
        (POINTS_SET, True, "assigned"),
        (POINTS_SET, False, "assigned"),
    ],
)
def test_in_which_status_a_dossier_is_born(code, asks, born):
    assert make_world(code, asks_registration=asks).dossier.status == born


def test_a_unit_registers_and_only_then_begins():
    world = make_world(PASS_SET, asks_registration=True)
    with pytest.raises(Refused):
        start(world)
    for person in (world.lan, world.hung, world.ha):
        with pytest.raises((Refused, Http404)):
            move(world.dossier.pk, "register", by=acting(person, december(world, 1)))
    client, address = signed_in(world.mai), f"/phieu/{world.dossier.pk}/dang-ky/"
    assert address in client.get(f"/phieu/{world.dossier.pk}/").content.decode()
    assert "Tỉnh Gia Lai thấy đơn vị đã đăng ký" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert world.dossier.status == "registered"
    assert start(world).status == "self_assessing"


def test_the_step_is_shown_and_dated_only_where_it_is_asked_for():
    asked = [step.label for step in dated_steps(PASS_REGIME, registration=True)]
    plain = [step.label for step in dated_steps(PASS_REGIME, registration=False)]
    assert asked == ["Đăng ký", *plain]
    assert not any(step.leads_to for step in STEPS[POINTS_REGIME.code])
    waiting = shown_steps(PASS_REGIME, "unregistered", [], {})
    assert (waiting[0].label, waiting[0].state) == ("Đăng ký", "current")
    done = shown_steps(PASS_REGIME, "registered", [Passed("registered", date(2026, 3, 2))], {})
    assert (done[0].when, done[1].state) == ("02/03/2026", "current")
    assert shown_steps(PASS_REGIME, "registered", [], {})[0].label == "Tự đánh giá"


def test_a_missing_day_of_registering_is_told_where_it_is_asked_for():
    assert "Đăng ký" in steps_without_days(make_world(PASS_SET, asks_registration=True).period)


def test_a_missing_day_of_registering_is_not_told_elsewhere():
    assert "Đăng ký" not in steps_without_days(make_world(PASS_SET).period)
