"""Figures of other modules for the lines of a sheet, or for all sheets of a period.

A rule set that names no measure costs no question; else one per module that offers one.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from tuphap.foundation.measures.registry import Days, figures, measure
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.measured import DIFFERS, Known, keys_of, state_of
from tuphap.modules.assessments.models import Assessment, Entry, Period
from tuphap.rules.workflows.assessment import SELF


def known_of(assessment: Assessment) -> dict[str, Known]:
    """By content code, what the system knows of this unit in the year assessed."""
    return known_of_units(assessment.period, [assessment.unit_id]).get(assessment.unit_id, {})


def known_of_units(period: Period, units: Iterable[int]) -> dict[int, dict[str, Known]]:
    keys, wanted = keys_of(items_of(period)), list(units)
    if not keys or not wanted:
        return {}
    read = figures(sorted({*keys.values()}), wanted, Days.of_year(period.year))
    found: dict[int, dict[str, Known]] = {}
    for (unit, key), figure in read.items():
        offered = measure(key)
        for code in (code for code, its_key in keys.items() if its_key == key):
            if offered is not None:
                found.setdefault(unit, {})[code] = Known(offered, figure)
    return found


def own_given(assessment: Assessment, items: Iterable[str]) -> dict[str, Given]:
    rows = Entry.objects.filter(assessment=assessment, column=SELF, item__in=list(items))
    return {row.item: given_of(row) for row in rows}


def contradicted(period: Period) -> set[UUID]:
    """The dossiers whose own column says another figure than the system knows.

    Two questions, however many units; none where the rule set names no measure.
    """
    keys = keys_of(items_of(period))
    if not keys:
        return set()
    own = Entry.objects.filter(assessment__period=period, column=SELF, item__in=keys)
    rows = list(own.annotate(unit=F("assessment__unit_id")))
    known = known_of_units(period, {row.unit for row in rows})
    return {
        row.assessment_id
        for row in rows
        if (line := known.get(row.unit, {}).get(row.item))
        and state_of(line, given_of(row)) == DIFFERS
    }
