"""Where nothing stands between the scope and its units: each by its name, its result before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tuphap.foundation.maps.squares import mark_svg
from tuphap.rules.numbers import format_count
from tuphap.rules.vietnamese import sort_key

MOST_NAMED = 300  # more names than that are no picture any more: squares alone say it better
WORDS: Mapping[bool | None, str] = {
    True: "đạt chuẩn",
    False: "chưa đạt",
    None: "chưa có quyết định",
}


@dataclass(frozen=True)
class Named:
    name: str
    kind: str
    met: bool | None
    url: str


def named_units(units: Iterable[Named]) -> SafeString:
    """By kind, in Vietnamese order; nothing where they are too many to be read."""
    kinds: dict[str, list[Named]] = {}
    for unit in sorted(units, key=lambda unit: sort_key(unit.name)):
        kinds.setdefault(unit.kind, []).append(unit)
    if sum(map(len, kinds.values())) > MOST_NAMED:
        kinds = {}
    rows = (
        (_capital(kind), format_count(len(kinds[kind])), _list(kinds[kind]))
        for kind in sorted(kinds, key=sort_key)
    )
    return format_html_join(
        "\n",
        '<h3 class="tp-map-kind">{} <span class="tp-weak">{} đơn vị</span></h3>'
        '<ul class="tp-map-units">{}</ul>',
        rows,
    )


def _list(units: Iterable[Named]) -> SafeString:
    return format_html_join("\n", "<li>{}</li>", ((_link(unit),) for unit in units))


def _link(unit: Named) -> SafeString:
    return format_html(
        '<a href="{}">{}<span>{}<span class="tp-hidden">, {}</span></span></a>',
        unit.url,
        mark_svg(unit.met),
        without_kind(unit.name, unit.kind),
        WORDS[unit.met],
    )


def without_kind(name: str, kind: str) -> str:
    """“Huyện Chư Păh” is “Chư Păh” where its kind stands above."""
    if name.casefold().startswith(f"{kind} ".casefold()):
        return name[len(kind) + 1 :]
    return name


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
