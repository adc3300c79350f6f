"""Which letters the fonts of the papers have; others are shown as “�”, never left out."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

FONTS = Path(__file__).resolve().parent / "fonts"
MISSING = "\N{REPLACEMENT CHARACTER}"


@cache
def known_letters() -> frozenset[str]:
    """What all four styles have; the asset build writes the list beside the fonts."""
    rows = (FONTS / "letters.txt").read_text(encoding="ascii").split()
    spans = [tuple(int(end, 16) for end in row.split("-")) for row in rows]
    return frozenset(chr(code) for first, last in spans for code in range(first, last + 1))


def printable(text: str) -> str:
    """In NFC, with line breaks; a letter no font has would make the paper unreadable as PDF/A."""
    known = known_letters()
    plain = normalize("NFC", text).replace("\r\n", "\n").replace("\t", " ")
    if known.issuperset(plain):
        return plain
    return "".join(sign if sign in known or sign == "\n" else MISSING for sign in plain)


def printable_all(value: Any) -> Any:
    """The same for every text in lists and mappings."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: printable_all(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable_all(part) for part in value]
    return value
