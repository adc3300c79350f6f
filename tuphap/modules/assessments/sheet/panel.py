"""The panel beside the sheet: total, bars, conditions, and what is still missing; plain values."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tuphap.modules.assessments.lines.items import Item, anchor
from tuphap.modules.assessments.sheet.values import criterion_score, passed_indicators
from tuphap.modules.assessments.sheet.way_to_met import WayToMet, way_to_met
from tuphap.rules.conditions import GATE, MIN_PERCENT_EACH, MIN_TOTAL, ConditionResult
from tuphap.rules.numbers import format_points_short
from tuphap.rules.rule_set import POINTS, Criterion, RuleSet
from tuphap.rules.scoring import SheetResult

WRONG, UNANSWERED, HALF, BARE = "Số liệu sai", "Chưa trả lời", "Chưa đủ số liệu", "Chưa có tài liệu"
ASKED, UNEXPLAINED = "Chưa trả lời yêu cầu bổ sung", "Chưa giải thích chênh lệch"
# The worst of a line gives its icon.
TODO_ICONS = {
    WRONG: ("alert-circle", "stop"),
    UNANSWERED: ("pencil", "wait"),
    HALF: ("pencil", "wait"),
    ASKED: ("message", "wait"),
    UNEXPLAINED: ("message", "wait"),
    BARE: ("paperclip", "wait"),
}
SHOWN_AT_ONCE = 6
VERDICTS = {
    True: ("circle-check", "ok", "đạt"),
    False: ("circle-x", "stop", "chưa đạt"),
    None: ("help-circle", "wait", "chưa đủ số liệu"),
}


@dataclass(frozen=True)
class Bar:
    """A criterion: value of maximum, with the mark of the condition; figures as text beside."""

    code: str
    value: Decimal
    max: Decimal
    mark: Decimal | None
    score: str
    of: str


@dataclass(frozen=True)
class ConditionRow:
    label: str
    word: str
    icon: str
    tone: str
    detail: str
    anchor: str = ""  # the line to be answered, where it is not yet


@dataclass(frozen=True)
class Todo:
    """A line that is not finished, with all that is missing."""

    code: str
    words: str
    icon: str
    tone: str

    @property
    def anchor(self) -> str:
        return anchor(self.code)


@dataclass(frozen=True)
class Panel:
    """`figure` of `of` in display type; `mark` is the threshold of the total."""

    has_points: bool
    figure: Decimal | int | None
    of: Decimal | int | None
    mark: Decimal | None
    note: str
    bars: tuple[Bar, ...]
    conditions: tuple[ConditionRow, ...]
    todo: tuple[Todo, ...]
    met: bool | None
    way: WayToMet | None = None  # only where the result is not met

    @property
    def todo_first(self) -> tuple[Todo, ...]:
        """A telephone has no room for all of them above the sheet."""
        return self.todo[:SHOWN_AT_ONCE]

    @property
    def todo_rest(self) -> tuple[Todo, ...]:
        return self.todo[SHOWN_AT_ONCE:]


def panel(rule_set: RuleSet, result: SheetResult, missing: Mapping[str, tuple[str, ...]]) -> Panel:
    has_points = rule_set.scale == POINTS
    return Panel(
        has_points=has_points,
        figure=result.total if has_points else result.passed_indicators,
        of=rule_set.total_max if has_points else result.indicator_count,
        mark=_level(rule_set, MIN_TOTAL),
        note=_note(rule_set, result),
        bars=tuple(_bar(rule_set, criterion, result) for criterion in rule_set.criteria),
        conditions=tuple(_condition(rule_set, row) for row in result.conditions),
        todo=tuple(_todo(code, words) for code, words in missing.items()),
        met=result.met,
        way=way_to_met(rule_set, result),
    )


@dataclass(frozen=True)
class Lacks:
    """Codes of lines by what they lack besides figures."""

    bare: Collection[str] = ()
    wrong: Collection[str] = ()
    unexplained: Collection[str] = ()
    asked: Collection[str] = ()


def missing_of(
    items: Iterable[Item], result: SheetResult, lacks: Lacks
) -> dict[str, tuple[str, ...]]:
    """What each unfinished line lacks, in the order of the sheet."""
    found = {item.code: tuple(_lacking(item, result, lacks)) for item in items}
    return {code: words for code, words in found.items() if words}


def _lacking(item: Item, result: SheetResult, lacks: Lacks) -> Iterator[str]:
    scored = result.contents.get(item.code)
    if item.code in lacks.wrong or (scored and scored.problem):
        yield WRONG
    elif item.code in result.unanswered:
        yield HALF if scored and scored.why.startswith("Còn thiếu") else UNANSWERED
    if item.code in lacks.asked:
        yield ASKED
    if item.code in lacks.unexplained:
        yield UNEXPLAINED
    if item.code in lacks.bare:
        yield BARE


def _todo(code: str, words: tuple[str, ...]) -> Todo:
    icon, tone = TODO_ICONS[words[0]]
    rest = "".join(f", {word[:1].lower()}{word[1:]}" for word in words[1:])
    return Todo(code, words[0] + rest, icon, tone)


def _level(rule_set: RuleSet, kind: str) -> Decimal | None:
    return next((c.value for c in rule_set.conditions if c.kind == kind), None)


def _note(rule_set: RuleSet, result: SheetResult) -> str:
    """What the black mark means, and how much is not in the sum yet."""
    sentences = []
    level = _level(rule_set, MIN_TOTAL)
    if level is not None:
        sentences.append(f"Vạch đen: mức {format_points_short(level)} điểm.")
    open_lines = sum(not scored.is_decided for scored in result.contents.values())
    if open_lines:
        sentences.append(f"Chưa tính {open_lines} nội dung.")
    return " ".join(sentences)


def _bar(rule_set: RuleSet, criterion: Criterion, result: SheetResult) -> Bar:
    score, of = criterion_score(rule_set, criterion, result)
    if criterion.max_points is None:
        passed, count = passed_indicators(criterion, result), len(criterion.indicators)
        return Bar(criterion.code, Decimal(passed), Decimal(count), None, score, str(count))
    percent = _level(rule_set, MIN_PERCENT_EACH)
    mark = None if percent is None else criterion.max_points * percent / 100
    value = result.scores[criterion.code] or Decimal(0)
    return Bar(criterion.code, value, criterion.max_points, mark, score, of)


def _condition(rule_set: RuleSet, row: ConditionResult) -> ConditionRow:
    condition = next(c for c in rule_set.conditions if c.code == row.code)
    icon, tone, word = VERDICTS[row.holds]
    if condition.kind == GATE and row.holds is None:
        return ConditionRow(
            condition.short_name, "chưa trả lời", icon, tone, row.detail, anchor(row.code)
        )
    return ConditionRow(condition.short_name, word, icon, tone, row.detail)
