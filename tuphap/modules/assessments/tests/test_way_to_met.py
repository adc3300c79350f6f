"""The panel names the fewest lines that turn a result which is not met."""

import pytest

from tuphap.modules.assessments.lines.answers import GATE_FAILS, Given, split
from tuphap.modules.assessments.sheet.way_to_met import way_to_met
from tuphap.modules.assessments.tests.test_sheet_values import PASS, POINTS, full
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import contents
from tuphap.rules.scoring import Answer, score_sheet

NOTHING_DONE = Given(Answer(done=0, due=10))


def way_of(rule_set, **changes):
    given = {**full(rule_set), **{c.replace("_", "."): line for c, line in changes.items()}}
    answers, gates = split(rule_set, given)
    return way_to_met(
        rule_set, score_sheet(rule_set, answers, gates, WorkCalendar(), gates_enabled=True)
    )


def codes(way):
    return [row.code for row in way.rows]


@pytest.mark.parametrize("rule_set", [POINTS, PASS], ids=["points", "pass"])
def test_nothing_is_said_of_a_result_that_is_met(rule_set):
    assert way_of(rule_set) is None


def test_points_that_are_missing_are_named_by_line():
    lines = [c.code for c in contents(POINTS) if c.code.startswith("1.2")]
    way = way_of(POINTS, **dict.fromkeys(lines, NOTHING_DONE))
    assert codes(way) == lines
    assert way.intro == f"Đạt chuẩn khi đủ điểm tối đa ở {len(lines)} mục:"
    assert way.rows[0].words.startswith("thêm ")
    assert way.rows[0].words.endswith(" điểm")


def test_in_the_other_regime_each_failing_line_is_on_the_way():
    failing = [c.code for c in contents(PASS) if c.scoring.kind == "percentage"][:2]
    assert failing
    way = way_of(PASS, **dict.fromkeys(failing, NOTHING_DONE))
    assert codes(way) == failing
    assert {row.words for row in way.rows} == {"chưa đạt"}


def test_a_condition_that_no_line_can_turn_is_said_instead():
    way = way_of(POINTS, DK3=Given(Answer(option=GATE_FAILS)))
    assert way.rows == ()
    (sentence,) = way.blocked
    assert sentence.endswith("không đạt, các nội dung khác không bù được.")
