"""A plan of changes of units as plain values: which end, which begin, and what follows what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MERGED, DIVIDED, MOVED, RENAMED, RECODED, CARRIED = (
    "merged",
    "divided",
    "moved",
    "renamed",
    "recoded",
    "carried",
)
WAYS: Mapping[str, str] = {
    MERGED: "Nhập",
    DIVIDED: "Tách",
    MOVED: "Chuyển đơn vị cấp trên",
    RENAMED: "Đổi tên, đổi loại",
    RECODED: "Đổi mã",
    CARRIED: "Theo đơn vị cấp trên",
}


@dataclass(frozen=True)
class Known:
    """A unit as stored on the day before, or one that begins on the day or later."""

    key: int
    code: str
    name: str
    kind: str
    parent: str
    path: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Begin:
    """A unit that begins; `way` says how it came about, `row` where the file names it first."""

    code: str
    name: str
    kind: str
    parent: str
    path: str
    way: str
    row: int = 0


@dataclass(frozen=True)
class Step:
    """From the old code to the new one."""

    old: str
    new: str
    extent: str
    legal_basis: str = ""


@dataclass(frozen=True)
class Plan:
    effective_on: date
    ends: tuple[Known, ...]
    begins: tuple[Begin, ...]  # parents before children
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
