"""What the unit changed on a line since the dossier was returned, in words; plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.words import answer_words


class Added(Protocol):
    """The part of a document that is told of."""

    @property
    def title(self) -> str: ...

    @property
    def added_at(self) -> datetime: ...


@dataclass(frozen=True)
class Change:
    """Old and new figures as words, empty where they stayed; what was put beside them, and what
    was taken away."""

    before: str = ""
    after: str = ""
    explained: bool = False
    added: tuple[str, ...] = ()
    unexplained: bool = False
    removed: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        return bool(self.after or self.explained or self.added or self.unexplained or self.removed)


def changes(
    items: Iterable[Item],
    before: Mapping[str, Given],
    now: Mapping[str, Given],
    evidence: Mapping[str, Iterable[Added]],
    removed: Mapping[str, Sequence[str]],
    returned_at: datetime,
) -> dict[str, Change]:
    """By line; only lines on which something changed. `removed` names what went since then."""
    found = {
        item.code: _change(
            item,
            before.get(item.code, Given()),
            now.get(item.code, Given()),
            tuple(row.title for row in evidence.get(item.code, ()) if row.added_at > returned_at),
            tuple(removed.get(item.code, ())),
        )
        for item in items
    }
    return {code: change for code, change in found.items() if change.is_any}


def _change(
    item: Item, before: Given, now: Given, added: tuple[str, ...], removed: tuple[str, ...]
) -> Change:
    moved = before.answer != now.answer
    return Change(
        before=answer_words(item, before) if moved else "",
        after=answer_words(item, now) if moved else "",
        explained=bool(now.explanation) and before.explanation != now.explanation,
        added=added,
        unexplained=bool(before.explanation) and not now.explanation,
        removed=removed,
    )
