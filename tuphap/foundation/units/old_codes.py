"""A code that nobody bears on a day leads on: to the successor, or to who was there before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import predecessors, successors

LONGEST_CODE = 10


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

    def only(self, units: Iterable[Unit]) -> "Lead":
        return replace(self, units=tuple(units))

    @property
    def sentence(self) -> str:
        """With their codes: names often go on."""
        return f"{self.words} {', '.join(f'{u.name} (mã {u.code})' for u in self.units)}."


def is_code(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_CODE


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
