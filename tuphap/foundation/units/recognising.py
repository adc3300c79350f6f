"""The index by which names in files are recognised as units of one day, old names included."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from tuphap.foundation.units.kinds import kind_words
from tuphap.foundation.units.models import Succession, Unit
from tuphap.foundation.units.queries import leaves_on
from tuphap.rules.unit_names import Candidate, FormerUnit, UnitIndex


def index_on(scope: Unit | None, day: date) -> UnitIndex:
    """The communes of that day in `scope`, and what stood before them.

    What lies outside the scope is unknown to it, like what does not exist.
    """
    return index_of(leaves_on(scope, day), day)


def index_of(units: QuerySet[Unit], day: date) -> UnitIndex:
    """The same for units of that day that somebody has chosen otherwise."""
    candidates = [
        Candidate(unit.pk, unit.code, unit.name, unit.kind, unit.parent.name if unit.parent else "")
        for unit in units.select_related("parent").order_by("path")
    ]
    return UnitIndex(candidates, kind_words(), _former_units([c.key for c in candidates], day))


def _former_units(keys: Sequence[int], day: date) -> list[FormerUnit]:
    """Back through all mergers up to that day, with one question for each merger in a row."""
    into: dict[int, dict[int, None]] = defaultdict(dict)
    found: dict[int, Unit] = {}
    fresh: dict[int, dict[int, None]] = {key: {key: None} for key in keys}
    while fresh:
        links = Succession.objects.filter(successor__in=fresh, effective_on__lte=day)
        older: dict[int, dict[int, None]] = defaultdict(dict)
        for link in links.select_related("predecessor__parent").order_by("pk"):
            goals = {
                g: None for g in fresh[link.successor_id] if g not in into[link.predecessor_id]
            }
            if goals:
                found[link.predecessor_id] = link.predecessor
                into[link.predecessor_id] |= goals
                older[link.predecessor_id] |= goals
        fresh = older
    return [_former(unit, tuple(into[pk])) for pk, unit in found.items() if pk not in keys]


def _former(unit: Unit, successors: tuple[int, ...]) -> FormerUnit:
    above = unit.parent.name if unit.parent else ""
    return FormerUnit(unit.code, unit.name, unit.kind, above, successors)
