"""The desk as plain values: two columns side by side, line by line, and what is still to do.

Points come as they were kept when the column was saved; nothing here asks the database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.marks import mark_of
from tuphap.modules.assessments.lines.sides import Found, Side, side_of
from tuphap.modules.assessments.lines.words import name_of
from tuphap.modules.assessments.sheet.values import anchor
from tuphap.rules.numbers import (
    MINUS,
    UNKNOWN,
    format_difference,
    format_points,
    format_points_short,
)
from tuphap.rules.plausibility import Finding
from tuphap.rules.rule_set import POINTS, Criterion, RuleSet, display_name

# Why a line without a flag cannot be ticked; the refusal of the action begins with it.
UNOPENED = "Chưa mở hết tài liệu nên chưa chọn cùng lúc được."
OPEN, ACCEPTED, CHANGED, OVERTAKEN = "open", "accepted", "changed", "overtaken"
SAME, DIFFERENT = "Giống", "Khác"
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Line:
    """One content or gate in both columns, with what the automatic checks say of it."""

    item: Item
    name: str
    theirs: Side | None
    ours: Side | None
    state: str
    mark: str
    documents: int
    findings: tuple[Finding, ...] = ()
    is_opened: bool = False  # whoever looks has opened every document of it

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def anchor(self) -> str:
        return anchor(self.item.code)

    @property
    def maximum(self) -> str:
        content = self.item.content
        return format_points_short(content.max_points) if content and content.max_points else ""

    @property
    def is_done(self) -> bool:
        return self.state in (ACCEPTED, CHANGED)

    @property
    def step(self) -> Decimal | None:
        """How far our column moved the value; None while one of them says nothing."""
        if self.theirs is None or self.ours is None:
            return None
        if self.theirs.value is None or self.ours.value is None:
            return None
        return self.ours.value - self.theirs.value

    @property
    def difference(self) -> str:
        has_points = self.item.content is not None and self.item.content.max_points is not None
        return difference_words(self.step, has_points=has_points)

    @property
    def words(self) -> str:
        """Under the name: the option both columns hold; where they differ, both are named."""
        theirs = self.theirs.words if self.theirs else ""
        ours = self.ours.words if self.ours else ""
        return theirs if not ours or theirs == ours else ""

    @property
    def may_be_ticked(self) -> bool:
        """Accepted together with others only where a document is there, this person has opened
        all of them, and no check warns.

        A line without any document has nothing that could have been opened: it stays with those
        that are looked at and accepted one by one.
        """
        return self.is_tickable and self.is_opened

    @property
    def why_not_ticked(self) -> str:
        """The sentence beside a tick that only waits for the documents; "" otherwise."""
        return UNOPENED if self.is_tickable and not self.is_opened else ""

    @property
    def is_tickable(self) -> bool:
        return self.state == OPEN and self.theirs is not None and self.is_plain

    @property
    def is_plain(self) -> bool:
        return self.documents > 0 and not any(found.is_warning for found in self.findings)

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found.letter for found in self.findings))


@dataclass(frozen=True)
class Unit:
    """Lines that are changed together; usually one."""

    code: str
    lines: tuple[Line, ...]

    @property
    def anchor(self) -> str:
        return anchor(self.code)


@dataclass(frozen=True)
class Group:
    """A criterion, or the gate conditions, with what both columns come to.

    A sum that counts only some of its lines says so: `theirs_open`, `ours_open`.
    """

    code: str
    title: str
    theirs: str
    of: str
    ours: str
    difference: str
    units: tuple[Unit, ...]
    theirs_open: bool = False
    ours_open: bool = False

    @property
    def anchor(self) -> str:
        return anchor(self.code)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for unit in self.units for line in unit.lines)


@dataclass(frozen=True)
class Columns:
    """What the database holds: answers with their points, by item, and documents by item."""

    in_hand: str
    theirs: Mapping[str, Found]
    ours: Mapping[str, Found]
    documents: Mapping[str, int] = field(default_factory=dict)
    opened: Collection[str] = ()  # lines of which whoever looks has opened every document
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Desk:
    groups: tuple[Group, ...]
    findings: tuple[Finding, ...]
    total: Group  # the last row: what all criteria come to

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.code == code), None)

    def unit(self, code: str) -> Unit | None:
        units = (unit for group in self.groups for unit in group.units)
        return next((unit for unit in units if unit.code == code), None)

    def group_of(self, unit_code: str) -> Group:
        return next(g for g in self.groups if any(u.code == unit_code for u in g.units))

    @property
    def contents(self) -> tuple[int, int]:
        """How many contents are done, and of how many."""
        return _counted(line for line in self.lines if line.item.content)

    @property
    def gates(self) -> tuple[int, int]:
        return _counted(line for line in self.lines if line.item.gate)

    @property
    def todo(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_done)

    @property
    def changed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == CHANGED)


def todo_beside(found: Desk, line: Line) -> tuple[Line | None, Line | None]:
    """The lines still to do before and after this one; at an end it goes on from the other."""
    codes = [row.code for row in found.lines]
    here = codes.index(line.code)
    todo = [row for row in found.todo if row.code != line.code]
    before = [row for row in todo if codes.index(row.code) < here]
    after = todo[len(before) :]
    if not todo:
        return None, None
    return (before or todo)[-1], (after or todo)[0]


def desk(rule_set: RuleSet, items: tuple[Item, ...], columns: Columns) -> Desk:
    """The whole desk of two columns, in the order of the sheet."""
    lines = {item.code: line_of(item, columns) for item in items}
    groups = [
        _criterion(rule_set, number, criterion, lines)
        for number, criterion in enumerate(rule_set.criteria, start=1)
    ]
    gates = tuple(line for line in lines.values() if line.item.gate)
    if gates:
        groups.append(Group("DK", "Điều kiện công nhận", "", "", "", "", _units(gates)))
    contents = tuple(line for line in lines.values() if line.item.content)
    total = _summed(rule_set, "", "", contents, rule_set.total_max, len(contents))
    return Desk(tuple(groups), columns.findings, total)


def line_of(item: Item, columns: Columns) -> Line:
    theirs = side_of(item, columns.theirs.get(item.code))
    ours = side_of(item, columns.ours.get(item.code))
    return Line(
        item=item,
        name=name_of(item),
        theirs=theirs,
        ours=ours,
        state=_state(theirs, ours),
        mark=mark_of(
            columns.in_hand, theirs.given if theirs else None, ours.given if ours else None
        ),
        documents=columns.documents.get(item.code, 0),
        findings=tuple(f for f in columns.findings if f.item == item.code),
        is_opened=item.code in columns.opened,
    )


def _state(theirs: Side | None, ours: Side | None) -> str:
    """A figure that was appraised before the unit changed its own is looked at again."""
    if ours is None or ours.value is None:
        return OPEN
    if theirs is not None and ours.at < theirs.at:
        return OVERTAKEN
    if theirs is not None and ours.given.answer == theirs.given.answer:
        return ACCEPTED
    return CHANGED if ours.explanation else OPEN


def _units(lines: Iterable[Line]) -> tuple[Unit, ...]:
    by_unit: dict[str, list[Line]] = {}
    for line in lines:
        by_unit.setdefault(line.item.unit, []).append(line)
    return tuple(Unit(code, tuple(found)) for code, found in by_unit.items())


def _criterion(
    rule_set: RuleSet, number: int, criterion: Criterion, lines: Mapping[str, Line]
) -> Group:
    codes = [content.code for indicator in criterion.indicators for content in indicator.contents]
    own = tuple(lines[code] for code in codes)
    title = f"{number}. {display_name(criterion)}"
    return _summed(rule_set, criterion.code, title, own, criterion.max_points, len(own))


def _summed(
    rule_set: RuleSet,
    code: str,
    title: str,
    lines: tuple[Line, ...],
    maximum: Decimal | None,
    count: int,
) -> Group:
    """Sums of what is known so far; the difference counts only lines that both columns have."""
    has_points = rule_set.scale == POINTS
    all_theirs = [line.theirs.value if line.theirs else None for line in lines]
    all_ours = [line.ours.value if line.ours else None for line in lines]
    theirs, ours = _sum(all_theirs), _sum(all_ours)
    return Group(
        code=code,
        title=title,
        theirs=_figure(theirs, has_points),
        of=format_points_short(maximum) if has_points else str(count),
        ours=_figure(ours, has_points),
        difference=summed_difference(_sum(line.step for line in lines), has_points=has_points),
        units=_units(lines),
        theirs_open=theirs is not None and None in all_theirs,
        ours_open=ours is not None and None in all_ours,
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, _NOTHING) if known else None


def _figure(value: Decimal | None, has_points: bool) -> str:
    return format_points(value) if has_points else format_points_short(value)


def summed_difference(step: Decimal | None, *, has_points: bool) -> str:
    """Points, or how many contents more or fewer passed."""
    if step is None or has_points:
        return format_difference(step)
    return f"{'+' if step > 0 else MINUS if step < 0 else ''}{abs(step)}"


def difference_words(step: Decimal | None, *, has_points: bool) -> str:
    """Of one line: points, or whether both say the same."""
    if step is None:
        return UNKNOWN
    if has_points:
        return format_difference(step)
    return DIFFERENT if step else SAME


def _counted(lines: Iterable[Line]) -> tuple[int, int]:
    found = tuple(lines)
    return sum(line.is_done for line in found), len(found)
