"""What became of the figures of a unit, event by event, in words; plain values."""

from dataclasses import dataclass
from datetime import datetime

from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import Item, anchor
from tuphap.modules.assessments.lines.words import answer_words, name_of

FIGURE, ADDED, REMOVED, BEGUN, ANSWERED = "figure", "added", "removed", "begun", "answered"
NOTHING = "(để trống)"


@dataclass(frozen=True)
class Turn:
    """What something was before, and what it was made."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Happening:
    """One event: of a line, or of the whole sheet where `code` is empty."""

    at: datetime
    who: str
    deed: str
    code: str = ""
    name: str = ""
    turns: tuple[Turn, ...] = ()
    note: str = ""

    @property
    def anchor(self) -> str:
        return anchor(self.code)


def figure_turns(
    item: Item, before: Given | None, after: Given, *, lettered: bool = False
) -> tuple[Turn, ...]:
    """Only what changed: figures, sentence, or both; the first figure comes from nothing."""
    old = before or Given()
    turns = []
    if old.answer != after.answer:
        words = [answer_words(item, given, lettered=lettered) for given in (old, after)]
        turns.append(Turn("Số liệu", *(NOTHING if text == "–" else text for text in words)))
    if old.explanation != after.explanation:
        turns.append(
            Turn("Giải thích", old.explanation or NOTHING, after.explanation or NOTHING),
        )
    return tuple(turns)


def title_of(item: Item | None) -> str:
    return name_of(item) if item else ""
