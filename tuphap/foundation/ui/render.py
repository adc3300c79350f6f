"""Parts as plain functions, for long lists: 220 rows of components would be too slow.

The components in `templates/cotton/` call the same functions, so both ways give the same HTML.
"""

from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tuphap.rules import numbers
from tuphap.rules.plausibility import CHECKS

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
FLAG_TONES = {
    "T": "tp-tone-red",
    "M": "tp-tone-red",
    "N": "tp-tone-amber",
    "B": "tp-tone-amber",
    "Q": "tp-tone-amber",
    "L": "tp-tone-amber",
    "S": "tp-tone-plum",
    "C": "tp-tone-plum",
    "D": "tp-tone-blue",
    "G": "tp-tone-blue",
    "A": "tp-tone-blue",
    "K": "tp-flag-strong",
}
FLAG_LABELS = {check.letter: check.label for check in CHECKS}


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
    css_class, usual = FLAG_TONES[letter], FLAG_LABELS[letter]
    return format_html(
        '<abbr class="tp-flag {}" title="{}">{}</abbr>', css_class, label or usual, letter
    )


def points_html(
    value: Decimal | str | None = None,
    maximum: Decimal | str | None = None,
    word: str = "",
    state: str = "",
) -> SafeString:
    """The pill: points of a maximum, or a word where nothing is scored."""
    if word:
        return format_html(
            '<span class="tp-points tp-points-word tp-points-{}">{}</span>', state or "none", word
        )
    return format_html(
        '<span class="tp-points tp-points-{}"><strong>{}</strong> / {}</span>',
        state or points_state(value, maximum),
        points_in_pill(value),
        numbers.format_points_short(as_decimal(maximum)),
    )


def points_state(value: Decimal | str | None, maximum: Decimal | str | None) -> str:
    figure = as_decimal(value)
    if figure is None:
        return "none"
    if figure == 0:
        return "zero"
    return "full" if figure == as_decimal(maximum) else "part"


def points_in_pill(value: Decimal | str | None) -> str:
    """Whole points without decimals, others with two: 6 and 4,50"""
    figure = as_decimal(value)
    if figure is not None and figure == figure.to_integral_value():
        return numbers.format_points_short(figure)
    return numbers.format_points(figure)


def bar_html(
    value: object = 0,
    maximum: object = 100,
    mark: object = None,
    kind: str = "value",
    size: str = "",
) -> SafeString:
    """The figures stand beside it, so the drawing is hidden from screen readers."""
    place = share(mark, maximum)
    line = format_html(
        '<line class="tp-bar-mark" x1="{}" x2="{}" y1="-2.5" y2="12.5"/>', place, place
    )
    return format_html(
        '<svg class="tp-bar{}" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="tp-bar-track" width="100" height="10"/>'
        '<rect class="tp-bar-{}" width="{}" height="10"/>{}</svg>',
        f" tp-bar-{size}" if size else "",
        kind,
        share(value, maximum),
        "" if mark is None else line,
    )


def share(value: object, whole: object) -> str:
    """Per cent of the whole as an SVG number: a point, never the comma of the page."""
    if value in (None, "") or not whole:
        return "0"
    percent = min(max(Decimal(str(value)) * 100 / Decimal(str(whole)), Decimal(0)), Decimal(100))
    return f"{percent:.2f}"


def as_decimal(value: object) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


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
