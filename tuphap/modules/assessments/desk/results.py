"""What each column says of each line, and why a figure was changed; plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tuphap.modules.assessments.desk.values import difference_words, summed_difference
from tuphap.modules.assessments.lines.items import Item, anchor
from tuphap.modules.assessments.lines.sides import Found, Side, side_of
from tuphap.modules.assessments.lines.words import name_of
from tuphap.rules.numbers import format_points, format_points_short
from tuphap.rules.rule_set import POINTS, Criterion, RuleSet, display_name
from tuphap.rules.workflows.assessment import COMPARED_WITH

# Of one column: what was kept for each node when it was saved.
Sums = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Reason:
    """Why a column says something else than the one before it."""

    column: str
    text: str
    who: str


@dataclass(frozen=True)
class LineResult:
    """One content or gate; `sides` in the order of the columns shown, None where nothing is."""

    code: str
    name: str
    maximum: str
    sides: tuple[Side | None, ...]
    difference: str
    moved: int
    reasons: tuple[Reason, ...]
    documents: int

    @property
    def anchor(self) -> str:
        return anchor(self.code)


@dataclass(frozen=True)
class ResultGroup:
    """A criterion, or the gate conditions, with what each column comes to."""

    title: str
    of: str
    sums: tuple[str, ...]
    difference: str
    lines: tuple[LineResult, ...]


def line_results(
    rule_set: RuleSet,
    items: Sequence[Item],
    columns: Mapping[str, Mapping[str, Found]],
    sums: Mapping[str, Sums],
    documents: Mapping[str, int],
) -> tuple[ResultGroup, ...]:
    """`columns` in the order in which they were written: answers with their points, by line."""
    lines = {item.code: _line(item, columns, documents.get(item.code, 0)) for item in items}
    groups = [
        _criterion(rule_set, number, criterion, lines, [sums[name] for name in columns])
        for number, criterion in enumerate(rule_set.criteria, start=1)
    ]
    gates = tuple(lines[item.code] for item in items if item.gate)
    if gates:
        groups.append(ResultGroup("Điều kiện công nhận", "", ("",) * len(columns), "", gates))
    return tuple(groups)


def sums_in_words(
    values: Sequence[Decimal | None], *, has_points: bool
) -> tuple[tuple[str, ...], str]:
    """Each sum, and how far the last column moved from the first; points, or how many passed."""
    words = tuple((format_points if has_points else format_points_short)(v) for v in values)
    first, last = values[0], values[-1]
    if len(values) == 1 or first is None or last is None:
        return words, ""
    return words, summed_difference(last - first, has_points=has_points)


def _line(item: Item, columns: Mapping[str, Mapping[str, Found]], documents: int) -> LineResult:
    sides = {name: side_of(item, found.get(item.code)) for name, found in columns.items()}
    shown = tuple(sides.values())
    first, last = shown[0], shown[-1]
    step = None
    if len(shown) > 1 and first and last and first.value is not None and last.value is not None:
        step = last.value - first.value
    content = item.content
    has_points = content is not None and content.max_points is not None
    return LineResult(
        code=item.code,
        name=name_of(item),
        maximum=format_points_short(content.max_points) if content and has_points else "",
        sides=shown,
        difference=difference_words(step, has_points=has_points) if len(shown) > 1 else "",
        moved=0 if step is None else (step > 0) - (step < 0),
        reasons=tuple(_reasons(sides)),
        documents=documents,
    )


def _reasons(sides: Mapping[str, Side | None]) -> list[Reason]:
    """A column that repeats the one before it has no reason of its own."""
    reasons = []
    for name, side in sides.items():
        before = sides.get(COMPARED_WITH.get(name, ""))
        if side is None or before is None or not side.explanation:
            continue
        if side.given != before.given and side.explanation != before.explanation:
            reasons.append(Reason(name, side.explanation, side.who))
    return reasons


def _criterion(
    rule_set: RuleSet,
    number: int,
    criterion: Criterion,
    lines: Mapping[str, LineResult],
    sums: Sequence[Sums],
) -> ResultGroup:
    contents = [content.code for row in criterion.indicators for content in row.contents]
    has_points = rule_set.scale == POINTS
    values = [_value(criterion, column, has_points=has_points) for column in sums]
    words, difference = sums_in_words(values, has_points=has_points)
    count = f"{len(criterion.indicators)} chỉ tiêu"
    return ResultGroup(
        title=f"{number}. {display_name(criterion)}",
        of=format_points_short(criterion.max_points) if has_points else count,
        sums=words,
        difference=difference,
        lines=tuple(lines[code] for code in contents),
    )


def _value(criterion: Criterion, sums: Sums, *, has_points: bool) -> Decimal | None:
    """Its points, or how many of its indicators passed; None while one of them is not known."""
    if has_points:
        return sums.get(criterion.code)
    passed = [sums.get(row.code) for row in criterion.indicators]
    return None if None in passed else sum(filter(None, passed), Decimal(0))
