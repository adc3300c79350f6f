"""The map of groups: one tile per group, one square per unit.

Places of tiles are an optional data file per scope; without it tiles flow in the order of codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.safestring import SafeString

import tuphap
from tuphap.outlets.portal.choosing import Choice
from tuphap.outlets.portal.reading import Results, Unit
from tuphap.outlets.portal.rows import squares

POSITIONS = Path(tuphap.__file__).parent / "data" / "tile_positions"


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


@cache
def positions(scope_code: str) -> Mapping[str, tuple[int, int]]:
    """Row and column by code of the group, counted from 1."""
    path = POSITIONS / f"{scope_code}.yaml"
    if not scope_code.isdigit() or not path.is_file():
        return {}
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]
    return {
        str(code): (row, column)
        for row, codes in enumerate(rows, 1)
        for column, code in enumerate(codes, 1)
        if code
    }


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
    return squares(results.units)


def _tile(
    group: Mapping[str, str],
    members: list[Unit],
    choice: Choice,
    places: Mapping[str, tuple[int, int]],
) -> Tile:
    row, column = places.get(group["code"], (0, 0))
    chosen = choice.group == group["code"]
    return Tile(
        name=_without_kind(group["name"], group["kind"]),
        met=sum(unit["met"] for unit in members),
        units=len(members),
        squares=squares(members),
        query=choice.query(group="" if chosen else group["code"], page=1),
        chosen=chosen,
        place=f"tp-at-row-{row} tp-at-col-{column}" if row else "",
    )


def _without_kind(name: str, kind: str) -> str:
    """“Huyện Chư Păh” is “Chư Păh” on its tile."""
    if name.casefold().startswith(f"{kind} ".casefold()):
        return name[len(kind) + 1 :]
    return name
