"""Recording a decision: once, by the right person, for the right units, under one number."""

from dataclasses import replace
from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    in_status,
    moment,
)
from tuphap.rules.content_scoring import Answer
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import FINAL

PAPER = DecisionPaper("214/QĐ-UBND", date(2023, 2, 7), "Chủ tịch Ủy ban nhân dân huyện Đức Cơ")


def february(world: World):
    return moment(world.year + 1, 2, 8)


def decide(world: World, paper: DecisionPaper = PAPER, *ids, person=None):
    wanted = ids or (world.dossier.pk,)
    return record_decision(wanted, paper, by=acting(person or world.minh, february(world)))


def refusal(world: World, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as caught:
        decide(world, *args, **kwargs)
    return caught.value


def both_ready(code: str) -> World:
    """Both communes wait for the decision; the second one came there by the same actions."""
    waiting = {POINTS_SET: "proposed", PASS_SET: "appraised"}[code]
    world = in_status(waiting, code)
    other = world.other_dossier
    first = ColumnSummary.objects.get(assessment=world.dossier, column=FINAL)
    Assessment.objects.filter(pk=other.pk).update(status=waiting)
    ColumnSummary.objects.create(
        assessment=other,
        column=FINAL,
        total=first.total,
        met=False,
        scores=first.scores,
        conditions=first.conditions,
    )
    return world


def paper_of(world: World) -> DecisionPaper:
    return replace(PAPER, signed_on=date(world.year + 1, 2, 7))


@pytest.mark.django_db
@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_one_paper_makes_the_result_of_many_units_official(code):
    world = both_ready(code)
    decision = decide(world, paper_of(world), world.dossier.pk, world.other_dossier.pk)
    rows = {row.unit.name: row for row in Assessment.objects.filter(decision=decision)}
    assert {name: (row.status, row.met) for name, row in rows.items()} == {
        "Xã Ia Dơk": ("decided", True),
        "Xã Ia Krêl": ("decided", False),
    }
    assert decision.deciding_unit == world.office
    assert decision.recorded_by == world.minh


@pytest.mark.django_db
def test_spaces_and_invisible_signs_do_not_become_part_of_the_number():
    world = in_status("proposed")
    decision = decide(world, replace(PAPER, number="  214/QĐ-\u200bUBND \n"))
    assert decision.number == "214/QĐ-UBND"


@pytest.mark.django_db
def test_the_second_time_changes_nothing():
    world = in_status("proposed")
    decide(world)
    before = (Decision.objects.count(), StatusChange.objects.count())
    assert refusal(world).code == "no_such_move"
    assert (Decision.objects.count(), StatusChange.objects.count()) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number": "  "}, "number"),
        ({"number": "-1"}, "number"),
        ({"number": "QĐ-UBND"}, "number"),
        ({"number": "214<script>"}, "number"),
        ({"number": "214\U0001f600"}, "number"),
        ({"decided_by": "\u200b"}, "decided_by"),
        ({"signed_on": date(2023, 2, 9)}, "signed_on"),
        ({"signed_on": date(2021, 12, 31)}, "signed_on"),
        ({"signed_on": date(1, 1, 1)}, "signed_on"),
    ],
)
def test_a_faulty_paper_is_refused_by_field(change, field):
    world = in_status("proposed")
    refused = refusal(world, replace(PAPER, **change))
    assert (refused.kind, list(refused.fields)) == (Kind.INVALID, [field])
    assert world.dossier.status == "proposed"
    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_units_may_be_added_to_a_recorded_paper():
    world = both_ready(POINTS_SET)
    first = decide(world, PAPER, world.dossier.pk)
    second = decide(world, replace(PAPER, number="214 / qđ-ubnd"), world.other_dossier.pk)
    assert first == second
    assert first.assessments.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"signed_on": date(2023, 2, 6)},
        {"signed_on": date(2022, 12, 30)},
        {"decided_by": "Phó Chủ tịch"},
        *(
            {"number": number, "signed_on": date(2023, 1, 31)}
            for number in ("214/qđ-ubnd", "0214/QĐ-UBND", "214／QĐ-UBND", "214/QĐ–UBND")
        ),
    ],
)
def test_a_number_is_not_used_for_another_paper(change):
    world = both_ready(POINTS_SET)
    decide(world, PAPER, world.dossier.pk)
    refused = refusal(world, replace(PAPER, **change), world.other_dossier.pk)
    assert (refused.code, refused.kind) == ("decision_number_taken", Kind.CONFLICT)
    assert world.other_dossier.status == "proposed"


@pytest.mark.django_db
def test_units_of_two_offices_need_two_papers():
    world = both_ready(POINTS_SET)
    Assessment.objects.filter(pk=world.other_dossier.pk).update(appraising_unit=world.province)
    Post.objects.create(
        person=world.minh, unit=world.province, role=Role.DECIDER, starts_on=date(2022, 1, 1)
    )
    refused = refusal(world, PAPER, world.dossier.pk, world.other_dossier.pk)
    assert refused.code == "mixed_decision"
    assert world.dossier.status == "proposed"


@pytest.mark.django_db
def test_nothing_chosen_and_far_too_much_chosen():
    world = in_status("proposed")
    with pytest.raises(Refused, match="Chưa chọn đơn vị nào"):
        record_decision([], PAPER, by=acting(world.minh, february(world)))
    with pytest.raises(Refused, match="nhiều nhất"):
        decide(world, PAPER, *(uuid4() for _ in range(1001)))


@pytest.mark.django_db
def test_a_unit_that_does_not_exist_is_not_found():
    world = in_status("proposed")
    with pytest.raises(Http404):
        decide(world, PAPER, world.dossier.pk, uuid4())
    assert world.dossier.status == "proposed"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["mai", "hung", "thu", "ha", "phuc"])
def test_only_who_records_decisions_may(who):
    world = in_status("proposed")
    assert refusal(world, person=getattr(world, who)).code == "no_role"


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["council", "under_review", "submitted", "returned", "assigned"])
def test_before_the_proposal_there_is_nothing_to_decide(status):
    world = in_status(status)
    refused = refusal(world)
    assert (refused.code, refused.kind) == ("no_such_move", Kind.CONFLICT)


@pytest.mark.django_db
def test_who_closed_the_appraisal_does_not_decide():
    world = in_status("proposed")
    Post.objects.create(
        person=world.hung, unit=world.office, role=Role.DECIDER, starts_on=date(2022, 1, 1)
    )
    assert refusal(world, person=world.hung).code == "four_eyes"


@pytest.mark.django_db
def test_who_appraised_one_line_does_not_decide_even_if_somebody_else_closed():
    world = in_status("under_review")
    helper = world.phuc
    for role in (Role.APPRAISER, Role.DECIDER):
        Post.objects.create(person=helper, unit=world.office, role=role, starts_on=date(2022, 1, 1))
    line = {"1.1.1": Given(Answer(option="a"))}
    save_entries(world.dossier.pk, "appraised", line, by=acting(helper, moment(2022, 12, 22)))
    # Hùng writes the same line anew: the history still knows who appraised it first.
    changed = {"1.1.1": Given(Answer(option="b"), "Thiếu một văn bản.")}
    save_entries(
        world.dossier.pk, "appraised", changed, by=acting(world.hung, moment(2022, 12, 23))
    )
    Assessment.objects.filter(pk=world.dossier.pk).update(status="proposed")
    assert refusal(world, person=helper).code == "four_eyes"


@pytest.mark.django_db
def test_who_belongs_to_the_unit_does_not_decide_about_it():
    """W5; about another unit of the same list the same person does decide."""
    world = both_ready(POINTS_SET)
    Post.objects.create(
        person=world.minh,
        unit=world.commune,
        role=Role.COMMUNE_CHAIR,
        starts_on=world.commune.valid_from,
    )
    assert refusal(world).code == "own_unit"
    record_decision([world.other_dossier.pk], PAPER, by=acting(world.minh, february(world)))
    assert (world.dossier.status, world.other_dossier.status) == ("proposed", "decided")


@pytest.mark.django_db
def test_an_unknown_result_is_never_made_official():
    world = in_status("proposed")
    ColumnSummary.objects.filter(assessment=world.dossier, column=FINAL).update(met=None)
    assert refusal(world).code == "result_unknown"
    assert world.dossier.status == "proposed"
    assert not Decision.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_record_it_once():
    world = in_status("proposed")
    outcomes: list[str] = []
    together = Barrier(2)

    def record() -> None:
        by = acting(world.minh, february(world))
        together.wait()
        try:
            record_decision([world.dossier.pk], PAPER, by=by)
            outcomes.append("recorded")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=record) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["no_such_move", "recorded"]
    assert Decision.objects.count() == 1


@pytest.mark.django_db
def test_many_units_need_few_questions(django_assert_max_num_queries):
    world = both_ready(POINTS_SET)
    by = acting(world.minh, february(world))
    with django_assert_max_num_queries(45):
        record_decision([world.dossier.pk, world.other_dossier.pk], PAPER, by=by)
