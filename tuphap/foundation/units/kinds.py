"""Kinds of units: data, read once. No level of government has its name in code."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

import tuphap
from tuphap.rules.unit_names import KindWords

DATA_FOLDER = Path(tuphap.__file__).parent / "data" / "units"


@dataclass(frozen=True)
class UnitKind:
    """`leading` is the word at the front of a name, `short` stands for it in tables.

    `written` are other short forms that people use.
    """

    kind: str
    leading: str = ""
    short: str = ""
    commune: bool = False
    written: Sequence[str] = ()


@cache
def known_kinds() -> dict[str, UnitKind]:
    rows = yaml.safe_load((DATA_FOLDER / "kinds.yaml").read_text(encoding="utf-8"))
    return {row["kind"]: UnitKind(**row) for row in rows}


@cache
def commune_kinds() -> frozenset[str]:
    """Kinds of the units that are assessed."""
    return frozenset(kind.kind for kind in known_kinds().values() if kind.commune)


def kind_words() -> list[KindWords]:
    """The same for recognising names that people write."""
    return [
        KindWords(kind.kind, (kind.leading or kind.kind,), tuple(kind.written))
        for kind in known_kinds().values()
    ]


def short_name(name: str, kind: str) -> str:
    found = known_kinds().get(kind)
    if found and found.short and name.casefold().startswith(f"{found.leading} ".casefold()):
        return f"{found.short} {name[len(found.leading) + 1 :]}"
    return name


def bare_name(name: str, kind: str) -> str:
    """Without the word for its kind, where the kind is plain from the place: "Chư Păh"."""
    found = known_kinds().get(kind)
    leading = f"{found.leading if found and found.leading else kind} "
    if name.casefold().startswith(leading.casefold()):
        return name[len(leading) :]
    return name
