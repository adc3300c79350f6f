"""The sheet, its panel and its steps as plain values: no database."""

from datetime import date
from decimal import Decimal

import pytest

from tuphap.modules.assessments.lines.answers import GATE_FAILS, GATE_PASSES, Given, split
from tuphap.modules.assessments.lines.fields import Fault
from tuphap.modules.assessments.lines.items import items
from tuphap.modules.assessments.lines.words import absent_hint, answer_words
from tuphap.modules.assessments.sheet.panel import Lacks, missing_of, panel
from tuphap.modules.assessments.sheet.stepper import STEPS, Passed, Terms, shown_steps
from tuphap.modules.assessments.sheet.values import Input, line_of, sections
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    best_answer,
    document_of,
)
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import contents, parse
from tuphap.rules.scoring import Answer, score_sheet
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflows.assessment import PASS_REGIME, POINTS_REGIME

POINTS, PASS = parse(document_of(POINTS_SET)), parse(document_of(PASS_SET))


def column(rule_set, given, **more):
    answers, gates = split(rule_set, given)
    result = score_sheet(rule_set, answers, gates, WorkCalendar(), gates_enabled=True)
    return Input(given=given, result=result, **more)


def full(rule_set):
    lines = {c.code: Given(best_answer(c)) for c in contents(rule_set)}
    gate = next(i.code for i in items(rule_set, True) if i.gate)
    return {**lines, gate: Given(Answer(option=GATE_PASSES))}


def line(rule_set, code, answer, **more):
    item = next(i for i in items(rule_set, True) if i.code == code)
    return line_of(item, column(rule_set, {code: Given(answer)}, **more))


# --- lines ---


def test_a_pair_shows_its_percent_points_and_reason():
    shown = line(POINTS, "1.2.1", Answer(done=118, due=123))
    assert shown.percent == "95,93\N{NO-BREAK SPACE}%"
    assert (shown.pill.value, shown.pill.max) == (Decimal("5.25"), Decimal(7))
    assert "từ 90" in shown.why
    assert shown.reckoned
    assert shown.texts["done"] == "118"


def test_half_a_pair_has_neither_points_nor_percent():
    shown = line(POINTS, "1.2.1", Answer(done=1204))
    assert shown.texts["done"] == "1.204"
    assert shown.texts["due"] == ""
    assert shown.pill.value is None
    assert shown.percent == ""
    assert not shown.answered


def test_a_list_shows_what_is_ticked_and_what_it_is_worth():
    shown = line(POINTS, "3.2.1", Answer(option="b"))
    assert [choice.ticked for choice in shown.choices] == [False, True, False]
    assert shown.choices[1].points == "2,5 đ"
    assert not shown.reckoned


def test_a_wrong_figure_takes_the_points_off_the_line_and_stays_in_its_field():
    shown = line(
        POINTS,
        "3.1.2",
        Answer(done=36, due=38),
        typed={"3.1.2": {"done": "41", "due": "38", "explanation": ""}},
        faults={"3.1.2": Fault("Sai.", ("done",))},
    )
    assert shown.texts["done"] == "41"
    assert shown.pill.value is None
    assert shown.percent == ""


@pytest.mark.parametrize(
    ("answer", "word", "state"),
    [
        (Answer(done=20, due=20), "Đạt", "full"),
        (Answer(done=19, due=20), "Chưa đạt", "zero"),
        (Answer(), "Chưa đủ số liệu", "none"),
    ],
)
def test_where_nothing_is_scored_a_word_stands_in_the_pill(answer, word, state):
    pill = line(PASS, "1.1.1", answer).pill
    assert (pill.word, pill.state) == (word, state)


@pytest.mark.parametrize(
    ("option", "word"),
    [(GATE_PASSES, "Đạt"), (GATE_FAILS, "Chưa đạt"), (None, "Chưa trả lời")],
)
def test_a_gate_is_a_line_with_the_words_of_the_rule_set(option, word):
    shown = line(POINTS, "DK3", Answer(option=option))
    assert shown.pill.word == word
    assert [choice.label for choice in shown.choices] == [
        "Không có trường hợp nào",
        "Có trường hợp bị xử lý",
    ]


def test_every_section_group_and_line_is_there_once():
    shown = sections(POINTS, items(POINTS, True), column(POINTS, full(POINTS)))
    assert [section.code for section in shown] == ["TC1", "TC2", "TC3", "TC4", "TC5", "DK"]
    codes = [one.code for section in shown for group in section.groups for one in group.lines]
    assert codes == [item.code for item in items(POINTS, True)]
    assert shown[0].title.startswith("1. Ban hành văn bản")
    assert (shown[0].score, shown[0].of) == ("10,00", "10")


def test_a_set_without_points_counts_indicators():
    shown = sections(PASS, items(PASS, False), column(PASS, full(PASS)))
    assert [(s.score, s.of) for s in shown] == [
        ("3", "3 chỉ tiêu"),
        ("7", "7 chỉ tiêu"),
        ("4", "4 chỉ tiêu"),
    ]


def test_only_the_indicator_offers_that_nothing_arose_where_it_has_two_contents():
    first = sections(POINTS, items(POINTS, True), column(POINTS, {}))[0].groups[0]
    assert first.absent_label.startswith("Trong năm đánh giá không có nhiệm vụ")
    assert [one.absent_label for one in first.lines] == ["", ""]
    assert not first.absent


def test_what_not_arisen_gives_is_said_by_the_scale():
    assert "đủ điểm" in absent_hint(POINTS)
    assert "là đạt" in absent_hint(PASS)


@pytest.mark.parametrize(
    ("code", "answer", "words"),
    [
        ("1.2.1", Answer(done=118, due=1204), "118/1.204"),
        ("1.2.1", Answer(done=118), "118/–"),
        ("1.2.1", Answer(), "–"),
        ("2.2.1", Answer(not_applicable=True), "không phát sinh"),
        ("2.3.1", Answer(option="a"), "Có"),
        ("DK3", Answer(option=GATE_FAILS), "Có trường hợp bị xử lý"),
    ],
)
def test_an_answer_in_few_words(code, answer, words):
    item = next(i for i in items(POINTS, True) if i.code == code)
    assert answer_words(item, Given(answer)) == words
    assert answer_words(item, None) == "–"


def test_a_list_to_choose_from_can_be_answered_by_none():
    shown = line(PASS, "2.5.1", Answer(option="none"))
    assert shown.pill.word == "Chưa đạt"
    assert shown.answered
    assert [choice.field for choice in shown.choices][-2:] == ["chosen", "option"]
    assert shown.choices[-1].ticked
    item = next(i for i in items(PASS, True) if i.code == "2.5.1")
    assert answer_words(item, Given(Answer(option="none"))) == "Không có hoạt động nào ở trên"


# --- panel ---


def panel_of(rule_set, given, bare=(), wrong=()):
    entered = column(rule_set, given)
    rows = items(rule_set, True)
    return panel(rule_set, entered.result, missing_of(rows, entered.result, Lacks(bare, wrong)))


def test_the_marks_of_the_bars_are_those_of_the_conditions():
    shown = panel_of(POINTS, full(POINTS))
    assert shown.mark == Decimal(80)
    assert [bar.mark for bar in shown.bars] == [bar.max / 2 for bar in shown.bars]
    assert shown.note == "Vạch đen: mức 80 điểm."
    assert shown.met is True
    assert shown.todo == ()


def test_an_empty_sheet_misses_every_line_in_its_order():
    shown = panel_of(POINTS, {}, bare=["1.1.1"])
    assert [row.code for row in shown.todo] == [item.code for item in items(POINTS, True)]
    assert shown.todo[0].words == "Chưa trả lời, chưa có tài liệu"
    assert shown.todo[1].words == "Chưa trả lời"
    assert shown.note.endswith("Chưa tính 24 nội dung.")
    assert shown.figure is None
    assert len(shown.todo_first) + len(shown.todo_rest) == 25


def test_a_wrong_line_is_named_with_what_else_it_lacks():
    shown = panel_of(POINTS, full(POINTS), bare=["3.1.2", "2.6.1"], wrong=["3.1.2"])
    assert [(row.code, row.words, row.icon) for row in shown.todo] == [
        ("2.6.1", "Chưa có tài liệu", "paperclip"),
        ("3.1.2", "Số liệu sai, chưa có tài liệu", "alert-circle"),
    ]


def test_half_a_figure_is_not_called_unanswered():
    given = {**full(POINTS), "1.2.1": Given(Answer(done=3))}
    assert panel_of(POINTS, given).todo[0].words == "Chưa đủ số liệu"


def test_an_open_gate_leads_to_its_line():
    shown = panel_of(POINTS, {k: v for k, v in full(POINTS).items() if k != "DK3"})
    gate = shown.conditions[-1]
    assert (gate.word, gate.anchor) == ("chưa trả lời", "DK3")


def test_a_failing_condition_says_so():
    given = {**full(POINTS), "DK3": Given(Answer(option=GATE_FAILS))}
    shown = panel_of(POINTS, given)
    assert shown.conditions[-1].word == "chưa đạt"
    assert shown.met is False


def test_without_points_the_panel_counts_indicators():
    shown = panel_of(PASS, full(PASS))
    assert (shown.has_points, shown.figure, shown.of, shown.mark) == (False, 14, 14, None)
    assert [bar.of for bar in shown.bars] == ["3", "7", "4"]


# --- steps ---

DAYS = {
    "self_scoring": StepDays(date(2022, 12, 1), date(2022, 12, 30)),
    "posted": StepDays(None, date(2023, 1, 6)),
    "under_review": StepDays(date(2023, 1, 10), None),
}
MOVES = [
    Passed("self_scoring", date(2022, 12, 1)),
    Passed("posted", date(2022, 12, 30)),
    Passed("submitted", date(2023, 1, 9)),
    Passed("under_review", date(2023, 1, 10)),
    Passed("council", date(2023, 1, 20)),
    Passed("proposed", date(2023, 1, 31)),
    Passed("decided", date(2023, 2, 3)),
]


def steps(status, moves, days=DAYS, workflow=POINTS_REGIME):
    return [(s.label, s.when, s.state) for s in shown_steps(workflow, status, moves, days)]


def test_work_that_was_broken_off_is_not_called_done():
    out = Passed("not_assessed", date(2023, 1, 12))
    shown = {label: (when, state) for label, when, state in steps(out.target, [*MOVES[:4], out])}
    assert shown["Tự chấm điểm"] == ("xong 30/12/2022", "done")
    assert shown["Thẩm tra, Hội đồng"] == ("dở dang từ 10/01/2023", "later")
    assert shown["Quyết định"] == ("không thực hiện", "later")
    early = steps(out.target, [MOVES[0], out])
    assert early[0] == ("Tự chấm điểm", "dở dang từ 01/12/2022", "later")


def test_days_that_nobody_has_set_are_said_to_be_open():
    assert steps("assigned", []) == [
        ("Tự chấm điểm", "01/12/2022 – 30/12/2022", "current"),
        ("Niêm yết", "đến 06/01/2023", "later"),
        ("Gửi hồ sơ", "chưa định", "later"),
        ("Thẩm tra, Hội đồng", "từ 10/01/2023", "later"),
        ("Quyết định", "chưa định", "later"),
    ]


def test_the_step_that_is_on_tells_the_day_the_note_beside_it_tells():
    shown = shown_steps(PASS_REGIME, "self_assessing", [], {}, Terms(date(2026, 11, 30)))
    assert [(s.when, s.state) for s in shown][:2] == [
        ("đến 30/11/2026", "current"),
        ("chưa định", "later"),
    ]


@pytest.mark.parametrize(
    ("posted", "sent", "post_by", "told"),
    [
        (date(2026, 11, 30), date(2026, 11, 30), None, "5 ngày, trước khi gửi"),
        (None, date(2026, 11, 30), date(2026, 11, 25), "5 ngày, muộn nhất từ 25/11/2026"),
        (date(2026, 11, 24), date(2026, 11, 30), None, "đến 24/11/2026"),
    ],
)
def test_posting_and_sending_do_not_end_on_one_day(posted, sent, post_by, told):
    days = {"posted": StepDays(None, posted), "submitted": StepDays(None, sent)}
    shown = shown_steps(PASS_REGIME, "registered", [], days, Terms(None, 5, post_by))
    assert [s.when for s in shown][1:3] == [told, "đến 30/11/2026"]


def test_what_is_done_tells_its_day():
    assert steps("submitted", MOVES[:3]) == [
        ("Tự chấm điểm", "xong 30/12/2022", "done"),
        ("Niêm yết", "30/12/2022 – 09/01/2023", "done"),
        ("Gửi hồ sơ", "09/01/2023", "done"),
        ("Thẩm tra, Hội đồng", "từ 10/01/2023", "current"),
        ("Quyết định", "chưa định", "later"),
    ]


def test_a_return_is_a_step_of_its_own_while_it_lasts():
    moves = [*MOVES[:4], Passed("returned", date(2023, 1, 12))]
    shown = shown_steps(POINTS_REGIME, "returned", moves, DAYS, Terms(date(2023, 1, 19)))
    assert [(s.label, s.when, s.amber) for s in shown][3] == (
        "Bổ sung theo yêu cầu",
        "hạn 19/01/2023",
        True,
    )
    assert len(shown) == 6
    again = [*moves, Passed("submitted", date(2023, 1, 18))]
    assert steps("submitted", again)[2] == ("Gửi hồ sơ", "18/01/2023", "done")


@pytest.mark.parametrize("status", ["decided", "published", "reported"])
def test_in_the_end_all_is_done(status):
    shown = steps(status, MOVES)
    assert {state for _, _, state in shown} == {"done"}
    assert shown[-1][1] == "03/02/2023"
    assert shown[-2][1] == "xong 31/01/2023"


@pytest.mark.parametrize("workflow", [POINTS_REGIME, PASS_REGIME])
def test_every_status_of_a_workflow_belongs_to_one_step(workflow):
    covered = [status for step in STEPS[workflow.code] for status in step.statuses]
    assert set(covered) == {status.code for status in workflow.statuses if status.is_counted}
    for status in workflow.statuses:
        shown = shown_steps(workflow, status.code, [], {})
        assert sum(step.state == "current" for step in shown) <= 1
