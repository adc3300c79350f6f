"""The sheet as plain values, line by line: what the page of the unit and the desk show.

Nothing here asks the database; what a line says is computed by the rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.fields import (
    ABSENT,
    EXPLANATION,
    MARK,
    Fault,
    Typed,
)
from tuphap.modules.assessments.lines.items import Item, anchor
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.lines.words import (
    FAILED,
    OPEN,
    PASSED,
    Choice,
    choices_of,
    labels_of,
    name_of,
    texts_of,
)
from tuphap.rules.conditions import GATE
from tuphap.rules.numbers import (
    format_percent,
    format_points,
    format_points_short,
)
from tuphap.rules.rule_set import (
    POINTS,
    Condition,
    Criterion,
    Indicator,
    Options,
    Percentage,
    RuleSet,
    display_name,
)
from tuphap.rules.scoring import Scored, SheetResult


@dataclass(frozen=True)
class Pill:
    """Points of a line, or a word where nothing is scored; `state`: full, part, zero, none."""

    value: Decimal | None = None
    max: Decimal | None = None
    word: str = ""
    state: str = ""


@dataclass(frozen=True)
class Line:
    """One content or gate. `texts` is what stands in each field: as typed, else as saved.

    `mark` names the version this was opened in; what was typed keeps the mark it came with, or a
    second try would overwrite what the first was refused for.
    """

    item: Item
    name: str
    pill: Pill
    texts: Mapping[str, Any]
    choices: tuple[Choice, ...]
    absent: bool
    percent: str
    why: str
    fault: Fault | None
    answered: bool
    mark: str = ""
    evidence: tuple[Any, ...] = ()
    todo: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def anchor(self) -> str:
        return self.item.anchor

    @property
    def labels(self) -> dict[str, str]:
        return labels_of(self.item)

    @property
    def formula(self) -> str:
        scoring = self.item.content.scoring if self.item.content else None
        return (scoring.formula or "") if isinstance(scoring, Percentage) else ""

    @property
    def reckoned(self) -> bool:
        """Whether there is more to say of the points than the option that gives them."""
        if self.kind in (Options.kind, GATE):
            return False
        return bool(self.formula or (self.why and not self.fault))

    @property
    def absent_label(self) -> str:
        """The words of a “not arisen” that is the line's own."""
        content = self.item.content
        rule = content.not_applicable if content else None
        return rule.text if rule and self.item.is_absent_alone else ""


@dataclass(frozen=True)
class Group:
    """An indicator with its contents. `absent_label`: it did not arise as a whole."""

    code: str
    name: str
    unit: str
    lines: tuple[Line, ...]
    wanted: tuple[str, ...] = ()
    absent_label: str = ""

    @property
    def absent(self) -> bool:
        return all(line.absent for line in self.lines)

    @property
    def anchor(self) -> str:
        return anchor(self.unit)


@dataclass(frozen=True)
class Section:
    """A criterion, or the gate conditions; `score` as text beside `of`."""

    code: str
    title: str
    score: str
    of: str
    groups: tuple[Group, ...]

    @property
    def anchor(self) -> str:
        return anchor(self.code)


@dataclass(frozen=True)
class Total:
    """What stands at the head of a section, without its lines."""

    anchor: str
    score: str
    of: str


@dataclass(frozen=True)
class Input:
    """What a column holds and what somebody just typed into it."""

    given: Mapping[str, Given]
    result: SheetResult
    evidence: Mapping[str, Iterable[Any]] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)
    todo: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def sections(rule_set: RuleSet, items: tuple[Item, ...], column: Input) -> tuple[Section, ...]:
    """The whole sheet of one column in order."""
    by_code = {item.code: item for item in items}
    criteria = tuple(
        _section(rule_set, number, criterion, by_code, column)
        for number, criterion in enumerate(rule_set.criteria, start=1)
    )
    gates = tuple(item for item in items if item.gate)
    return (*criteria, _gates(gates, column)) if gates else criteria


def totals(rule_set: RuleSet, items: Iterable[Item], result: SheetResult) -> tuple[Total, ...]:
    """Of the criteria these lines belong to."""
    contents = {item.code for item in items if item.content}
    return tuple(
        Total(anchor(criterion.code), *criterion_score(rule_set, criterion, result))
        for criterion in rule_set.criteria
        if any(c.code in contents for i in criterion.indicators for c in i.contents)
    )


def line_of(item: Item, column: Input) -> Line:
    given = column.given.get(item.code, Given())
    scored = column.result.contents.get(item.code)
    typed = column.typed.get(item.code)
    fault = column.faults.get(item.code)
    saved = texts_of(item, given)
    texts = saved if typed is None else {EXPLANATION: saved[EXPLANATION], **typed}
    return Line(
        item=item,
        name=name_of(item),
        pill=pill_of(item, column.result, wrong=fault is not None),
        texts=texts,
        choices=choices_of(item, texts),
        absent=bool(texts.get(ABSENT)),
        percent="" if fault or not scored else percent_of(scored),
        why=_why(scored),
        fault=fault,
        answered=item.code not in column.result.unanswered,
        mark=str(texts.get(MARK, "")) or own_mark(given),
        evidence=tuple(column.evidence.get(item.code, ())),
        todo=column.todo.get(item.code, ()),
    )


def pill_of(item: Item, result: SheetResult, *, wrong: bool = False) -> Pill:
    """Nothing is shown for a line whose figure on screen is not the one that was saved."""
    if item.gate:
        return _word(None if wrong else gate_holds(item.gate, result), "Chưa trả lời")
    scored = result.contents[item.code]
    maximum = item.content.max_points if item.content else None
    if maximum is None:
        return _word(None if wrong else scored.passed, OPEN)
    return Pill(None if wrong else scored.points, maximum)


def gate_holds(gate: Condition, result: SheetResult) -> bool | None:
    return next((row.holds for row in result.conditions if row.code == gate.code), None)


def percent_of(scored: Scored) -> str:
    return "" if scored.percent is None else format_percent(scored.percent)


def _why(scored: Scored | None) -> str:
    return scored.why if scored and scored.is_decided else ""


def _word(passed: bool | None, unknown: str) -> Pill:
    if passed is None:
        return Pill(word=unknown, state="none")
    return Pill(word=PASSED, state="full") if passed else Pill(word=FAILED, state="zero")


def _section(
    rule_set: RuleSet,
    number: int,
    criterion: Criterion,
    items: Mapping[str, Item],
    column: Input,
) -> Section:
    score, of = criterion_score(rule_set, criterion, column.result)
    return Section(
        code=criterion.code,
        title=f"{number}. {display_name(criterion)}",
        score=score,
        of=of,
        groups=tuple(
            _group(indicator, [items[c.code] for c in indicator.contents], column)
            for indicator in criterion.indicators
        ),
    )


def criterion_score(
    rule_set: RuleSet, criterion: Criterion, result: SheetResult
) -> tuple[str, str]:
    """Points of the maximum, or indicators passed of all."""
    if rule_set.scale == POINTS:
        points = result.scores[criterion.code]
        return format_points(points), format_points_short(criterion.max_points)
    return str(passed_indicators(criterion, result)), f"{len(criterion.indicators)} chỉ tiêu"


def passed_indicators(criterion: Criterion, result: SheetResult) -> int:
    return sum(bool(result.scores[indicator.code]) for indicator in criterion.indicators)


def _group(indicator: Indicator, items: list[Item], column: Input) -> Group:
    unit = items[0].unit if items else indicator.code
    together = indicator.not_applicable if unit == indicator.code else None
    return Group(
        code=indicator.code,
        name=display_name(indicator),
        unit=unit,
        lines=tuple(line_of(item, column) for item in items),
        wanted=tuple(evidence.text for evidence in indicator.evidence),
        absent_label=together.text if together else "",
    )


def _gates(items: tuple[Item, ...], column: Input) -> Section:
    lines = tuple(line_of(item, column) for item in items)
    group = Group(code="", name="", unit="", lines=lines)
    return Section("DK", "Điều kiện công nhận", "", "", (group,))
