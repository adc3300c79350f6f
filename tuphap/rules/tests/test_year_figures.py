"""Figures of a year: the real rates of reference years, exact averages, what may be compared."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.numbers import format_rate, format_share, half_up
from tuphap.rules.year_figures import (
    CHANGED,
    GONE,
    NEW,
    SAME,
    TOTAL,
    Node,
    UnitResult,
    Year,
    average,
    failures,
    gaps,
    rate_step,
    summed,
    totals,
    totals_by_group,
    totals_by_kind,
    weakest,
    years_beside,
)

# Who met of how many, as published, and the rate they give; two were printed otherwise.
PUBLISHED = (
    ("Cả nước 2022, số đầu", 9938, 10625, "93,5 %"),
    ("Cả nước 2022, số sau", 10073, 10743, "93,8 %"),
    ("Cả nước 2023, đã in 94,7 %", 10188, 10671, "95,5 %"),
    ("Cả nước 2024", 9506, 9807, "96,9 %"),
    ("Gia Lai 2022", 200, 220, "90,9 %"),
    ("Hà Tĩnh 2022, theo tiêu đề", 208, 216, "96,3 %"),
    ("Hà Tĩnh 2022, theo bài", 209, 216, "96,8 %"),
    ("Thanh Hóa 2023, đã in 95,17 %", 532, 559, "95,2 %"),
    ("Lào Cai 2023", 147, 152, "96,7 %"),
    ("Thái Nguyên 2023", 174, 177, "98,3 %"),
    ("Ninh Bình 2022", 139, 143, "97,2 %"),
    ("Bắc Kạn 2021", 105, 108, "97,2 %"),
    ("Hải Phòng 2018, đã in thiếu 10 đơn vị", 199, 233, "85,4 %"),
    ("Hải Dương 2019", 229, 235, "97,4 %"),
    ("Lào Cai 2018", 135, 164, "82,3 %"),
    ("Bình Chánh 2023", 16, 16, "100,0 %"),
    ("Đồng Tháp 2019", 139, 144, "96,5 %"),
    ("Bình Định 2019", 142, 159, "89,3 %"),
    ("Thành phố Hồ Chí Minh 2020, 3 đơn vị không đánh giá", 309, 319, "96,9 %"),
    ("Cao Bằng 2018", 127, 199, "63,8 %"),
    ("Bắc Giang 2017", 130, 230, "56,5 %"),
)


@pytest.mark.parametrize(("place", "met", "of", "shown"), PUBLISHED)
def test_real_figures_give_their_rate(place: str, met: int, of: int, shown: str) -> None:
    assert format_rate(met, of).replace("\N{NO-BREAK SPACE}", " ") == shown, place


@pytest.mark.parametrize(
    ("value", "shown"), [("1/40", "0.03"), ("-1/8", "-0.13"), ("1/3", "0.33"), ("2", "2.00")]
)
def test_half_goes_away_from_zero(value: str, shown: str) -> None:
    assert half_up(Fraction(value), 2) == Decimal(shown)


def test_a_share_is_written_like_a_rate() -> None:
    texts = [format_share(value) for value in (Decimal("-0.5"), Decimal(90), None)]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts] == ["−0,5 %", "90,0 %", "–"]


# --- a year ---

CRITERION = Node("TC1", "Ban hành văn bản", Decimal(10))
FIRST, SECOND = (Node(code, code, Decimal(10), "TC1") for code in ("1.1", "1.2"))


def of(code: str, met: bool | None, own: str | None, final: str | None, **more) -> UnitResult:
    columns = {
        column: {node: Decimal(value) for node in (TOTAL, "TC1", "1.1")}
        for column, value in (("self", own), ("final", final))
        if value is not None
    }
    given = {"name": f"Xã {code}", "kind": "xã", "group_code": "631", "group": "H. Đức Cơ", **more}
    return UnitResult(code=code, met=met, scores=columns, **given)


YEAR = Year(
    2022, "25-2021", "points", Decimal(100), (CRITERION, FIRST, SECOND),
    (
        of("1", True, "10", "9"),
        of("2", False, "10", "4.5", failed=("DK1", "DK2"), kind="thị trấn"),
        of("3", None, "8", None, group_code="622", group="TP. Pleiku"),
        of("4", None, None, None, counted=False),
        of("5", True, None, "9.5"),
    ),
    kinds=("xã", "phường", "thị trấn"),
)  # fmt: skip


def test_units_left_out_of_the_year_stand_outside_the_rate_and_are_told() -> None:
    found = totals(YEAR.units)
    assert (found.met, found.not_met, found.waiting, found.left_out) == (2, 1, 1, 1)
    assert (found.decided, found.assessed) == (3, 4)
    assert found.met_rate == format_rate(2, 3)


def test_kinds_and_groups_add_up_to_the_whole() -> None:
    kinds, groups = totals_by_kind(YEAR), totals_by_group(YEAR)
    assert [row.label for row in kinds] == ["xã", "thị trấn"]
    assert [(row.code, row.label) for row in groups] == [
        ("631", "H. Đức Cơ"),
        ("622", "TP. Pleiku"),
    ]
    assert summed(kinds) == summed(groups) == totals(YEAR.units)


def test_without_a_level_between_there_are_no_groups() -> None:
    alone = tuple(replace(unit, group_code="", group="") for unit in YEAR.units)
    assert totals_by_group(replace(YEAR, units=alone)) == []


def test_an_average_counts_final_figures_and_says_of_how_many_the_own_one_is() -> None:
    found = average(YEAR.units, CRITERION)
    assert (found.units, found.own_units) == (3, 2)
    assert (found.final_points, found.final_share) == (Decimal("7.67"), Decimal("76.7"))
    assert (found.own_points, found.difference) == (Decimal(10), None)


def test_a_difference_is_that_of_the_figures_as_shown() -> None:
    units = [of("1", True, "9.96", "3.34"), of("2", True, "9.93", "3.33")]
    found = average(units, CRITERION)
    assert (found.own_share, found.final_share) == (Decimal("99.5"), Decimal("33.4"))
    assert found.difference == Decimal("-66.1")


def test_the_weakest_have_the_lowest_share_and_unknown_ones_are_no_zero() -> None:
    rows = [average(YEAR.units, node) for node in YEAR.nodes]
    assert [row.node.code for row in weakest(rows, 5)] == ["TC1", "1.1"]


def test_the_largest_gap_comes_first_and_an_equal_pair_is_none() -> None:
    more = replace(YEAR, units=(*YEAR.units, of("6", True, "7", "7"), of("7", True, "3", "9")))
    assert [(gap.unit.code, gap.difference) for gap in gaps(more, 9)] == [
        ("7", Decimal(6)),
        ("2", Decimal("-5.5")),
        ("1", Decimal(-1)),
    ]


def test_failed_conditions_are_counted_once_per_unit() -> None:
    assert failures(YEAR) == {"DK1": 1, "DK2": 1}


def test_only_what_both_years_ask_alike_has_a_difference() -> None:
    third = Node("1.3", "1.3", Decimal(5), "TC1")
    nodes = (CRITERION, replace(FIRST, maximum=Decimal(4)), third)
    now = replace(YEAR, number=2023, nodes=nodes, units=YEAR.units[:1])
    found = years_beside(YEAR, now)
    assert {row.node.code: row.mark for row in found.changes} == {
        "TC1": SAME, "1.1": CHANGED, "1.3": NEW, "1.2": GONE,
    }  # fmt: skip
    steps = {row.node.code: row.difference for row in found.changes if row.difference is not None}
    assert steps == {"TC1": Decimal("13.3")}
    assert rate_step(found.before, found.now) == Decimal("33.3")


def test_points_never_stand_beside_met_and_not_met() -> None:
    now = replace(YEAR, rule_set="27-2025", scale="pass")
    found = years_beside(YEAR, now)
    assert (found.same_rules, found.same_scale, found.changes) == (False, False, ())


@given(st.lists(st.decimals(0, 10, places=3), min_size=1, max_size=40))
def test_an_average_never_leaves_what_it_is_made_of(values: list[Decimal]) -> None:
    units = [of(str(place), True, None, str(value)) for place, value in enumerate(values)]
    found = average(units, CRITERION).final
    assert found is not None
    assert min(values) <= found <= max(values)
    assert found * len(values) == sum(map(Fraction, values))
