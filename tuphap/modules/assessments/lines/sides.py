"""What one column says of one line, in words and figures for a table; plain values."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from tuphap.modules.assessments.lines.answers import GATE_FAILS, GATE_PASSES, Given
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.words import (
    FAILED,
    PASSED,
    answer_words,
    choices_of,
    texts_of,
)
from tuphap.rules.numbers import UNKNOWN, format_percent, format_points
from tuphap.rules.rule_set import Percentage

NOT_ARISEN = "Không phát sinh"


class Written(Protocol):
    """The part of an Entry that the desk shows besides the answer."""

    points: Decimal | None
    passed: bool | None
    written_at: datetime


# An answer, what it gave when it was saved, and who wrote it.
Found = tuple[Given, Written, str]


@dataclass(frozen=True)
class Side:
    """What one column says of one line. `value` counts in sums: points, or 1 and 0."""

    given: Given
    value: Decimal | None
    figure: str  # “4,50”, “Đạt”
    details: tuple[str, ...]  # “40/42”, “95,24 %”
    words: str  # the option chosen, in full
    who: str
    at: datetime

    @property
    def explanation(self) -> str:
        return self.given.explanation


def side_of(item: Item, found: Found | None) -> Side | None:
    if found is None:
        return None
    given, written, who = found
    value, figure = _value(item, given, written)
    return Side(
        given, value, figure, _details(item, given), _words(item, given), who, written.written_at
    )


def _value(item: Item, given: Given, written: Written) -> tuple[Decimal | None, str]:
    if item.gate:
        return _judged({GATE_PASSES: True, GATE_FAILS: False}.get(given.answer.option or ""))
    if item.content and item.content.max_points is not None:
        return written.points, format_points(written.points)
    return _judged(written.passed)


def _judged(passed: bool | None) -> tuple[Decimal | None, str]:
    if passed is None:
        return None, UNKNOWN
    return Decimal(passed), PASSED if passed else FAILED


def _details(item: Item, given: Given) -> tuple[str, ...]:
    """Short lines under the figure; an option is told in words under the name."""
    answer = given.answer
    if answer.not_applicable:
        return (NOT_ARISEN,)
    scoring = item.content.scoring if item.content else None
    if isinstance(scoring, Percentage):
        return _ratio(scoring, answer.done, answer.due, answer_words(item, given))
    if answer.chosen:
        return (f"{len(answer.chosen)} hoạt động",)
    texts = texts_of(item, given)
    return tuple(str(texts[name]) for name in item.fields if name.endswith("_on") and texts[name])


def _ratio(scoring: Percentage, done: int | None, due: int | None, words: str) -> tuple[str, ...]:
    if done is None or not due:
        return (words,)
    edges = [band.at_least for band in scoring.bands]
    edges += [scoring.pass_at] if scoring.pass_at is not None else []
    return words, format_percent(Fraction(100 * done, due), edges)


def percent_typed(given: Given) -> str:
    """What the two figures come to, saved or not; empty where they do not say."""
    done, due = given.answer.done, given.answer.due
    if done is None or not due or done > due:
        return ""
    return format_percent(Fraction(100 * done, due))


def _words(item: Item, given: Given) -> str:
    if given.answer.not_applicable:
        return ""
    texts = texts_of(item, given)
    return "; ".join(choice.label for choice in choices_of(item, texts) if choice.ticked)
