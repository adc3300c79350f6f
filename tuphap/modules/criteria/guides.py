"""What a province says to one row of a rule set, as plain values for any page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class GuideFile:
    """One file to read or to fill in; `is_waiting` while it is scanned for viruses."""

    id: UUID
    name: str
    size: int
    is_waiting: bool


@dataclass(frozen=True)
class Guide:
    """Text and files of one row; `at` is the day of the newest of them."""

    unit: str
    text: str
    at: datetime
    files: tuple[GuideFile, ...]


def guide_of(row: Mapping[str, Any]) -> Guide:
    """From the value that `queries.guide_values` makes."""
    files = tuple(
        GuideFile(UUID(one["id"]), one["name"], one["size"], one["is_waiting"])
        for one in row["files"]
    )
    days = [row["written_at"], *(one["added_at"] for one in row["files"])]
    newest = max(datetime.fromisoformat(day) for day in days)
    return Guide(row["unit"], row["guide"], newest, files)
