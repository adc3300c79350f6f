"""What the unit, or the units it came from, entered the last time it was assessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tuphap.foundation.units.queries import predecessors
from tuphap.modules.assessments.answers import Given, given_of
from tuphap.modules.assessments.items import Item, items_of
from tuphap.modules.assessments.models import Assessment, Entry
from tuphap.modules.assessments.sheet import answer_words
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.content_mapping import forerunners
from tuphap.rules.workflows.assessment import FINAL, SELF


@dataclass(frozen=True)
class EarlierFigure:
    """One answer as words; `unit` only where the unit was another one then."""

    words: str
    unit: str


@dataclass(frozen=True)
class EarlierYear:
    year: int
    figures: Mapping[str, tuple[EarlierFigure, ...]]  # by content of this year's sheet


def earlier_year(dossier: Assessment) -> EarlierYear | None:
    """The newest earlier year with a sheet; a merged unit sees each of its predecessors (M4).

    A decided dossier speaks by its final column, any other by the unit's own: what is being
    appraised is not shown to the unit.
    """
    units = [dossier.unit_id, *(unit.pk for unit in predecessors(dossier.unit))]
    before = list(
        Assessment.objects.filter(unit__in=units, period__year__lt=dossier.period.year)
        .select_related("period__rule_set", "unit")
        .order_by("-period__year", "unit__name_sort")
    )
    newest = [row for row in before if row.period.year == before[0].period.year]
    given = _given(newest)
    figures: dict[str, list[EarlierFigure]] = defaultdict(list)
    for row in newest:
        name = row.unit.name if row.unit_id != dossier.unit_id else ""
        for code, words in _words(dossier, row, given[row.pk]):
            figures[code].append(EarlierFigure(words, name))
    if not figures:
        return None
    return EarlierYear(newest[0].period.year, {c: tuple(rows) for c, rows in figures.items()})


def _given(dossiers: Iterable[Assessment]) -> dict[object, dict[str, Given]]:
    columns = {row.pk: FINAL if row.met is not None else SELF for row in dossiers}
    given: dict[object, dict[str, Given]] = {pk: {} for pk in columns}
    for entry in Entry.objects.filter(assessment__in=columns, column__in={*columns.values()}):
        if entry.column == columns[entry.assessment_id]:
            given[entry.assessment_id][entry.item] = given_of(entry)
    return given


def _words(
    dossier: Assessment, before: Assessment, given: Mapping[str, Given]
) -> Iterable[tuple[str, str]]:
    earlier_items: dict[str, Item] = {item.code: item for item in items_of(before.period)}
    mapped = forerunners(parsed(dossier.period.rule_set), parsed(before.period.rule_set))
    for later, earlier in mapped.items():
        if earlier in given:
            yield later, answer_words(earlier_items[earlier], given[earlier])
