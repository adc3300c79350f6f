"""The fields of a line: how they are called in a request and in a sentence, and what was typed.

A field is called “<code>-<field>”, as in “3.1.2-done”; people are told its words, never this name.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tuphap.modules.assessments.lines.items import Item
from tuphap.rules.rule_set import Deadline, Percentage

# The mark says that the line stands in the form, and in which version it was opened.
MARK, ABSENT, EXPLANATION = "line", "not_applicable", "explanation"
WORDS = {
    "done": "Số đã thực hiện",
    "due": "Tổng số",
    "option": "Lựa chọn",
    "chosen": "Các mục đã chọn",
    "assigned_on": "Ngày được giao",
    "done_on": "Ngày hoàn thành",
    ABSENT: "Không phát sinh",
    EXPLANATION: "Giải thích",
    MARK: "Phiên bản đã mở",
}
_NAME = re.compile(rf"([A-Za-z0-9.]{{1,16}})-({'|'.join(WORDS)})")

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


def called(name: str, items: Iterable[Item] = ()) -> str:
    """A field of a request in words: “Số vụ, việc hòa giải thành” của nội dung 3.1.2.

    Nothing for a name that no page of ours has: it would say nothing to the person.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return ""
    code, field = found.groups()
    item = next((item for item in items if item.code == code), None)
    label = (label_of(item, field) if item and field in item.fields else "") or WORDS[field]
    return f"“{label}” của nội dung {code}"


def foreign_field(name: str, items: Iterable[Item] = ()) -> str:
    """The sentence for a field that was sent and does not belong here."""
    words = called(name, items)
    return f"Lần gửi có một ô không thuộc phần đang lưu{f': {words}' if words else ''}."
