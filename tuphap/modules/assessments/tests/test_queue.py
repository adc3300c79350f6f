"""The queue of an appraising unit: what is in hand, what comes first, what it costs."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.models import Assessment, StepDate
from tuphap.modules.assessments.queries.queue import in_charge, periods_in_charge, queue
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    World,
    acting,
    employ,
    give_back,
    in_status,
    make_world,
    moment,
    unit,
)
from tuphap.rules.deadlines import DeadlineKind
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db


def hung(world: World, year: int | None = None):
    return acting(world.hung, moment(year or world.year, 12, 21))


def rows(world: World, person=None, today: date | None = None):
    actor = acting(person or world.hung, moment(world.year, 12, 21))
    return queue(actor, world.period, today or date(world.year, 12, 21))


def test_the_appraiser_sees_every_dossier_of_his_unit_and_can_act_on_those_sent():
    world = in_status("submitted")
    assert [(row.name, row.status, row.to_do) for row in rows(world)] == [
        ("Xã Ia Dơk", "submitted", True),
        ("Xã Ia Krêl", "assigned", False),
    ]


def test_a_total_is_shown_from_the_day_it_was_sent():
    world = in_status("submitted")
    assert [row.total for row in rows(world)] == [Decimal(100), None]


def test_what_is_not_sent_yet_shows_no_figure():
    assert [row.passed for row in rows(in_status("posted", PASS_SET))] == [None, None]


def test_under_the_other_regime_the_province_appraises_and_counts_indicators():
    world = in_status("submitted", PASS_SET)
    sent, _ = rows(world)
    assert (sent.parent, sent.total, sent.passed) == (world.province.name, None, 14)


@pytest.mark.parametrize(
    ("status", "appraiser", "secretary"),
    [
        ("assigned", False, False),
        ("posted", False, False),
        ("submitted", True, False),
        ("under_review", True, False),
        ("returned", False, False),
        ("council", False, True),
        ("proposed", False, False),
    ],
)
def test_who_can_act_depends_on_the_step_and_the_role(status, appraiser, secretary):
    world = in_status(status)
    by_person = {
        person: {row.name: row.to_do for row in rows(world, person)}["Xã Ia Dơk"]
        for person in (world.hung, world.thu)
    }
    assert by_person == {world.hung: appraiser, world.thu: secretary}


@pytest.mark.parametrize("who", ["mai", "binh", "ha", "minh", "phuc"])
def test_others_have_no_queue(who):
    world = in_status("submitted")
    actor = acting(getattr(world, who), moment(2022, 12, 21))
    assert not in_charge(actor).exists()
    assert periods_in_charge(actor) == []


def test_the_next_office_has_other_dossiers():
    world = in_status("submitted")
    office = unit("632", "Huyện Chư Prông", "huyện", world.province, date(2022, 1, 1))
    stranger = employ("Lê Văn Nam", office, Role.APPRAISER)
    assert rows(world, stranger) == []


def test_the_province_that_appraises_nothing_here_has_nothing_in_hand():
    """A post above reaches the dossiers, yet the unit above them appraises."""
    world = in_status("submitted")
    above = employ("Lê Văn Nam", world.province, Role.APPRAISER)
    assert rows(world, above) == []


def test_an_ended_post_ends_the_queue():
    world = in_status("submitted")
    Post.objects.filter(person=world.hung).update(ends_on=date(2022, 12, 1))
    assert rows(world) == []


def test_what_is_due_first_stands_first_and_what_cannot_be_done_stands_last():
    world = in_status("submitted")
    StepDate.objects.create(period=world.period, step="self_scoring", ends_on=date(2022, 12, 1))
    StepDate.objects.create(period=world.period, step="under_review", ends_on=date(2022, 12, 26))
    first, last = rows(world, today=date(2022, 12, 21))
    assert (first.name, first.due, first.deadline.kind, first.deadline.working_days) == (
        "Xã Ia Dơk",
        date(2022, 12, 26),
        DeadlineKind.DUE_SOON,
        3,
    )
    assert (last.name, last.deadline.kind) == ("Xã Ia Krêl", DeadlineKind.LATE)


def test_names_decide_where_the_day_is_the_same():
    world = in_status("submitted")
    Assessment.objects.filter(pk=world.other_dossier.pk).update(status="submitted")
    assert [row.name for row in rows(world)] == ["Xã Ia Dơk", "Xã Ia Krêl"]
    Unit.objects.filter(pk=world.neighbour.pk).update(name_sort="a")
    assert [row.name for row in rows(world)] == ["Xã Ia Krêl", "Xã Ia Dơk"]


def test_a_returned_dossier_is_awaited_for_the_working_days_of_the_period():
    world = make_world(completion_working_days=5)
    give_back(world)
    (awaited,) = [row for row in rows(world) if row.status == "returned"]
    assert awaited.due == date(2022, 12, 28)  # given back on Wednesday 21/12


def test_a_decided_dossier_shows_its_result():
    world = in_status("proposed")
    paper = DecisionPaper("214/QĐ-UBND", date(2023, 2, 7), "Chủ tịch")
    record_decision([world.dossier.pk], paper, by=acting(world.minh, moment(2023, 2, 8)))
    (row,) = [row for row in rows(world) if row.status == "decided"]
    assert (row.shown.label, row.to_do) == ("Đạt chuẩn", False)


def test_the_number_of_queries_does_not_grow_with_the_rows():
    world = make_world(completion_working_days=5)
    give_back(world)
    actor = hung(world)
    assert count(actor, world) == count_after_growth(actor, world)


def count(actor, world: World) -> int:
    with CaptureQueriesContext(connection) as queries:
        queue(actor, world.period, date(2022, 12, 21))
    return len(queries)


def count_after_growth(actor, world: World) -> int:
    for number in range(12):
        place = unit(f"3{number:04}", f"Xã {number}", "xã", world.office, date(2022, 1, 1))
        Assessment.objects.create(
            period=world.period, unit=place, appraising_unit=world.office, status="returned"
        )
    assert len(queue(actor, world.period, date(2022, 12, 21))) == 14
    return count(actor, world)
