"""Writing units: loading the official lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tuphap.foundation.units.epochs import read_epochs
from tuphap.foundation.units.kinds import DATA_FOLDER, commune_kinds
from tuphap.foundation.units.models import Succession, Unit
from tuphap.foundation.units.timeline import Finding, Link, Row, Timeline, build_timeline
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import fold, sort_key

Key = tuple[str, date]
_BATCH = 2000
_UNIT_FIELDS = ("name", "kind", "parent", "path", "valid_to", "name_folded", "name_sort")
_LINK_FIELDS = ("extent", "effective_on", "legal_basis", "derived", "note")
_KEPT = frozenset({"valid_to", "legal_basis", "note"})


@dataclass(frozen=True)
class LoadSummary:
    """`communes` maps the first day of each list to the assessed units in it."""

    units: int
    units_created: int
    units_updated: int
    successions: int
    successions_created: int
    successions_updated: int
    communes: dict[date, int]
    findings: tuple[Finding, ...]

    @property
    def changed(self) -> bool:
        return bool(
            self.units_created
            or self.units_updated
            or self.successions_created
            or self.successions_updated
        )


@transaction.atomic
def load_epochs(folder: Path = DATA_FOLDER) -> LoadSummary:
    """Bring the stored units to what the lists say; a second run changes nothing.

    Units that are in no list stay as they are. An end that was entered by hand is kept where the
    lists know none. All or nothing.
    """
    epochs = read_epochs(folder)
    timeline = build_timeline(epochs)
    with connection.cursor() as cursor:
        # Two loads at once would both find nothing and both create.
        cursor.execute("LOCK TABLE units_unit, units_succession IN SHARE ROW EXCLUSIVE MODE")
    units_created, units_updated, stored = _store_units(timeline)
    links_created, links_updated = _store_links(timeline.links, stored)
    kinds = commune_kinds()
    return LoadSummary(
        units=len(timeline.rows),
        units_created=units_created,
        units_updated=units_updated,
        successions=len(timeline.links),
        successions_created=links_created,
        successions_updated=links_updated,
        communes={
            epoch.starts_on: sum(unit.kind in kinds for unit in epoch.units) for epoch in epochs
        },
        findings=tuple(timeline.findings),
    )


def _store_units(timeline: Timeline) -> tuple[int, int, dict[Key, Unit]]:
    stored: dict[Key, Unit] = {(unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
    known = [row for row in timeline.rows if row.key in stored]
    _refuse_strangers(timeline, stored)
    changed = _close_ended(known, stored)
    created = _create_missing(timeline.rows, stored)
    changed |= {row.key for row in known if _apply(stored[row.key], _unit_values(row, stored))}
    units = [stored[key] for key in changed]
    Unit.objects.bulk_update(units, _UNIT_FIELDS, batch_size=_BATCH)
    return created, len(changed), stored


def _refuse_strangers(timeline: Timeline, stored: dict[Key, Unit]) -> None:
    """An open unit that no list knows would stand beside the listed one of the same code."""
    listed = {row.key for row in timeline.rows}
    for code, valid_from in stored.keys() - listed:
        row = timeline.opened.get(code)
        if row is not None and row.key not in stored and stored[code, valid_from].valid_to is None:
            raise Refused(
                "unit_open_outside_lists",
                f"Mã {code} đang thuộc “{stored[code, valid_from].name}” từ ngày "
                f"{valid_from:%d/%m/%Y}, không có trong danh mục. Khép đơn vị này rồi nạp lại.",
                Kind.CONFLICT,
            )


def _close_ended(known: list[Row], stored: dict[Key, Unit]) -> set[Key]:
    """Before anything is opened: one code is open only once."""
    ended = [row for row in known if row.valid_to]
    changed = {row.key for row in ended if _apply(stored[row.key], {"valid_to": row.valid_to})}
    units = [stored[key] for key in changed]
    Unit.objects.bulk_update(units, ["valid_to"], batch_size=_BATCH)
    return changed


def _create_missing(rows: list[Row], stored: dict[Key, Unit]) -> int:
    """Level by level from the top, so that each parent has its key."""
    missing = sorted((row for row in rows if row.key not in stored), key=_depth)
    for _, level in groupby(missing, key=_depth):
        units = [
            Unit(code=row.code, valid_from=row.valid_from, **_unit_values(row, stored))
            for row in level
        ]
        for unit in Unit.objects.bulk_create(units, batch_size=_BATCH):
            stored[unit.code, unit.valid_from] = unit
    return len(missing)


def _depth(row: Row) -> int:
    return row.path.count("/")


def _unit_values(row: Row, stored: dict[Key, Unit]) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "parent_id": stored[row.parent.key].pk if row.parent else None,
        "path": row.path,
        "valid_to": row.valid_to,
        "name_folded": fold(row.name),
        "name_sort": sort_key(row.name),
    }


def _store_links(links: list[Link], units: dict[Key, Unit]) -> tuple[int, int]:
    stored = {(s.predecessor_id, s.successor_id): s for s in Succession.objects.all()}
    new, changed = [], []
    for link in links:
        pair = units[link.predecessor.key].pk, units[link.successor.key].pk
        values = _link_values(link)
        if pair not in stored:
            new.append(Succession(predecessor_id=pair[0], successor_id=pair[1], **values))
        elif _apply(stored[pair], values):
            changed.append(stored[pair])
    Succession.objects.bulk_create(new, batch_size=_BATCH)
    Succession.objects.bulk_update(changed, _LINK_FIELDS, batch_size=_BATCH)
    return len(new), len(changed)


def _link_values(link: Link) -> dict[str, Any]:
    return {name: getattr(link, name) for name in _LINK_FIELDS}


def _apply(stored: Unit | Succession, values: Mapping[str, Any]) -> bool:
    """Set what differs; what the lists do not know never wipes out what was entered by hand."""
    changes = {
        name: value
        for name, value in values.items()
        if getattr(stored, name) != value and (value or name not in _KEPT)
    }
    for name, value in changes.items():
        setattr(stored, name, value)
    return bool(changes)
