"""Parts as plain functions, for long lists: 220 rows of components would be too slow.

The components in `templates/cotton/` call the same functions, so both ways give the same HTML.
"""

from difflib import SequenceMatcher
from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SHAPES = {
    "grey": "shape-ring",
    "blue": "shape-half",
    "amber": "shape-triangle",
    "plum": "shape-diamond",
    "green": "shape-check",
    "red": "shape-cross",
    "gold": "shape-square",
}

# Letters survive black-and-white print; the legend stands on the page.
FLAGS = {
    "T": ("tp-tone-red", "tối đa, thiếu tài liệu"),
    "N": ("tp-tone-amber", "nhảy so với năm trước"),
    "S": ("tp-tone-plum", "khác số liệu hệ thống"),
    "K": ("tp-flag-strong", "điều kiện về kỷ luật"),
}


@lru_cache(maxsize=1)
def sprite() -> str:
    return static("vendor/icons.svg")


def icon_html(name: str, label: str = "") -> SafeString:
    """An outline icon; `label` only where no word stands beside it."""
    if label:
        return format_html(
            '<svg class="tp-icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            sprite(),
            name,
        )
    return format_html(
        '<svg class="tp-icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite(), name
    )


def shape_html(tone: str) -> SafeString:
    return format_html(
        '<svg class="tp-shape" aria-hidden="true"><use href="{}#{}"/></svg>', sprite(), SHAPES[tone]
    )


def status_html(label: str, tone: str) -> SafeString:
    """Tint, line, words and a shape: colour never stands alone."""
    return format_html(
        '<span class="tp-status tp-tone-{}">{}{}</span>', tone, shape_html(tone), label
    )


def flag_html(letter: str, label: str = "") -> SafeString:
    css_class, usual = FLAGS[letter]
    return format_html(
        '<abbr class="tp-flag {}" title="{}">{}</abbr>', css_class, label or usual, letter
    )


def differing_html(one: str, other: str) -> tuple[SafeString, SafeString]:
    """Both texts with the words that differ underlined and tinted (page of a conflict)."""
    first, second = one.split(), other.split()
    matcher = SequenceMatcher(a=first, b=second, autojunk=False)
    left: list[tuple[bool, str]] = []
    right: list[tuple[bool, str]] = []
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        left.append((kind != "equal", " ".join(first[a_from:a_to])))
        right.append((kind != "equal", " ".join(second[b_from:b_to])))
    return _marked(left), _marked(right)


def _marked(pieces: list[tuple[bool, str]]) -> SafeString:
    return format_html_join(
        " ",
        "{}",
        (
            (format_html('<ins class="tp-differs">{}</ins>', text) if differs else text,)
            for differs, text in pieces
            if text
        ),
    )
