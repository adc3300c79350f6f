"""The council from its paper to its word: who may, what counts, what is refused and why."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.http import Http404

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.modules.assessments.actions.appraisal import finish
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.council.actions.councils import (
    CouncilSettings,
    Seat,
    add_member,
    change_settings,
    end_seat,
    set_up,
)
from tuphap.modules.assessments.council.actions.meetings import change, close, give_up, hold
from tuphap.modules.assessments.council.actions.opinions import (
    Said,
    Seen,
    enter_opinion,
    give_opinion,
)
from tuphap.modules.assessments.council.actions.reminding import remind
from tuphap.modules.assessments.council.models import CouncilMember, Meeting, Opinion, OpinionPaper
from tuphap.modules.assessments.council.overview import overview
from tuphap.modules.assessments.council.queries import councils, places_without
from tuphap.modules.assessments.council.results import MISSING, OUTDATED, RECUSED
from tuphap.modules.assessments.council.tests import sitting as s
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.tests import world as w
from tuphap.rules.content_scoring import Answer
from tuphap.rules.council import Stance
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import FINAL

pytestmark = pytest.mark.django_db


def refusal(deed, *arguments, **named) -> Refused:
    with pytest.raises(Refused) as caught, transaction.atomic():
        deed(*arguments, **named)
    return caught.value


# --- setting up ---


def test_without_a_council_nothing_is_asked():
    world = w.in_status("council")
    assert finish(world.dossier.pk, world.dossier.version, by=_thu(world)).status == "proposed"


def test_a_council_is_set_up_once_by_the_secretary_or_the_province():
    world = w.in_status("council")
    period, office = world.period, world.office
    for person in (world.mai, world.hung):
        by = w.acting(person, _day(world))
        assert refusal(set_up, period, office, s.RULES, by=by).code == "no_role"
    by = w.acting(world.ha, _day(world))
    assert places_without(by) == [(period, office)]
    council = set_up(period, office, s.RULES, by=by)
    assert refusal(set_up, period, office, s.RULES, by=by).code == "no_place_for_council"
    assert list(councils(_thu(world))) == [council]
    assert not councils(w.acting(world.mai, _day(world))).exists()


def test_rules_change_in_the_version_that_was_seen():
    found = s.sitting()
    rules = CouncilSettings(quorum="half", voting_rule="half_all")
    changed = change_settings(found.council.pk, rules, 1, by=found.thu)
    assert (changed.quorum, changed.version) == ("half", 2)
    assert change_settings(found.council.pk, rules, 1, by=found.thu).version == 2  # the same twice
    old = CouncilSettings(quorum="two_thirds")
    assert refusal(change_settings, found.council.pk, old, 1, by=found.thu).code == "outdated"


@pytest.mark.parametrize(
    ("seat", "field"),
    [
        (Seat(None, " ", "", "member", True, date(2022, 1, 1)), "name"),
        (Seat(None, "Chủ tịch mới", "", "chair", True, date(2022, 1, 1)), "role"),
        (Seat(0, "", "", "member", True, date(2022, 1, 1)), "person"),
    ],
)
def test_a_seat_that_cannot_be_is_refused(seat, field):
    found = s.sitting()
    assert field in refusal(add_member, found.council.pk, seat, by=found.thu).fields


def test_a_seat_ends_and_its_vote_with_it():
    found = s.sitting()
    end_seat(found.council.pk, found.member("Hai").pk, date(2022, 12, 22), by=found.thu)
    assert refusal(s.give, found, "Hai").code == "no_seat"
    wrong = refusal(
        end_seat, found.council.pk, found.member("Ba").pk, date(2021, 1, 1), by=found.thu
    )
    assert "ends_on" in wrong.fields


# --- opinions ---


def test_an_opinion_is_changed_until_the_meeting_is_closed():
    found = s.sitting()
    s.everybody_speaks(found)
    dossier = found.world.dossier
    said = Said(Stance.ABSTAIN, {"TC1": "Xem lại 1.1"})
    first = give_opinion(dossier.pk, said, Seen(dossier.version, 1), by=found.act("Hai"))
    assert (first.version, first.remarks) == (2, {"TC1": "Xem lại 1.1"})
    assert first.dossier_version == dossier.version
    again = give_opinion(dossier.pk, said, Seen(dossier.version, 1), by=found.act("Hai"))
    assert again.version == 2  # sent twice, said once
    clash = refusal(give_opinion, dossier.pk, s.YES, Seen(dossier.version, 1), by=found.act("Hai"))
    assert clash.code == "opinion_changed"
    s.meet(found)
    closed = refusal(give_opinion, dossier.pk, s.YES, Seen(dossier.version, 2), by=found.act("Hai"))
    assert closed.code == "meeting_closed"


def test_an_opinion_on_older_figures_is_refused_and_one_given_before_no_longer_counts():
    found = s.sitting()
    s.give(found, "Hai")
    seen = found.world.dossier.version
    _change_final(found)
    dossier = found.world.dossier
    late = refusal(give_opinion, dossier.pk, s.YES, Seen(seen, 0), by=found.act("Ba"))
    assert late.code == "figures_changed"
    row = overview(found.council, at=_day(found.world)).rows[0]
    states = {cell.member.name: cell.state for cell in row.cells}
    assert (states["Hai"], states["Ba"]) == (OUTDATED, MISSING)
    assert give_opinion(dossier.pk, s.YES, Seen(dossier.version, 1), by=found.act("Hai")).version


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("maybe"), "stance"),
        (Said(Stance.NOT_MET, {"TC1": " "}), "requests"),
        (Said(Stance.MET, {"TC1": "x" * 2001}), "remark-TC1"),
        (Said(Stance.MET, {"TC9": "x"}), "stance"),
    ],
)
def test_an_opinion_says_what_and_why(said, field):
    found = s.sitting()
    assert field in refusal(s.give, found, "Hai", said).fields
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("who", ["mai", "hung", "minh", "ha"])
def test_who_is_no_member_gives_no_opinion(who):
    found = s.sitting()
    dossier, by = found.world.dossier, w.acting(getattr(found.world, who), _day(found.world))
    assert refusal(give_opinion, dossier.pk, s.YES, Seen(dossier.version, 0), by=by)


def test_a_member_of_the_own_commune_and_one_who_appraised_have_no_vote():
    found = s.sitting()
    world = found.world
    _post(found.people["Hai"], world.commune, Role.COMMUNE_CHAIR)
    assert refusal(s.give, found, "Hai").code == "own_unit"
    _post(world.hung, world.office, Role.COUNCIL_MEMBER)
    seat = Seat(world.hung.pk, "", "", CouncilMember.DEPUTY, True, date(world.year, 1, 1))
    add_member(found.council.pk, seat, by=found.thu)
    row = overview(found.council, at=_day(world)).rows[0]
    assert {c.member.name for c in row.cells if c.state == RECUSED} == {"Hai", world.hung.full_name}
    paper = refusal(_enter, found, "Hai")
    assert paper.code == "own_unit"


def test_the_secretary_enters_the_paper_of_an_absent_member():
    found = s.sitting()
    said = _enter(found, s.AWAY)
    assert said.paper.pages.count() == 1
    assert (said.entered_by, said.stance) == (found.world.thu, Stance.MET)
    by_member = refusal(
        enter_opinion,
        found.world.dossier.pk,
        found.member("Ba").pk,
        s.YES,
        Seen(found.world.dossier.version, 0),
        date(2022, 12, 23),
        [s.scan()],
        by=found.act("Hai"),
    )
    assert by_member.permission == "council.record"
    with pytest.raises(ProgrammingError), transaction.atomic():
        OpinionPaper.objects.filter(pk=said.paper_id).update(signed_on=date(2022, 1, 1))


def test_members_are_reminded_once_a_day_and_who_has_no_account_is_left_out():
    found = s.sitting()
    s.give(found, "Hai")
    assert remind(found.council.pk, by=found.thu) == 5
    assert remind(found.council.pk, by=found.thu) == 0
    assert refusal(remind, found.council.pk, by=w.acting(found.world.ha, _day(found.world)))


# --- meetings ---


def test_a_council_of_seven_with_one_against_and_one_away_proposes_and_the_dossier_moves_on():
    found = s.sitting()
    dossier = found.world.dossier
    before = refusal(finish, dossier.pk, dossier.version, by=found.thu)
    assert (before.code, s.AWAY in before.sentence) == ("council_open", True)
    s.everybody_speaks(found)
    meeting = s.meet(found)
    line = meeting.dossiers.get()
    assert line.proposed_met is True
    tally = line.result["tally"]
    assert (tally["yes"], tally["no"], tally["absent"]) == (5, 1, 1)
    assert finish(dossier.pk, dossier.version, by=found.thu).status == "proposed"


@pytest.mark.parametrize(
    ("changes", "settings", "code"),
    [
        ({}, CouncilSettings(), "rules_missing"),
        ({"dossiers": frozenset()}, s.RULES, "no_dossiers"),
        ({"minutes": " "}, s.RULES, "minutes_missing"),
        ({"ends_at": None}, s.RULES, "minutes_missing"),
        ({"present": 4}, s.RULES, "no_quorum"),
        ({"present": 7}, s.RULES, "opinions_missing"),
        ({"days_later": 1}, s.RULES, "not_held_yet"),
    ],
)
def test_a_meeting_is_closed_only_when_it_is_whole(changes, settings, code):
    found = s.sitting(settings=settings)
    s.everybody_speaks(found)
    if "present" in changes:
        names = (*s.NAMES, s.AWAY)[: changes["present"]]
        changes = {"present": frozenset(found.member(name).pk for name in names)}
    if "days_later" in changes:
        day = w.december(found.world, 23 + changes["days_later"])
        changes = {"begins_at": day, "ends_at": day}
    refused = refusal(s.meet, found, **changes)
    assert refused.code == code
    assert not Meeting.objects.filter(closed_at__isnull=False).exists()
    if code == "no_quorum":
        assert "có mặt 4 trong 7 thành viên, cần ít nhất 5" in refused.sentence


def test_a_meeting_opened_by_mistake_is_given_up_and_a_closed_one_is_not():
    found = s.sitting()
    opened = hold(found.council.pk, s.plan(found), by=found.thu)
    assert refusal(give_up, found.council.pk, opened.pk, 2, by=found.thu).code == "outdated"
    page = f"/hoi-dong/{found.council.pk}/hop/{opened.pk}/bo/"
    assert w.signed_in(found.world.hung).post(page, {"ban": 1}).status_code in (403, 404)
    assert w.signed_in(found.world.thu).post(page, {"ban": 1}).status_code == 302
    assert not Meeting.objects.exists()
    kept = Event.objects.get(kind="council_meeting_given_up")
    assert kept.detail["minutes"] == "Hội đồng thống nhất."
    s.everybody_speaks(found)
    closed = s.meet(found)
    assert refusal(give_up, found.council.pk, closed.pk, 1, by=found.thu).code == "meeting_closed"


def test_where_it_is_so_set_an_opinion_on_paper_counts_for_the_quorum():
    rules = CouncilSettings(quorum="two_thirds", voting_rule="half_all", written_counts=True)
    found = s.sitting(settings=rules)
    s.everybody_speaks(found)
    four = frozenset(found.member(name).pk for name in s.NAMES[:4])
    assert s.meet(found, present=four).closed_at is not None


def test_a_closed_meeting_stays_and_new_figures_want_a_new_one():
    found = s.sitting()
    s.everybody_speaks(found)
    meeting = s.meet(found)
    assert refusal(
        change, found.council.pk, meeting.pk, s.plan(found), meeting.version, by=found.thu
    )
    with pytest.raises(ProgrammingError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(minutes="Khác")
    _change_final(found)
    dossier = found.world.dossier
    assert refusal(finish, dossier.pk, dossier.version, by=found.thu).code == "council_open"


def test_a_vote_against_good_figures_holds_the_dossier_until_the_figures_say_why():
    found = s.sitting()
    for name in s.NAMES:
        s.give(found, name, s.NO)
    assert s.meet(found).dossiers.get().proposed_met is False
    dossier = found.world.dossier
    refused = refusal(finish, dossier.pk, dossier.version, by=found.thu)
    assert "không đề nghị công nhận" in refused.sentence


def test_a_meeting_is_changed_in_the_version_that_was_seen_and_closed_as_it_was_shown():
    found = s.sitting()
    s.everybody_speaks(found)
    meeting = hold(found.council.pk, s.plan(found), by=found.thu)
    other = s.plan(found, place="Phòng khác")
    assert change(found.council.pk, meeting.pk, other, 1, by=found.thu).version == 2
    assert change(found.council.pk, meeting.pk, other, 1, by=found.thu).version == 2
    late = refusal(change, found.council.pk, meeting.pk, s.plan(found), 1, by=found.thu)
    assert late.code == "meeting_changed"
    assert refusal(close, found.council.pk, meeting.pk, 1, by=found.thu).code == "outdated"
    second = refusal(hold, found.council.pk, s.plan(found), by=found.thu)
    assert "dossiers" in second.fields
    ends = s.plan(found).begins_at - timedelta(hours=1)
    wrong = s.plan(found, ends_at=ends, dossiers=frozenset())
    assert "ends_at" in refusal(hold, found.council.pk, wrong, by=found.thu).fields


def test_meetings_of_others_are_not_found():
    found = s.sitting()
    for person in (found.world.mai, found.people["Hai"]):
        with pytest.raises(Http404):
            hold(found.council.pk, s.plan(found), by=w.acting(person, _day(found.world)))
    by = w.acting(found.world.ha, _day(found.world))
    assert refusal(hold, found.council.pk, s.plan(found), by=by).permission == "council.record"


def test_under_met_and_not_met_the_decision_waits_for_the_council_of_the_province():
    found = s.sitting("appraised", w.PASS_SET)
    world = found.world
    paper = DecisionPaper("7/QĐ-UBND", date(2026, 12, 23), "Chủ tịch")
    by = w.acting(world.minh, w.december(world, 24))
    assert refusal(record_decision, [world.dossier.pk], paper, by=by).code == "council_open"
    s.everybody_speaks(found)
    s.meet(found)
    assert record_decision([world.dossier.pk], paper, by=by).number == "7/QĐ-UBND"
    assert world.dossier.met is True


def _enter(found: s.Sitting, name: str) -> Opinion:
    dossier = found.world.dossier
    return enter_opinion(
        dossier.pk,
        found.member(name).pk,
        s.YES,
        Seen(dossier.version, 0),
        date(2022, 12, 22),
        [s.scan()],
        by=found.thu,
    )


def _change_final(found: s.Sitting) -> None:
    lines = {"2.5.2": Given(Answer(done=19, due=20), "Hội đồng xem lại.")}
    save_entries(found.world.dossier.pk, FINAL, lines, by=found.thu)


def _post(person, unit, role: Role) -> None:
    Post.objects.create(person=person, unit=unit, role=role.value, starts_on=unit.valid_from)


def _day(world: w.World):
    return w.december(world, 23)


def _thu(world: w.World):
    return w.acting(world.thu, _day(world))
