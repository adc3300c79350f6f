"""What is wrong with lines that could be read: figures that cannot be, days outside the year."""

from collections.abc import Iterable, Mapping
from datetime import date

from tuphap.modules.assessments.lines.answers import GATE_FAILS, GATE_PASSES, Given
from tuphap.modules.assessments.lines.items import Item
from tuphap.rules.days_done import day_fault
from tuphap.rules.numbers import format_count
from tuphap.rules.rule_set import Deadline
from tuphap.rules.scoring import SheetResult

LONGEST_EXPLANATION = 4000


def unsound(lines: Mapping[str, Given], result: SheetResult) -> dict[str, str]:
    """A sentence per line; `result` is that of the whole sheet with these lines in it."""
    faults = {
        item: scored.problem
        for item, scored in result.contents.items()
        if item in lines and scored.problem
    }
    for item, line in lines.items():
        option = line.answer.option
        if item not in result.contents and option not in (None, GATE_PASSES, GATE_FAILS):
            faults[item] = f"Lựa chọn “{option[:16]}” không có. Chọn một trong hai ý."
    return faults


def wrong_days(
    items: Iterable[Item], lines: Mapping[str, Given], year: int, today: date
) -> dict[str, str]:
    return {
        item.code: fault
        for item in items
        if item.code in lines and item.content and isinstance(item.content.scoring, Deadline)
        if (fault := day_fault(item.content.scoring, lines[item.code].answer, year, today))
    }


def too_long(line: Given) -> str:
    """The sentence for an explanation nobody would read; "" for one that may be saved."""
    if len(line.explanation) <= LONGEST_EXPLANATION:
        return ""
    return (
        f"Giải thích dài {format_count(len(line.explanation))} ký tự, tối đa "
        f"{format_count(LONGEST_EXPLANATION)}. Rút gọn hoặc đính kèm tài liệu."
    )
