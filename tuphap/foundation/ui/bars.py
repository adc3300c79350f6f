"""Bars as SVG: the same drawing on the page and in papers, where only the shades differ.

The figures stand in the table beside it, so the drawing says nothing to a screen reader. Colours
are attributes: the content security policy forbids styles, and papers know no style sheet.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

OWN, FINAL, MET, NOT_MET, WAITING = "own", "final", "met", "not_met", "waiting"
TRACK = "track"
HEIGHT, GAP = 8, 2

Shades = Mapping[str, str]
SCREEN: Shades = MappingProxyType(
    {
        TRACK: "#dde5ea",
        OWN: "#9dbfd5",
        FINAL: "#0f4c75",
        MET: "#12643e",
        NOT_MET: "#a91e1a",
        WAITING: "#c9d3da",
    }
)
# An office paper has no colour: shades of grey, and the figures beside them.
PAPER: Shades = MappingProxyType(
    {
        TRACK: "#ececec",
        OWN: "#a0a0a0",
        FINAL: "#404040",
        MET: "#606060",
        NOT_MET: "#000000",
        WAITING: "#d0d0d0",
    }
)

Part = tuple[Decimal | int, str]  # per cent of the whole, and what it is


def bars_svg(rows: Sequence[Sequence[Part]], shades: Shades = SCREEN) -> SafeString:
    """One bar below the other; each is a row of parts from the left on its ground."""
    height = len(rows) * (HEIGHT + GAP) - GAP
    drawn = format_html_join(
        "", "{}", ((_row(parts, at * (HEIGHT + GAP), shades),) for at, parts in enumerate(rows))
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="tp-bars tp-bars-{}" '
        'viewBox="0 0 100 {}" width="100" height="{}" preserveAspectRatio="none" '
        'aria-hidden="true">{}</svg>',
        len(rows),
        height,
        height,
        drawn,
    )


def _row(parts: Iterable[Part], top: int, shades: Shades) -> SafeString:
    return format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        [
            ("0", top, "100", HEIGHT, shades[TRACK]),
            *((left, top, width, HEIGHT, shades[tone]) for left, width, tone in _placed(parts)),
        ],
    )


def _placed(parts: Iterable[Part]) -> Iterable[tuple[str, str, str]]:
    left = Decimal(0)
    for value, tone in parts:
        width = min(max(Decimal(value), Decimal(0)), 100 - left)
        yield f"{left:.2f}", f"{width:.2f}", tone
        left += width


def shares(*counted: tuple[int, str]) -> list[Part]:
    """Counts as per cent of their sum; nothing where nothing was counted."""
    whole = sum(count for count, _ in counted)
    return [(Decimal(100 * count) / whole, tone) for count, tone in counted if whole]
