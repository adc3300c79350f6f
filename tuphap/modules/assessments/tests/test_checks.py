"""Findings on the desk: ticked by who appraises, told at closing, switched by the province."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from tuphap.modules.assessments.actions.check_levels import set_check_levels
from tuphap.modules.assessments.actions.reviews import tick_findings, untick_finding
from tuphap.modules.assessments.desk import checks as checks_page
from tuphap.modules.assessments.models import CheckLevel, Entry, Evidence, FindingReview
from tuphap.modules.assessments.queries.check_levels import changes_of_levels, levels_of
from tuphap.modules.assessments.queries.comparison import matrix
from tuphap.modules.assessments.queries.desk import DeskOf, get_desk
from tuphap.modules.assessments.tests.desk_requests import at, page
from tuphap.modules.assessments.tests.world import (
    World,
    acting,
    december,
    in_status,
    make_world,
    moment,
    signed_in,
)
from tuphap.rules.plausibility import CHECKS, NOTE, OFF, WARNING
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(moment(2027, 1, 5), tick=True):
        yield


def desk(world: World, person=None) -> DeskOf:
    actor = acting(person or world.hung, december(world, 22))
    return get_desk(actor, world.dossier.pk, date(world.year, 12, 22))


def bare(world: World, item: str = "2.1.1"):
    """The finding that the line has full marks and no document."""
    rows = [f for f in desk(world).desk.findings if (f.letter, f.item) == ("T", item)]
    return rows[0] if rows else None


def tick(world: World, *identities, person=None) -> int:
    by = acting(person or world.hung, december(world, 22))
    return tick_findings(world.dossier.pk, identities, by=by)


def levels(world: World, **wanted: str) -> int:
    return set_check_levels(world.period, wanted, by=acting(world.ha, december(world, 1)))


# --- looked at ---


def test_a_tick_says_who_and_when_and_is_shown_to_colleagues():
    world = in_status("under_review")
    assert tick(world, bare(world).identity) == 1
    assert tick(world, bare(world).identity) == 0
    shown = desk(world, world.ha).seen[bare(world).identity]
    assert (shown.seen_by, shown.seen_at) == (world.hung, december(world, 22))
    assert "Trần Văn Hùng" in page(world, world.ha)


def test_another_figure_asks_anew():
    world = in_status("under_review")
    row = Entry.objects.get(assessment=world.dossier, column="self", item="3.1.2")
    Entry.objects.filter(pk=row.pk).update(due=30)
    (before,) = [f for f in desk(world).desk.findings if f.letter == "C"]
    tick(world, before.identity)
    Entry.objects.filter(pk=row.pk).update(due=31)
    (after,) = [f for f in desk(world).desk.findings if f.letter == "C"]
    assert before.identity in desk(world).seen
    assert after.identity not in desk(world).seen
    with pytest.raises(Refused, match="vừa thay đổi"):
        tick(world, before.identity)


def test_a_tick_taken_back_stays_and_can_be_made_again():
    world = in_status("under_review")
    identity = bare(world).identity
    by = acting(world.hung, december(world, 23))
    tick(world, identity)
    untick_finding(world.dossier.pk, identity, by=by)
    untick_finding(world.dossier.pk, identity, by=by)
    assert desk(world).seen == {}
    tick(world, identity)
    ended, current = FindingReview.objects.order_by("pk")
    assert (ended.withdrawn_by, current.withdrawn_by) == (world.hung, None)


@pytest.mark.parametrize(("who", "status"), [("ha", "under_review"), ("hung", "submitted")])
def test_only_who_writes_the_column_ticks_and_only_while_it_is_open(who, status):
    world = in_status(status)
    identity = bare(world).identity
    with pytest.raises(Refused):
        tick(world, identity, person=getattr(world, who))
    assert not FindingReview.objects.exists()


def test_the_own_commune_learns_nothing_of_it():
    world = in_status("under_review")
    sent = {"xem": ":".join(bare(world).identity)}
    assert signed_in(world.mai).post(at(world, "da-xem-lai"), sent).status_code == 403
    assert signed_in(world.lan).post(at(world, "da-xem-lai"), sent).status_code == 404


def test_closing_tells_how_many_warnings_nobody_looked_at():
    world = in_status("under_review")
    waiting = checks_page.shown_checks(desk(world)).waiting
    assert f"Còn {len(waiting)} điểm cần xem chưa ai xem lại" in page(world, query="chot/")
    tick(world, *(one.finding.identity for one in waiting))
    assert "chưa ai xem lại" not in page(world, query="chot/")


# --- levels ---


def test_a_note_leaves_the_line_to_be_accepted_with_others_and_a_warning_does_not():
    world = in_status("under_review")
    Entry.objects.filter(assessment=world.dossier, column="self", item="3.1.2").update(due=30)
    Evidence.objects.create(
        assessment=world.dossier,
        item="3.1.2",
        title="Sổ",
        url="https://example.gov.vn/so",
        added_by=world.mai,
        added_at=december(world, 2),
    )
    assert not desk(world).desk.line("3.1.2").is_tickable
    levels(world, contradicts=NOTE)
    assert desk(world).desk.line("3.1.2").is_tickable


def test_a_check_that_is_off_says_nothing_and_comes_back():
    world = in_status("under_review")
    levels(world, full_bare=OFF)
    assert bare(world) is None
    levels(world, full_bare=WARNING)
    assert bare(world).level == WARNING
    assert [row.level for row in changes_of_levels(world.period)] == [WARNING, OFF]


def test_only_what_differs_is_written():
    world = make_world()
    assert levels(world, full_bare=WARNING, peers=OFF) == 1
    assert list(CheckLevel.objects.values_list("check_code", "level")) == [("peers", OFF)]
    assert levels_of(world.period.pk)["peers"] == OFF


@pytest.mark.parametrize("wanted", [{"full_bare": "loud"}, {"unheard_of": NOTE}])
def test_what_is_in_no_list_is_refused_as_a_whole(wanted):
    world = make_world()
    with pytest.raises(Refused, match="Chưa lưu gì"):
        levels(world, peers=OFF, **wanted)
    assert not CheckLevel.objects.exists()


def test_the_matrix_shows_no_flag_of_a_check_that_is_off():
    world = in_status("council")
    row = matrix(world.period, acting(world.ha, december(world, 23))).rows[0]
    assert not row.gate_failed
    summary = world.dossier.summaries.get(column="final")
    summary.conditions |= {"DK3": False}
    summary.save()
    flags = []
    for level in (WARNING, OFF):
        levels(world, gate_fails=level)
        found = matrix(world.period, acting(world.ha, december(world, 23))).rows
        flags.append(any(row.gate_failed for row in found))
    assert flags == [True, False]


# --- pages ---


def test_the_desk_ticks_and_takes_back_through_its_page():
    world = in_status("under_review")
    value = ":".join(bare(world).identity)
    client = signed_in(world.hung)
    assert f'value="{value}"' in page(world)
    answer = client.post(at(world, "da-xem-lai"), {"xem": value}, headers={"hx-request": "true"})
    assert "Đã ghi 1 điểm đã xem lại" in answer.content.decode()
    answer = client.post(at(world, "da-xem-lai"), {"bo": value})
    assert (answer.status_code, answer.url) == (302, f"{at(world)}#kiem-tra")
    assert FindingReview.objects.filter(withdrawn_at__isnull=True).count() == 0
    for wrong in ({}, {"xem": "a"}, {"xem": "a:b:c"}, {"la": "1"}):
        answer = client.post(at(world, "da-xem-lai"), wrong)
        assert 400 <= answer.status_code < 500


def test_the_province_sets_levels_on_the_page_of_the_period():
    world = make_world()
    address = reverse("assessments:period_checks", args=[world.period.pk])
    client = signed_in(world.ha)
    text = client.get(address).content.decode()
    assert all(f'name="muc-{check.code}"' in text for check in CHECKS)
    sent = {f"muc-{check.code}": check.level for check in CHECKS}
    assert client.post(address, sent | {"muc-peers": OFF}).status_code == 302
    text = client.get(address).content.decode()
    assert "<strong>Không kiểm tra</strong>" in text
    assert "Đỗ Thu Hà" in text
    assert client.post(address, sent | {"muc-peers": "x"}).status_code == 422
    assert signed_in(world.hung).get(address).status_code == 403
