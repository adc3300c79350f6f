"""Dossiers have somebody who works on them; one unit may have more time, with a reason."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.actions.desk_care import assign, extend, take
from tuphap.modules.assessments.models import Assessment, Extension
from tuphap.modules.assessments.queries.last_days import own_days
from tuphap.modules.assessments.queries.queue import queue
from tuphap.modules.assessments.tests.world import (
    World,
    acting,
    december,
    in_status,
    make_world,
    moment,
    signed_in,
)
from tuphap.rules.dossier_days import DossierDays, extended
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflows.assessment import POINTS_REGIME

pytestmark = pytest.mark.django_db
LAST = date(2022, 12, 30)
WHY = "Mất điện ba ngày vì bão."


def colleague(world: World) -> Person:
    person = Person.objects.create(email="na@example.gov.vn", full_name="Lý Na", password="!")
    Post.objects.create(
        person=person,
        unit=world.office,
        role=Role.APPRAISER.value,
        starts_on=world.office.valid_from,
    )
    return person


@pytest.fixture
def waiting() -> World:
    """Posted, to be sent by the last day of December 30."""
    return in_status("posted", step_dates={"submitted": (None, LAST)})


@pytest.mark.parametrize(
    ("own", "until", "holds"),
    [
        (LAST, "2023-01-05", date(2023, 1, 5)),
        (LAST, "2022-12-20", LAST),
        (None, "2023-01-05", date(2023, 1, 5)),
    ],
)
def test_an_extension_gives_days_and_takes_none(own, until, holds):
    days = extended({"submitted": StepDays(None, own)}, {"submitted": until})
    assert days["submitted"].ends_on == holds


def test_a_return_with_its_own_term_can_be_extended_too():
    steps = {"returned": StepDays(None, date(2023, 1, 31))}
    days = DossierDays(POINTS_REGIME, "returned", steps, None, 5, date(2023, 1, 2))
    assert days.term == date(2023, 1, 31)
    assert DossierDays(POINTS_REGIME, "returned", {}, None, 5, date(2023, 1, 2)).term == date(
        2023, 1, 9
    )


def test_more_time_holds_for_one_unit_and_is_told_with_its_reason(waiting):
    world = waiting
    until = LAST + timedelta(days=5)
    extend(world.dossier.pk, until, WHY, by=acting(world.hung, december(world, 28)))
    assert own_days(world.dossier).send_by == until
    assert own_days(world.other_dossier).send_by != until
    (kept,) = Extension.objects.all()
    assert (kept.before, kept.until, kept.granted_by) == (LAST, until, world.hung)
    told = Notice.objects.get(person=world.mai, title__contains="lùi đến 04/01/2023")
    assert WHY in told.body
    rows = {
        row.name: row for row in queue(acting(world.hung, december(world, 29)), world.period, LAST)
    }
    assert rows["Xã Ia Dơk"].extended
    assert not rows["Xã Ia Krêl"].extended


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (LAST, WHY, "until"),
        (date(2022, 12, 1), WHY, "until"),
        (date(2031, 1, 1), WHY, "until"),
        (LAST + timedelta(days=3), "  ", "reason"),
        (LAST + timedelta(days=3), "a" * 1001, "reason"),
    ],
)
def test_faulty_extensions_change_nothing(waiting, until, reason, field):
    with pytest.raises(Refused) as caught:
        extend(waiting.dossier.pk, until, reason, by=acting(waiting.hung, december(waiting, 28)))
    assert field in caught.value.fields
    assert waiting.dossier.extended == {}


def test_only_those_above_give_more_time_and_only_while_the_unit_has_to_act(waiting):
    world, until = waiting, LAST + timedelta(days=3)
    for person in (world.mai, world.binh, world.thu, world.phuc):
        with pytest.raises(Refused):
            extend(world.dossier.pk, until, WHY, by=acting(person, december(world, 28)))
    Assessment.objects.filter(pk=world.dossier.pk).update(status="council")
    with pytest.raises(Refused, match="Không cần lùi hạn"):
        extend(world.dossier.pk, until, WHY, by=acting(world.hung, december(world, 28)))


def test_the_page_keeps_what_was_typed_beside_its_fault(waiting):
    address = f"/tham-tra/{waiting.dossier.pk}/gia-han/"
    client = signed_in(waiting.hung)
    assert "hiện nay: 30/12/2022" in client.get(address).content.decode()
    answer = client.post(address, {"until": "32/13/2022", "reason": WHY})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "không có trong lịch" in text
    assert WHY in text
    day = date.today() + timedelta(days=20)
    assert client.post(address, {"until": f"{day:%d/%m/%Y}", "reason": WHY}).status_code == 302
    assert waiting.dossier.extended == {"submitted": day.isoformat()}
    assert WHY in client.get(address).content.decode()


def test_dossiers_are_taken_handed_over_and_given_back_to_all():
    world = in_status("submitted")
    na, by = colleague(world), acting(world.hung, moment(2023, 1, 3))
    assert take(world.dossier.pk, by=by).officer == world.hung
    both = [world.dossier.pk, world.other_dossier.pk]
    assign(both, na.pk, by=by)
    assert {world.dossier.officer, world.other_dossier.officer} == {na}
    assign(both, None, by=by)
    assert world.dossier.officer is None


def test_nobody_is_given_a_dossier_he_cannot_appraise():
    world = in_status("submitted")
    by = acting(world.hung, moment(2023, 1, 3))
    for person in (world.mai, world.minh, world.ha):
        with pytest.raises(Refused, match="không thẩm tra ở"):
            assign([world.dossier.pk], person.pk, by=by)
    with pytest.raises(Http404):
        assign([uuid4()], world.hung.pk, by=by)
    for person in (world.mai, world.minh, world.ha):
        with pytest.raises((Refused, Http404)):
            assign([world.dossier.pk], world.hung.pk, by=acting(person, moment(2023, 1, 3)))


def test_the_queue_says_who_works_on_what_and_whom_to_call():
    world = make_world()
    Person.objects.filter(pk=world.mai.pk).update(telephone="0269 3 800 123")
    client = signed_in(world.hung)
    chosen = {"don-vi": [str(world.dossier.pk)], "nguoi": "toi"}
    assert client.post("/tham-tra/giao/", chosen).status_code == 302
    text = client.get("/tham-tra/?trang-thai=tat-ca&thu-ly=toi").content.decode()
    assert "Xã Ia Dơk" in text
    assert "Xã Ia Krêl" not in text
    assert 'href="tel:0269 3 800 123"' in text
    text = client.get("/tham-tra/?trang-thai=tat-ca&thu-ly=khong").content.decode()
    assert "Xã Ia Dơk" not in text
    for wrong in ({"nguoi": "toi"}, {**chosen, "nguoi": "ai"}, {**chosen, "don-vi": ["x"]}):
        assert client.post("/tham-tra/giao/", wrong).status_code == 422


@pytest.mark.parametrize("held_before", [False, True])
def test_whoever_begins_works_on_it_unless_somebody_does(held_before):
    world = in_status("submitted")
    na = colleague(world)
    if held_before:
        assign([world.dossier.pk], na.pk, by=acting(world.hung, december(world, 20)))
    signed_in(world.hung).post(f"/tham-tra/{world.dossier.pk}/nhan/")
    assert world.dossier.status == "under_review"
    assert world.dossier.officer == (na if held_before else world.hung)
