"""Tiles: one square per unit, met ones first; and where the tiles of a scope stand."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml
from django.utils.safestring import SafeString, mark_safe

import tuphap

SQUARE, STEP, PER_ROW, WIDE_ROW = 9, 11, 11, 30
POSITIONS = Path(tuphap.__file__).parent / "data" / "tile_positions"
ORDER: Mapping[bool | None, int] = {True: 0, False: 1, None: 2}


def squares(marks: Iterable[bool | None], per_row: int = PER_ROW) -> SafeString:
    """Met, not met, not decided, in this order; the figures beside it say the same in words."""
    ordered = sorted(marks, key=ORDER.__getitem__)
    rows = max(1, -(-len(ordered) // per_row))
    shapes = "".join(
        _square(number % per_row * STEP, number // per_row * STEP, mark)
        for number, mark in enumerate(ordered)
    )
    width, height = per_row * STEP - 2, rows * STEP - 2
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="tp-tile-squares" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f"{shapes}</svg>"
    )


@cache
def mark_svg(mark: bool | None) -> SafeString:
    """One square alone, before a name."""
    return mark_safe(  # noqa: S308 - numbers only
        f'<svg class="tp-map-mark" viewBox="0 0 {SQUARE} {SQUARE}" aria-hidden="true">'
        f"{_square(0, 0, mark)}</svg>"
    )


def waiting_strip(count: int) -> SafeString:
    """Units of which nothing is known here but that they are there."""
    return squares([None] * count, WIDE_ROW)


def _square(x: int, y: int, mark: bool | None) -> str:
    if mark:
        return f'<rect class="tp-square" x="{x}" y="{y}" width="{SQUARE}" height="{SQUARE}"/>'
    inside = SQUARE - 2
    box = f'x="{x + 1}" y="{y + 1}" width="{inside}" height="{inside}"'
    if mark is None:
        return f'<rect class="tp-square-wait" {box}/>'
    return (
        f'<rect class="tp-square-stop" {box}/>'
        f'<path class="tp-square-stop" d="M{x + 1} {y + 8}L{x + 8} {y + 1}"/>'
    )


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


def place_class(places: Mapping[str, tuple[int, int]], code: str) -> str:
    row, column = places.get(code, (0, 0))
    return f"tp-at-row-{row} tp-at-col-{column}" if row else ""
