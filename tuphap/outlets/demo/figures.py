"""Draws plausible answers for any rule set, by the kind of each content."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from tuphap.modules.assessments.lines.answers import GATE_FAILS, GATE_PASSES, Given
from tuphap.rules.conditions import GATE, conditions_in_force
from tuphap.rules.content_scoring import NONE_CHOSEN
from tuphap.rules.deadlines import WorkCalendar, add_working_days
from tuphap.rules.rule_set import (
    ChooseAtLeast,
    Content,
    Deadline,
    Options,
    Percentage,
    RuleSet,
    contents,
)
from tuphap.rules.scoring import Answer

PROOF = (
    "Sổ theo dõi và báo cáo năm lưu tại trụ sở.",
    "Đã đăng trên trang thông tin điện tử, có ảnh chụp màn hình.",
    "Có văn bản và danh sách kèm theo trong hồ sơ lưu.",
    "Theo báo cáo tổng kết năm, lưu tại bộ phận tư pháp – hộ tịch.",
)
NOT_ARISEN_SHARE = 0.08

Draw = Callable[[Any, float, Random, int], Answer]


def draw_sheet(
    rule_set: RuleSet, quality: float, random: Random, year: int, gates_enabled: bool = True
) -> dict[str, Given]:
    """A whole sheet; `quality` in 0..1 is the chance of the best answer on each line."""
    sheet: dict[str, Given] = {}
    for criterion in rule_set.criteria:
        for indicator in criterion.indicators:
            nothing = random.random() < NOT_ARISEN_SHARE
            for content in indicator.contents:
                sheet[content.code] = _line(content, quality, random, year, nothing)
    for condition in conditions_in_force(rule_set, gates_enabled):
        if condition.kind == GATE:
            sheet[condition.code] = Given(Answer(option=GATE_PASSES))
    return sheet


def _line(content: Content, quality: float, random: Random, year: int, nothing: bool) -> Given:
    proof = random.choice(PROOF)
    if nothing and content.not_applicable:
        return Given(Answer(not_applicable=True), "Trong năm không phát sinh.")
    return Given(draw(content, quality, random, year), proof)


def draw(content: Content, quality: float, random: Random, year: int) -> Answer:
    return DRAWS[type(content.scoring)](content.scoring, quality, random, year)


def _options(scoring: Options, quality: float, random: Random, year: int) -> Answer:
    best, *others = [option.key for option in scoring.options]
    return Answer(option=best if random.random() < quality else random.choice(others))


def _percentage(scoring: Percentage, quality: float, random: Random, year: int) -> Answer:
    due = random.randint(8, 160)
    if random.random() < quality:
        return Answer(done=due, due=due)
    share = random.choice((0.97, 0.95, 0.93, 0.91, 0.88, 0.84, 0.78, 0.72, 0.6, 0.45))
    return Answer(done=int(due * share), due=due)


def _choose(scoring: ChooseAtLeast, quality: float, random: Random, year: int) -> Answer:
    keys = [option.key for option in scoring.options]
    if random.random() >= quality:
        few = frozenset(keys[: scoring.minimum - 1])
        return Answer(chosen=few) if few else Answer(option=NONE_CHOSEN)
    count = random.randint(scoring.minimum, min(len(keys), scoring.minimum + 2))
    return Answer(chosen=frozenset(random.sample(keys, count)))


def _deadline(scoring: Deadline, quality: float, random: Random, year: int) -> Answer:
    assigned = date(year, 1, 5) + timedelta(days=random.randint(0, 20))
    late = 0 if random.random() < quality else random.randint(1, 6)
    days = random.randint(2, scoring.working_days) if not late else scoring.working_days + late
    return Answer(assigned_on=assigned, done_on=add_working_days(assigned, days, WorkCalendar()))


DRAWS: Mapping[type, Draw] = {
    Options: _options,
    Percentage: _percentage,
    ChooseAtLeast: _choose,
    Deadline: _deadline,
}


def tie_figures(sheet: dict[str, Given], same: list[list[str]]) -> dict[str, Given]:
    """Let figures that are one and the same in two lines agree, as far as both lines have them."""
    tied = dict(sheet)
    for source, target in same:
        source_code, source_field = source.split()
        target_code, target_field = target.split()
        value = getattr(tied[source_code].answer, source_field)
        line = tied[target_code]
        old = getattr(line.answer, target_field)
        if not value or not old or target_field != "due":
            continue
        done = line.answer.done or 0
        answer = replace(line.answer, due=value, done=done * value // old)
        tied[target_code] = replace(line, answer=answer)
    return tied


def inflate(
    sheet: Mapping[str, Given], rule_set: RuleSet, random: Random, chance: float, year: int
) -> dict[str, Given]:
    """What a hopeful commune writes: some lines better than they are."""
    better = dict(sheet)
    for content in contents(rule_set):
        if random.random() < chance:
            line = better[content.code]
            if not line.answer.not_applicable:
                answer = draw(content, 1.0, random, year)
                if isinstance(content.scoring, Percentage):
                    due = line.answer.due
                    answer = Answer(done=due, due=due)
                better[content.code] = replace(line, answer=answer)
    return better


def fail_gates(
    sheet: dict[str, Given], rule_set: RuleSet, shows_in: Mapping[str, str]
) -> dict[str, Given]:
    """`shows_in`: by content the option that says the same case again."""
    gates = [c.code for c in rule_set.conditions if c.kind == GATE and c.code in sheet]
    failed = {code: Given(Answer(option=GATE_FAILS)) for code in gates}
    again = {
        code: replace(sheet[code], answer=Answer(option=option))
        for code, option in shows_in.items()
    }
    return {**sheet, **failed, **again}


def worsened(sheet: dict[str, Given], rule_set: RuleSet, index: int) -> Iterator[dict[str, Given]]:
    """The sheet with more and more lines of one criterion at their worst."""
    worse = dict(sheet)
    for indicator in rule_set.criteria[index].indicators:
        for content in indicator.contents:
            answer = _worst(content, worse)
            worse[content.code] = replace(worse[content.code], answer=answer)
            yield dict(worse)


def _worst(content: Content, sheet: Mapping[str, Given]) -> Answer:
    scoring = content.scoring
    if isinstance(scoring, Options):
        return Answer(option=scoring.options[-1].key)
    if isinstance(scoring, Percentage):
        due = sheet[content.code].answer.due or 20
        return Answer(done=due * 2 // 5, due=due)
    return sheet[content.code].answer
