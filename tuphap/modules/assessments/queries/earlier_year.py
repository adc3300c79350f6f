"""What the unit, or the units it came from, entered the last time it was assessed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet, Subquery

from tuphap.foundation.units.queries import predecessor_keys
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.words import answer_words
from tuphap.modules.assessments.models import Assessment, Entry
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
    figures: dict[str, list[EarlierFigure]] = defaultdict(list)
    year = 0
    for before, entries in groupby(_entries(dossier), key=lambda entry: entry.assessment):
        year = before.period.year
        name = before.unit.name if before.unit_id != dossier.unit_id else ""
        given = {entry.item: given_of(entry) for entry in entries}
        for code, words in _words(dossier, before, given):
            figures[code].append(EarlierFigure(words, name))
    return EarlierYear(year, {c: tuple(rows) for c, rows in figures.items()}) if figures else None


def _entries(dossier: Assessment) -> QuerySet[Entry]:
    """One question, for the page may ask few; dossier by dossier."""
    earlier = Assessment.objects.filter(
        Q(unit=dossier.unit_id) | Q(unit__in=predecessor_keys(dossier.unit)),
        period__year__lt=dossier.period.year,
    ).order_by("-period__year")
    shown = Q(assessment__met=None, column=SELF) | Q(assessment__met__isnull=False, column=FINAL)
    return (
        Entry.objects.filter(
            shown,
            assessment__in=earlier.order_by().values("pk"),
            assessment__period__year=Subquery(earlier.values("period__year")[:1]),
        )
        .select_related("assessment__period__rule_set", "assessment__unit")
        .defer("assessment__period__rule_set__document")
        .order_by("assessment__unit__name_sort", "assessment")
    )


def _words(
    dossier: Assessment, before: Assessment, given: Mapping[str, Given]
) -> Iterable[tuple[str, str]]:
    earlier_items: dict[str, Item] = {item.code: item for item in items_of(before.period)}
    mapped = forerunners(parsed(dossier.period.rule_set), parsed(before.period.rule_set))
    for later, earlier in mapped.items():
        if earlier in given:
            yield later, answer_words(earlier_items[earlier], given[earlier])
