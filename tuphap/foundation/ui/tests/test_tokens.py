"""Contrast of the palette: text 4.5 : 1, borders of fields and marks 3 : 1 (WCAG 1.4.3, 1.4.11)."""

import re

import pytest

from tuphap.foundation.ui import samples
from tuphap.foundation.ui.tests.places import STATIC

TOKENS = dict(
    re.findall(r"--tp-([\w-]+):\s*(#[0-9a-f]{6});", (STATIC / "css" / "tokens.css").read_text())
)

TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("surface", "page")),
    ("ink-2", "surface-2"),
    ("ink-2", "grey-50"),
    ("ink", "gold-50"),
    ("gold-ink", "gold-50"),
    ("on-brand", "brand-900"),
    ("on-brand-2", "brand-900"),
    ("on-brand", "brand-700"),
    ("brand-700", "surface"),
    ("brand-700", "page"),
    ("brand-700", "brand-50"),
    ("brand-800", "blue-50"),
    ("brand-800", "brand-100"),
    ("ok", "surface"),
    ("ok", "ok-50"),
    ("stop", "surface"),
    ("stop", "stop-50"),
    ("stop", "stop-25"),
    ("on-brand", "stop"),
    ("wait", "surface"),
    ("wait", "wait-50"),
    ("ink-2", "wait-25"),
    ("ink-2", "wait-50"),
    ("plum", "plum-50"),
    ("down-1-ink", "down-1"),
    ("down-2-ink", "down-2"),
    ("down-3-ink", "down-3"),
    ("up-ink", "up"),
]
MARKS = [
    ("line-strong", "surface"),
    ("wait-edge", "wait-50"),
    ("gold", "brand-900"),
    ("bar", "track"),
    ("met", "surface"),
    ("focus", "page"),
    ("focus-inner", "brand-900"),
]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_and_borders_are_seen(mark, ground):
    assert contrast(mark, ground) >= 3


def test_page_of_parts_shows_the_colours_of_the_style_sheet():
    for name, value, _ in samples.COLOURS:
        assert TOKENS[name] == value


@pytest.mark.parametrize(
    "sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.stem
)
def test_lines_grow_with_the_letters(sheet):
    """Somebody who sets larger letters in the browser gets lines as much higher (WCAG 1.4.4)."""
    assert re.findall(r"line-height: *[0-9.]+px", sheet.read_text()) == []
