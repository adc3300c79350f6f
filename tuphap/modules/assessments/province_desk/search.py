"""Hits of a search as plain values: where they lead, and which words of them were typed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tuphap.rules.vietnamese import fold

_WORD = re.compile(r"[^\W_]+")
AROUND = 90  # letters shown before and after the first word that was found

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Hit:
    """`pieces` are the text with what was typed marked; `told` stands beside it."""

    url: str
    pieces: Pieces
    told: str = ""


@dataclass(frozen=True)
class Group:
    """One kind of things found; `rows` reads those of a page only."""

    code: str
    label: str
    count: int
    rows: Any
    hits: Callable[[Sequence[Any]], list[Hit]]


def marked(text: str, words: Sequence[str]) -> Pieces:
    """The true text with what was typed marked: the words together, or else each of them."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _found(text, words):
        pieces += [(text[at : found.start()], False), (found.group(), True)]
        at = found.end()
    pieces.append((text[at:], False))
    return tuple((piece, is_marked) for piece, is_marked in pieces if piece)


def excerpt(text: str, words: Sequence[str]) -> str:
    """A long text around the first place that was found."""
    flat = " ".join(text.split())
    first = next((found.start() for found in _found(flat, words)), 0)
    begin, end = max(0, first - AROUND), first + AROUND
    before = "…" if begin else ""
    after = "…" if end < len(flat) else ""
    return f"{before}{flat[begin:end].strip()}{after}"


def _found(text: str, words: Sequence[str]) -> list[re.Match[str]]:
    """Of several words those that stand together; where they never do, all that begin like one."""
    known = [(found, fold(found.group())) for found in _WORD.finditer(text)]
    *before, last = words
    together: dict[int, re.Match[str]] = {}
    for place in range(len(known) - len(before)):
        run = known[place : place + len(words)]
        as_typed = [word for _, word in run[:-1]] == before
        if before and as_typed and run[-1][1].startswith(last):
            together |= {found.start(): found for found, _ in run}
    whole = set(before) <= {word for _, word in known}
    alone = [
        found
        for found, word in known
        if word.startswith(last if whole else tuple(words)) or (whole and word in before)
    ]
    return list(together.values()) or alone
