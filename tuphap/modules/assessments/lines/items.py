"""The lines of a sheet: the contents of its rule set, then the gate conditions in force."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuphap.modules.assessments.models import Period
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.conditions import GATE, conditions_in_force
from tuphap.rules.rule_set import (
    ChooseAtLeast,
    Condition,
    Content,
    Deadline,
    Indicator,
    Options,
    Percentage,
    RuleSet,
    indicators,
)
from tuphap.rules.scoring import Answer

# The fields of an answer, by kind of scoring; a gate is answered like a list of options, and of a
# list to choose from the option says that nothing of it was done.
FIELDS: Mapping[str, tuple[str, ...]] = {
    Percentage.kind: ("done", "due"),
    Options.kind: ("option",),
    ChooseAtLeast.kind: ("option", "chosen"),
    Deadline.kind: ("assigned_on", "done_on"),
    GATE: ("option",),
}


@dataclass(frozen=True)
class Item:
    """One line. `unit` is what is saved together: the indicator where it is the indicator that
    did not arise, for then all its contents did not; else the line itself."""

    code: str
    unit: str
    content: Content | None = None
    gate: Condition | None = None

    @property
    def anchor(self) -> str:
        return anchor(self.code)

    @property
    def kind(self) -> str:
        return self.content.scoring.kind if self.content else GATE

    @property
    def fields(self) -> tuple[str, ...]:
        return FIELDS[self.kind]

    def foreign_fields(self, answer: Answer) -> tuple[str, ...]:
        """Figures such a line does not have, yet somebody gave."""
        blank = Answer()
        if self.gate and answer.not_applicable:
            return ("not_applicable",)
        return tuple(
            name
            for name in dict.fromkeys(field for fields in FIELDS.values() for field in fields)
            if name not in self.fields and getattr(answer, name) != getattr(blank, name)
        )

    @property
    def can_be_absent(self) -> bool:
        return bool(self.content and self.content.not_applicable)

    @property
    def is_absent_alone(self) -> bool:
        """Whether the line has a “not arisen” of its own."""
        return self.can_be_absent and self.unit == self.code


def anchor(code: str) -> str:
    """For ids of HTML: a point would have to be escaped in selectors."""
    return code.replace(".", "-")


def items_of(period: Period) -> tuple[Item, ...]:
    return items(parsed(period.rule_set), period.gates_enabled)


def items(rule_set: RuleSet, gates_enabled: bool | None) -> tuple[Item, ...]:
    """In the order of the sheet."""
    lines = [
        Item(content.code, _unit(indicator, content), content=content)
        for indicator in indicators(rule_set)
        for content in indicator.contents
    ]
    gates = conditions_in_force(rule_set, gates_enabled)
    return (*lines, *(Item(c.code, c.code, gate=c) for c in gates if c.kind == GATE))


def saved_together(rows: tuple[Item, ...], unit: str) -> tuple[Item, ...]:
    """The lines of one unit of saving; none for a code the sheet does not have."""
    return tuple(item for item in rows if item.unit == unit)


def _unit(indicator: Indicator, content: Content) -> str:
    together = indicator.not_applicable is not None and len(indicator.contents) > 1
    return indicator.code if together else content.code
