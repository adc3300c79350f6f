"""Reading a sheet from a request: every field by name, every fault with its sentence."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from tuphap.modules.assessments.forms import field_names, read, read_date, wrong_elsewhere
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items, saved_together
from tuphap.modules.assessments.lines.words import texts_of
from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET, best_answer, document_of
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import parse
from tuphap.rules.scoring import Answer

POINTS = items(parse(document_of(POINTS_SET)), gates_enabled=True)
PASS = items(parse(document_of(PASS_SET)), gates_enabled=True)


def item(code):
    return next(row for row in (*POINTS, *PASS) if row.code == code)


def posted(**fields):
    """Fields of one line; “_” in a name stands for nothing special."""
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def line(code, **fields):
    """Figures that are not named are empty, as in the page."""
    row = item(code)
    empty = {name: "" for name in row.fields if name not in ("option", "chosen")}
    named = {"line": "1", **empty, **fields}
    return read([row], posted(**{f"{code}-{name}": text for name, text in named.items()}))


def answer(code, **fields):
    reading = line(code, **fields)
    assert reading.faults == {}
    return reading.lines[code].answer


def fault(code, **fields):
    reading = line(code, **fields)
    assert reading.lines == {}
    return reading.faults[code]


# --- both ways ---


@pytest.mark.parametrize("row", [*POINTS, *PASS], ids=lambda row: row.code)
def test_what_was_saved_is_read_back_from_its_own_texts(row):
    best = best_answer(row.content) if row.content else Answer(option="none")
    for one in (best, Answer()):
        saved = Given(one, "Một câu.")
        fields = {
            f"{row.code}-{name}": list(text) if isinstance(text, tuple) else text
            for name, text in texts_of(row, saved).items()
        }
        reading = read([row], posted(**{f"{row.code}-line": "1"}, **fields))
        assert reading.lines == {row.code: saved}


@pytest.mark.parametrize("row", [r for r in (*POINTS, *PASS) if r.can_be_absent])
def test_what_did_not_arise_is_read_back(row):
    reading = read([row], posted(**{f"{row.code}-line": "1", f"{row.unit}-not_applicable": "1"}))
    assert reading.lines[row.code].answer == Answer(not_applicable=True)


@given(done=st.integers(0, 10**9), due=st.integers(0, 10**9))
@settings(max_examples=50, deadline=None)
def test_any_two_counts_come_back_as_they_are_shown(done, due):
    row = item("1.2.1")
    texts = texts_of(row, Given(Answer(done=done, due=due)))
    assert answer("1.2.1", done=texts["done"], due=texts["due"]) == Answer(done=done, due=due)


# --- figures ---


@pytest.mark.parametrize(
    ("text", "count"), [("118", 118), (" 118 ", 118), ("1.204", 1204), ("0", 0), ("007", 7)]
)
def test_counts_as_people_write_them(text, count):
    assert answer("1.2.1", done=text, due="") == Answer(done=count)


@pytest.mark.parametrize(
    "text", ["12,5", "-3", "+3", "mười", "1e5", "NaN", "∞", "١٢", "1_000", "0x10", "true", "1 2"]
)
def test_what_is_no_count_is_refused_in_the_words_of_the_field(text):
    found = fault("3.1.1", done=text, due="38")
    assert found.fields == ("done",)
    assert found.sentence == (
        f"Số vụ, việc đã hòa giải phải là số nguyên từ 0 trở lên. Đang ghi “{text}”."
    )


def test_a_million_digits_are_refused_before_they_are_looked_at():
    with pytest.raises(Refused) as refused:
        line("1.2.1", done="9" * 1_000_000, due="1")
    assert refused.value.kind is Kind.INVALID
    assert "dài quá" in refused.value.sentence


def test_a_long_figure_is_quoted_short():
    assert len(fault("1.2.1", done="9" * 5000, due="1").sentence) < 200


def test_a_count_has_a_largest():
    found = fault("1.2.1", done="1000000001", due="")
    assert "vượt quá 1.000.000.000" in found.sentence


def test_a_share_is_not_a_count():
    assert "không phải số lượng" in fault("1.2.1", done="95%", due="").sentence


def test_both_wrong_figures_are_marked_and_the_first_sentence_stands():
    found = fault("1.2.1", done="a", due="b")
    assert found.fields == ("done", "due")
    assert "“a”" in found.sentence


def test_the_typed_text_is_kept_as_it_was():
    reading = line("1.2.1", done="12,5", due=" 38")
    assert reading.typed["1.2.1"]["done"] == "12,5"
    assert reading.typed["1.2.1"]["due"] == " 38"


# --- days ---


@pytest.mark.parametrize("text", ["28/02/2026", "28-02-2026", "2026-02-28", " 28/2/2026 "])
def test_days_are_read_day_first(text):
    assert read_date(text, "Ngày") == date(2026, 2, 28)


@pytest.mark.parametrize("text", ["14/1/26", "14-01-26"])
def test_a_year_of_two_digits_is_asked_for_in_four(text):
    with pytest.raises(Refused, match=r"chưa đủ năm\. Ghi năm bằng bốn chữ số"):
        read_date(text, "Ngày ban hành")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("30/02/2022", "Ngày ban hành 30/02/2022 không có trong lịch."),
        ("02/28/2026", "Ngày ban hành 02/28/2026 không có trong lịch."),
        ("hôm qua", "Ngày ban hành “hôm qua” không phải là ngày."),
        ("0/0/0", "Ngày ban hành 0/0/0 không có trong lịch."),
        ("1/1/99999", "Ngày ban hành “1/1/99999” không phải là ngày."),
    ],
)
def test_days_that_are_none(text, start):
    with pytest.raises(Refused) as refused:
        read_date(text, "Ngày ban hành")
    assert refused.value.sentence == (f"{start} Ghi theo mẫu ngày/tháng/năm, ví dụ 28/02/2022.")


def test_a_deadline_line_reads_both_days():
    row = next(r for r in PASS if r.fields == ("assigned_on", "done_on"))
    sent = {f"{row.code}-{name}": "" for name in ("line", "assigned_on")}
    sent[f"{row.code}-done_on"] = "03/03/2026"
    assert read([row], posted(**sent)).lines[row.code].answer == Answer(done_on=date(2026, 3, 3))


# --- lists and words ---


def test_nothing_ticked_is_an_empty_list():
    row = next(r for r in PASS if "chosen" in r.fields)
    empty = read([row], posted(**{f"{row.code}-line": "1"}))
    assert empty.lines[row.code].answer == Answer()
    two = read([row], posted(**{f"{row.code}-line": "1", f"{row.code}-chosen": ["a", "c"]}))
    assert two.lines[row.code].answer == Answer(chosen=frozenset({"a", "c"}))


def test_that_nothing_of_a_list_was_done_is_an_answer():
    row = next(r for r in PASS if "chosen" in r.fields)
    none = read([row], posted(**{f"{row.code}-line": "1", f"{row.code}-option": "none"}))
    assert none.lines[row.code].answer == Answer(option="none")


def test_a_sentence_is_cleaned_and_keeps_its_lines():
    reading = line("1.2.1", explanation=" hoa\u0300 giải\r\nxong\u202e ")
    assert reading.lines["1.2.1"].explanation == "hoà giải\nxong"


def test_a_line_that_was_not_on_the_page_is_left_alone():
    assert read(POINTS, posted(**{"1.2.1-done": "3"})).lines == {}


# --- forged ---


@pytest.mark.parametrize(
    "name",
    [
        "column",
        "points",
        "1.2.1-points",
        "1.2.1-passed",
        "9.9.9-done",
        "1.1.1-done",
        "met",
        "DK3-done",
    ],
)
def test_a_field_that_is_not_ours_refuses_the_whole_request(name):
    with pytest.raises(Refused) as refused:
        read(POINTS, posted(**{"1.2.1-line": "1", name: "6"}))
    assert refused.value.kind is Kind.INVALID
    assert refused.value.fields == {}
    assert refused.value.sentence.startswith("Lần gửi có một ô không thuộc phần đang lưu")
    assert name not in refused.value.sentence


def test_a_field_of_another_line_is_not_ours_when_one_line_is_saved():
    with pytest.raises(Refused):
        read([item("1.2.1")], posted(**{"1.2.1-line": "1", "2.1.1-done": "3"}))


def test_a_field_sent_twice_is_refused():
    with pytest.raises(Refused) as refused:
        read(POINTS, posted(**{"1.2.1-line": "1", "1.2.1-done": ["1", "2"]}))
    assert "được gửi 2 lần" in refused.value.sentence


def test_names_of_fields_are_all_different():
    for rows in (POINTS, PASS):
        names = [name for row in rows for name in set(field_names([row]))]
        shared = {f"{row.unit}-not_applicable" for row in rows if row.unit != row.code}
        assert {name for name in names if names.count(name) > 1} <= shared


def test_only_codes_of_the_sheet_count_as_wrong_elsewhere():
    query = posted(**{"con-loi": "3.1.2,<script>,1.2.1"})
    assert wrong_elsewhere(POINTS, query) == ("1.2.1", "3.1.2")


# --- what is saved together ---


def test_an_indicator_that_did_not_arise_is_saved_as_a_whole():
    assert [row.code for row in saved_together(POINTS, "1.1")] == ["1.1.1", "1.1.2"]
    assert saved_together(POINTS, "1.1.1") == ()
    assert [row.code for row in saved_together(POINTS, "2.2.1")] == ["2.2.1"]


def test_a_gate_is_a_line_only_where_it_is_in_force():
    rule_set = parse(document_of(PASS_SET))
    assert [r.code for r in items(rule_set, True) if r.gate] == ["DK2"]
    assert [r.code for r in items(rule_set, False) if r.gate] == []
