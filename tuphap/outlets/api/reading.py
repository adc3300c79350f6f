"""Published copies as the API tells of them; names of fields are those of the open data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.timezone import localdate

from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import (
    PAYLOADS_KEPT,
    copies,
    copy_by_number,
    payload_of,
    published_years,
)
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import heirs_on, predecessors, successors
from tuphap.rules.vietnamese import fold, normalise

SAME, PREDECESSOR, SUCCESSOR = "same", "predecessor", "successor"
COLUMNS = ("self", "appraised", "final")
Row = dict[str, Any]


def copy_about(copy: PublishedCopy) -> Row:
    withdrawal = getattr(copy, "withdrawal", None)
    return {
        "year": copy.year,
        "number": copy.number,
        "published_at": copy.published_at.isoformat(),
        "sha256": copy.sha256,
        "note": copy.note,
        "withdrawn_on": localdate(withdrawal.withdrawn_at).isoformat() if withdrawal else None,
        "withdrawn_why": withdrawal.reason if withdrawal else None,
        "file": f"/du-lieu-mo/ket-qua-{copy.year}.json?ban={copy.number}",
    }


def years() -> list[Row]:
    """The newest copy of each year with its summary."""
    newest = [copy_by_number(RESULTS, year) for year in published_years(RESULTS)]
    return [year_about(copy) for copy in newest if copy is not None]


def year_about(copy: PublishedCopy) -> Row:
    payload = payload_of(copy.pk)
    rule_set, summary = payload["rule_set"], payload["summary"]
    return {
        "year": copy.year,
        "scope_code": payload["scope"]["code"],
        "scope_name": payload["scope"]["name"],
        "rule_set": rule_set["code"],
        "scale": rule_set["scale"],
        "illustration": payload["illustration"],
        "units": summary["units"],
        "met": summary["met"],
        "not_met": summary["not_met"],
        "pending": summary.get("pending") or 0,
        "average": summary["average"],
        "copy_in_use": copy_about(copy),
    }


def copies_of(year: int) -> list[Row]:
    return [copy_about(copy) for copy in copies(RESULTS, year)]


def rows_of(copy: PublishedCopy) -> list[Row]:
    withdrawn_on = copy_about(copy)["withdrawn_on"]
    return [{**row, "withdrawn_on": withdrawn_on} for row in _rows(copy.pk, copy.year, copy.number)]


@lru_cache(maxsize=PAYLOADS_KEPT)
def _rows(copy_id: int, year: int, number: int) -> tuple[Row, ...]:
    payload = payload_of(copy_id)
    groups = {group["code"]: group["name"] for group in payload["groups"]}
    return tuple(_row(unit, groups, year, number) for unit in payload["units"])


def _row(unit: Mapping[str, Any], groups: Mapping[str, str], year: int, number: int) -> Row:
    decision = unit["decision"]
    return {
        "year": year,
        "copy_number": number,
        "unit_code": unit["code"],
        "unit_name": unit["name"],
        "unit_kind": unit["kind"],
        "group_code": unit["group_code"],
        "group_name": groups.get(unit["group_code"]),
        **{f"{column}_total": unit[column]["total"] for column in COLUMNS},
        **{f"{column}_passed": unit[column].get("passed") for column in COLUMNS},
        "of": unit["final"].get("of"),
        "difference": unit["difference"],
        "scores": unit["final"]["scores"],
        "met": unit["met"],
        "failed_conditions": unit["failed_conditions"],
        "decision_number": decision["number"],
        "decision_date": decision["signed_on"],
        "decided_by": decision["decided_by"],
    }


@dataclass(frozen=True)
class Family:
    """Units that ever bore a code, and those they came from or went into."""

    code: str
    members: tuple[tuple[Unit, str], ...]
    heirs: Mapping[int, Sequence[Unit]]

    def place_of(self, code: str, day: date) -> tuple[Unit | None, str] | None:
        """The member that bore this code on that day. A code in no list of units is itself."""
        for unit, relation in self.members:
            if unit.code == code and unit.is_valid_on(day):
                return unit, relation
        known = any(unit.code == code for unit, _ in self.members)
        return (None, SAME) if code == self.code and not known else None

    @property
    def succeeded_by(self) -> list[Row]:
        """What stands today in the place of the bearers of the code."""
        bearers = [unit.pk for unit, relation in self.members if relation == SAME]
        return named(heir for key in bearers for heir in self.heirs.get(key, ()))


def family_of(code: str, today: date) -> Family:
    """All bearers of the code are the unit itself; the others are seen from the newest of them."""
    bearers = list(Unit.objects.filter(code=code).order_by("-valid_from"))
    found = {unit.pk: (unit, SAME) for unit in bearers}
    for bearer in bearers:
        for unit in predecessors(bearer):
            found.setdefault(unit.pk, (unit, PREDECESSOR))
        for unit in successors(bearer):
            found.setdefault(unit.pk, (unit, SUCCESSOR))
    return Family(code, tuple(found.values()), heirs_on(list(found), today))


def history_of(family: Family) -> Iterator[Row]:
    """Results of the whole family, newest first; a code may have stood for another unit."""
    codes = {family.code, *(unit.code for unit, _ in family.members)}
    for year in published_years(RESULTS):
        copy = copy_by_number(RESULTS, year)
        if copy is None:
            continue
        day = date.fromisoformat(payload_of(copy.pk)["units_on"])
        for row in rows_of(copy):
            place = family.place_of(row["unit_code"], day) if row["unit_code"] in codes else None
            if place is not None:
                unit, relation = place
                heirs = family.heirs.get(unit.pk, ()) if unit else ()
                yield {**row, "relation": relation, "succeeded_by": named(heirs)}


def named(units: Iterable[Unit]) -> list[Row]:
    return [{"code": code, "name": name} for code, name in {u.code: u.name for u in units}.items()]


def fits(row: Row, *, met: bool | None, kind: str, group: str, text: str) -> bool:
    return (
        (met is None or row["met"] == met)
        and kind in ("", row["unit_kind"])
        and group in ("", row["group_code"])
        and fold(normalise(text)) in fold(row["unit_name"])
    )
