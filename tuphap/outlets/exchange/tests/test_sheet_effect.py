"""What a preview says of points and results before and after, without a database."""

from datetime import date
from functools import cache

from tuphap.modules.assessments.from_spreadsheet.judging import Judged
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items
from tuphap.outlets.exchange.sheet_figures.effect import Step, effect_of
from tuphap.rules.content_scoring import NONE_CHOSEN, Answer
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import Options
from tuphap.rules.rule_set_file import shipped


def judged(code: str, year: int, stored) -> Judged:
    rule_set = shipped(code)
    lines = items(rule_set, gates_enabled=True)
    return Judged(rule_set, lines, stored, True, WorkCalendar(), year, date(year, 12, 20))


def test_points_of_lines_and_of_the_sheet_before_and_after() -> None:
    stored = {
        "1.2.1": Given(Answer(done=8, due=8)),
        "2.3.1": Given(Answer(option="a")),
        "DK3": Given(Answer(option="none")),
    }
    brought = {
        "1.2.1": Given(Answer(done=5, due=8)),
        "2.3.1": Given(Answer(option="a"), "Có ba mô hình"),
        "2.1.1": Given(Answer(done=1, due=1)),
        "DK3": Given(Answer(option="some")),
    }
    effect = effect_of(judged("25-2021", 2022, stored), brought)
    assert effect.lines["1.2.1"] == Step("7,00", "0,875", falls=True)
    assert not effect.lines["2.3.1"].changed
    assert (effect.lines["2.1.1"].before, effect.lines["2.1.1"].falls) == ("–", False)
    assert effect.lines["DK3"] == Step("Đạt", "Chưa đạt", falls=True)
    assert effect.fallen == ("1.2.1", "DK3")
    assert (effect.label, effect.whole.before) == ("Tổng điểm", "13,00")
    assert effect.verdict == Step("chưa đủ số liệu", "chưa đạt chuẩn", falls=False)


@cache
def all_met() -> dict[str, Given]:
    """The first answer of every list, all done of all due, on the day it was given."""
    best = {"percentage": Answer(done=9, due=9), "choose_at_least": Answer(chosen=frozenset("a"))}
    day = date(2026, 3, 2)
    best |= {Options.kind: Answer(option="a"), "deadline": Answer(assigned_on=day, done_on=day)}
    lines = items(shipped("27-2025"), gates_enabled=True)
    return {item.code: Given(best.get(item.kind, Answer(option="none"))) for item in lines}


def test_met_and_not_met_are_told_where_there_are_no_points() -> None:
    (choice,) = [code for code, given in all_met().items() if given.answer.chosen]
    worse = {choice: Given(Answer(option=NONE_CHOSEN))}
    effect = effect_of(judged("27-2025", 2026, all_met()), worse)
    assert effect.lines == {choice: Step("Đạt", "Chưa đạt", falls=True)}
    total = shipped("27-2025")
    count = sum(len(criterion.indicators) for criterion in total.criteria)
    assert (effect.label, effect.whole) == (
        "Chỉ tiêu đạt",
        Step(f"{count}/{count}", f"{count - 1}/{count}", falls=True),
    )
    assert effect.verdict == Step("đạt chuẩn", "chưa đạt chuẩn", falls=True)
    better = effect_of(judged("27-2025", 2026, {**all_met(), **worse}), all_met())
    assert better.fallen == ()
