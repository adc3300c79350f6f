"""Saving the sheet over the web: whole without script, line by line with it; all or nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tuphap.foundation.accounts.models import Post
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import ColumnSummary, Entry
from tuphap.modules.assessments.tests.sheet_requests import (
    address,
    form,
    line,
    send_form,
    send_line,
)
from tuphap.modules.assessments.tests.world import (
    BACKEND,
    PASS_SET,
    POINTS_SET,
    REACHES,
    SELF,
    full_sheet,
    in_status,
    make_world,
    signed_in,
    start,
    stored,
)
from tuphap.rules.workflows.assessment import WORKFLOWS

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_world()
    start(world)
    return world


def whole_form(world):
    """What the page would send with every line at its best."""
    return form(world, full_sheet(world))


def pair(world, code, done, due):
    return line(world, code, done=done, due=due)


# --- the whole form, without script ---


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_the_whole_sheet_is_saved_at_once(code):
    world = make_world(code)
    start(world)
    response = signed_in(world.mai).post(address(world), whole_form(world))
    assert response.status_code == 302
    assert response.url == "/lam-viec/"
    summary = ColumnSummary.objects.get(assessment=world.dossier, column=SELF)
    assert summary.met is True
    assert summary.unanswered == []
    assert Entry.objects.filter(assessment=world.dossier).count() == len(items_of(world.period))


def test_the_second_button_stays_on_the_sheet(world):
    response = signed_in(world.mai).post(address(world), {**whole_form(world), "o-lai": "1"})
    assert response.url == address(world)


def test_saving_the_same_again_changes_nothing_but_keeps_the_sums(world):
    client = signed_in(world.mai)
    client.post(address(world), whole_form(world))
    before = stored()
    client.post(address(world), whole_form(world))
    after = stored()
    for kind in ("Entry", "EntryHistory", "Assessment"):
        assert after[kind] == before[kind]


def test_one_wrong_figure_saves_nothing_and_keeps_everything_that_was_typed(world):
    before = stored()
    sent = {**whole_form(world), **pair(world, "3.1.2", "41", "38"), "1.2.1-done": "12,5"}
    response = signed_in(world.mai).post(address(world), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert stored() == before
    assert "Còn 1 chỗ phải sửa" in page or "Còn 2 chỗ phải sửa" in page
    assert 'value="12,5"' in page
    assert 'value="41"' in page
    assert 'id="o-2-3-1-a" name="2.3.1-option" value="a" form="phieu" checked' in page


def test_figures_that_cannot_be_are_all_named_with_links_to_their_lines(world):
    wrong = {**pair(world, "3.1.2", "41", "38"), **pair(world, "1.2.1", "5", "0")}
    page = send_form(world, {**whole_form(world), **wrong}).content.decode()
    assert "Còn 2 chỗ phải sửa" in page
    assert '<a href="#nd-3-1-2">3.1.2: Số vụ, việc hòa giải thành (41) lớn hơn' in page
    assert 'href="#nd-1-2-1"' in page
    assert 'aria-invalid="true"' in page


def test_whoever_saves_without_the_token_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.mai, backend=BACKEND)
    before = stored()
    assert client.post(address(world), whole_form(world)).status_code == 403
    assert stored() == before


# --- one line, with script ---


def test_a_line_answers_its_points_the_panel_and_when_it_was_saved(world):
    response = send_line(world, "1.2.1", pair(world, "1.2.1", "118", "123"))
    page = response.content.decode()
    assert response.status_code == 200
    assert '<div id="diem-1-2-1" hx-swap-oob="innerHTML">' in page
    assert "<strong>5,25</strong> / 7" in page
    assert "95,93\N{NO-BREAK SPACE}%" in page
    assert '<aside id="bang" hx-swap-oob="innerHTML">' in page
    assert "Đã lưu lúc" in page
    assert Entry.objects.get(assessment=world.dossier, item="1.2.1").done == 118


def test_the_fields_themselves_are_not_sent_back(world):
    """So that nothing typed meanwhile is lost and the focus stays where it is."""
    page = send_line(world, "1.2.1", pair(world, "1.2.1", "118", "123")).content.decode()
    hidden = re.findall("<input[^>]*>", page)
    assert len(hidden) == 1
    assert 'type="hidden" id="dau-1-2-1"' in hidden[0]
    assert "<textarea" not in page


def test_other_lines_keep_what_they_have(world):
    send_line(world, "1.2.1", pair(world, "1.2.1", "118", "123"))
    send_line(world, "3.1.1", pair(world, "3.1.1", "38", "38"))
    saved = Entry.objects.filter(assessment=world.dossier).values_list("item", "done")
    assert sorted(saved) == [("1.2.1", 118), ("3.1.1", 38)]


def test_a_wrong_line_answers_with_its_sentence_and_changes_nothing(world):
    send_line(world, "3.1.2", pair(world, "3.1.2", "36", "38"))
    before = stored()
    response = send_line(world, "3.1.2", pair(world, "3.1.2", "41", "38"))
    page = response.content.decode()
    assert response.status_code == 422
    assert stored() == before
    assert 'data-wrong="done"' in page
    assert "Số vụ, việc hòa giải thành (41) lớn hơn số vụ, việc đã hòa giải (38)." in page
    assert "1 ô chưa lưu vì còn lỗi" in page
    assert "3.1.2 Số liệu sai" in page


def test_faults_elsewhere_on_the_page_stay_in_the_list(world):
    sent = {**pair(world, "1.2.1", "118", "123"), "con-loi": "3.1.2"}
    page = send_line(world, "1.2.1", sent).content.decode()
    assert "3.1.2 Số liệu sai" in page


def test_an_indicator_that_did_not_arise_is_saved_with_all_its_contents(world):
    sent = {**line(world, "1.1.1"), **line(world, "1.1.2"), "1.1-not_applicable": "1"}
    response = send_line(world, "1.1", sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert "diem-1-1-1" in page
    assert "diem-1-1-2" in page
    rows = Entry.objects.filter(assessment=world.dossier, not_applicable=True)
    assert {row.item: row.points for row in rows} == {"1.1.1": 1, "1.1.2": 2}


def test_a_line_is_also_saved_without_script(world):
    response = send_line(world, "1.2.1", pair(world, "1.2.1", "118", "123"), htmx=False)
    assert response.status_code == 302
    assert response.url == f"{address(world)}#nd-1-2-1"


def test_an_emptied_line_is_unanswered_again(world):
    send_line(world, "1.2.1", pair(world, "1.2.1", "118", "123"))
    send_line(world, "1.2.1", pair(world, "1.2.1", "", ""))
    entry = Entry.objects.get(assessment=world.dossier, item="1.2.1")
    assert (entry.done, entry.due, entry.points) == (None, None, None)


def test_the_history_keeps_every_figure(world):
    for done in ("1", "2", "3"):
        send_line(world, "1.2.1", pair(world, "1.2.1", done, "3"))
    assert [row["done"] for row in stored()["EntryHistory"]] == [1, 2, 3]


# --- bad input: a clear sentence, 4xx, nothing changed ---

BAD_LINES = {
    "text": ({"1.2.1-done": "nhiều"}, "nhiều"),
    "more done than due": ({"1.2.1-done": "4"}, "lớn hơn"),
    "negative": ({"1.2.1-done": "-4"}, "từ 0 trở lên"),
    "decimals": ({"1.2.1-done": "12,5"}, "từ 0 trở lên"),
    "a million digits": ({"1.2.1-done": "9" * 1_000_000}, "dài quá 8.000 ký tự"),
    "nine thousand digits": ({"1.2.1-done": "9" * 7000}, "vượt quá"),
    "over the largest": ({"1.2.1-done": "9999999999"}, "vượt quá"),
    "per cent": ({"1.2.1-done": "95%"}, "không phải số lượng"),
    "nothing due": ({"1.2.1-done": "0", "1.2.1-due": "0"}, "là 0"),
    "forged column": ({"column": "final"}, "Lần gửi có một ô không thuộc phần đang lưu"),
    "forged points": ({"points": "6"}, "Lần gửi có một ô không thuộc phần đang lưu"),
    "forged points of the line": (
        {"1.2.1-points": "6"},
        "Lần gửi có một ô không thuộc phần đang lưu",
    ),
    "another line": (
        {"2.1.1-done": "6"},
        "Lần gửi có một ô không thuộc phần đang lưu: “Số đã thực hiện” của nội dung 2.1.1",
    ),
    "a kind of figure it has not": (
        {"1.2.1-option": "a"},
        "Lần gửi có một ô không thuộc phần đang lưu: “Lựa chọn” của nội dung 1.2.1",
    ),
    "twice": ({"1.2.1-done": ["1", "2"]}, "của nội dung 1.2.1 được gửi 2 lần"),
    "too long a sentence": ({"1.2.1-explanation": "a" * 5000}, "Giải thích dài 5.000 ký tự"),
    "half a pair": ({"1.2.1-done": None}, "Lần gửi này thiếu ô “"),
    "no version": ({"1.2.1-line": "1"}, "không cho biết nội dung 1.2.1 được mở ở phiên bản nào"),
}


def bad_line(world, name):
    changes, words = BAD_LINES[name]
    sent = {**pair(world, "1.2.1", "1", "3"), **changes}
    return {name: value for name, value in sent.items() if value is not None}, words


@pytest.mark.parametrize("name", BAD_LINES)
@pytest.mark.parametrize("htmx", [True, False])
def test_bad_input_on_a_line_is_refused_with_a_sentence_and_changes_no_row(world, name, htmx):
    sent, words = bad_line(world, name)
    before = stored()
    response = send_line(world, "1.2.1", sent, htmx=htmx)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert stored() == before


# The whole form does have the other line.
@pytest.mark.parametrize("name", sorted(set(BAD_LINES) - {"another line"}))
def test_bad_input_in_the_whole_form_is_refused_alike(world, name):
    sent, words = bad_line(world, name)
    rest = {field: text for field, text in whole_form(world).items() if "1.2.1-" not in field}
    before = stored()
    response = send_form(world, {**rest, **sent})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert stored() == before


@pytest.mark.parametrize(
    ("unit", "sent", "words"),
    [
        ("2.3.1", {"2.3.1-option": "z"}, "không có lựa chọn “z”"),
        ("DK3", {"DK3-option": "maybe"}, "không có"),
        ("9.9.9", {}, "Phiếu này không có nội dung “9.9.9”"),
        ("1.1.1", {}, "Phiếu này không có nội dung “1.1.1”"),
        (
            "2.2.1",
            {"2.2.1-done": "3", "2.2.1-due": "4", "2.2.1-not_applicable": "1"},
            "đã chọn không phát sinh nhưng vẫn có số liệu",
        ),
        (
            "2.1.1",
            {"2.1.1-done": "3", "2.1.1-due": "4", "2.1.1-not_applicable": "1"},
            "không thuộc phần đang lưu: “Không phát sinh” của nội dung 2.1.1",
        ),
    ],
)
def test_answers_a_line_does_not_have(world, unit, sent, words):
    before = stored()
    response = send_line(world, unit, {**line(world, unit), **sent})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert stored() == before


def test_days_are_checked_like_figures():
    world = make_world(PASS_SET)
    start(world)
    before = stored()
    unit = "2.4.1"
    for assigned, done, words in (
        ("30/02/2026", "01/03/2026", "không có trong lịch"),
        ("02/03/2026", "01/03/2026", "trước"),
        ("ngày mai", "", "không phải là ngày"),
        ("01/01/0001", "01/01/9999", "cách nhau quá xa"),
    ):
        sent = line(world, unit, assigned_on=assigned, done_on=done)
        response = send_line(world, unit, sent)
        assert response.status_code == 422, assigned
        assert words in response.content.decode()
    assert stored() == before


def test_a_nul_never_reaches_the_sheet(world):
    before = stored()
    response = send_line(world, "1.2.1", pair(world, "1.2.1", "1\0", "3"))
    assert response.status_code == 400
    assert stored() == before


# --- when it may not be written ---

CASES = [
    (code, status)
    for code, table in WORKFLOWS.items()
    for status in [row.code for row in table.statuses]
    if status in REACHES and SELF not in table.status(status).writable
]


@pytest.mark.parametrize(("code", "status"), CASES)
def test_no_status_but_the_writable_ones_takes_a_figure(code, status):
    world = in_status(status, code)
    before = stored()
    for response in (
        send_line(world, "1.2.1", pair(world, "1.2.1", "1", "3")),
        send_form(world, {**pair(world, "1.2.1", "1", "3"), "het": "1"}),
    ):
        assert response.status_code == 409
        assert "Số vừa nhập chưa được ghi" in response.content.decode()
    assert stored() == before


@pytest.mark.parametrize("who", ["binh", "hung", "thu", "minh", "ha", "phuc"])
def test_nobody_but_the_officer_of_the_unit_writes_its_column(world, who):
    before = stored()
    person = getattr(world, who)
    for response in (
        send_line(world, "1.2.1", pair(world, "1.2.1", "1", "3"), person=person),
        send_form(world, {**pair(world, "1.2.1", "1", "3"), "het": "1"}, person),
    ):
        assert response.status_code == 403
    after = stored()
    assert after == before


def test_an_ended_post_writes_nothing_more(world):
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(person=world.mai).update(ends_on=yesterday)
    before = stored()
    assert send_line(world, "1.2.1", pair(world, "1.2.1", "1", "3")).status_code == 404
    assert stored() == before
