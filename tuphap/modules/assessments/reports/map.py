"""The results of a year on a map: tiles by group, or areas where an office placed a map file."""

from typing import Any

from tuphap.foundation.maps.borders import borders_of
from tuphap.foundation.maps.drawing import Area, map_svg
from tuphap.foundation.maps.named import Named, named_units
from tuphap.foundation.maps.squares import place_class, positions, squares
from tuphap.modules.assessments.matrix.results import ASSESSED_WORD
from tuphap.modules.assessments.matrix.values import NO_GROUP
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.reports.overview import unit_pages
from tuphap.modules.assessments.reports.rows_behind import matrix_address
from tuphap.rules.year_figures import Year, totals_by_group


def map_values(period: Period, year: Year) -> dict[str, Any]:
    """Units left out of the year have no square and no area."""
    counted = {unit.code: unit for unit in year.units if unit.counted}
    borders = borders_of(period.scope_unit.code, period.year, frozenset(counted))
    found: dict[str, Any] = {"fault": borders.fault, "missing": 0}
    if borders.drawn:
        pages = unit_pages(period, counted)
        areas = (Area(code, unit.name, unit.met, pages[code]) for code, unit in counted.items())
        found["areas"] = map_svg(borders, areas, f"Bản đồ kết quả năm {period.year}")
        found["missing"] = len(counted.keys() - borders.paths.keys())
        return found
    found["tiles"] = _tiles(period, year)
    found["whole"] = squares(unit.met for unit in counted.values())
    if not found["tiles"]:
        pages = unit_pages(period, counted)
        found["named"] = named_units(
            Named(unit.name, unit.kind, unit.met, pages[code]) for code, unit in counted.items()
        )
    return found


def _tiles(period: Period, year: Year) -> list[dict[str, Any]]:
    places = positions(period.scope_unit.code)
    groups = totals_by_group(year)
    placed = places if all(row.code in places for row in groups) else {}
    marks: dict[str, list[bool | None]] = {}
    for unit in year.units:
        if unit.counted:
            marks.setdefault(unit.group_code, []).append(unit.met)
    return [
        {
            "name": row.label,
            "totals": row,
            "squares": squares(marks.get(row.code, ())),
            "url": matrix_address(
                period.year,
                nhom=row.code or NO_GROUP,
                ket_qua=ASSESSED_WORD if row.left_out else "",
            ),
            "place": place_class(placed, row.code),
        }
        for row in groups
    ]
