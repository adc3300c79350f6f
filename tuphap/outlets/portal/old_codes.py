"""A code that nobody bears in a year leads on: to the successor, or to who was there before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import predecessors, successors, units_on, ways_onward
from tuphap.outlets.portal.reading import Results
from tuphap.outlets.portal.search import Entry
from tuphap.rules.years import Way


@dataclass(frozen=True)
class Lead:
    """`bearer` bore the code at another time than asked for; `units` stood there then."""

    bearer: Unit
    units: tuple[Unit, ...]
    later: bool  # the code was given after the time asked for

    @property
    def changed_on(self) -> date:
        """The first day without the old code, or with the new one."""
        if self.later or self.bearer.valid_to is None:
            return self.bearer.valid_from
        return self.bearer.valid_to + timedelta(days=1)

    @property
    def words(self) -> str:
        """The names of `units` follow."""
        bearer, day = self.bearer, f"{self.changed_on:%d/%m/%Y}"
        if self.later:
            return f"Mã {bearer.code} thuộc {bearer.name} từ ngày {day}; trước đó là"
        return f"Mã {bearer.code} thuộc {bearer.name} trước ngày {day}; nay là"


def leads_in(code: str, results: Results) -> list[Lead]:
    """For a code without a line in this copy; only to units that have one there."""
    day = date.fromisoformat(results.payload["units_on"])
    leads = leads_on(code, day)
    there = results.unit_by_code
    kept = [
        Lead(lead.bearer, tuple(u for u in lead.units if u.code in there), lead.later)
        for lead in leads
    ]
    return [lead for lead in kept if lead.units]


def became(entries: Iterable[Entry], today: date) -> Mapping[Entry, Sequence[Unit]]:
    """Of the lines whose unit has ended: the units of today that it became, by name."""
    wanted = list(entries)
    on = Q(pk__in=())
    for entry in wanted:
        on |= Q(code=entry.code, valid_from__lte=entry.units_on, valid_to__gte=entry.units_on)
    ended = list(Unit.objects.filter(on, valid_to__lt=today))
    ways = ways_onward({unit.pk for unit in ended}, today)
    goals = {way.goal for steps in ways.values() for way in steps}
    standing = {unit.pk: unit for unit in units_on(today).filter(pk__in=goals)}
    found = {}
    for entry in wanted:
        own = next(
            (u for u in ended if u.code == entry.code and u.is_valid_on(entry.units_on)), None
        )
        if own is not None:
            found[entry] = _at_the_end(own.pk, ways, standing)
    return found


def _at_the_end(
    start: int, ways: Mapping[int, Sequence[Way]], standing: Mapping[int, Unit]
) -> Sequence[Unit]:
    seen, waiting = {start}, [start]
    while waiting:
        waiting = [way.goal for pk in waiting for way in ways.get(pk, ()) if way.goal not in seen]
        seen |= set(waiting)
    return sorted((standing[pk] for pk in seen & standing.keys()), key=lambda unit: unit.name_sort)


def leads_on(code: str, day: date) -> list[Lead]:
    """Bearers of the code at other times, with the units of that day they became or came from."""
    found = []
    for bearer in Unit.objects.filter(code=code).order_by("valid_from"):
        if bearer.is_valid_on(day):
            continue
        later = bearer.valid_from > day
        family: Sequence[Unit] = predecessors(bearer) if later else successors(bearer)
        units = tuple(unit for unit in family if unit.is_valid_on(day))
        if units:
            found.append(Lead(bearer, units, later))
    return found
