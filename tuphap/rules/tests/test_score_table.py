"""A sheet of scores, commune by commune: what is computed, and everything that disagrees."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules import score_table
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.score_table import agree, check_table

OLD, POINT_SET, PASS_SET = shipped("619-2017"), shipped("25-2021"), shipped("27-2025")
CRITERIA = ["TC1", "TC2", "TC3", "TC4", "TC5"]
HEAD = ["STT", "Tên xã", *CRITERIA, "Tổng điểm"]
BAU_BANG = [1, "Lai Uyên", 15, "29,63", "21,25", "9,57", 20, "95,45"]


def check(rows, rule_set=OLD):
    return check_table(rows, rule_set, WorkCalendar())


def found(rows, rule_set=OLD) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.rule) for p in check(rows, rule_set).problems]


def row_with(**changes) -> list:
    """The line of Lai Uyên with other cells: TC2="31"."""
    places = {"unit": 1, "total": 7, **{code: n for n, code in enumerate(CRITERIA, start=2)}}
    row = list(BAU_BANG)
    for name, cell in changes.items():
        row[places[name]] = cell
    return row


# --- Bàu Bàng, xã Lai Uyên, 2017 ---


def test_a_sheet_that_agrees():
    table = check([["BẢNG TỔNG HỢP ĐIỂM NĂM 2017"], [], HEAD, BAU_BANG, ["Tổng cộng: 1 xã"]])
    (line,) = table.lines
    assert table.problems == ()
    assert (line.row, line.unit) == (4, "Lai Uyên")
    assert line.points == dict(
        zip(CRITERIA, map(Decimal, ["15", "29.63", "21.25", "9.57", "20"]), strict=True)
    )
    assert line.total == line.printed_total == Decimal("95.45")
    assert line.met is None


@pytest.mark.parametrize("cells", [("15.0", "29.63", "21.25", "9.57", "20.00", "95.45")])
def test_decimal_points_read_the_same(cells):
    assert found([HEAD, [1, "Lai Uyên", *cells]]) == []


def test_true_numbers_read_the_same():
    cells = [Decimal(n) for n in ("15", "29.63", "21.25", "9.57", "20", "95.45")]
    assert found([HEAD, [Decimal(1), "Lai Uyên", *cells]]) == []


# --- each disagreement, named by line and column ---


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"total": "95,54"}, [("Tổng điểm", "total_mismatch")]),
        ({"total": "95,5"}, [("Tổng điểm", "total_mismatch")]),
        ({"total": "95"}, [("Tổng điểm", "total_mismatch")]),
        ({"total": "195,45"}, [("Tổng điểm", "over_maximum"), ("Tổng điểm", "total_mismatch")]),
        ({"total": None}, [("Tổng điểm", "missing_value")]),
        ({"total": "nhiều"}, [("Tổng điểm", "not_a_number")]),
        ({"TC2": "30,01", "total": "95,83"}, [("TC2", "over_maximum")]),
        ({"TC2": 31}, [("TC2", "over_maximum"), ("Tổng điểm", "total_mismatch")]),
        ({"TC1": -15, "total": "65,45"}, [("TC1", "negative")]),
        ({"TC1": "−1"}, [("TC1", "negative"), ("Tổng điểm", "total_mismatch")]),
        ({"TC3": "hai mươi"}, [("TC3", "not_a_number")]),
        ({"TC3": "21,25đ"}, [("TC3", "not_a_number")]),
        ({"TC3": "85%"}, [("TC3", "not_a_number")]),
        ({"TC3": "nan"}, [("TC3", "not_a_number")]),
        ({"TC3": "1e1"}, [("TC3", "not_a_number")]),
        ({"TC3": True}, [("TC3", "not_a_number")]),
        ({"TC3": date(2017, 9, 21)}, [("TC3", "not_a_number")]),
        ({"TC3": "9" * 100_000}, [("TC3", "not_a_number")]),
        ({"TC3": Decimal("1E+300")}, [("TC3", "not_a_number")]),
        ({"TC3": Decimal("1E-300")}, [("TC3", "not_a_number")]),
        ({"TC3": "9" * 29}, [("TC3", "over_maximum"), ("Tổng điểm", "total_mismatch")]),
        ({"total": Decimal("1.23456789E-13")}, [("Tổng điểm", "total_mismatch")]),
        ({"unit": "9" * 100_000}, [("Tên xã", "unit_too_long")]),
        ({"TC3": None}, [("TC3", "missing_value")]),
        ({"TC3": "–"}, [("TC3", "missing_value")]),
        ({"unit": None}, [("Tên xã", "missing_unit")]),
    ],
)
def test_each_slip_of_a_line_is_named(changes, problems):
    rows = [HEAD, row_with(**changes)]
    assert found(rows) == [(2, column, rule) for column, rule in problems]


def test_a_column_that_is_missing_stands_at_no_place():
    (problem,) = check([["Tên xã", "TC1", "TC2", "TC3", "TC4"]]).problems
    assert problem.message.startswith("Dòng 1: thiếu cột TC5.")


def test_a_figure_of_many_digits_is_told_as_it_was_written():
    problem = check([HEAD, row_with(TC3="9" * 30)]).problems[0]
    assert "9" * 3 in problem.message
    assert "000.000" not in problem.message


def test_the_sentence_says_place_value_rule_and_what_to_do():
    (problem,) = check([HEAD, row_with(total="95,54")]).problems
    assert problem.value == "95,54"
    assert problem.message == (
        "Dòng 2, cột H (“Tổng điểm”): tổng ghi 95,54, các phần cộng lại là 95,45"
        " (15,00 + 29,63 + 21,25 + 9,57 + 20,00). Kiểm tra lại các ô này."
    )


def test_a_long_value_is_shortened():
    (problem,) = check([HEAD, row_with(TC3="9" * 100_000)]).problems
    assert len(problem.value) == score_table.LONGEST_VALUE
    assert len(problem.message) < 200


def test_a_long_number_is_told_by_its_length():
    (problem,) = check([HEAD, row_with(TC3="9" * 100_000)]).problems
    assert "dài 100.000 ký tự, không phải là điểm" in problem.message


def test_each_line_carries_its_conditions():
    rows = [["Tên xã", *CRITERIA, "ĐK3"], ["Ia Dơk", 4, 30, 15, 20, 25, None]]
    (line,) = check(rows, POINT_SET).lines
    assert [(c.code, c.holds) for c in line.conditions] == [
        ("DK1", True),
        ("DK2", False),
        ("DK3", None),
    ]


def test_figures_outside_their_limits_decide_nothing():
    rows = [["Tên xã", *CRITERIA, "ĐK3", "Kết quả"], ["Ia Dơk", 10, 30, 15, 20, 99, "Đạt", "Đạt"]]
    table = check(rows, POINT_SET)
    assert [p.rule for p in table.problems] == ["over_maximum"]
    assert table.lines[0].met is None
    assert table.lines[0].conditions == ()


def test_a_line_with_a_missing_figure_has_no_total():
    (line,) = check([HEAD, row_with(TC3=None)]).lines
    assert line.total is None
    assert line.printed_total == Decimal("95.45")


def test_one_point_with_three_digits_above_the_maximum_is_decimal():
    assert check([["Tên xã", "TC2"], ["A", "1.204"]]).lines[0].points["TC2"] == Decimal("1.204")


def test_an_ambiguous_figure_is_not_guessed():
    rows = [["Tên xã", "2.1.1"], ["A", "1.204/1.300"]]
    assert check(rows, POINT_SET).lines[0].points["2.1.1"] == Decimal("4.5")


@pytest.mark.parametrize(
    ("printed", "exact", "same"),
    [
        ("95.45", "95.45", True),
        ("95.450", "95.45", True),
        ("83.88", "83.875", True),
        ("83.87", "83.875", False),
        ("83.9", "83.875", False),
        ("84", "83.875", False),
        ("95", "95.00", True),
        ("83.875", "83.875", True),
        ("83.876", "83.8755", True),
    ],
)
def test_printed_figures_may_be_rounded_to_two_decimals(printed, exact, same):
    assert agree(Decimal(printed), Decimal(exact)) is same


# --- units ---


def test_a_commune_twice_is_named_with_the_first_place():
    table = check([HEAD, BAU_BANG, row_with(unit="LAI  UYÊN")])
    (problem,) = table.problems
    assert (problem.row, problem.rule, problem.value) == (3, "duplicate_unit", "LAI UYÊN")
    assert "đã có ở dòng 2" in problem.message


def test_invisible_signs_do_not_make_another_commune():
    table = check([HEAD, BAU_BANG, row_with(unit="Lai\u200b Uye\u0302n")])
    assert [p.rule for p in table.problems] == ["duplicate_unit"]
    assert table.lines[1].unit == "Lai Uyên"


def test_one_name_in_two_districts_is_two_communes():
    rows = [
        ["Huyện", "Tên xã", "TC1"],
        ["Chư Păh", "Xã Nghĩa Hòa", 5],
        ["KBang", "Xã Nghĩa Hòa", 5],
    ]
    assert "duplicate_unit" not in [rule for _, _, rule in found(rows)]
    grouped = [
        ["TT", "Tên xã", "TC1"],
        ["I", "Huyện Chư Păh", None],
        [1, "Xã Nghĩa Hòa", 5],
        ["II. Huyện KBang"],
        [1, "Xã Nghĩa Hòa", 5],
    ]
    assert "duplicate_unit" not in [rule for _, _, rule in found(grouped)]


@pytest.mark.parametrize(
    "line",
    [
        [],
        [None] * 8,
        ["", " ", None],
        [None, "Tổng cộng", 15, 30, 21, 10, 20, 96],
        ["Tổng cộng: 17 xã", None, 15],
        ["Cộng", None, 15],
        [None, "TỔNG SỐ", 15],
        ["Bình quân", None, "14,5"],
        ["Ghi chú: điểm do Hội đồng thẩm định"],
        [None, "Người lập biểu", None, None, "TM. ỦY BAN NHÂN DÂN"],
        ["I", "Huyện Bàu Bàng"],
        ["II. Thị xã Bến Cát", None, 14],
        [None, "Huyện Dầu Tiếng", 14, 28],
        ["B", "Khối phường"],
        [None, "Ngày 15 tháng 01 năm 2018", None, None, None, "ngày 15/01/2018"],
        HEAD,
    ],
)
def test_lines_that_are_no_communes(line):
    table = check([HEAD, BAU_BANG, line])
    assert [found.row for found in table.lines] == [2]
    assert table.problems == ()


@pytest.mark.parametrize(
    "name",
    [
        "Xã Cộng Hòa",
        "Cộng Hòa",
        "Tổng Cọt",
        "Xã A Ngo",
        "Y Tý",
        "Ia Dơk",
        "Phường 1",
        "Huyền Sơn",
        "Trung Bình",
    ],
)
def test_names_that_look_like_other_lines_are_communes(name):
    (line,) = check([HEAD, row_with(unit=name)]).lines
    assert line.unit == name


def test_without_serial_numbers_every_name_is_a_commune():
    table = check([["Tên xã", "TC1"], ["Ia Dơk", None], ["Ghi chú: đến 31/12", None]])
    assert [line.unit for line in table.lines] == ["Ia Dơk"]


@pytest.mark.parametrize("name", ["Huyen Duc Co", "x" * 90, "Huyện " + "x" * 90])
def test_groups_without_marks_and_long_texts(name):
    assert check([["Tên xã", "TC1"], [name, None]]).lines == ()


@pytest.mark.parametrize("line", [[2, "Ia Dơk"], [None, "Xã Ia Dơk"], ["3.", "A Ngo", "-"]])
def test_a_commune_without_figures_does_not_vanish(line):
    table = check([HEAD, BAU_BANG, line])
    assert [found.row for found in table.lines] == [2, 3]
    assert {p.rule for p in table.problems} == {"missing_value"}
    assert len(table.problems) == 6


# --- headings ---


@pytest.mark.parametrize(
    ("head", "problems"),
    [
        (["Tên xã", "TC1", "TC2", "TC3", "TC4"], [("TC5", "missing_heading")]),
        (["TC1", "TC2", "TC3", "TC4", "TC5"], [("Tên đơn vị", "missing_heading")]),
        (["Tên xã", *CRITERIA, "TC6"], [("TC6", "unknown_heading")]),
        (["Tên xã", *CRITERIA, "Màu"], [("Màu", "unknown_heading")]),
        (["Tên xã", *CRITERIA, "Tiêu chí 1"], [("Tiêu chí 1", "duplicate_heading")]),
        (["Tên xã", "Tên xã", *CRITERIA], [("Tên xã", "duplicate_heading")]),
        (["Tên xã", *CRITERIA, "Tổng", "Cộng"], [("Cộng", "duplicate_heading")]),
        (["Tên xã", "TC1 / 10", *CRITERIA[1:]], [("TC1 / 10", "other_maximum")]),
        (["Ghi chú", "Tên xã", *CRITERIA, "Ghi chú"], []),
        (["TC5", "TC4", "TC3", "TC2", "TC1", "Xã"], []),
    ],
)
def test_each_slip_of_the_heading_is_named(head, problems):
    assert found([head]) == [(1, column, rule) for column, rule in problems]


def test_an_unknown_code_names_the_rule_set():
    (problem,) = check([["Tên xã", *CRITERIA, "1.9"]]).problems
    assert "1.9 không có trong bộ tiêu chí 619/QĐ-TTg (TC1, TC2, TC3, TC4, TC5)" in problem.message


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        (["Tên xã", "1.1", "1.2", *CRITERIA[1:]], []),
        (["Tên xã", "1.1", *CRITERIA[1:]], ["1.2"]),
        (["Tên xã", "1.1.1", "1.2", *CRITERIA[1:]], ["1.1.2"]),
        (["Tên xã", *CRITERIA[:4]], ["TC5"]),
    ],
)
def test_the_highest_missing_heading_is_named(head, missing):
    rows = found([head], POINT_SET)
    assert [column for _, column, rule in rows if rule == "missing_heading"] == missing


def test_no_heading_is_refused_with_an_example():
    with pytest.raises(Refused) as refused:
        check([["Họ và tên", "Tuổi"]])
    assert refused.value.kind is Kind.INVALID
    assert refused.value.code == "no_heading"
    assert "“Tên xã”, “TC1”, “Tổng điểm”" in refused.value.sentence


# --- bounds ---


def test_checking_stops_somewhere(monkeypatch):
    monkeypatch.setattr(score_table, "MOST_PROBLEMS", 20)
    table = check([HEAD, *[[n, f"Xã {n}"] for n in range(1, 50)]])
    assert table.problems[-1].rule == "too_many"
    assert len(table.problems) < 40


cells = (
    st.none()
    | st.text(max_size=12)
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates()
    | st.sampled_from(["Đạt", "a", "38/40", "5,25", "Tổng cộng", "Huyện X", "TC1", "Tên xã", "KPS"])
)
headings = st.lists(
    st.sampled_from(
        [
            *("Tên xã", "Đơn vị", "Huyện", "STT", *CRITERIA, "1.1", "1.1.1", "1.2.1", "2.5.1"),
            *("1.2.1 đã thực hiện", "1.2.1 tổng số", "2.2.1 không phát sinh", "2.4.1 ngày giao"),
            *("2.4.1 ngày thực hiện", "Tổng điểm", "Kết quả", "ĐK1", "ĐK2", "ĐK3", "Lạ", "TC9"),
        ]
    ),
    max_size=12,
)


@pytest.mark.parametrize("rule_set", [OLD, POINT_SET, PASS_SET], ids=lambda r: r.code)
@given(head=headings, body=st.lists(st.lists(cells, max_size=12), max_size=6))
def test_no_sheet_breaks_the_check(rule_set, head, body):
    try:
        table = check([head, *body], rule_set)
    except Refused as refused:
        assert refused.code == "no_heading"  # noqa: PT017 - both ends are right
    else:
        assert all(1 <= problem.row <= len(body) + 1 for problem in table.problems)
        assert all(problem.message and problem.rule for problem in table.problems)


@given(st.lists(st.decimals(0, 10, places=2), min_size=5, max_size=5))
def test_a_true_total_agrees_and_another_does_not(parts):
    right = [HEAD, [1, "Lai Uyên", *parts, sum(parts)]]
    assert found(right) == []
    wrong = [HEAD, [1, "Lai Uyên", *parts, sum(parts) + Decimal("0.01")]]
    assert found(wrong) == [(2, "Tổng điểm", "total_mismatch")]


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ([7, "P. Yên Thế"], ["Lai Uyên", "P. Yên Thế"]),
        ([7, "X. Ia Dơk"], ["Lai Uyên", "X. Ia Dơk"]),
        (["", "X. Huyện Chư Sê"], ["Lai Uyên"]),
    ],
)
def test_a_short_kind_is_no_number_of_a_group(line, units):
    rows = [HEAD, BAU_BANG, [*line, *BAU_BANG[2:]]]
    assert [found.unit for found in check(rows).lines] == units
