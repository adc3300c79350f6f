"""What is said about one line: who may speak, who may read, and each move once."""

import unicodedata
import uuid
from collections import Counter

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.actions.comments import ask, respond
from tuphap.modules.assessments.models import LONGEST_COMMENT, Comment
from tuphap.modules.assessments.queries.comments import threads
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    acting,
    december,
    in_status,
    moment,
    signed_in,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflow import find_move, names
from tuphap.rules.workflows.comment import (
    ANSWERED,
    CLOSED,
    COMMENT_WORKFLOWS,
    NOTE,
    OPEN,
    QUESTION,
    RETURN,
)

pytestmark = pytest.mark.django_db
WORDS = "Biên bản tập huấn ký ngày nào?"
SECRET = "Số liệu này giống hệt năm trước."


def ask_about(world, item="2.4.1", kind=QUESTION, text=WORDS, person=None):
    by = acting(person or world.hung, december(world, 22))
    return ask(world.dossier.pk, item, kind, text, by=by)


def reply(world, said, move, text="", person=None, version=None):
    said.refresh_from_db()
    by = acting(person or (world.mai if move in ("answer", "supplement") else world.hung), _later())
    return respond(said.pk, move, text, said.version if version is None else version, by=by)


def _later():
    return moment(2022, 12, 23)


def page(world, person, item="2.4.1"):
    return signed_in(person).get(f"/phieu/{world.dossier.pk}/trao-doi/{item}/")


def text_of(response):
    return response.content.decode()


# --- the conversation ---


def test_a_question_is_answered_asked_again_answered_and_closed():
    world = in_status("under_review")
    said = ask_about(world)
    assert reply(world, said, "answer", "Ký ngày 18/8/2022.").status == ANSWERED
    assert reply(world, said, "ask_again", "Bản kèm theo không có chữ ký.").status == OPEN
    assert reply(world, said, "answer", "Đã thay bản có chữ ký.").status == ANSWERED
    assert reply(world, said, "close").status == CLOSED
    [thread] = threads(acting(world.mai, _later()), world.dossier)["2.4.1"]
    assert [(turn.move, turn.who, turn.text) for turn in thread.turns] == [
        ("answer", "Nguyễn Thị Mai", "Ký ngày 18/8/2022."),
        ("ask_again", "Trần Văn Hùng", "Bản kèm theo không có chữ ký."),
        ("answer", "Nguyễn Thị Mai", "Đã thay bản có chữ ký."),
        ("close", "Trần Văn Hùng", ""),
    ]


@pytest.mark.parametrize("kind", COMMENT_WORKFLOWS)
def test_every_move_that_is_not_in_the_table_is_refused(kind):
    table = COMMENT_WORKFLOWS[kind]
    known = {(move.name, move.source) for move in table.moves}
    every = {move.name for rows in COMMENT_WORKFLOWS.values() for move in rows.moves}
    for status in table.statuses:
        for name in every:
            if (name, status.code) not in known:
                with pytest.raises(Refused) as refused:
                    find_move(table, name, status.code)
                assert refused.value.kind is Kind.CONFLICT
                assert table.thing in refused.value.sentence


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_is_tried_a_thread_follows_its_table(under_review, data):
    """Any row of moves: the status is what the table says, and each move made is kept once."""
    world = under_review
    Comment.objects.all().delete()
    kind = data.draw(st.sampled_from([QUESTION, NOTE]))
    said = ask_about(world, kind=kind, text=f"{WORDS} {uuid.uuid4()}")
    table, status, made = COMMENT_WORKFLOWS[kind], OPEN, 0
    tried = st.lists(st.sampled_from(names(COMMENT_WORKFLOWS[RETURN].moves)), max_size=8)
    for name in data.draw(tried):
        step = next((m for m in table.moves if (m.name, m.source) == (name, status)), None)
        try:
            reply(world, said, name, "Lời.")
        except (Refused, Http404):
            assert step is None or kind == NOTE
        else:
            assert step is not None
            status, made = step.target, made + 1
    said.refresh_from_db()
    assert said.status == status
    kept = StatusChange.objects.filter(record_kind="assessments.comment", record_id=str(said.pk))
    assert kept.count() == made == said.version - 1


@pytest.fixture
def under_review():
    return in_status("under_review")


def test_the_same_words_twice_are_said_once_and_an_old_page_changes_nothing():
    world = in_status("under_review")
    first = ask_about(world)
    assert ask_about(world, text=f"  {WORDS}\n").pk == first.pk
    reply(world, first, "answer", "Ký ngày 18/8/2022.", version=1)
    with pytest.raises(Refused) as refused:
        reply(world, first, "answer", "Ký ngày 18/8/2022.", version=1)
    assert refused.value.kind is Kind.CONFLICT
    assert StatusChange.objects.filter(record_kind="assessments.comment").count() == 1


# --- who ---


@pytest.mark.parametrize("who", ["mai", "binh", "ha", "minh", "phuc", "lan"])
def test_only_the_appraising_side_asks(who):
    world = in_status("under_review")
    with pytest.raises((Refused, Http404)):
        ask_about(world, person=getattr(world, who))
    assert not Comment.objects.exists()


@pytest.mark.parametrize("who", ["hung", "thu", "ha", "minh", "lan"])
def test_only_the_unit_answers(who):
    world = in_status("under_review")
    said = ask_about(world)
    with pytest.raises((Refused, Http404)):
        reply(world, said, "answer", "Lời.", person=getattr(world, who))
    said.refresh_from_db()
    assert said.status == OPEN


def test_officer_and_chair_answer():
    world = in_status("under_review")
    for person in (world.mai, world.binh):
        said = ask_about(world, text=f"{WORDS} {person.pk}")
        assert reply(world, said, "answer", "Ký ngày 18/8/2022.", person=person).status == ANSWERED


@pytest.mark.parametrize("status", ["assigned", "self_scoring", "posted"])
def test_nothing_is_asked_before_the_dossier_was_sent(status):
    world = in_status(status)
    with pytest.raises(Refused) as refused:
        ask_about(world)
    assert refused.value.kind is Kind.CONFLICT


def test_of_another_unit_there_is_nothing_to_find():
    world = in_status("under_review")
    said = ask_about(world)
    client = signed_in(world.lan)
    theirs = client.get(f"/phieu/{world.dossier.pk}/trao-doi/2.4.1/")
    sent = client.post(f"/trao-doi/{said.pk}/tra-loi/", {"loi": "Lời.", "ban": "1"})
    nobodys = client.post(f"/trao-doi/{uuid.uuid4()}/tra-loi/", {"loi": "Lời.", "ban": "1"})
    assert theirs.status_code == sent.status_code == nobodys.status_code == 404
    assert Comment.objects.get().status == OPEN


# --- notes ---


@pytest.mark.parametrize("code", ["25-2021", PASS_SET])
def test_a_note_never_reaches_the_unit(code):
    world = in_status("under_review", code)
    item = "2.1.1"
    ask_about(world, item, NOTE, SECRET)
    for person in (world.mai, world.binh):
        for address in (
            f"/phieu/{world.dossier.pk}/",
            f"/phieu/{world.dossier.pk}/trao-doi/{item}/",
            f"/phieu/{world.dossier.pk}/lich-su/",
        ):
            answer = signed_in(person).get(address)
            assert answer.status_code == 200
            assert SECRET not in text_of(answer)
            assert "nội bộ" not in text_of(answer)
        assert threads(acting(person, _later()), world.dossier) == {}
    assert SECRET in text_of(
        signed_in(world.hung).get(f"/tham-tra/{world.dossier.pk}/?noi-dung={item}")
    )


def test_a_note_is_not_on_the_sheet_even_for_who_may_read_it():
    world = in_status("under_review")
    ask_about(world, kind=NOTE, text=SECRET)
    assert SECRET not in text_of(signed_in(world.hung).get(f"/phieu/{world.dossier.pk}/"))


def test_a_second_post_above_opens_no_note_to_who_answers_for_the_unit():
    world = in_status("under_review")
    Post.objects.create(
        person=world.mai,
        unit=world.office,
        role=Role.COUNCIL_MEMBER,
        starts_on=world.office.valid_from,
    )
    ask_about(world, kind=NOTE, text=SECRET)
    assert threads(acting(world.mai, _later()), world.dossier) == {}
    assert SECRET not in text_of(page(world, world.mai))


@pytest.mark.parametrize(("who", "reads"), [("thu", True), ("ha", False), ("minh", False)])
def test_notes_are_for_those_who_appraise_and_conclude(who, reads):
    world = in_status("under_review")
    ask_about(world, kind=NOTE, text=SECRET)
    assert (SECRET in text_of(page(world, getattr(world, who)))) is reads


def test_a_note_takes_no_answer_and_is_as_if_it_were_not_there():
    world = in_status("under_review")
    said = ask_about(world, kind=NOTE, text=SECRET)
    with pytest.raises(Http404):
        reply(world, said, "answer", "Lời.")
    assert reply(world, said, "close").status == CLOSED


# --- hostile input ---


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("", 422),
        (" \u200b\u202e\n", 422),
        ("a" * (LONGEST_COMMENT + 1), 422),
        ("a" * LONGEST_COMMENT, 302),
        ("\0", 400),
        ("<script>alert(1)</script>", 302),
        ("{{ 7|add:7 }}{% csrf_token %}", 302),
    ],
)
def test_words_are_taken_clean_or_not_at_all(words, status):
    world = in_status("under_review")
    address = f"/phieu/{world.dossier.pk}/trao-doi/2.4.1/"
    client = signed_in(world.hung)
    answer = client.post(address, {"loai": QUESTION, "loi": words})
    assert answer.status_code == status
    shown = text_of(client.get(address))
    assert "<script>alert" not in shown
    assert Comment.objects.count() == (status == 302)


def test_words_are_kept_in_one_form():
    world = in_status("under_review")
    text = unicodedata.normalize("NFD", "Hòa giải ở thôn 3")
    assert ask_about(world, text=f"{text}\u202e").text == "Hòa giải ở thôn 3"


@pytest.mark.parametrize(
    "sent",
    [
        {"loai": "return", "loi": WORDS},
        {"loai": "", "loi": WORDS},
        {"loai": QUESTION, "loi": WORDS, "status": "closed"},
        {"loai": QUESTION, "loi": WORDS, "author": "1"},
    ],
)
def test_a_forged_field_or_kind_is_refused(sent):
    world = in_status("under_review")
    client = signed_in(world.hung)
    assert client.post(f"/phieu/{world.dossier.pk}/trao-doi/2.4.1/", sent).status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "9" * 30, "²"])
def test_a_forged_version_is_refused(version):
    world = in_status("under_review")
    said = ask_about(world)
    sent = {"loi": "Lời.", "ban": version}
    assert signed_in(world.mai).post(f"/trao-doi/{said.pk}/tra-loi/", sent).status_code == 422


@pytest.mark.parametrize("item", ["9.9.9", "x" * 200, "DK9", "..%2f"])
def test_a_line_the_sheet_does_not_have_is_not_found(item):
    world = in_status("under_review")
    client = signed_in(world.hung)
    address = f"/phieu/{world.dossier.pk}/trao-doi/{item}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"loai": QUESTION, "loi": WORDS}).status_code == 404


@pytest.mark.parametrize("back", ["https://example.com", "//example.com", "khac", "phieu", "ban"])
def test_the_way_back_stays_inside(back):
    world = in_status("under_review")
    said = ask_about(world)
    answer = signed_in(world.mai).post(
        f"/trao-doi/{said.pk}/tra-loi/", {"loi": "Lời.", "ban": "1", "ve": back}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/phieu/", "/tham-tra/"))


def test_an_address_that_is_no_move_is_not_found():
    world = in_status("under_review")
    said = ask_about(world)
    answer = signed_in(world.mai).post(f"/trao-doi/{said.pk}/xoa/", {"loi": "Lời.", "ban": "1"})
    assert answer.status_code == 404


def test_what_was_typed_stays_when_another_word_came_in_between():
    world = in_status("under_review")
    said = ask_about(world)
    reply(world, said, "answer", "Ký ngày 18/8/2022.")
    answer = signed_in(world.binh).post(
        f"/trao-doi/{said.pk}/tra-loi/", {"loi": "Ký ngày 19/8/2022.", "ban": "1"}
    )
    assert answer.status_code == 409
    assert "Ký ngày 18/8/2022." in text_of(answer)
    assert "Ký ngày 19/8/2022." in text_of(answer)


def test_a_line_has_no_room_for_endless_questions():
    world = in_status("under_review")
    for number in range(20):
        ask_about(world, text=f"{WORDS} {number}")
    with pytest.raises(Refused) as refused:
        ask_about(world, text="Một câu nữa.")
    assert refused.value.code == "too_many_comments"
    assert Counter(Comment.objects.values_list("item", flat=True)) == {"2.4.1": 20}
