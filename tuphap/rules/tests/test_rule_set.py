"""The shipped rule sets: what the law says is in them, and nothing is lost."""

import re
from decimal import Decimal

import pytest

from tuphap.rules.rule_set import (
    PASS,
    POINTS,
    ChooseAtLeast,
    Deadline,
    Options,
    Percentage,
    RuleSet,
    YearDay,
    confirmed_count,
    content,
    contents,
    criterion_of,
    display_name,
    indicator,
    indicator_of,
    indicators,
    nodes,
    parts_of,
    scored_by_criterion,
)
from tuphap.rules.rule_set_file import shipped, shipped_codes


@pytest.fixture(params=["25-2021", "27-2025", "619-2017"])
def any_set(request) -> RuleSet:
    return shipped(request.param)


def test_three_sets_are_shipped():
    assert shipped_codes() == ("25-2021", "27-2025", "619-2017")


@pytest.mark.parametrize(
    ("code", "short_name", "years", "kinds", "scale"),
    [
        ("619-2017", "619/QĐ-TTg", (2017, 2021), ("xã", "phường", "thị trấn"), POINTS),
        ("25-2021", "25/2021/QĐ-TTg", (2022, 2024), ("xã", "phường", "thị trấn"), POINTS),
        ("27-2025", "27/2025/QĐ-TTg", (2026, None), ("xã", "phường", "đặc khu"), PASS),
    ],
)
def test_each_set_knows_its_years_and_units(code, short_name, years, kinds, scale):
    rule_set = shipped(code)
    assert rule_set.code == code
    assert rule_set.short_name == short_name
    assert (rule_set.first_year, rule_set.last_year) == years
    assert rule_set.unit_kinds == kinds
    assert rule_set.scale == scale
    assert not rule_set.legal_use


@pytest.mark.parametrize(
    ("code", "per_criterion", "content_count", "confirmed"),
    [("25-2021", [2, 6, 3, 5, 4], 24, (4, 24)), ("27-2025", [3, 7, 4], 26, (0, 26))],
)
def test_rows_are_complete(code, per_criterion, content_count, confirmed):
    rule_set = shipped(code)
    assert [len(c.indicators) for c in rule_set.criteria] == per_criterion
    assert len(contents(rule_set)) == content_count
    assert confirmed_count(rule_set) == confirmed
    assert not scored_by_criterion(rule_set)


def test_maxima_of_25_2021():
    rule_set = shipped("25-2021")
    assert [c.max_points for c in rule_set.criteria] == [10, 30, 15, 20, 25]
    assert rule_set.total_max == 100


def test_619_2017_knows_criteria_only():
    rule_set = shipped("619-2017")
    assert [c.max_points for c in rule_set.criteria] == [15, 30, 25, 10, 20]
    assert [c.points_status for c in rule_set.criteria] == ["confirmed"] * 5
    assert scored_by_criterion(rule_set)
    assert confirmed_count(rule_set) == (0, 5)
    assert [c.value for c in rule_set.conditions] == [None, None]


def test_every_kind_of_scoring_occurs():
    kinds = {
        code: {item.scoring.kind for item in contents(shipped(code))}
        for code in ("25-2021", "27-2025")
    }
    assert kinds["25-2021"] == {Options.kind, Percentage.kind}
    assert kinds["27-2025"] == {
        Options.kind,
        Percentage.kind,
        ChooseAtLeast.kind,
        Deadline.kind,
    }


def test_marks_are_carried_over():
    seen = content(shipped("25-2021"), "1.1.1")
    assert (seen.status, seen.points_status, seen.name_exact) == ("confirmed", "confirmed", True)
    guessed = content(shipped("25-2021"), "2.1.1")
    assert (guessed.status, guessed.points_status) == ("recalled", "working")
    assert guessed.confidence == Decimal("0.5")
    assert not guessed.name_exact


def test_bands_keep_their_own_marks():
    scoring = content(shipped("25-2021"), "2.5.2").scoring
    assert [(b.at_least, b.points, b.status) for b in scoring.bands] == [
        (100, 2, "recalled"),
        (90, Decimal("1.5"), "recalled"),
        (80, 1, "confirmed"),
        (70, Decimal("0.5"), "confirmed"),
        (50, Decimal("0.25"), "confirmed"),
        (0, 0, "confirmed"),
    ]


def test_what_is_done_comes_before_what_was_due():
    scoring = content(shipped("25-2021"), "3.1.2").scoring
    assert scoring.done_label == "Vụ, việc hòa giải thành"
    assert scoring.due_label == "Vụ, việc đã hòa giải"
    scoring = content(shipped("27-2025"), "1.1.1").scoring
    assert scoring.done_label == "Văn bản ban hành đúng thời hạn"
    assert scoring.due_label == "Văn bản được giao"


def test_not_arisen_is_inherited_from_the_indicator():
    shared = indicator(shipped("25-2021"), "1.1")
    assert shared.not_applicable is not None
    assert shared.not_applicable.status == "confirmed"
    assert [c.not_applicable for c in shared.contents] == [shared.not_applicable] * 2
    assert content(shipped("27-2025"), "3.2.2").not_applicable.gives == "pass"


def test_yes_and_no_need_no_list_where_there_are_no_points():
    options = content(shipped("27-2025"), "2.1.1").scoring.options
    assert [(o.key, o.text) for o in options] == [("a", "Có"), ("b", "Không")]
    assert [o.passes for o in options] == [True, False]


def test_a_row_without_a_name_says_so():
    rule_set = shipped("27-2025")
    nameless = [item.code for item in contents(rule_set) if item.name is None]
    assert nameless == ["2.6.1", "2.7.1", "2.7.3", "3.4.1"]
    assert display_name(content(rule_set, "2.6.1")) == "Nội dung chưa rõ tên (chờ phụ lục)"
    assert display_name(indicator(rule_set, "2.7")) == "Thông tin, giới thiệu …"
    assert display_name(shipped("619-2017").criteria[0]).startswith("Tiêu chí chưa rõ tên")


def test_conditions_carry_the_words_of_the_law():
    conditions = {c.code: c for c in shipped("25-2021").conditions}
    assert list(conditions) == ["DK1", "DK2", "DK3"]
    assert (conditions["DK1"].value, conditions["DK2"].value) == (80, 50)
    assert all(c.name_exact and c.status == "confirmed" for c in conditions.values())
    assert conditions["DK3"].holds_label == "Không có trường hợp nào"
    gate = shipped("27-2025").conditions[1]
    assert (gate.switchable, gate.enabled, gate.status) == (True, False, "unknown")


def test_dates_count_from_the_assessment_year():
    dates = {d.code: d for d in shipped("25-2021").deadlines}
    assert dates["D4"].before == YearDay(1, 2, 10)
    assert dates["D4"].before.of(2022).isoformat() == "2023-02-10"
    assert (dates["D1"].starts, dates["D1"].ends) == (YearDay(0, 1, 1), YearDay(0, 12, 31))
    assert dates["D2"].days is dates["D2"].before is None
    assert (dates["D3"].status, dates["D3"].name_status) == ("recalled", "confirmed")


def test_papers_are_listed_without_numbers():
    forms = shipped("25-2021").forms
    assert [form.code for form in forms] == ["F1", "F2", "F3", "F4", "F5", "F6", "F7"]
    assert len(forms[0].columns) == 7


def test_rows_are_found_by_code():
    rule_set = shipped("25-2021")
    assert indicator_of(rule_set, "3.1.2").code == "3.1"
    assert criterion_of(rule_set, "3.1.2").code == "TC3"
    assert criterion_of(rule_set, "3.1").code == "TC3"
    for find in (content, indicator, indicator_of, criterion_of):
        with pytest.raises(KeyError):
            find(rule_set, "9.9.9")


def test_the_tree_is_walked_in_order_of_the_sheet(any_set):
    codes = [node.code for node in nodes(any_set)]
    assert len(codes) == len(set(codes))
    assert len(codes) == (len(any_set.criteria) + len(indicators(any_set)) + len(contents(any_set)))
    for criterion in any_set.criteria:
        assert parts_of(criterion) == criterion.indicators


def test_our_own_texts_are_written_the_same_way(any_set):
    """Accents as in hòa, and no word about how the facts were looked for."""
    assert not re.search(r"\b(hoà|thuý|khoẻ|looked)\b", repr(any_set))


def test_a_content_may_name_the_measure_that_counts_the_same():
    """Documents assigned and issued on time; in the set with points that content has no figures."""
    named = {item.code: item.measure for item in contents(shipped("27-2025")) if item.measure}
    assert named == {"1.1.1": "assigned_documents.issued_on_time", "2.4.3": "assigned_tasks.done"}
    assert not any(item.measure for item in contents(shipped("25-2021")))
