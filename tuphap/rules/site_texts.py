"""Texts of the home page without markup: paragraphs, and links one per line.

Read the same way when they are saved and when they are shown (X2), so that a text that came into
the database by another way shows nothing else either.
"""

import re
from dataclasses import dataclass

from tuphap.rules.numbers import quoted
from tuphap.rules.vietnamese import normalise

MOST_PARAGRAPHS, MOST_LINKS = 6, 8
LONGEST_LABEL, LONGEST_ADDRESS = 120, 500
_INSIDE = re.compile(r"/(?![/\\])[^\s\\]*")
_OUTSIDE = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[^\s\\<>\"']*)?", re.I)


@dataclass(frozen=True)
class Link:
    label: str
    address: str


def paragraphs(text: str) -> tuple[str, ...]:
    """Parted by empty lines; a single line break is a space."""
    parts = re.split(r"\n\s*\n", normalise(text, keep_lines=True))
    found = tuple(" ".join(part.split()) for part in parts if part.strip())
    return found[:MOST_PARAGRAPHS]


def links(text: str) -> tuple[Link, ...]:
    """The lines that are links; others are left out."""
    return tuple(link for line in _lines(text) if (link := _link(line)))[:MOST_LINKS]


def fault_of_paragraphs(text: str) -> str:
    parts = re.split(r"\n\s*\n", text.strip())
    if len(parts) <= MOST_PARAGRAPHS:
        return ""
    return f"Lời giới thiệu có {len(parts)} đoạn, nhiều nhất {MOST_PARAGRAPHS}. Rút gọn lại."


def fault_of_links(text: str) -> str:
    """The first line that is no link, in words; empty where all are."""
    lines = _lines(text)
    if len(lines) > MOST_LINKS:
        return f"Có {len(lines)} đường dẫn, nhiều nhất {MOST_LINKS}. Bỏ bớt dòng."
    for number, line in enumerate(lines, 1):
        if _link(line) is None:
            return (
                f"Đường dẫn dòng {number} {quoted(line)} chưa đúng mẫu. Ghi tên, dấu | rồi địa chỉ "
                "bắt đầu bằng https://, http:// hoặc /."
            )
    return ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in normalise(text, keep_lines=True).splitlines() if line.strip()]


def _link(line: str) -> Link | None:
    label, bar, address = (part.strip() for part in line.partition("|"))
    good = _INSIDE.fullmatch(address) or _OUTSIDE.fullmatch(address)
    if not bar or not label or not good:
        return None
    if len(label) > LONGEST_LABEL or len(address) > LONGEST_ADDRESS:
        return None
    return Link(label, address)
