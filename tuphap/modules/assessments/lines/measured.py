"""A figure the system knows beside the figure of a line: plain values, nothing asks the database.

The unit's own figure stands; one that differs is explained in the sentence of its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tuphap.foundation.measures.registry import Figure, Measure
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import Item, anchor
from tuphap.modules.assessments.lines.marks import mark_of
from tuphap.rules.numbers import format_count
from tuphap.rules.scoring import Answer
from tuphap.rules.workflows.assessment import SELF

OPEN, EQUAL, DIFFERS = "open", "equal", "differs"


@dataclass(frozen=True)
class Known:
    """What the system counts for one content, and of whom it knows it."""

    measure: Measure
    figure: Figure

    @property
    def answer(self) -> Answer:
        return Answer(done=self.figure.done, due=self.figure.due)

    @property
    def words(self) -> str:
        return _pair(self.answer)


@dataclass(frozen=True)
class Measured:
    """One line with both figures."""

    code: str
    known: Known
    given: Given

    @property
    def anchor(self) -> str:
        return anchor(self.code)

    @property
    def state(self) -> str:
        return state_of(self.known, self.given)

    @property
    def is_explained(self) -> bool:
        return bool(self.given.explanation.strip())

    @property
    def own_words(self) -> str:
        answer = self.given.answer
        return "không phát sinh" if answer.not_applicable else _pair(answer)

    @property
    def is_quiet(self) -> bool:
        """Nothing to look at: grey, not amber."""
        return self.state != DIFFERS

    @property
    def mark(self) -> str:
        """Of the version a person sees, see marks.py."""
        return mark_of(SELF, None, self.given)

    @property
    def wants_sentence(self) -> bool:
        return self.state == DIFFERS and not self.is_explained


def state_of(known: Known, given: Given) -> str:
    """A line without a figure yet is open; one that says “not arisen” is not equal."""
    answer = given.answer
    if answer.not_applicable:
        return DIFFERS
    if answer.done is None and answer.due is None:
        return OPEN
    same = (answer.done, answer.due) == (known.figure.done, known.figure.due)
    return EQUAL if same else DIFFERS


def measured_lines(known: Mapping[str, Known], given: Mapping[str, Given]) -> dict[str, Measured]:
    return {code: Measured(code, row, given.get(code, Given())) for code, row in known.items()}


def unexplained(lines: Mapping[str, Measured]) -> tuple[str, ...]:
    """Lines with another figure than the system's and no sentence why."""
    return tuple(code for code, line in lines.items() if line.wants_sentence)


def may_want_sentence(given: Given) -> bool:
    """Whether a difference could matter at all: something was answered, and nothing explained."""
    answer = given.answer
    answered = answer.not_applicable or answer.done is not None or answer.due is not None
    return answered and not given.explanation.strip()


def proven_by_figures(known: Mapping[str, Known]) -> set[str]:
    """Lines for which a file lies behind the figure of the system."""
    return {code for code, row in known.items() if row.figure.documents}


def keys_of(items: tuple[Item, ...]) -> dict[str, str]:
    """Content code to the key of the measure its rule set names."""
    return {i.code: i.content.measure for i in items if i.content and i.content.measure}


def known_as_sent(
    known: Mapping[str, Known], as_sent: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Known], dict[str, str]]:
    """The figures a sent dossier is held against, and what became of those that changed since."""
    found, later = dict(known), {}
    for code, then in as_sent.items():
        now = known.get(code)
        then_words = _pair(Answer(done=then["done"], due=then["due"]))
        if now is None or now.words != then_words:
            left = f"thành {now.words}" if now else "thành không còn việc nào"
            later[code] = (
                f"Sau khi gửi, số của hệ thống đổi từ {then_words} {left} ({then['source']})."
            )
        if now is not None:
            figure = replace(now.figure, done=then["done"], due=then["due"])
            found[code] = replace(now, figure=figure)
    return found, later


def difference_words(line: Measured) -> str:
    """What an appraiser reads; "" where the figures agree or nothing was entered."""
    if line.state != DIFFERS:
        return ""
    reason = "có giải thích" if line.is_explained else "chưa giải thích"
    return (
        f"Đơn vị ghi {line.own_words}, hệ thống có {line.known.words} "
        f"({line.known.measure.source}); {reason}."
    )


def _pair(answer: Answer) -> str:
    done, due = ("–" if n is None else format_count(n) for n in (answer.done, answer.due))
    return f"{done}/{due}"
