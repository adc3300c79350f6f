"""National programmes with an item that rests on the standard: dated data, never a constant."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import tuphap

FILE = Path(tuphap.__file__).parent / "data" / "programmes" / "new-rural.yaml"
RESULT, UNKNOWN = "result", "unknown"


@dataclass(frozen=True)
class Programme:
    """`item` is the number of the item, None while it is not known; `decides` whether a unit that
    met the standard has it."""

    code: str
    name: str
    first_year: int
    last_year: int
    kinds: tuple[str, ...]
    item: str | None
    text: str | None
    decides: str
    documents: tuple[str, ...]
    status: str
    source: str
    note: str = ""

    @property
    def concludes(self) -> bool:
        return self.decides == RESULT and self.item is not None


def programmes_of(year: int) -> list[Programme]:
    return [row for row in _programmes() if row.first_year <= year <= row.last_year]


@cache
def _programmes() -> tuple[Programme, ...]:
    return tuple(_read(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _read(row: Mapping[str, Any]) -> Programme:
    first, last = row["years"]
    return Programme(
        code=row["code"],
        name=row["name"],
        first_year=first,
        last_year=last,
        kinds=tuple(row["kinds"]),
        item=row["item"],
        text=row["text"],
        decides=row["decides"],
        documents=tuple(row["documents"]),
        status=row["status"],
        source=row["source"],
        note=row.get("note", ""),
    )
