"""The fields of a line: how they are called in a request and in a sentence, and what was typed.

A field is called “<code>-<field>”, as in “3.1.2-done”.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tuphap.modules.assessments.items import Item
from tuphap.rules.rule_set import Deadline, Percentage

MARK, ABSENT, EXPLANATION = "line", "not_applicable", "explanation"

Typed = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line, and in which of its fields."""

    sentence: str
    fields: tuple[str, ...]


def field_name(code: str, field: str) -> str:
    return f"{code}-{field}"


def label_of(item: Item, field: str) -> str:
    """What the field is called in a sentence: “Số vụ, việc đã hòa giải”."""
    scoring = item.content.scoring if item.content else None
    if isinstance(scoring, Percentage):
        label = scoring.done_label if field == "done" else scoring.due_label
        return f"Số {label[:1].lower()}{label[1:]}"
    if isinstance(scoring, Deadline):
        return scoring.assigned_label if field == "assigned_on" else scoring.done_label
    return ""
