"""Two forms of the same sheet at once: nothing is overwritten in silence, nothing typed is lost."""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuphap.foundation.accounts.models import Person, Post
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.tests.sheet_requests import (
    address,
    form,
    line,
    send_form,
    send_line,
    stored_lines,
)
from tuphap.modules.assessments.tests.world import (
    SELF,
    acting,
    december,
    full_sheet,
    make_world,
    save_entries,
    signed_in,
    start,
    stored,
)
from tuphap.rules.permissions import Role
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def world():
    world = make_world()
    start(world)
    by = acting(world.mai, december(world, 2))
    lines = {"1.2.1": figures(10, 20, "Sổ công văn."), "3.1.1": figures(5, 8)}
    save_entries(world.dossier.pk, SELF, lines, by=by)
    return world


@pytest.fixture
def colleague(world):
    """Helps out at the same commune until a day."""
    person = Person.objects.create(email="ho@example.gov.vn", full_name="Ksor Hờ", password="!")
    Post.objects.create(
        person=person,
        unit=world.commune,
        role=Role.COMMUNE_OFFICER.value,
        starts_on=world.commune.valid_from,
        ends_on=date(2099, 12, 31),
    )
    return person


def figures(done, due, explanation=""):
    return Given(Answer(done=done, due=due), explanation)


def text(response):
    return html.unescape(response.content.decode())


def pressed(response, button):
    """What the browser sends when a button of the page is pressed."""
    page = response.content.decode()
    found = next(part for part in re.findall("<form.*?</form>", page, re.S) if button in part)
    return filled_in(found)


def filled_in(markup):
    sent: dict[str, list[str]] = {}
    for tag in re.findall("<input[^>]*>", markup):
        field = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        ticks = field.get("type") in ("radio", "checkbox")
        if "name" in field and (not ticks or " checked" in tag):
            sent.setdefault(html.unescape(field["name"]), []).append(
                html.unescape(field.get("value", ""))
            )
    for tag, words in re.findall("(<textarea[^>]*>)(.*?)</textarea>", markup, re.S):
        name = dict(re.findall(r'(\w+)="([^"]*)"', tag))["name"]
        sent.setdefault(name, []).append(html.unescape(words))
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


# --- the whole form ---


def test_a_stale_form_leaves_what_another_window_saved_meanwhile(world):
    stale = form(world)
    send_line(world, "3.1.1", line(world, "3.1.1", done="7", due="8", explanation=""))
    send_line(world, "2.3.1", line(world, "2.3.1", option="a", explanation=""))
    assert send_form(world, stale).status_code == 302
    lines = stored_lines(world)
    assert lines["3.1.1"] == figures(7, 8)
    assert lines["2.3.1"].answer.option == "a"


def test_a_stale_form_writes_only_the_lines_that_were_changed_on_it(world):
    first = form(world, {"1.2.1": figures(11, 20, "Sổ công văn.")})
    second = form(world, {"3.1.1": figures(6, 8)})
    send_form(world, first)
    assert send_form(world, second).status_code == 302
    lines = stored_lines(world)
    assert (lines["1.2.1"].answer.done, lines["3.1.1"].answer.done) == (11, 6)


def test_a_line_changed_on_both_sides_is_shown_in_both_versions(world, colleague):
    mine = form(world, {"1.2.1": figures(12, 20, "Sổ công văn đi."), "3.1.1": figures(6, 8)})
    theirs = form(world, {"1.2.1": figures(15, 20, "Sổ công văn năm 2022.")})
    send_form(world, theirs, colleague)
    before = stored_lines(world)["1.2.1"]
    response = send_form(world, mine)
    page = text(response)
    assert response.status_code == 409
    assert stored_lines(world)["1.2.1"] == before
    assert "Chưa lưu: nội dung này vừa được người khác sửa" in page
    assert "Ksor Hờ lưu lúc" in page
    assert '<ins class="tp-differs">15/20</ins>' in page
    assert '<ins class="tp-differs">12/20</ins>' in page
    assert "Các nội dung khác trên phiếu đã lưu." in page
    assert stored_lines(world)["3.1.1"].answer.done == 6


def test_what_came_of_both_is_saved_by_the_one_filled_button(world, colleague):
    mine = form(world, {"1.2.1": figures(10, 20, "Sổ công văn đi.")})
    theirs = form(world, {"1.2.1": figures(15, 20, "Sổ công văn. Có danh sách kèm theo.")})
    send_form(world, theirs, colleague)
    response = send_form(world, mine)
    assert response.content.decode().count("tp-button-filled") == 1
    assert "Lưu bản gộp" in text(response)
    assert send_form(world, pressed(response, "Lưu bản gộp")).status_code == 302
    saved = stored_lines(world)["1.2.1"]
    assert saved.answer == Answer(done=15, due=20), "only the other side changed the figures"
    for words in ("công văn đi.", "Có danh sách kèm theo."):
        assert words in saved.explanation


def test_each_version_can_be_chosen_as_it_is(world, colleague):
    sent = form(world, {"1.2.1": figures(12, 20, "Của tôi.")})
    send_form(world, form(world, {"1.2.1": figures(15, 20, "Bản kia.")}), colleague)
    response = send_form(world, sent)
    assert f'href="{address(world)}#nd-1-2-1">Giữ bản này' in text(response)
    assert stored_lines(world)["1.2.1"] == figures(15, 20, "Bản kia.")
    send_form(world, pressed(response, "Dùng bản này"))
    assert stored_lines(world)["1.2.1"] == figures(12, 20, "Của tôi.")


def test_several_clashes_are_asked_for_one_after_the_other(world, colleague):
    sent = form(world, {"1.2.1": figures(12, 20), "3.1.1": figures(6, 8)})
    theirs = {"1.2.1": figures(15, 20), "3.1.1": figures(8, 8)}
    send_form(world, form(world, theirs), colleague)
    first = send_form(world, sent)
    assert "còn phải chọn bản cho: 3.1.1" in text(first).lower()
    second = send_form(world, pressed(first, "Giữ bản này"))
    assert second.status_code == 409
    assert "3.1.1" in text(second)
    last = send_form(world, pressed(second, "Dùng bản này"))
    assert last.status_code == 302
    lines = stored_lines(world)
    assert (lines["1.2.1"].answer.done, lines["3.1.1"].answer.done) == (15, 6)


def test_an_older_version_of_a_page_of_a_clash_clashes_again(world, colleague):
    sent = form(world, {"1.2.1": figures(12, 20)})
    send_form(world, form(world, {"1.2.1": figures(15, 20)}), colleague)
    chosen = pressed(send_form(world, sent), "Dùng bản này")
    send_form(world, form(world, {"1.2.1": figures(16, 20)}), colleague)
    assert send_form(world, chosen).status_code == 409
    assert stored_lines(world)["1.2.1"].answer.done == 16


def test_the_same_person_is_told_of_the_other_window(world):
    sent = form(world, {"1.2.1": figures(12, 20)})
    send_form(world, form(world, {"1.2.1": figures(15, 20)}))
    page = text(send_form(world, sent))
    assert "Chưa lưu: nội dung này vừa được sửa ở cửa sổ khác" in page
    assert "người khác" not in page


def test_the_moment_of_opening_stands_beside_the_own_version(world, colleague):
    sent = form(world, {"1.2.1": figures(12, 20)})
    sent["mo-luc"] = datetime(2022, 12, 5, 2, 21, tzinfo=UTC).isoformat()
    send_form(world, form(world, {"1.2.1": figures(15, 20)}), colleague)
    assert "Nguyễn Thị Mai, mở lúc 09:21, 05/12/2022" in text(send_form(world, sent))
    for nonsense in ("x" * 500, "2022-12-05", "9999-12-31T00:00:00+00:00"):
        assert ", mở lúc" not in text(send_form(world, {**sent, "mo-luc": nonsense}))


def test_both_writing_the_same_is_no_clash(world, colleague):
    sent = form(world, {"1.2.1": figures(12, 20)})
    send_form(world, sent, colleague)
    before = stored()["EntryHistory"]
    assert send_form(world, sent).status_code == 302
    assert stored()["EntryHistory"] == before


def test_a_form_shown_again_for_its_faults_still_knows_what_it_was_opened_with(world, colleague):
    """Else the second try would overwrite in silence what came in between."""
    sent = form(world, {"1.2.1": figures(12, 20)})
    send_form(world, form(world, {"1.2.1": figures(15, 20)}), colleague)
    faulty = send_form(world, {**sent, "3.1.1-done": "12,5"})
    assert faulty.status_code == 422
    page = faulty.content.decode()
    fields = filled_in(page)
    again = {name: fields[name] for name in sent if name in fields} | {"3.1.1-done": "5"}
    assert send_form(world, again).status_code == 409
    assert stored_lines(world)["1.2.1"].answer.done == 15


def test_lines_that_did_not_arise_together_clash_together(world, colleague):
    sent = {**form(world), "1.1-not_applicable": "1"}
    sent = {k: v for k, v in sent.items() if k not in ("1.1.1-option", "1.1.2-option")}
    send_line(
        world,
        "1.1",
        {**line(world, "1.1.1", option="b"), **line(world, "1.1.2", option="a")},
        colleague,
    )
    response = send_form(world, sent)
    assert response.status_code == 409
    assert not stored_lines(world)["1.1.2"].answer.not_applicable
    send_form(world, pressed(response, "Dùng bản này"))
    lines = stored_lines(world)
    assert lines["1.1.1"].answer == lines["1.1.2"].answer == Answer(not_applicable=True)


# --- one line, with script ---


def test_a_line_that_clashes_answers_both_versions_at_its_place(world, colleague):
    sent = line(world, "1.2.1", done="12", due="20", explanation="Của tôi.")
    send_line(
        world, "1.2.1", line(world, "1.2.1", done="15", due="20", explanation="Kia."), colleague
    )
    before = stored()
    response = send_line(world, "1.2.1", sent)
    page = text(response)
    assert response.status_code == 409
    assert stored() == before
    assert '<div id="loi-1-2-1" hx-swap-oob="innerHTML">' in page
    for words in ("Ksor Hờ lưu lúc", "Giữ bản này", "Dùng bản này", "Sao chép", "Không có gì bị"):
        assert words in page
    assert "1 ô chưa lưu vì có hai bản" in page
    assert "circle-check" not in page
    assert '<span id="kq-1-2-1" hx-swap-oob="innerHTML">= 60' in page, "the figures in the fields"
    assert 'id="dau-1-2-1"' not in page, "the line still says what it was opened with"


def test_a_clash_elsewhere_stays_in_the_line_of_saving(world):
    sent = {**line(world, "3.1.1", done="6", due="8"), "hai-ban": "1.2.1,9.9.9"}
    page = text(send_line(world, "3.1.1", sent))
    assert "1 ô chưa lưu vì có hai bản" in page
    assert "9.9.9" not in page


def test_without_script_a_line_leads_to_the_page_of_both_versions(world, colleague):
    sent = line(world, "1.2.1", done="12", due="20", explanation="")
    send_line(world, "1.2.1", line(world, "1.2.1", done="15", due="20"), colleague)
    response = send_line(world, "1.2.1", sent, htmx=False)
    assert response.status_code == 409
    assert "<h1>Chưa lưu" in text(response)


def test_a_line_sent_again_after_its_answer_was_lost_is_no_clash(world):
    sent = line(world, "1.2.1", done="12", due="20")
    send_line(world, "1.2.1", sent)
    before = stored()["EntryHistory"]
    assert send_line(world, "1.2.1", sent).status_code == 200
    assert stored()["EntryHistory"] == before


def test_a_sentence_that_was_not_sent_stays(world):
    send_line(world, "1.2.1", line(world, "1.2.1", done="12", due="20"))
    assert stored_lines(world)["1.2.1"].explanation == "Sổ công văn."


def test_text_of_people_is_never_markup(world, colleague):
    evil = "<script>alert(1)</script>"
    sent = form(world, {"1.2.1": figures(12, 20, f"{evil} a")})
    send_form(world, form(world, {"1.2.1": figures(15, 20, evil)}), colleague)
    assert "<script>alert" not in send_form(world, sent).content.decode()


# --- nothing that was sent is no save ---

NO_SHEETS = {
    "empty": ({}, "application/x-www-form-urlencoded"),
    "json": ("{}", "application/json"),
    "json with figures": ('{"1.2.1-done": "3"}', "application/json"),
    "a broken multipart": ("--x\r\nContent-Disposition: form-data; na", "multipart/form-data"),
    "a multipart of nothing": ("--x--\r\n", "multipart/form-data; boundary=x"),
    "only the token": ("csrfmiddlewaretoken=abc&o-lai=1", "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize("name", NO_SHEETS)
@pytest.mark.parametrize("unit", ["", "1.2.1"])
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_request_without_a_sheet_is_no_save(world, name, unit, headers):
    body, kind = NO_SHEETS[name]
    body = body if isinstance(body, str) else urlencode(body)
    before = stored()
    client = signed_in(world.mai)
    response = client.post(address(world, unit), body, content_type=kind, headers=headers)
    assert 400 <= response.status_code < 500
    page = text(response)
    assert "Đã lưu lúc" not in page
    assert "Lần gửi này không có số liệu" in page or "sai mẫu" in page
    assert stored() == before


def test_a_form_that_was_cut_off_says_where(world):
    whole = form(world, full_sheet(world))
    before = stored()
    names = list(whole)
    assert names[-1] == "het"
    for length in range(1, len(names), 6):
        response = send_form(world, {name: whole[name] for name in names[:length]})
        assert response.status_code == 422, names[length]
    response = send_form(world, {name: whole[name] for name in names[:-1]})
    assert "Lần gửi này bị cắt giữa chừng, chỉ tới nội dung DK3" in text(response)
    assert stored() == before


# --- any order, any figures ---

CODES = ("1.2.1", "3.1.1", "5.2.1")
EDITS = st.dictionaries(
    st.sampled_from(CODES),
    st.tuples(st.integers(0, 3), st.sampled_from(["", "Một.", "Hai."])),
    max_size=3,
)


@given(first=EDITS, second=EDITS, turn=st.booleans())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_two_stale_forms_never_lose_a_value_in_silence(world, first, second, turn):
    """Whatever two windows changed: it is stored, or its window was told and shown both."""
    Assessment.objects.filter(pk=world.dossier.pk).update(version=1)
    opened = stored_lines(world)
    changes = [changed(opened, edits) for edits in (first, second)]
    order = changes if turn else changes[::-1]
    forms = [form(world, change) for change in order]
    answers = [send_form(world, sent) for sent in forms]
    assert answers[0].status_code == 302
    lines = stored_lines(world)
    told = answers[1].status_code == 409
    for code in CODES:
        blank = opened.get(code, Given())
        mine = [change.get(code, blank) for change in order]
        now = lines.get(code, Given())
        if mine[1] in (blank, mine[0]):
            assert now == mine[0]
        elif mine[0] == blank:
            assert now == mine[1]
        else:
            assert now == mine[0]
            assert told
            assert f"<strong>{code}</strong>" in text(answers[1]) or code in text(answers[1])


def changed(opened, edits):
    return {
        code: replace(opened.get(code, Given()), answer=Answer(done=done, due=3), explanation=words)
        for code, (done, words) in edits.items()
    }
