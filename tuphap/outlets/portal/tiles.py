"""The map of groups: one tile per group, one square per unit.

Places of tiles are an optional data file per scope; without it tiles flow in the order of codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from tuphap.foundation.maps.borders import Borders, borders_of
from tuphap.foundation.maps.drawing import Area, map_svg
from tuphap.foundation.maps.named import Named, named_units, without_kind
from tuphap.foundation.maps.squares import place_class, positions, squares
from tuphap.outlets.portal.choosing import Choice
from tuphap.outlets.portal.reading import Results, Unit


@dataclass(frozen=True)
class Tile:
    """`place` are classes of the grid, empty where tiles flow."""

    name: str
    met: int
    units: int
    squares: SafeString
    query: str
    chosen: bool
    place: str


def tiles(results: Results, choice: Choice) -> list[Tile]:
    """Tiles of all groups; a group keeps its tile whatever is chosen."""
    places = positions(results.payload["scope"]["code"])
    placed = all(group["code"] in places for group in results.groups)
    return [
        _tile(group, members, choice, places if placed else {})
        for group in results.groups
        if (members := [u for u in results.units if u["group_code"] == group["code"]])
    ]


def whole(results: Results) -> SafeString:
    """All squares in one tile, where nothing stands between the scope and its units."""
    return squares(unit["met"] for unit in results.units)


def named(results: Results, query: str) -> SafeString:
    """The same units by their names, each a link to its page."""
    address = reverse("portal:year", args=[results.year])
    return named_units(
        Named(unit["name"], unit["kind"], unit["met"], f"{address}{unit['code']}/{query}")
        for unit in results.units
    )


def borders(results: Results) -> Borders:
    """Of a file in the data folder, where an office placed one for this scope."""
    codes = frozenset(results.unit_by_code)
    return borders_of(results.payload["scope"]["code"], int(results.year), codes)


def areas(results: Results, found: Borders, query: str) -> str:
    """The same units as areas, each a link to its page."""
    if not found.drawn:
        return ""
    address = reverse("portal:year", args=[results.year])
    rows = (
        Area(unit["code"], unit["name"], unit["met"], f"{address}{unit['code']}/{query}")
        for unit in results.units
    )
    return map_svg(found, rows, f"Bản đồ kết quả năm {results.year}")


def _tile(
    group: Mapping[str, str],
    members: list[Unit],
    choice: Choice,
    places: Mapping[str, tuple[int, int]],
) -> Tile:
    chosen = choice.group == group["code"]
    return Tile(
        name=without_kind(group["name"], group["kind"]),
        met=sum(unit["met"] for unit in members),
        units=len(members),
        squares=squares(unit["met"] for unit in members),
        query=choice.query(group="" if chosen else group["code"], page=1),
        chosen=chosen,
        place=place_class(places, group["code"]),
    )
