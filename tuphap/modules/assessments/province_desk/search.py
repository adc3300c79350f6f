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
    """The true text, its words that begin like one of those typed marked."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _WORD.finditer(text):
        if any(fold(found.group()).startswith(word) for word in words):
            pieces += [(text[at : found.start()], False), (found.group(), True)]
            at = found.end()
    pieces.append((text[at:], False))
    return tuple((piece, is_marked) for piece, is_marked in pieces if piece)


def excerpt(text: str, words: Sequence[str]) -> str:
    """A long text around the first word that was found."""
    flat = " ".join(text.split())
    first = next(
        (
            found.start()
            for found in _WORD.finditer(flat)
            if any(fold(found.group()).startswith(word) for word in words)
        ),
        0,
    )
    begin, end = max(0, first - AROUND), first + AROUND
    before = "…" if begin else ""
    after = "…" if end < len(flat) else ""
    return f"{before}{flat[begin:end].strip()}{after}"
