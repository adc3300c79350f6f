"""A code without a line in a copy leads on; and what the units of a copy are today."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.old_codes import Lead, leads_on
from tuphap.foundation.units.queries import heirs_on
from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.search import Entry


def leads_in(code: str, results: Results) -> list[Lead]:
    """For a code without a line in this copy; only to units that have one there."""
    day = date.fromisoformat(results.payload["units_on"])
    leads = leads_on(code, day)
    there = results.unit_by_code
    kept = [lead.only(unit for unit in lead.units if unit.code in there) for lead in leads]
    return [lead for lead in kept if lead.units]


def became(entries: Iterable[Entry], today: date) -> Mapping[Entry, Sequence[Unit]]:
    """Of the lines whose unit has ended: the units of today that it became, by name."""
    wanted = list(entries)
    on = Q(pk__in=())
    for entry in wanted:
        on |= Q(code=entry.code, valid_from__lte=entry.units_on, valid_to__gte=entry.units_on)
    ended = list(Unit.objects.filter(on, valid_to__lt=today))
    heirs = heirs_on([unit.pk for unit in ended], today)
    found = {}
    for entry in wanted:
        own = next(
            (u for u in ended if u.code == entry.code and u.is_valid_on(entry.units_on)), None
        )
        if own is not None:
            found[entry] = sorted(heirs.get(own.pk, ()), key=lambda unit: unit.name_sort)
    return found
