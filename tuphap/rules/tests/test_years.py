"""Years side by side: a unit counts once, whatever became of it, and contents are marked."""

from dataclasses import replace

from tuphap.rules.rule_set import contents
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.years import (
    CHANGED,
    GONE,
    NEW,
    SAME,
    Count,
    Home,
    Result,
    Way,
    as_now,
    as_then,
    compare_contents,
    homes_of,
    sum_of,
    totals,
)

# 1 and 2 became 10; 3 was divided into 10 and 11; 11 became 20.
WAYS = {
    1: [Way(10, "910", True)],
    2: [Way(10, "910", True)],
    3: [Way(10, "910", False), Way(11, "911", False)],
    11: [Way(20, "920", True)],
}
CODES = {1: "901", 2: "902", 3: "911", 10: "910", 20: "920"}
RESULTS = [
    Result(2022, 1, "Huyện A", True),
    Result(2022, 2, "Huyện A", False),
    Result(2022, 3, "Huyện B", True),
    Result(2026, 10, "Tỉnh", True),
    Result(2026, 20, "Tỉnh", False),
]


def test_each_unit_is_gathered_once_and_where_it_kept_its_code():
    assert homes_of(CODES, WAYS) == {
        1: Home(10),
        2: Home(10),
        3: Home(20, parted=True),
        10: Home(10),
        20: Home(20),
    }


def test_without_its_code_the_whole_then_the_smallest_code_is_chosen():
    ways = {1: [Way(5, "2", False), Way(6, "1", False)], 2: [Way(5, "2", False), Way(6, "3", True)]}
    assert homes_of({1: "9", 2: "2"}, ways) == {1: Home(6, True), 2: Home(6, True)}


def test_a_circle_of_ways_ends():
    ways = {1: [Way(2, "2", True)], 2: [Way(1, "1", True)]}
    assert homes_of({1: "1"}, ways) == {1: Home(2)}


def test_both_views_have_the_same_sums():
    then, now = as_then(RESULTS), as_now(RESULTS, homes_of(CODES, WAYS))
    assert then["Huyện A"] == {2022: Count(2, 1)}
    assert now == {
        10: {2022: Count(2, 1), 2026: Count(1, 1)},
        20: {2022: Count(1, 1), 2026: Count(1, 0)},
    }
    assert sum_of(then.values()) == sum_of(now.values()) == totals(RESULTS)
    assert totals(RESULTS)[2022].not_met == 1
    assert totals([]) == {}


def test_contents_of_two_sets_are_marked_and_nothing_is_lost():
    later, earlier = shipped("27-2025"), shipped("25-2021")
    rows = compare_contents(later, earlier)
    assert {row.later.code for row in rows if row.later} == {c.code for c in contents(later)}
    assert {row.earlier.code for row in rows if row.earlier} == {c.code for c in contents(earlier)}
    marked = {row.later.code: row.mark for row in rows if row.later}
    assert (marked["2.3.1"], marked["1.1.1"]) == (CHANGED, NEW)
    assert {row.mark for row in rows if row.later is None} == {GONE}


def test_within_one_set_everything_is_the_same_but_what_was_renamed():
    rules = shipped("25-2021")
    assert {row.mark for row in compare_contents(rules, rules)} == {SAME}
    first = rules.criteria[0].indicators[0]
    renamed = replace(first.contents[0], name="Tên khác")
    indicator = replace(first, contents=(renamed, *first.contents[1:]))
    criterion = replace(
        rules.criteria[0], indicators=(indicator, *rules.criteria[0].indicators[1:])
    )
    other = replace(rules, criteria=(criterion, *rules.criteria[1:]))
    marks = [row.mark for row in compare_contents(other, rules)]
    assert marks.count(CHANGED) == 1
