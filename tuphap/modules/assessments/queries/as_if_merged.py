"""Final figures of a year added up under the units of today, as far as the reader compares them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import ways_onward
from tuphap.modules.assessments.models import Assessment, Entry, Period
from tuphap.modules.assessments.queries.comparison import PERMISSION
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.rules.as_if_merged import Gathered, Old, gather
from tuphap.rules.compared_figures import Pair
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import FINAL


@dataclass(frozen=True)
class UnitOfToday:
    unit: Unit
    gathered: Gathered


def as_if_merged(period: Period, actor: Actor, today: date) -> list[UnitOfToday]:
    """Units of today in the order of their names, with those that are what they were."""
    seen = within_reach(Assessment.objects.filter(period=period), actor, PERMISSION)
    dossiers = seen.exclude(pk__in=hidden_from(actor)).values_list("unit_id", "unit__name")
    names = dict(dossiers.order_by("unit__name_sort", "unit__path"))
    figures = _figures(period)
    olds = [Old(key, name, figures.get(key, {})) for key, name in names.items()]
    found = gather(olds, ways_onward(set(names), today))
    units = Unit.objects.filter(pk__in=found).select_related("parent").order_by("name_sort", "path")
    return [UnitOfToday(unit, found[unit.pk]) for unit in units]


def _figures(period: Period) -> dict[int, dict[str, Pair]]:
    """Done and due of decided dossiers, by unit and content."""
    rows = Entry.objects.filter(
        assessment__period=period,
        assessment__met__isnull=False,
        column=FINAL,
        done__isnull=False,
        due__isnull=False,
    )
    found: dict[int, dict[str, Pair]] = defaultdict(dict)
    for unit, item, done, due in rows.values_list("assessment__unit_id", "item", "done", "due"):
        assert done is not None  # asked for above
        assert due is not None
        found[unit][item] = Pair(done, due)
    return found
