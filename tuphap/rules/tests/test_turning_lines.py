"""Lines that would turn units: every answer is checked by scoring the whole sheet anew."""

import random
from decimal import Decimal
from time import perf_counter

import pytest

from tuphap.rules.rule_set import contents, indicators
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.scoring import score_points
from tuphap.rules.turning_lines import Unmet, turning_lines

SETS = {code: shipped(code) for code in ("25-2021", "27-2025")}


def best_of(rule_set):
    return {c.code: c.max_points or Decimal(1) for c in contents(rule_set)}


def some_unit(rule_set, draw, key):
    """Most lines full, some empty or half; now and then a gate that fails."""
    best = best_of(rule_set)
    empty = draw.choice((0.02, 0.1, 0.3))
    points = {
        code: most if draw.random() > empty else most * draw.choice((0, Decimal("0.5")))
        for code, most in best.items()
    }
    if rule_set.scale == "pass":
        points = {code: Decimal(value == 1) for code, value in points.items()}
    return Unmet(key, points, {"DK3": draw.random() > 0.1})


def met(rule_set, unit, raised=()):
    best = best_of(rule_set)
    points = {**unit.points, **{code: best[code] for code in raised}}
    return score_points(rule_set, points, unit.gates).met


@pytest.mark.parametrize("code", SETS)
@pytest.mark.parametrize("by_indicator", [False, True])
def test_each_answer_agrees_with_scoring_the_sheet_again(code, by_indicator):
    rule_set, draw = SETS[code], random.Random(7)
    drawn = [some_unit(rule_set, draw, str(n)) for n in range(60)]
    unmet = [unit for unit in drawn if not met(rule_set, unit)]
    assert len(unmet) > 10
    found = turning_lines(rule_set, unmet, by_indicator=by_indicator)
    groups = {i.code: [c.code for c in i.contents] for i in indicators(rule_set)}
    parts = groups if by_indicator else {c.code: [c.code] for c in contents(rule_set)}
    for line in found.lines:
        codes = parts[line.code]
        alone = [u.key for u in unmet if met(rule_set, u, codes)]
        assert sorted(line.alone) == sorted(alone)
    taken = []
    now_met = {unit.key for unit in unmet if met(rule_set, unit)}
    for step in found.steps:
        taken += parts[step.code]
        after = {unit.key for unit in unmet if met(rule_set, unit, taken)}
        assert set(step.turned) == after - now_met
        now_met = after
    assert now_met | set(found.blocked) == {unit.key for unit in unmet}


def test_the_first_step_turns_most_and_a_failing_gate_blocks():
    rule_set = SETS["27-2025"]
    best = best_of(rule_set)
    first, second = list(best)[:2]

    def missing(key, *codes, holds=True):
        return Unmet(key, {**best, **dict.fromkeys(codes, Decimal(0))}, {"DK3": holds})

    unmet = [missing("a", first), missing("b", second), missing("c", second)]
    unmet += [missing("d", first, second)]
    found = turning_lines(rule_set, unmet)
    lines = {line.code: line for line in found.lines}
    assert lines[first].alone == ("a",)
    assert lines[first].below == ("a", "d")
    assert lines[second].alone == ("b", "c")
    assert [(s.code, s.turned) for s in found.steps] == [
        (second, ("b", "c")),
        (first, ("a", "d")),
    ]
    gated = turning_lines(SETS["25-2021"], [Unmet("x", {}, {"DK3": False})])
    assert gated.blocked == ("x",)
    assert gated.steps == ()


def test_a_whole_province_is_answered_at_once():
    rule_set, draw = SETS["25-2021"], random.Random(3)
    unmet = [some_unit(rule_set, draw, str(n)) for n in range(559)]
    begun = perf_counter()
    turning_lines(rule_set, unmet)
    assert perf_counter() - begun < 10
