"""A figure the system knows: shown on its line, filled in when asked for, never in silence."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.modules.assessments.actions.measured import take_known_figure
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.actions.publishing import payload_of_period
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.marks import mark_of
from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.queries.comparison import matrix
from tuphap.modules.assessments.tests import offered
from tuphap.modules.assessments.tests.test_publishing_action import decided
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    SELF,
    acting,
    december,
    fill,
    full_sheet,
    make_world,
    receive,
    save_entries,
    signed_in,
    start,
)
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
LINE = "1.1.1"


@pytest.fixture(autouse=True)
def _offered(settings):
    settings.MEASURES = [offered.SETTING]
    offered.KNOWN.clear()
    offered.KNOWN["23860", offered.ON_TIME] = (8, 9)
    yield
    offered.KNOWN.clear()


@pytest.fixture
def world():
    return make_world(PASS_SET)


def enter(world, done=None, due=None, explanation="", **more):
    by = acting(world.mai, december(world, 2))
    line = Given(Answer(done=done, due=due, **more), explanation)
    save_entries(world.dossier.pk, SELF, {LINE: line}, by=by)


def sheet_line(world, person=None):
    text = signed_in(person or world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()
    found = re.search(r'id="hs-1-1-1"[^>]*>(.*?)<span id="hs-moi', text, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1])) if found else ""


def own(world):
    entry = Entry.objects.filter(assessment=world.dossier, column=SELF, item=LINE).first()
    return given_of(entry) if entry else Given()


def mark(world):
    return mark_of(SELF, None, own(world))


def take(world, person=None, **fields):
    client = signed_in(person or world.mai)
    sent = {"mark": mark(world), **fields}
    return client.post(f"/phieu/{world.dossier.pk}/so-he-thong/{LINE}/", sent)


# --- on the line ---


def test_the_line_says_what_the_system_knows_and_offers_it(world):
    start(world)
    text = sheet_line(world)
    assert "Việc được giao ghi 8/9 văn bản, đến 05/11/2026." in text
    assert "Lấy số của hệ thống" in text


def test_an_equal_figure_is_said_quietly(world):
    start(world)
    enter(world, 8, 9)
    text = sheet_line(world)
    assert "Trùng với số đã nhập." in text
    assert "Lấy số" not in text


def test_a_different_figure_asks_for_a_sentence(world):
    start(world)
    enter(world, 9, 9)
    assert "Khác số đã nhập (9/9)." in sheet_line(world)
    assert "giải thích chênh lệch" in sheet_line(world)
    enter(world, 9, 9, "Một văn bản giao ngoài hệ thống.")
    assert "Đã có giải thích." in sheet_line(world)
    assert "giải thích chênh lệch" not in sheet_line(world)


def test_what_did_not_arise_is_not_what_the_system_counts(world):
    start(world)
    enter(world, not_applicable=True)
    assert "Khác số đã nhập (không phát sinh)." in sheet_line(world)


def test_whoever_may_not_write_sees_the_figure_without_the_button(world):
    start(world)
    assert "8/9" in sheet_line(world, world.hung)
    assert "Lấy số" not in sheet_line(world, world.hung)


def test_a_unit_of_which_nothing_is_known_sees_nothing(world):
    offered.KNOWN.clear()
    start(world)
    assert sheet_line(world).strip() == ""


def test_a_set_that_names_no_measure_asks_no_question(settings):
    world = make_world()
    start(world)
    client, address = signed_in(world.mai), f"/phieu/{world.dossier.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    settings.MEASURES = []
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    assert len(asked) == len(before)


def test_all_measures_of_a_sheet_take_one_question(world, settings):
    offered.KNOWN["23860", offered.TASKS] = (1, 2)
    start(world)
    client, address = signed_in(world.mai), f"/phieu/{world.dossier.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    settings.MEASURES = []
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    assert len(asked) - len(before) == 1


def save_figure(world, done, seen):
    """As the page does on leaving a field; answers with the questions it took."""
    sent = {f"{LINE}-line": seen, f"{LINE}-done": done, f"{LINE}-due": "9"}
    address = f"/phieu/{world.dossier.pk}/noi-dung/{LINE}/"
    client = signed_in(world.mai)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(address, sent, headers={"HX-Request": "true"})
    return answer.content.decode(), len(asked)


def test_after_a_save_the_line_asks_anew_by_itself(world, settings):
    """So that a save asks one question more only where a sentence could be missing."""
    start(world)
    save_figure(world, "5", mark(world))
    text, asked = save_figure(world, "6", mark(world))
    address = f"/phieu/{world.dossier.pk}/so-he-thong/{LINE}/"
    assert f'hx-get="{address}"' in text
    piece = signed_in(world.mai).get(address, headers={"HX-Request": "true"})
    assert "Khác số đã nhập (6/9)." in piece.content.decode()
    settings.MEASURES = []
    assert save_figure(world, "7", mark(world))[1] == asked - 1
    empty = signed_in(world.mai).get(address, headers={"HX-Request": "true"})
    assert (empty.status_code, empty.content.strip()) == (200, b"")


def test_an_explained_line_is_saved_without_a_question_more(world, settings):
    start(world)
    enter(world, 9, 9, "Một văn bản giao ngoài hệ thống.")
    save_figure(world, "7", mark(world))
    _, asked = save_figure(world, "6", mark(world))
    settings.MEASURES = []
    assert save_figure(world, "5", mark(world))[1] == asked
    assert own(world).explanation == "Một văn bản giao ngoài hệ thống."


# --- filling in ---


def test_the_figure_is_filled_in_when_asked_for_and_the_sentence_stays(world):
    start(world)
    enter(world, 9, 9, "Tính cả văn bản tháng 12.")
    answer = take(world)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("#nd-1-1-1")
    assert own(world) == Given(Answer(done=8, due=9), "Tính cả văn bản tháng 12.")
    assert world.dossier.summaries.get(column=SELF).scores["1.1"] == "0"


def test_a_line_changed_meanwhile_is_not_overwritten(world):
    start(world)
    seen = mark(world)
    enter(world, 5, 9)
    assert take(world, mark=seen).status_code == 409
    assert own(world).answer.done == 5


@pytest.mark.parametrize("who", ["hung", "binh", "ha"])
def test_only_whoever_fills_may_fill_in(world, who):
    start(world)
    assert take(world, getattr(world, who)).status_code == 403
    assert own(world) == Given()


def test_a_sheet_that_is_posted_takes_nothing(world):
    fill(world, full_sheet(world) | {LINE: Given(Answer(done=8, due=9))})
    move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    assert take(world).status_code == 409


def test_a_line_of_another_unit_is_like_one_that_does_not_exist(world):
    start(world)
    assert take(world, world.lan).status_code == 404


@pytest.mark.parametrize("item", ["1.2.1", "9.9.9"])
def test_a_line_without_a_figure_has_none_to_fill_in(world, item):
    start(world)
    client = signed_in(world.mai)
    address = f"/phieu/{world.dossier.pk}/so-he-thong/{item}/"
    assert client.post(address, {"mark": mark_of(SELF, None, Given())}).status_code == 404
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 404


def test_a_line_that_did_not_arise_takes_the_figure_and_arises(world):
    start(world)
    enter(world, not_applicable=True)
    take_known_figure(world.dossier.pk, LINE, mark(world), by=acting(world.mai, december(world, 3)))
    assert own(world).answer == Answer(done=8, due=9)


# --- before it is posted or sent ---


def test_a_difference_without_a_sentence_is_neither_posted_nor_sent(world):
    fill(world)  # says 20 of 20
    with pytest.raises(Refused) as refused:
        move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    assert (refused.value.code, refused.value.kind) == ("difference_not_explained", Kind.CONFLICT)
    assert "1.1.1" in refused.value.sentence
    assert "ghi 20/20, hệ thống có 8/9" in refused.value.sentence
    enter(world, 20, 20, "Mười một văn bản giao trực tiếp bằng giấy.")
    assert (
        move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3))).status == "posted"
    )


def test_the_page_of_the_move_says_so_before_the_button_is_pressed(world):
    fill(world)
    text = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/niem-yet/").content.decode()
    assert "1.1.1 Chưa giải thích chênh lệch" in text
    assert "Chưa thực hiện được: còn 1 mục chưa xong" in text


def missing(world, path=""):
    text = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/{path}").content.decode()
    return re.sub(r"<[^>]+>", "", text.partition("Còn thiếu (")[2].partition("</div>")[0])


def test_a_difference_without_a_sentence_stands_among_what_is_missing(world):
    fill(world)
    assert "1.1.1 Chưa giải thích chênh lệch" in missing(world)
    assert missing(world).startswith("1)")
    enter(world, 20, 20, "Mười một văn bản giao trực tiếp bằng giấy.")
    assert "Các mục đã đủ." in missing(world)


@pytest.mark.parametrize(
    ("done", "is_missing"), [("6", True), ("8", False)], ids=["another figure", "the same"]
)
def test_after_a_save_the_list_says_so_at_once(world, done, is_missing):
    start(world)
    text, _ = save_figure(world, done, mark(world))
    assert ("1.1.1 Chưa giải thích chênh lệch" in text) is is_missing


def test_without_a_figure_of_the_system_nothing_is_to_be_explained(world):
    offered.KNOWN.clear()
    fill(world)
    assert "giải thích chênh lệch" not in missing(world)


# --- for the appraiser and for the public ---


def receive_explained(world):
    offered.KNOWN.clear()
    receive(world)
    offered.KNOWN["23860", offered.ON_TIME] = (8, 9)


def test_the_desk_flags_the_difference(world):
    receive_explained(world)
    text = signed_in(world.hung).get(f"/tham-tra/{world.dossier.pk}/").content.decode()
    assert 'title="khác số liệu hệ thống"' in text
    assert "Đơn vị ghi 20/20, hệ thống có 8/9 (Việc được giao); chưa giải thích." in text


def test_the_matrix_flags_the_unit_with_two_more_questions_for_any_number(world):
    receive_explained(world)
    actor = acting(world.ha, december(world, 24))
    rows = {row.code: row for row in matrix(world.period, actor).rows}
    assert rows["23860"].contradicted
    assert not rows["23863"].contradicted
    with CaptureQueriesContext(connection) as asked:
        matrix(world.period, actor)
    assert len(asked) == 2 + 2
    text = signed_in(world.ha).get(f"/doi-chieu/{world.year}/").content.decode()
    assert text.count('title="khác số liệu hệ thống"') == 2  # the row and the legend


def test_equal_figures_raise_no_flag(world):
    offered.KNOWN["23860", offered.ON_TIME] = (20, 20)
    receive(world)
    text = signed_in(world.hung).get(f"/tham-tra/{world.dossier.pk}/").content.decode()
    assert "khác số liệu hệ thống" not in text


def test_a_published_copy_keeps_the_figure_of_the_moment():
    offered.KNOWN["23860", offered.ON_TIME] = (20, 20)
    world = decided(PASS_SET)
    (unit,) = payload_of_period(world.period)["units"]
    assert unit["measures"] == {
        LINE: {
            "key": offered.ON_TIME,
            "done": 20,
            "due": 20,
            "as_of": "2026-11-05T03:00:00+00:00",
        }
    }
    offered.KNOWN.clear()
    (unit,) = payload_of_period(world.period)["units"]
    assert "measures" not in unit
