"""The published result that somebody speaks of, and what became of it and of its unit since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import copies, payload_of
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import successors, unit_on


@dataclass(frozen=True)
class Result:
    """One unit of one copy. `newest` is the number in use for the year."""

    copy: PublishedCopy
    code: str
    name: str
    scope: str
    unit: Unit
    newest: int

    @property
    def year(self) -> str:
        """A text: templates would write the number of a year as “2.022”."""
        return str(self.copy.year)

    @property
    def since(self) -> str:
        return since(self.copy, self.newest)


def result_at(year: int, code: str, number: int | None = None) -> Result | None:
    """In the copy of that number, or in the newest that holds the unit."""
    found = list(copies(RESULTS, year))
    for copy in found:
        if number in (None, copy.number) and (result := _in_copy(copy, code, found[0].number)):
            return result
    return None


def is_published(year: int) -> bool:
    return copies(RESULTS, year).exists()


def _in_copy(copy: PublishedCopy, code: str, newest: int) -> Result | None:
    payload = payload_of(copy.pk)
    row = next((unit for unit in payload["units"] if unit["code"] == code), None)
    unit = _unit_of(payload, code) if row else None
    if row is None or unit is None:
        return None
    return Result(copy, code, row["name"], payload["scope"]["name"], unit, newest)


def _unit_of(payload: dict[str, Any], code: str) -> Unit | None:
    """Of the lists of units; where the unit is not there, the scope answers for it."""
    day = date.fromisoformat(payload["units_on"])
    return unit_on(code, day) or unit_on(payload["scope"]["code"], day)


def since(copy: PublishedCopy, newest: int) -> str:
    """What happened to the copy; empty while it is in use."""
    withdrawal = getattr(copy, "withdrawal", None)
    if withdrawal is not None:
        return f"bản này đã thu hồi ngày {withdrawal.withdrawn_at:%d/%m/%Y}"
    return f"nay đã có bản số {newest:02d}" if newest > copy.number else ""


def merged_words(unit: Unit, today: date) -> str:
    """What the unit became; empty while it stands."""
    if unit.is_valid_on(today):
        return ""
    heirs = [_named(heir) for heir in successors(unit) if heir.is_valid_on(today)]
    return f"{_named(unit)} nay thuộc {', '.join(heirs)}" if heirs else ""


def _named(unit: Unit) -> str:
    """With its code: names often go on."""
    return f"{unit.name} (mã {unit.code})"


def who_answers(unit: Unit, today: date) -> Unit:
    """The unit itself; after a merger its successor, or what is above all of several."""
    if unit.is_valid_on(today):
        return unit
    heirs = [heir for heir in successors(unit) if heir.is_valid_on(today)]
    if len(heirs) < 2:
        return heirs[0] if heirs else unit
    shared = _shared_codes([heir.path.strip("/").split("/") for heir in heirs])
    above = unit_on(shared[-1], today) if shared else None
    return above or heirs[0]


def _shared_codes(paths: list[list[str]]) -> list[str]:
    """The codes with which all paths begin."""
    shared = []
    for codes in zip(*paths, strict=False):
        if len(set(codes)) > 1:
            break
        shared.append(codes[0])
    return shared
