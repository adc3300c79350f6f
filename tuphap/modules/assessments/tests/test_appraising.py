"""Accepting and changing lines: one column only, seen before it is signed, never twice."""

from datetime import date

import pytest
from django.http import Http404

from tuphap.foundation.accounts.models import Post
from tuphap.modules.assessments.actions.appraisal import MOST_TOGETHER, accept, change, finish
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.moves import close_appraisal, move, submit
from tuphap.modules.assessments.actions.openings import open_document
from tuphap.modules.assessments.desk.values import ACCEPTED, CHANGED, OPEN, OVERTAKEN, UNOPENED
from tuphap.modules.assessments.guards import overtaken
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import ColumnSummary, DocumentOpening, Entry, Evidence
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    december,
    full_sheet,
    in_status,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.scoring import Answer
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF

pytestmark = pytest.mark.django_db


TODAY = date(2022, 12, 22)
REASON = "Đăng chậm mười tin."


def hung(world: World, day: int = 22):
    return acting(world.hung, december(world, day))


def desk_of(world: World, person=None):
    return get_desk(acting(person or world.hung, december(world, 22)), world.dossier.pk, TODAY)


def seen(world: World, *codes: str) -> dict[str, str]:
    desk = desk_of(world).desk
    return {code: desk.line(code).mark for code in codes}


def state(world: World, code: str) -> str:
    return desk_of(world).desk.line(code).state


def column(world: World, name: str) -> list[tuple]:
    rows = Entry.objects.filter(assessment=world.dossier, column=name).order_by("item")
    return list(rows.values_list("item", "done", "due", "option", "points", "explanation"))


def prove(world: World, *codes: str, url: str = "https://example.gov.vn/bao-cao") -> None:
    for code in codes:
        Evidence.objects.create(
            assessment=world.dossier,
            item=code,
            title="Báo cáo",
            url=url,
            added_by=world.mai,
            added_at=december(world, 2),
        )


def open_all(world: World, *codes: str) -> None:
    """Hùng opens every document of these lines."""
    for code in codes:
        for row in desk_of(world).proof[code]:
            open_document(world.dossier.pk, row.document, by=hung(world))


def refused(deed, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as caught:
        deed(*args, **kwargs)
    return caught.value


# --- accepting ---


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_accepting_takes_over_the_figures_and_not_the_words(code):
    world = in_status("under_review", code)
    own = Entry.objects.get(assessment=world.dossier, column=SELF, item="1.1.1")
    Entry.objects.filter(pk=own.pk).update(explanation="Theo sổ theo dõi.")
    accept(world.dossier.pk, seen(world, "1.1.1"), by=hung(world))
    taken = Entry.objects.get(assessment=world.dossier, column=APPRAISED, item="1.1.1")
    assert (taken.option, taken.done, taken.points, taken.passed) == (
        own.option,
        own.done,
        own.points,
        own.passed,
    )
    assert (taken.explanation, taken.written_by) == ("", world.hung)


def test_a_gate_is_accepted_like_a_line():
    world = in_status("under_review")
    accept(world.dossier.pk, seen(world, "DK3"), by=hung(world))
    summary = ColumnSummary.objects.get(assessment=world.dossier, column=APPRAISED)
    assert summary.conditions["DK3"] is True
    assert "DK3" not in summary.unanswered


def test_accepting_twice_is_accepting_once():
    world = in_status("under_review")
    before = seen(world, "1.1.1")
    accept(world.dossier.pk, before, by=hung(world))
    version = world.dossier.version
    accept(world.dossier.pk, before, by=hung(world, 23))
    assert world.dossier.version == version
    assert Entry.objects.filter(assessment=world.dossier, column=APPRAISED).count() == 1


def test_what_changed_since_the_page_was_opened_is_not_accepted():
    world = in_status("under_review")
    before = seen(world, "2.1.1")
    Entry.objects.filter(assessment=world.dossier, column=SELF, item="2.1.1").update(done=19)
    caught = refused(accept, world.dossier.pk, before, by=hung(world))
    assert (caught.code, caught.kind) == ("line_changed", Kind.CONFLICT)
    assert column(world, APPRAISED) == []


def test_a_forged_mark_is_not_accepted():
    world = in_status("under_review")
    caught = refused(accept, world.dossier.pk, {"2.1.1": "0" * 16}, by=hung(world))
    assert caught.code == "line_changed"


@pytest.mark.parametrize("code", ["9.9.9", "", "self", "1.1"])
def test_an_unknown_line_is_refused(code):
    world = in_status("under_review")
    assert refused(accept, world.dossier.pk, {code: "x"}, by=hung(world)).code == "unknown_item"


def test_nothing_chosen_is_refused():
    world = in_status("under_review")
    assert refused(accept, world.dossier.pk, {}, by=hung(world)).code == "nothing_chosen"


# --- several at once ---


def test_lines_with_documents_and_without_flags_are_accepted_together():
    world = in_status("under_review")
    prove(world, "1.1.1", "1.1.2", "2.1.1")
    open_all(world, "1.1.1", "1.1.2", "2.1.1")
    accept(world.dossier.pk, seen(world, "1.1.1", "1.1.2", "2.1.1"), by=hung(world))
    assert [row[0] for row in column(world, APPRAISED)] == ["1.1.1", "1.1.2", "2.1.1"]


def test_a_line_without_document_is_accepted_alone_only():
    world = in_status("under_review")
    prove(world, "1.1.1")
    both = seen(world, "1.1.1", "2.1.1")
    caught = refused(accept, world.dossier.pk, both, by=hung(world))
    assert (caught.code, "2.1.1" in caught.sentence) == ("accept_one_by_one", True)
    assert column(world, APPRAISED) == []


def test_what_was_not_opened_by_who_accepts_is_accepted_alone_only():
    world = in_status("under_review")
    prove(world, "1.1.1", "2.1.1")
    document = desk_of(world).proof["1.1.1"][0].document
    open_document(world.dossier.pk, document, by=acting(world.thu, december(world, 22)))
    caught = refused(accept, world.dossier.pk, seen(world, "1.1.1", "2.1.1"), by=hung(world))
    assert caught.code == "documents_unopened"
    assert "1.1.1, 2.1.1: chưa mở hết tài liệu" in caught.sentence
    accept(world.dossier.pk, seen(world, "1.1.1"), by=hung(world))


def test_a_document_added_afterwards_asks_anew():
    world = in_status("under_review")
    prove(world, "1.1.1")
    open_all(world, "1.1.1")
    open_all(world, "1.1.1")
    assert DocumentOpening.objects.count() == 1
    assert desk_of(world).desk.line("1.1.1").may_be_ticked
    prove(world, "1.1.1", url="https://example.gov.vn/khac")
    assert desk_of(world).desk.line("1.1.1").why_not_ticked == UNOPENED


def test_a_changed_line_is_not_taken_back_by_accepting_several():
    world = in_status("under_review")
    prove(world, "1.1.1", "2.1.1")
    change_figure(world)
    both = seen(world, "1.1.1", "2.1.1")
    assert refused(accept, world.dossier.pk, both, by=hung(world)).code == "accept_one_by_one"


def test_a_whole_sheet_is_never_accepted_at_once():
    world = in_status("under_review")
    codes = [line.code for line in desk_of(world).desk.lines]
    prove(world, *codes)
    open_all(world, codes[0])  # the same link stands in every line
    many = seen(world, *codes[: MOST_TOGETHER + 1])
    assert refused(accept, world.dossier.pk, many, by=hung(world)).code == "too_many_chosen"
    accept(world.dossier.pk, seen(world, *codes[:MOST_TOGETHER]), by=hung(world))


# --- changing ---


def change_figure(world: World, done: int = 19, why: str = "Đăng chậm một tin.", person=None):
    lines = {"2.1.1": Given(Answer(done=done, due=20), why)}
    by = acting(person or world.hung, december(world, 22))
    return change(world.dossier.pk, lines, seen(world, "2.1.1"), by=by)


def test_points_follow_from_the_figures():
    world = in_status("under_review")
    change_figure(world)
    entry = Entry.objects.get(assessment=world.dossier, column=APPRAISED, item="2.1.1")
    assert (entry.done, entry.due) == (19, 20)
    assert entry.points < Entry.objects.get(column=SELF, item="2.1.1").points
    assert state(world, "2.1.1") == CHANGED


@pytest.mark.parametrize("why", ["", "   ", "\n"])
def test_another_figure_needs_a_reason(why):
    world = in_status("under_review")
    caught = refused(change_figure, world, why=why)
    assert (caught.code, caught.kind) == ("reason_missing", Kind.INVALID)
    assert caught.fields["2.1.1"].startswith("Chưa có lý do thay đổi điểm 2.1.1.")
    assert column(world, APPRAISED) == []


def test_the_same_figure_needs_none():
    world = in_status("under_review")
    change_figure(world, done=20, why="")
    assert state(world, "2.1.1") == ACCEPTED


def test_more_done_than_due_is_refused_and_nothing_is_kept():
    world = in_status("under_review")
    assert refused(change_figure, world, done=21).code == "faulty_lines"
    assert column(world, APPRAISED) == []


def test_two_people_do_not_overwrite_one_another():
    world = in_status("under_review")
    other = world.phuc
    Post.objects.create(
        person=other, unit=world.office, role=Role.APPRAISER, starts_on=world.office.valid_from
    )
    opened = seen(world, "2.1.1")
    change_figure(world)
    lines = {"2.1.1": Given(Answer(done=18, due=20), "Đăng chậm hai tin.")}
    by = acting(other, december(world, 23))
    assert refused(change, world.dossier.pk, lines, opened, by=by).code == "line_changed"
    assert Entry.objects.get(column=APPRAISED, item="2.1.1").done == 19
    change(world.dossier.pk, lines, seen(world, "2.1.1"), by=by)
    assert Entry.objects.get(column=APPRAISED, item="2.1.1").done == 18


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_no_work_at_the_desk_touches_another_column(code):
    world = in_status("under_review", code)
    before = column(world, SELF)
    for line in desk_of(world).desk.lines:
        accept(world.dossier.pk, seen(world, line.code), by=hung(world))
    assert column(world, SELF) == before
    assert column(world, FINAL) == []
    close_appraisal(world.dossier.pk, by=hung(world, 23))
    assert column(world, SELF) == before


def test_the_council_writes_the_final_column_and_no_other():
    world = in_status("council")
    before = column(world, SELF), column(world, APPRAISED)
    assert state(world, "2.1.1") == ACCEPTED
    change_figure(world, person=world.thu)
    assert Entry.objects.get(column=FINAL, item="2.1.1").done == 19
    assert (column(world, SELF), column(world, APPRAISED)) == before


# --- who and when ---


@pytest.mark.parametrize(
    "status", ["submitted", "returned", "proposed", "posted", "assigned", "self_scoring"]
)
def test_outside_the_step_nothing_is_written(status):
    world = in_status(status)
    person = world.thu if status == "proposed" else world.hung
    by = acting(person, december(world, 23))
    lines = {"2.1.1": Given(Answer(done=1, due=20), "Lý do.")}
    before = Entry.objects.count()
    assert refused(change, world.dossier.pk, lines, {}, by=by).code == "not_writable"
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("who", "code"), [("mai", "no_role"), ("thu", "no_role"), ("ha", "no_role")]
)
def test_only_the_appraiser_appraises(who, code):
    world = in_status("under_review")
    by = acting(getattr(world, who), december(world, 22))
    assert refused(accept, world.dossier.pk, seen(world, "1.1.1"), by=by).code == code


def test_the_appraiser_does_not_conclude_for_the_council():
    world = in_status("council")
    by = hung(world, 23)
    assert refused(accept, world.dossier.pk, seen(world, "1.1.1"), by=by).code == "not_writable"
    Post.objects.create(
        person=world.hung,
        unit=world.office,
        role=Role.COUNCIL_SECRETARY,
        starts_on=world.office.valid_from,
    )
    by = hung(world, 23)
    assert refused(accept, world.dossier.pk, seen(world, "1.1.1"), by=by).code == "four_eyes"
    assert refused(finish, world.dossier.pk, world.dossier.version, by=by).code == "four_eyes"


def test_who_filled_the_sheet_does_not_appraise_it():
    world = in_status("under_review")
    Post.objects.create(
        person=world.mai,
        unit=world.office,
        role=Role.APPRAISER,
        starts_on=world.office.valid_from,
    )
    by = acting(world.mai, december(world, 22))
    assert refused(accept, world.dossier.pk, seen(world, "1.1.1"), by=by).code == "four_eyes"


def test_a_dossier_out_of_reach_does_not_exist():
    world = in_status("under_review")
    by = acting(world.lan, december(world, 22))
    with pytest.raises(Http404):
        accept(world.dossier.pk, {"1.1.1": "x"}, by=by)


def test_a_page_of_the_appraisal_does_not_write_for_the_council():
    """Both posts in one hand, and the dossier went on while the page was open."""
    world = in_status("under_review")
    change_figure(world)
    opened = seen(world, "2.1.1")
    for code in set(full_sheet(world)) - {"2.1.1"}:
        accept(world.dossier.pk, seen(world, code), by=hung(world))
    close_appraisal(world.dossier.pk, by=hung(world, 23))
    lines = {"2.1.1": Given(Answer(done=10, due=20), REASON)}
    by = acting(world.thu, december(world, 24))
    assert refused(change, world.dossier.pk, lines, opened, by=by).code == "line_changed"


# --- after a return ---


def returned_and_sent_again(world: World) -> None:
    """The commune mends 2.1.1 although it was appraised already."""
    accept(world.dossier.pk, seen(world, "1.1.1"), by=hung(world))
    change_figure(world)
    move(world.dossier.pk, "return", by=hung(world, 23), reason="Bổ sung 2.1.1.")
    lines = {"2.1.1": Given(Answer(done=16, due=20))}
    save_entries(world.dossier.pk, SELF, lines, by=acting(world.mai, december(world, 24)))
    submit(world.dossier.pk, by=acting(world.mai, december(world, 25)))
    move(world.dossier.pk, "receive", by=hung(world, 26))


def test_a_line_the_unit_changed_afterwards_is_looked_at_again():
    world = in_status("under_review")
    returned_and_sent_again(world)
    assert (state(world, "1.1.1"), state(world, "2.1.1")) == (ACCEPTED, OVERTAKEN)
    assert overtaken(world.dossier, APPRAISED) == ["2.1.1"]


def test_the_appraisal_is_not_closed_over_such_a_line():
    world = in_status("under_review")
    returned_and_sent_again(world)
    rest = [line.code for line in desk_of(world).desk.lines if line.state == OPEN]
    for code in rest:
        accept(world.dossier.pk, seen(world, code), by=hung(world, 27))
    caught = refused(finish, world.dossier.pk, world.dossier.version, by=hung(world, 27))
    assert "2.1.1" in caught.sentence
    accept(world.dossier.pk, seen(world, "2.1.1"), by=hung(world, 27))
    finish(world.dossier.pk, world.dossier.version, by=hung(world, 28))
    assert world.dossier.status == "council"


def test_saving_the_old_figure_again_says_that_it_was_looked_at():
    world = in_status("under_review")
    returned_and_sent_again(world)
    own = desk_of(world).desk.line("2.1.1").ours.given
    marks = seen(world, "2.1.1")
    change(world.dossier.pk, {"2.1.1": own}, marks, by=hung(world, 27))
    assert state(world, "2.1.1") == CHANGED


# --- closing ---


def accept_all(world: World) -> None:
    for code in full_sheet(world):
        accept(world.dossier.pk, seen(world, code), by=hung(world))


def test_closing_copies_the_figures_into_the_final_column():
    world = in_status("under_review")
    accept_all(world)
    finish(world.dossier.pk, world.dossier.version, by=hung(world, 23))
    assert world.dossier.status == "council"
    assert [row[:5] for row in column(world, FINAL)] == [
        row[:5] for row in column(world, APPRAISED)
    ]


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_an_unfinished_appraisal_is_not_closed(code):
    world = in_status("under_review", code)
    accept(world.dossier.pk, seen(world, "1.1.1"), by=hung(world))
    caught = refused(finish, world.dossier.pk, world.dossier.version, by=hung(world))
    assert caught.code == "incomplete"
    assert world.dossier.status == "under_review"


def test_the_version_that_was_confirmed_is_the_version_that_is_closed():
    world = in_status("under_review")
    accept_all(world)
    version = world.dossier.version
    change_figure(world)
    caught = refused(finish, world.dossier.pk, version, by=hung(world, 23))
    assert (caught.code, caught.kind) == ("outdated", Kind.CONFLICT)
    assert world.dossier.status == "under_review"


def test_the_council_concludes():
    world = in_status("council")
    by = acting(world.thu, december(world, 23))
    finish(world.dossier.pk, world.dossier.version, by=by)
    assert world.dossier.status == "proposed"


def test_closing_needs_the_step():
    world = in_status("proposed")
    caught = refused(finish, world.dossier.pk, world.dossier.version, by=hung(world, 24))
    assert caught.code == "no_such_move"


def test_receive_is_needed_before_anything_is_typed():
    world = in_status("submitted")
    lines = {"2.1.1": Given(Answer(done=19, due=20), "Lý do.")}
    caught = refused(change, world.dossier.pk, lines, seen(world, "2.1.1"), by=hung(world))
    assert caught.code == "not_writable"
