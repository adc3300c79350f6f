"""The fewest lines that turn a result: enough, and no smaller choice is."""

from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.rule_set import contents, indicators
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.scoring import score_points
from tuphap.rules.shortest_path import shortest_path

POINT_SET, PASS_SET = shipped("25-2021"), shipped("27-2025")
BEST = {item.code: item.max_points for item in contents(POINT_SET)}
PASSED = {item.code: Decimal(1) for item in contents(PASS_SET)}
MOST_LOWERED = 9  # all subsets of them are tried
CLEAN = {"DK3": True}


def result_of(points, gates=CLEAN):
    return score_points(POINT_SET, points, gates)


def path_of(points, gates=CLEAN):
    return shortest_path(POINT_SET, result_of(points, gates))


def without(rule_set, best, *lines) -> dict[str, Decimal]:
    return {
        item.code: Decimal(0) if item.code in lines else best[item.code]
        for item in contents(rule_set)
    }


def codes(path) -> list[str]:
    return [step.code for step in path.steps]


lowered = st.dictionaries(
    st.sampled_from(sorted(BEST)),
    st.sampled_from(["0", "0.25", "0.5", "0.75"]).map(Decimal),
    max_size=MOST_LOWERED,
).map(lambda parts: {code: BEST[code] * parts.get(code, Decimal(1)) for code in BEST})


@given(lowered)
def test_it_is_enough_and_no_fewer_lines_are(points):
    path = path_of(points)
    if path is None:
        assert result_of(points).met
        return
    assert path.blocked == ()
    assert result_of({**points, **{step.code: step.best for step in path.steps}}).met
    below = [code for code in BEST if points[code] < BEST[code]]
    for fewer in combinations(below, len(path.steps) - 1):
        assert not result_of({**points, **{code: BEST[code] for code in fewer}}).met


def test_a_criterion_below_its_share_needs_its_own_lines():
    """There are 93 points, but TC1 is under half of its own: only 1.2.1 brings enough there."""
    points = without(POINT_SET, BEST, "1.2.1")
    assert result_of(points).total > 80
    assert codes(path_of(points)) == ["1.2.1"]


def test_a_met_result_needs_no_way():
    assert path_of(BEST) is None


def test_an_open_result_has_none_yet():
    points = {code: value for code, value in BEST.items() if not code.startswith("5.")}
    assert result_of(points).met is None
    assert path_of(points) is None


def test_a_line_that_nobody_answered_counts_as_nothing():
    points = without(POINT_SET, BEST, *(c for c in BEST if c.startswith("2.")))
    del points["2.1.1"]
    step = next(step for step in path_of(points).steps if step.code == "2.1.1")
    assert step.now is None
    assert step.gain == BEST["2.1.1"]


def test_a_gate_that_fails_blocks_every_way():
    path = path_of(BEST, {"DK3": False})
    assert path.steps == ()
    assert path.blocked == ("DK3",)


def test_a_gate_nobody_answered_is_a_step():
    points = without(POINT_SET, BEST, *(c for c in BEST if c.startswith("2.")))
    assert codes(path_of(points, {}))[-1] == "DK3"


def test_in_scale_pass_every_line_that_fails_is_on_the_way():
    failing = [indicator.contents[0].code for indicator in indicators(PASS_SET)[:3]]
    result = score_points(PASS_SET, without(PASS_SET, PASSED, *failing), {}, gates_enabled=False)
    path = shortest_path(PASS_SET, result)
    assert codes(path) == failing
    assert path.blocked == ()
