"""A whole sheet: sums, conditions, what is missing, what is certain already."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.conditions import Range, all_hold
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import content, contents, indicators, nodes, parts_of
from tuphap.rules.rule_set_file import shipped
from tuphap.rules.scoring import Answer, ConditionResult, score_points, score_sheet
from tuphap.rules.tests.test_content_scoring import answers as any_answer
from tuphap.rules.tests.test_content_scoring import best

CALENDAR = WorkCalendar()
POINT_SET, PASS_SET, OLD_SET = shipped("25-2021"), shipped("27-2025"), shipped("619-2017")
CLEAN = {"DK3": True}


def full(rule_set, **changes) -> dict[str, Answer]:
    """The best sheet, with changes by code: "c3_1_2" is 3.1.2; None leaves it out."""
    sheet = {item.code: best(item) for item in contents(rule_set)}
    for name, answer in changes.items():
        code = name.removeprefix("c").replace("_", ".")
        assert code in sheet
        sheet[code] = answer
    return {code: answer for code, answer in sheet.items() if answer is not None}


def points_sheet(gates=CLEAN, **changes):
    return score_sheet(POINT_SET, full(POINT_SET, **changes), gates, CALENDAR)


def pass_sheet(gates_enabled=None, gates=None, **changes):
    return score_sheet(PASS_SET, full(PASS_SET, **changes), gates or {}, CALENDAR, gates_enabled)


def holds(result) -> dict[str, bool | None]:
    return {condition.code: condition.holds for condition in result.conditions}


def details(result) -> dict[str, str]:
    return {c.code: c.detail.replace("\N{NO-BREAK SPACE}", " ") for c in result.conditions}


# --- points ---


def test_the_best_sheet_has_every_point():
    result = points_sheet()
    assert result.total == 100
    assert result.met is True
    assert result.unanswered == ()
    assert result.problems == {}
    assert all(result.complete.values())
    assert result.total_complete
    assert result.passed_indicators is result.indicator_count is None
    for node in nodes(POINT_SET):
        assert result.scores[node.code] == node.max_points


def test_sums_climb_exactly():
    result = points_sheet(c1_2_1=Answer(done=1, due=2), c3_1_1=Answer(done=1, due=2))
    assert result.scores["TC1"] == Decimal("3.875")
    assert result.scores["3.1"] == Decimal("3.375")
    assert result.total == Decimal("91.250")
    assert details(result)["DK1"] == "91,25 điểm, mức cần đạt 80 điểm"


def test_an_empty_sheet_knows_nothing():
    result = score_sheet(POINT_SET, {}, {}, CALENDAR)
    assert result.total is result.met is None
    assert set(result.scores.values()) == {None}
    assert not any(result.complete.values())
    assert holds(result) == {"DK1": None, "DK2": None, "DK3": None}
    assert result.unanswered == (*(c.code for c in contents(POINT_SET)), "DK3")
    assert details(result)["DK1"] == "Mới tính được 0,00 điểm, mức cần đạt 80 điểm"
    assert details(result)["DK2"] == "Chưa đủ số liệu để kết luận: TC1, TC2, TC3, TC4, TC5"
    assert details(result)["DK3"] == "Chưa trả lời"


def test_an_open_content_leaves_a_sum_that_is_not_whole():
    result = points_sheet(c2_4_1=None)
    assert result.total == 94
    assert not result.total_complete
    assert not result.complete["TC2"]
    assert result.complete["TC1"]
    assert result.unanswered == ("2.4.1",)


def test_what_is_certain_is_said_before_the_sheet_is_whole():
    result = points_sheet(c2_4_1=None)
    assert holds(result) == {"DK1": True, "DK2": True, "DK3": True}
    assert result.met is True


def test_a_total_out_of_reach_fails_at_once():
    zero = Answer(done=0, due=5)
    result = points_sheet(c1_2_1=zero, c2_1_1=zero, c2_4_1=zero, c5_2_1=zero, c5_3_1=None)
    assert holds(result)["DK1"] is False
    assert result.met is False
    assert details(result)["DK1"] == "Nhiều nhất còn đạt 73,00 điểm, mức cần đạt 80 điểm"


def test_half_of_each_criterion_is_needed():
    zero = Answer(done=0, due=5)
    result = points_sheet(c3_1_1=zero, c3_1_2=zero, c3_2_1=Answer(option="b"))
    assert result.total == Decimal("91.5")
    assert holds(result) == {"DK1": True, "DK2": False, "DK3": True}
    assert details(result)["DK2"] == "Dưới mức 50 %: TC3 6,50/15"
    assert result.met is False


@pytest.mark.parametrize(("points", "met"), [("7.5", True), ("7.49", False)])
def test_half_means_half_or_more(points, met):
    given_points = {"TC1": 10, "TC2": 30, "TC3": Decimal(points), "TC4": 20, "TC5": 25}
    result = score_points(POINT_SET, {k: Decimal(v) for k, v in given_points.items()}, CLEAN)
    assert result.met is met


@pytest.mark.parametrize(("answer", "met"), [(True, True), (False, False), (None, None)])
def test_the_gate_decides_by_itself(answer, met):
    result = points_sheet(gates={"DK3": answer})
    assert result.met is met
    assert result.unanswered == (("DK3",) if answer is None else ())
    words = {True: "Không có trường hợp nào", False: "Có trường hợp bị xử lý"}
    assert details(result)["DK3"] == words.get(answer, "Chưa trả lời")


def test_the_gate_of_the_law_cannot_be_switched_off():
    sheet = full(POINT_SET)
    result = score_sheet(POINT_SET, sheet, {"DK3": False}, CALENDAR, gates_enabled=False)
    assert result.met is False


def test_a_failed_condition_decides_an_empty_sheet():
    assert score_sheet(POINT_SET, {}, {"DK3": False}, CALENDAR).met is False


def test_a_wrong_figure_is_a_problem_and_not_unanswered():
    result = points_sheet(c3_1_2=Answer(done=41, due=38))
    assert list(result.problems) == ["3.1.2"]
    assert "(41) lớn hơn" in result.problems["3.1.2"]
    assert result.unanswered == ()
    assert result.scores["3.1.2"] is None
    assert result.scores["3.1"] == 3
    assert not result.total_complete


# --- not arisen, for an indicator as a whole ---


def test_not_arisen_for_the_whole_indicator():
    absent = Answer(not_applicable=True)
    result = points_sheet(c1_1_1=absent, c1_1_2=absent)
    assert result.scores["1.1"] == 3
    assert result.problems == {}


def test_contents_of_one_indicator_must_agree():
    result = points_sheet(c1_1_1=Answer(not_applicable=True))
    assert result.problems == dict.fromkeys(
        ["1.1.1", "1.1.2"],
        "Chỉ tiêu 1.1: 1.1.1 ghi không phát sinh nhưng 1.1.2 có số liệu."
        " Chọn không phát sinh cho cả chỉ tiêu, hoặc bỏ chọn.",
    )
    assert result.scores["1.1"] is None


@pytest.mark.parametrize("other", [None, Answer()])
def test_a_content_still_open_does_not_disagree(other):
    result = points_sheet(c1_1_1=Answer(not_applicable=True), c1_1_2=other)
    assert result.problems == {}
    assert result.unanswered == ("1.1.2",)
    assert result.scores["1.1"] == 1


# --- met and not met ---


def test_the_best_sheet_meets_every_indicator():
    result = pass_sheet()
    assert result.met is True
    assert result.total is None
    assert (result.passed_indicators, result.indicator_count) == (14, 14)
    assert set(result.scores.values()) == {Decimal(1)}
    assert details(result) == {"DK1": "14/14 chỉ tiêu đạt"}


def test_one_content_fails_its_indicator_criterion_and_unit():
    result = pass_sheet(c3_2_2=Answer(done=7, due=10))
    assert result.met is False
    assert result.passed_indicators == 13
    assert [result.scores[c] for c in ("3.2.1", "3.2.2", "3.2", "TC3", "TC2")] == [1, 0, 0, 0, 1]
    assert details(result)["DK1"] == "13/14 chỉ tiêu đạt; chưa đạt: 3.2"


def test_an_open_content_leaves_its_indicator_open():
    result = pass_sheet(c3_2_2=None)
    assert result.met is None
    assert result.scores["3.2"] is result.scores["TC3"] is None
    assert not result.complete["3.2"]
    assert result.unanswered == ("3.2.2",)
    assert details(result)["DK1"] == "13/14 chỉ tiêu đạt; chưa đủ số liệu: 3.2"


def test_a_failed_content_decides_although_another_is_open():
    result = pass_sheet(c3_2_1=Answer(done=1, due=2), c3_2_2=None)
    assert result.scores["3.2"] == 0
    assert result.complete["3.2"]
    assert result.met is False
    assert result.unanswered == ("3.2.2",)


@pytest.mark.parametrize(
    ("enabled", "answer", "met"),
    [
        (None, None, True),
        (False, False, True),
        (True, None, None),
        (True, False, False),
        (True, True, True),
    ],
)
def test_the_switchable_gate_follows_the_period(enabled, answer, met):
    result = pass_sheet(gates_enabled=enabled, gates={"DK2": answer})
    assert result.met is met
    assert ("DK2" in holds(result)) is bool(enabled)
    assert ("DK2" in result.unanswered) is (enabled is True and answer is None)


# --- given points ---


def test_bau_bang_2017():
    """Bàu Bàng, xã Lai Uyên, year 2017: 95.45 in five criteria."""
    points = dict(zip(["TC1", "TC2", "TC3", "TC4", "TC5"], map(Decimal, BAU_BANG), strict=True))
    result = score_points(OLD_SET, points, {"DK2": True})
    assert result.total == Decimal("95.45")
    assert result.met is None
    assert details(result)["DK1"] == "Bộ tiêu chí chưa có mức điểm này, chưa kết luận được"
    assert score_points(OLD_SET, points, {"DK2": False}).met is False


BAU_BANG = ("15", "29.63", "21.25", "9.57", "20")


def test_parts_count_before_the_figure_of_their_parent():
    points = {"1.1": Decimal(3), "1.2": Decimal("5.25"), "TC1": Decimal(9)}
    result = score_points(POINT_SET, points, {})
    assert result.scores["TC1"] == Decimal("8.25")


def test_the_figure_of_the_parent_counts_where_a_part_is_missing():
    result = score_points(POINT_SET, {"1.1": Decimal(3), "TC1": Decimal(9)}, {})
    assert result.scores["TC1"] == 9
    assert result.complete["TC1"]
    assert "1.2.1" not in result.unanswered
    assert "2.1.1" in result.unanswered


def test_given_results_of_indicators():
    points = {i.code: Decimal(1) for i in indicators(PASS_SET)}
    assert score_points(PASS_SET, points, {}).met is True
    points["2.7"] = Decimal(0)
    result = score_points(PASS_SET, points, {})
    assert (result.met, result.passed_indicators) == (False, 13)


@given(st.dictionaries(st.sampled_from([c.code for c in contents(POINT_SET)]), any_answer))
def test_sums_are_the_sums_of_their_parts(answers):
    result = score_sheet(POINT_SET, answers, {}, CALENDAR)
    for node in nodes(POINT_SET):
        parts = [result.scores[part.code] for part in parts_of(node)]
        known = [part for part in parts if part is not None]
        if parts:
            assert result.scores[node.code] == (sum(known) if known else None)
            assert result.complete[node.code] == all(
                result.complete[p.code] for p in parts_of(node)
            )
    known = [result.scores[c.code] for c in POINT_SET.criteria if result.scores[c.code] is not None]
    assert result.total == (sum(known) if known else None)


@given(st.dictionaries(st.sampled_from([c.code for c in contents(PASS_SET)]), any_answer))
def test_a_verdict_stays_when_the_rest_is_filled_in(answers):
    """Met or not met before the sheet is whole must be the same afterwards."""
    before = score_sheet(PASS_SET, answers, {}, CALENDAR)
    filled = {c.code: best(c) for c in contents(PASS_SET)}
    decided = {c: a for c, a in answers.items() if before.contents[c].is_decided}
    after = score_sheet(PASS_SET, {**filled, **decided}, {}, CALENDAR)
    assert before.met in (None, after.met)


@given(st.data())
def test_a_point_verdict_stays_when_the_rest_is_filled_in(data):
    picked = data.draw(st.sets(st.sampled_from([c.code for c in contents(POINT_SET)])))
    sheet = {c.code: data.draw(st.sampled_from([best(c), worst(c)])) for c in contents(POINT_SET)}
    part = score_sheet(POINT_SET, {c: sheet[c] for c in picked}, CLEAN, CALENDAR)
    whole = score_sheet(POINT_SET, sheet, CLEAN, CALENDAR)
    assert part.met in (None, whole.met)


def worst(item) -> Answer:
    if hasattr(item.scoring, "bands"):
        return Answer(done=0, due=5)
    return Answer(option=item.scoring.options[-1].key)


# --- conditions ---


@pytest.mark.parametrize(
    ("answers", "all_of_them"),
    [([True, True], True), ([True, None], None), ([None, False], False), ([False], False)],
)
def test_conditions_are_joined(answers, all_of_them):
    results = tuple(ConditionResult("DK1", "", answer, "") for answer in answers)
    assert all_hold(results) is all_of_them


def test_a_range_of_one_figure_is_known():
    assert Range(Decimal(1), Decimal(1)).is_known
    assert not Range(Decimal(0), Decimal(1)).is_known


def test_the_text_of_a_condition_is_that_of_the_law():
    result = points_sheet()
    assert result.conditions[0].text == POINT_SET.conditions[0].name
    assert content(POINT_SET, "5.3.1").name != result.conditions[2].text
