"""Areas as SVG: each a link with a name that says its result."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tuphap.foundation.maps.borders import WIDTH, Borders

CLASSES = {True: "met", False: "stop", None: "wait"}
WORDS = {True: "đạt chuẩn", False: "chưa đạt", None: "chưa có kết quả"}
# Lines across what did not meet the standard: seen without colour too.
HATCH_ID = "tp-hatch"
HATCH = format_html(
    '<defs><pattern id="{}" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="tp-hatch-ground" width="7" height="7"/>'
    '<rect class="tp-hatch-line" width="2.5" height="7"/></pattern></defs>',
    HATCH_ID,
)
HATCHED = format_html(' fill="url(#{})"', HATCH_ID)


@dataclass(frozen=True)
class Area:
    code: str
    name: str
    met: bool | None
    url: str


def map_svg(borders: Borders, areas: Iterable[Area], label: str) -> SafeString:
    """Units without an area in the file are in the table only."""
    drawn = format_html_join(
        "\n", "{}", ((_area(a, borders),) for a in areas if a.code in borders.paths)
    )
    return format_html(
        '<svg class="tp-borders" viewBox="-2 -2 {} {}" role="group" aria-label="{}">{}{}</svg>',
        WIDTH + 4,
        borders.height + 4,
        label,
        HATCH,
        drawn,
    )


def _area(area: Area, borders: Borders) -> SafeString:
    says = f"{area.name}: {WORDS[area.met]}"
    return format_html(
        '<a href="{}" aria-label="{}"><title>{}</title>'
        '<path class="tp-area tp-area-{}"{} d="{}"/></a>',
        area.url,
        says,
        says,
        CLASSES[area.met],
        HATCHED if area.met is False else "",
        borders.paths[area.code],
    )
