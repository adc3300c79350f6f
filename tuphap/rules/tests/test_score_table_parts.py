"""Indicators, contents, conditions and results in a sheet of scores."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import contents
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.score_table import check_table

POINT_SET, PASS_SET = shipped("25-2021"), shipped("27-2025")


def check(rows, rule_set):
    return check_table(rows, rule_set, WorkCalendar())


def found(rows, rule_set) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.rule) for p in check(rows, rule_set).problems]


FULL = {"TC1": 10, "TC2": 30, "TC3": 15, "TC4": 20, "TC5": 25}


def point_sheet(head, cells):
    """The best commune, with further columns."""
    return [["Tên xã", *FULL, *head], ["Ia Dơk", *FULL.values(), *cells]]


def test_a_criterion_is_the_sum_of_its_indicators():
    rows = point_sheet(["1.1", "1.2"], [3, "5,25"])
    table = check(rows, POINT_SET)
    (problem,) = table.problems
    assert (problem.column, problem.rule) == ("TC1", "sum_of_parts")
    assert "TC1 ghi 10,00, các phần cộng lại là 8,25 (3,00 + 5,25)" in problem.message
    assert table.lines[0].points["TC1"] == Decimal("8.25")


def test_an_indicator_is_the_sum_of_its_contents():
    assert found(point_sheet(["1.1", "1.2", "1.1.1", "1.1.2"], [3, 7, 1, 1]), POINT_SET) == [
        (2, "TC1", "sum_of_parts"),
        (2, "1.1", "sum_of_parts"),
    ]


@pytest.mark.parametrize(
    ("word", "met", "rules"),
    [
        ("Đạt", True, []),
        ("Có", True, []),
        ("x", True, []),
        ("Không đạt", False, []),
        ("Không", False, []),
        (1, True, []),
        (True, True, []),
        (False, False, []),
        (None, None, []),
        ("có lẽ", None, ["not_a_verdict"]),
    ],
)
def test_a_gate_of_the_sheet_is_used(word, met, rules):
    table = check(point_sheet(["Điều kiện 3"], [word]), POINT_SET)
    assert table.lines[0].met is met
    assert [p.rule for p in table.problems] == rules


@pytest.mark.parametrize(
    ("gate", "word", "rules"),
    [
        ("Đạt", "Đạt", []),
        ("Đạt", "Không đạt", ["result_contradicts"]),
        ("Không đạt", "Đạt", ["result_contradicts"]),
        ("Không đạt", "Chưa đạt", []),
        (None, "Đạt", []),
        ("Đạt", None, []),
        ("Đạt", "tốt", ["not_a_verdict"]),
    ],
)
def test_a_printed_result_must_agree(gate, word, rules):
    table = check(point_sheet(["ĐK3", "Kết quả"], [gate, word]), POINT_SET)
    assert [p.rule for p in table.problems] == rules


def test_a_result_that_contradicts_says_which_condition():
    rows = point_sheet(["ĐK3", "Kết quả"], ["Không đạt", "Đạt"])
    (problem,) = check(rows, POINT_SET).problems
    assert problem.message.endswith(
        "ghi “Đạt” nhưng không bảo đảm DK3 (Có trường hợp bị xử lý). Kiểm tra lại kết quả."
    )
    rows = point_sheet(["ĐK3", "Kết quả"], ["Đạt", "Không đạt"])
    assert (
        "ghi “Không đạt” nhưng mọi điều kiện đều bảo đảm"
        in check(rows, POINT_SET).problems[0].message
    )


@pytest.mark.parametrize(("word", "rules"), [("Đạt", []), ("Không đạt", ["condition_contradicts"])])
def test_a_computed_condition_must_agree(word, rules):
    assert [rule for *_, rule in found(point_sheet(["ĐK1"], [word]), POINT_SET)] == rules


def test_a_sheet_too_low_is_not_met_without_the_gate():
    rows = [["Tên xã", *FULL], ["Ia Dơk", 4, 30, 15, 20, 25]]
    assert check(rows, POINT_SET).lines[0].met is False


# --- contents ---


def content_sheet(code, head, cells, rule_set=POINT_SET):
    """What one content is given, and the rules broken in its line."""
    table = check([["Tên xã", *head], ["Ia Dơk", *cells]], rule_set)
    line = table.lines[0]
    return line.points.get(code), [p.rule for p in table.problems if p.row == 2]


@pytest.mark.parametrize(
    ("head", "cells", "points", "rules"),
    [
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], [38, 40], "5.25", []),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], [Decimal("38.0"), "1.040"], "0", []),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], [41, 40], None, ["content_problem"]),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], [41, None], None, ["content_problem"]),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], [None, None], None, ["missing_value"]),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], ["95%", 40], None, ["not_a_count"]),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], ["x", "y"], None, ["not_a_count"] * 2),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số"], [Decimal("1.5"), 40], None, ["not_a_count"]),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số", "1.2.1"], [38, 40, "5,25"], "5.25", []),
        (
            ["1.2.1 đã thực hiện", "1.2.1 tổng số", "1.2.1"],
            [38, 40, 7],
            "5.25",
            ["points_contradict"],
        ),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số", "1.2.1"], [38, 40, None], "5.25", []),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số", "1.2.1"], [41, 40, 7], None, ["content_problem"]),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số", "1.2.1"], [None, None, 7], "7", []),
        (["1.2.1 đã thực hiện", "1.2.1 tổng số", "1.2.1"], [38, 40, "1.204"], "5.25",
         ["ambiguous_number"]),
        (["2.2.1 đã thực hiện", "2.2.1 không phát sinh"], [None, "x"], "4", []),
        (["2.2.1 đã thực hiện", "2.2.1 không phát sinh"], [None, "Không phát sinh"], "4", []),
        (["2.2.1 đã thực hiện", "2.2.1 không phát sinh"], [3, "x"], None, ["content_problem"]),
    ],
)  # fmt: skip
def test_figures_in_columns(head, cells, points, rules):
    code = head[0][:5]
    expected = Decimal(points) if points else None
    assert content_sheet(code, head, cells) == (expected, rules)


@pytest.mark.parametrize(
    ("code", "cell", "points", "rules"),
    [
        ("1.2.1", "38/40", "5.25", []),
        ("1.2.1", " 38 / 40 ", "5.25", []),
        ("1.2.1", "41/40", None, ["content_problem"]),
        ("1.2.1", "1.2/40", None, ["not_a_count"]),
        ("1.2.1", "5,25", "5.25", []),
        ("1.2.1", Decimal("5.25"), "5.25", []),
        ("1.2.1", date(2022, 4, 3), None, ["not_a_number"]),
        ("1.1.1", "a", "1", []),
        ("1.1.1", "B", "0", []),
        ("2.6.1", "Đáp ứng một phần", "2", []),
        ("2.6.1", "đáp ứng lắm", None, ["not_a_number"]),
        ("2.6.1", 2, "2", []),
        ("2.2.1", "không phát sinh", "4", []),
        ("2.2.1", "KPS", "4", []),
        ("1.2.1", "KPS", None, ["content_problem"]),
    ],
)
def test_a_content_in_one_cell(code, cell, points, rules):
    assert content_sheet(code, [code], [cell]) == (Decimal(points) if points else None, rules)


@pytest.mark.parametrize(
    ("code", "cell", "passed", "rules"),
    [
        ("2.5.1", "a, c", 1, []),
        ("2.5.1", "z", None, ["not_a_verdict"]),
        ("2.5.1", "Không", 0, []),
        ("2.5.1", 1, 1, []),
        ("2.1.1", "Có", 1, []),
        ("2.1.1", "Không", 0, []),
        ("3.2.2", "79/100", 0, []),
        ("3.2.2", "Đạt", 1, []),
        ("2.4.1", "Đạt", 1, []),
        ("2.4.1", "muộn", None, ["not_a_verdict"]),
    ],
)
def test_a_content_that_passes_or_not(code, cell, passed, rules):
    assert content_sheet(code, [code], [cell], PASS_SET) == (passed, rules)


@pytest.mark.parametrize(
    ("assigned", "done", "passed", "rules"),
    [
        ("05/01/2026", "14/01/2026", 1, []),
        ("5/1/2026", "2026-01-15", 0, []),
        (date(2026, 1, 5), datetime(2026, 1, 14, 8, 30), 1, []),
        ("30/02/2026", "14/01/2026", None, ["not_a_date"]),
        ("hôm qua", "14/01/2026", None, ["not_a_date"]),
        (5, "14/01/2026", None, ["not_a_date"]),
        ("14/01/2026", "05/01/2026", None, ["content_problem"]),
    ],
)
def test_dates_in_columns(assigned, done, passed, rules):
    head = ["2.4.1 ngày giao", "2.4.1 ngày thực hiện"]
    assert content_sheet("2.4.1", head, [assigned, done], PASS_SET) == (passed, rules)


def test_points_printed_beside_a_verdict():
    head = ["3.2.2 đã thực hiện", "3.2.2 tổng số", "3.2.2"]
    assert content_sheet("3.2.2", head, [9, 10, "Không đạt"], PASS_SET)[1] == ["points_contradict"]
    assert content_sheet("3.2.2", head, [9, 10, "Đạt"], PASS_SET)[1] == []


# --- met and not met ---

INDICATORS = [i.code for c in PASS_SET.criteria for i in c.indicators]


@pytest.mark.parametrize(
    ("cells", "total", "result", "met", "rules"),
    [
        (["Đạt"] * 14, 14, "Đạt", True, []),
        (["Đạt"] * 13 + ["Không đạt"], 13, "Không đạt", False, []),
        (["Đạt"] * 13 + ["Không đạt"], 14, "Đạt", False, ["total_mismatch", "result_contradicts"]),
        (["Đạt"] * 13 + [None], 13, None, None, ["missing_value"]),
        (["Đạt"] * 14, 15, None, True, ["over_maximum", "total_mismatch"]),
    ],
)
def test_a_sheet_without_points(cells, total, result, met, rules):
    rows = [["Tên xã", *INDICATORS, "Tổng", "Kết quả"], ["Ia Dơk", *cells, total, result]]
    table = check(rows, PASS_SET)
    assert table.lines[0].met is met
    assert table.lines[0].total is None
    assert [p.rule for p in table.problems] == rules


def test_a_sheet_that_answers_the_switchable_gate_switches_it_on():
    rows = [["Tên xã", *INDICATORS, "ĐK2"], ["Ia Dơk", *["Đạt"] * 14, "Không đạt"]]
    assert check(rows, PASS_SET).lines[0].met is False


@pytest.mark.parametrize("rule_set", [POINT_SET, PASS_SET], ids=lambda r: r.code)
def test_a_sheet_of_all_contents_at_their_best(rule_set):
    items = contents(rule_set)
    best = [item.max_points or "Đạt" for item in items]
    table = check([["Tên xã", *(i.code for i in items)], ["Ia Dơk", *best]], rule_set)
    assert table.problems == ()
    assert table.lines[0].total == rule_set.total_max
