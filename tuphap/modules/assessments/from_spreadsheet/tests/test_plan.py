"""From rows of a spreadsheet to changes and faults, without a database."""

from contextlib import suppress
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuphap.modules.assessments.from_spreadsheet.block import Sheet, Start, read_block
from tuphap.modules.assessments.from_spreadsheet.headings import FIELDS, HEADS
from tuphap.modules.assessments.from_spreadsheet.judging import Judged
from tuphap.modules.assessments.from_spreadsheet.plan import Plan, plan_of
from tuphap.modules.assessments.from_spreadsheet.stamp import SheetName, require_own_stamp
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items
from tuphap.modules.assessments.lines.words import answer_words
from tuphap.modules.assessments.tests.world import document_of
from tuphap.rules.content_scoring import Answer
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set import parse

YEARS = {"25-2021": 2022, "27-2025": 2026}
STORED = {"1.2.1": Given(Answer(done=3, due=4), "Theo sổ")}
ABSENT = {code: Given(Answer(not_applicable=True)) for code in ("1.1.1", "1.1.2")}


@cache
def rules(code: str):
    rule_set = parse(document_of(code))
    return rule_set, items(rule_set, gates_enabled=True)


def judged(code, stored) -> Judged:
    rule_set, lines = rules(code)
    year = YEARS[code]
    return Judged(rule_set, lines, stored, True, WorkCalendar(), year, date(year, 12, 20))


def planned(rows, code="25-2021", stored=STORED, start=None) -> Plan:
    rule_set, lines = rules(code)
    sheet = Sheet(lines, rule_set.short_name, {"2.4.3": "27/2025"})
    return plan_of(read_block(rows, sheet, start), lines, stored, judged(code, stored).faults)


def changes(plan: Plan) -> dict[str, str]:
    return {c.item.code: answer_words(c.item, c.after) for c in plan.changes}


def headed(*rows, heads=("Mã", "Số đã làm", "Số phải làm")):
    return [list(heads), *map(list, rows)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (headed(["1.2.1", "5", "8"]), {"1.2.1": "5/8"}),
        # By name, in any order, below other lines, beside columns nobody knows.
        (
            [
                ["Phiếu của xã"],
                ["Ghi chú", "TỔNG SỐ", "Mã nội dung", "số đã thực hiện:"],
                ["gấp", 8, "ND 1.2.1.", 5],
            ],
            {"1.2.1": "5/8"},
        ),
        # An empty cell leaves what stands there.
        (headed(["1.2.1", "2", ""], ["2.1.1", "", ""]), {"1.2.1": "2/4"}),
        # Codes under a column without a heading of its own.
        (headed(["1.2.1", "5", "8"], heads=["", "Số đã làm", "Số phải làm"]), {"1.2.1": "5/8"}),
        # Without headings only codes, done, due; an empty column between them does not count.
        (
            [["1.2.1", "5", "8"], ["", "", ""], ["2.1.1", "1", "2"]],
            {"1.2.1": "5/8", "2.1.1": "1/2"},
        ),
        ([["1.2.1", "", "1.204", "1.300"]], {"1.2.1": "1.204/1.300"}),
    ],
)
def test_rows_are_found_by_headings_or_codes(rows, found) -> None:
    plan = planned(rows)
    assert changes(plan) == found
    assert plan.faults == ()


@pytest.mark.parametrize(
    ("code", "cell", "words"),
    [
        ("2.3.1", "b", "Không có"),
        ("2.3.1", "Không có", "Không có"),
        ("2.3.1", "a) Có", "Có"),
        ("2.3.1", "CO", "Có"),
        ("DK3", "Không có trường hợp nào", "Không có trường hợp nào"),
        ("dk 3", "có trường hợp bị xử lý", "Có trường hợp bị xử lý"),
    ],
)
def test_a_choice_is_read_by_its_letter_or_its_words(code, cell, words) -> None:
    plan = planned(headed([code, cell], heads=["Mã", "Lựa chọn"]))
    assert [*changes(plan).values()] == [words]


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("a; g", {"a", "g"}),
        ("không có", set()),
        # Letters as in Vietnamese law: the fifth is đ, the sixth e; đ is never d.
        ("a; c; đ", {"a", "c", "e"}),
        ("Đ, d", {"d", "e"}),
        ("Ð", {"e"}),  # the letter of Iceland, which looks like Đ
        ("e) Xây dựng chatbox; h", {"f", "h"}),
        ("đ) Xây dựng, số hóa các tài liệu", {"e"}),
    ],
)
def test_several_choices_stand_in_one_cell(cell, chosen) -> None:
    (change,) = planned(headed(["2.5.1", cell], heads=["Mã", "Lựa chọn"]), "27-2025").changes
    assert change.after.answer.chosen == chosen


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("a; f", "không có chữ “f”, chỉ có a, b, c, d, đ, e, g, h. Ghi một trong: a) Tổ chức"),
        ("a; w", "không có chữ “w”"),
        ("d) Xây dựng, số hóa", "Chữ “d” và lời ghi sau chữ đó không cùng một lựa chọn"),
        ("f) Xây dựng chatbox", "không có chữ “f”"),
        ("a; nhiều việc", "không có lựa chọn “nhiều việc”"),
    ],
)
def test_a_letter_that_is_none_is_named(cell, part) -> None:
    (fault,) = planned(headed(["2.5.1", cell], heads=["Mã", "Lựa chọn"]), "27-2025").faults
    assert part in fault.sentence


def test_days_are_cells_or_text() -> None:
    heads = ["Mã", "Ngày giao", "Ngày hoàn thành"]
    (change,) = planned(
        headed(["2.4.1", date(2026, 3, 2), "3/3/2026"], heads=heads), "27-2025"
    ).changes
    assert (change.after.answer.assigned_on, change.after.answer.done_on) == (
        date(2026, 3, 2),
        date(2026, 3, 3),
    )


KPS = ["Mã", "Số đã làm", "Số phải làm", "Lựa chọn", "Không phát sinh"]


@pytest.mark.parametrize(
    ("rows", "stored", "found"),
    [
        # One row speaks for the indicator; lines that say nothing follow it.
        (
            [["1.1.1", "", "", "", "x"]],
            {},
            {"1.1.1": "không phát sinh", "1.1.2": "không phát sinh"},
        ),
        (
            [["1.1.1", "", "", "", "x"], ["1.1.2", "", "", "", ""]],
            {},
            {"1.1.1": "không phát sinh", "1.1.2": "không phát sinh"},
        ),
        # Figures take the tick away, for all of the indicator.
        (
            [["1.1.1", "", "", "a", ""]],
            ABSENT,
            {"1.1.1": "Ban hành đầy đủ các văn bản quy phạm pháp luật", "1.1.2": "–"},
        ),
        # The tick takes figures away.
        (
            [["2.2.1", "", "", "", "x"]],
            {"2.2.1": Given(Answer(done=1, due=2))},
            {"2.2.1": "không phát sinh"},
        ),
    ],
)
def test_what_did_not_arise_is_as_on_the_sheet(rows, stored, found) -> None:
    plan = planned(headed(*rows, heads=KPS), stored=stored)
    assert changes(plan) == found
    assert plan.faults == ()


@pytest.mark.parametrize(
    ("rows", "column", "value", "part"),
    [
        (headed(["1.2.1", "9", "8"]), "B (Số đã làm)", "9", "lớn hơn số văn bản đã ban hành (8)"),
        (headed(["1.2.1", "9", ""]), "B (Số đã làm)", "9", "lớn hơn số văn bản đã ban hành (4)"),
        (headed(["1.2.1", "12,5", "8"]), "B (Số đã làm)", "12,5", "Đang ghi “12,5”"),
        (headed(["1.2.1", "95%", "8"]), "B (Số đã làm)", "95%", "không phải số lượng"),
        (headed(["1.1.1", "9", "10"]), "B (Số đã làm)", "9", "không có ô “Số đã làm”"),
        (headed(["9.9.9", "1", "2"]), "A (Mã)", "9.9.9", "không có mã “9.9.9”"),
        (headed(["9.9.9", "", ""]), "A (Mã)", "9.9.9", "không có mã “9.9.9”"),
        (headed(["2.4.3", "1", "2"]), "A (Mã)", "2.4.3", "thuộc bộ tiêu chí 27/2025"),
        (headed(["1.1", "1", "2"]), "A (Mã)", "1.1", "1.1.1, 1.1.2"),
        (headed(["", "1", "2"]), "A (Mã)", "", "chưa có mã"),
        (headed([date(2001, 2, 1), "1", "2"]), "A (Mã)", "01/02/2001", "kiểu Văn bản"),
        (headed(["2.3.1", "có lẽ"], heads=["Mã", "Lựa chọn"]), "B (Lựa chọn)", "có lẽ", "a) Có"),
        (headed(["1.2.1", "có lẽ"], heads=["Mã", "KPS"]), "B (Không phát sinh)", "có lẽ", "Ghi x"),
        (headed(["DK3", "x"], heads=["Mã", "KPS"]), None, "x", "không có trường hợp"),
        (headed(["DK3", "vì"], heads=["Mã", "Giải thích"]), None, "vì", "không có ô “Giải thích”"),
        (headed(["1.2.1", "x" * 4001], heads=["Mã", "Giải thích"]), None, "x" * 80, "tối đa 4.000"),
    ],
)
def test_a_fault_names_row_column_value_rule_and_remedy(rows, column, value, part) -> None:
    plan = planned(rows)
    assert changes(plan) == {}
    (fault,) = plan.faults
    assert (fault.row, fault.value) == (2, value)
    code = rows[1][0]
    assert fault.code == ("" if isinstance(code, date) or code.count(".") == 1 else code)
    assert column is None or fault.column == column
    assert part in fault.sentence


def test_a_code_twice_is_used_nowhere_and_named_at_both_rows() -> None:
    plan = planned(headed(["1.2.1", "1", "8"], ["2.1.1", "1", "2"], ["1.2.1", "2", "8"]))
    assert changes(plan) == {"2.1.1": "1/2"}
    assert [fault.row for fault in plan.faults] == [2, 4]
    assert "2 dòng (2, 4)" in plan.faults[0].sentence


def test_a_day_outside_the_year_is_named() -> None:
    heads = ["Mã", "Ngày giao", "Ngày hoàn thành"]
    (fault,) = planned(headed(["2.4.1", "2/3/2025", "3/3/2025"], heads=heads), "27-2025").faults
    assert "nằm ngoài năm đánh giá 2026" in fault.sentence
    assert fault.column == "C (Ngày hoàn thành)"


def test_a_sound_line_that_contradicts_one_left_out_is_left_out_too() -> None:
    rows = headed(["1.1.1", "", "", "", "x"], ["1.1.2", "", "", "b", ""], heads=KPS)
    plan = planned(rows, stored={})
    assert changes(plan) == {}
    assert [fault.row for fault in plan.faults] == [2, 3]


def test_rows_that_say_what_stands_there_are_counted() -> None:
    plan = planned(headed(["1.2.1", "3", "4"], ["2.1.1", "1", "1"]))
    assert (plan.same, changes(plan)) == (1, {"2.1.1": "1/1"})


def test_from_a_line_on_rows_follow_the_order_of_the_sheet() -> None:
    rows = [["5", "8"], ["1", "2"], [], ["b"], ["1", "2", "3"]]
    plan = planned(rows, start=Start("1.2.1", "done"))
    assert changes(plan) == {"1.2.1": "5/8", "2.1.1": "1/2", "2.3.1": "Không có"}
    (fault,) = plan.faults
    assert (fault.row, fault.column, fault.value) == (5, "C", "3")
    assert "2.4.1" in fault.sentence
    assert "nội dung 1.2.1" in plan.how[0]


def test_from_a_second_field_the_first_column_is_that_field() -> None:
    plan = planned([["8"], ["2"]], start=Start("1.2.1", "due"))
    assert changes(plan) == {"1.2.1": "3/8", "2.1.1": "–/2"}


def test_more_rows_than_lines_are_faults() -> None:
    plan = planned([["x"]] * 3, start=Start("5.4.1", "option"))
    assert [fault.row for fault in plan.faults][-1] == 3
    assert "chỉ còn 2 dòng" in plan.faults[-1].sentence


def test_examples_are_codes_this_sheet_has() -> None:
    lines = rules("27-2025")[1]
    sheet = Sheet(lines[2:], "27/2025")
    own = ", ".join(item.code for item in lines[2:4])
    with pytest.raises(Refused, match=rf"\({own}…\)"):
        read_block([["5", "8"]], sheet)
    (fault,) = read_block(headed(["", "1", "2"]), sheet).faults
    assert f"({own}…)" in fault.sentence


def test_codes_win_over_the_place_of_pasting() -> None:
    plan = planned(headed(["2.1.1", "1", "2"]), start=Start("1.2.1", "done"))
    assert changes(plan) == {"2.1.1": "1/2"}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["5", "8"], ["1", "2"]], "no_codes"),
        (headed(["5", "8"], heads=["Số đã làm", "Số phải làm"]), "no_codes"),
        ([["1.2.1", "Văn bản", "5", "8"]], "no_headings"),
        ([["1.2.1", "5"]], "no_headings"),
        (headed(["1.2.1", "5", "8"], heads=["Mã", "Số đã làm", "Đã làm"]), "doubled_heading"),
        (headed(*[["1.2.1", "5", "8"]] * 2000), "too_many_rows"),
    ],
)
def test_a_block_nobody_could_read_is_refused_whole(rows, code) -> None:
    with pytest.raises(Refused) as refused:
        planned(rows)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"rule_set": "27-2025"}, "other_set"),
        ({"year": 2021}, "other_year"),
        ({"unit_code": "99"}, "other_unit_of_template"),
    ],
)
def test_the_template_of_another_sheet_is_refused(other, code) -> None:
    whole = {"rule_set": "25-2021", "short_name": "25/2021", "year": 2022}
    own = SheetName(**whole, unit_code="23860", unit_name="Xã Ia Dơk")
    require_own_stamp([["Phiếu"], [own.stamp]], own)
    stamp = SheetName(**{**whole, "unit_code": "23860", "unit_name": "", **other}).stamp
    with pytest.raises(Refused) as refused:
        require_own_stamp([[stamp]], own)
    assert refused.value.code == code


ODD = ("Có", "3", "4,5", "1.204", "02/03/2026", "31/02/2026", "=1+1", "\x00", "x" * 9000, "-1")
CODES = ("1.2.1", "1.1.1", "2.4.1", "DK3", "TC1", "1.1", "9.9.9")
WORDS = st.sampled_from([*HEADS.values(), *CODES, *ODD, "x", "a", "a; b", ""])
CELLS = st.one_of(
    WORDS,
    st.text(max_size=8),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.booleans(),
    st.none(),
)
STARTS = st.one_of(
    st.none(),
    st.builds(Start, st.sampled_from(["1.2.1", "2.4.1", "DK3", "?"]), st.sampled_from(FIELDS)),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.sampled_from(sorted(YEARS)), STARTS)
@settings(deadline=None, max_examples=60)
def test_every_block_gives_a_plan_a_save_would_take_or_a_sentence(rows, code, start) -> None:
    stored = {**STORED, **ABSENT} if code == "25-2021" else {}
    with suppress(Refused):
        plan = planned(rows, code, stored, start)
        lines = {change.item.code: change.after for change in plan.changes}
        assert judged(code, stored).faults(lines) == {}
