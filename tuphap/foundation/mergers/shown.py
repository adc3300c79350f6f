"""A stored plan as rows that a page can write."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tuphap.foundation.mergers.models import UnitChange
from tuphap.foundation.mergers.plans import without_data_entry
from tuphap.foundation.units.kinds import commune_kinds
from tuphap.rules.permissions import Role
from tuphap.rules.unit_changes import WHOLE
from tuphap.rules.unit_plan import CARRIED, WAYS


@dataclass(frozen=True)
class Successor:
    code: str
    name: str
    kind: str
    parent: str
    way: str
    came_from: tuple[str, ...]


@dataclass(frozen=True)
class Moving:
    """A post, and where it goes; `goes_to` is empty where it ends without another."""

    name: str
    role: str
    unit: str
    goes_to: str


@dataclass(frozen=True)
class Report:
    successors: tuple[Successor, ...]
    carried: int
    ended: int
    posts: tuple[Moving, ...]
    without_people: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def left_behind(self) -> int:
        return sum(not post.goes_to for post in self.posts)


def report(plan: Mapping[str, Any]) -> Report:
    new = {row["code"]: row["name"] for row in plan["begins"]}
    old = {row["code"]: row["name"] for row in plan["ends"]}
    named = [row for row in plan["begins"] if row["way"] != CARRIED]
    return Report(
        successors=tuple(_successors(named, plan["steps"], {**plan["parents"], **new}, old)),
        carried=len(plan["begins"]) - len(named),
        ended=len(plan["ends"]),
        posts=tuple(_moving(row, old, new) for row in plan["posts"]),
        without_people=tuple(
            f"{new[code]} (mã {code})" for code in without_data_entry(plan, commune_kinds())
        ),
        warnings=tuple(plan["warnings"]),
    )


def _successors(
    rows: Sequence[Mapping[str, Any]],
    steps: Sequence[Mapping[str, str]],
    names: Mapping[str, str],
    old: Mapping[str, str],
) -> list[Successor]:
    came: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        part = "" if step["extent"] == WHOLE else "một phần "
        came[step["new"]].append(f"{part}{old[step['old']]} (mã {step['old']})")
    return [
        Successor(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=names.get(row["parent"], "–"),
            way=WAYS[row["way"]],
            came_from=tuple(came[row["code"]]),
        )
        for row in rows
    ]


def _moving(row: Mapping[str, Any], old: Mapping[str, str], new: Mapping[str, str]) -> Moving:
    goes_to = f"{new[row['goes_to']]} (mã {row['goes_to']})" if row["goes_to"] else ""
    return Moving(row["name"], Role(row["role"]).label, old[row["unit"]], goes_to)


STATES = {
    "planned": ("Xem trước, chưa áp dụng", "amber"),
    "applied": ("Đã áp dụng", "green"),
    "undone": ("Đã hoàn tác", "grey"),
}


def state_of(change: UnitChange) -> str:
    if change.undone_at is not None:
        return "undone"
    return "planned" if change.applied_at is None else "applied"
