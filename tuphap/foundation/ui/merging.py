"""One text out of two that were written at the same time (page of a conflict)."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby

Words = list[str]
# A stretch of the base, and what one side has in its place.
Change = tuple[int, int, Words]
_WORD = re.compile(r"\n|\S+")
_AROUND_BREAKS = re.compile(" ?\n ?")


def merged(theirs: str, mine: str, base: str | None = None) -> str:
    """Everything that either side added; where both wrote in one place, theirs and then mine.

    Without the text that both began from, nothing counts as taken out.
    """
    left, right = _words(theirs), _words(mine)
    common = _words(base) if base is not None else _shared(left, right)
    changes = [*_changes(common, left), *_changes(common, right)]
    words = _joined(common, sorted(changes, key=lambda change: change[:2]))
    return _AROUND_BREAKS.sub("\n", " ".join(words)).strip()


def _words(text: str) -> Words:
    """A break of the line counts as a word."""
    words: Words = _WORD.findall(text)
    return words


def _shared(left: Words, right: Words) -> Words:
    blocks = SequenceMatcher(a=left, b=right, autojunk=False).get_matching_blocks()
    return [word for block in blocks for word in left[block.a : block.a + block.size]]


def _changes(base: Words, side: Words) -> list[Change]:
    codes = SequenceMatcher(a=base, b=side, autojunk=False).get_opcodes()
    return [(i, j, side[k:m]) for kind, i, j, k, m in codes if kind != "equal"]


def _joined(base: Words, changes: list[Change]) -> Iterator[str]:
    """Changes come in the order of the base; two of the same place become one."""
    at = 0
    for (begin, end), same_place in groupby(changes, key=lambda change: change[:2]):
        yield from base[at:begin]
        yield from _together([words for _, _, words in same_place])
        at = max(at, end)
    yield from base[at:]


def _together(sides: list[Words]) -> Words:
    """What both have once, what one has in its place."""
    if len(sides) == 1:
        return sides[0]
    left, right = sides
    codes = SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes()
    return [
        word
        for kind, i, j, k, m in codes
        for word in (left[i:j] if kind == "equal" else left[i:j] + right[k:m])
    ]
