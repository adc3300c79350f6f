"""What the automatic checks look at: one sheet as plain values, with what it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tuphap.rules.compared_figures import Pair
from tuphap.rules.outliers import Spread
from tuphap.rules.rule_set_rows import Agreement


@dataclass(frozen=True)
class CheckedLine:
    """One content of the self column. `is_full`: all points there are, or passed.

    `claims` says that it gives anything at all; `pair` is None where it counts nothing or nothing
    arose. `differs` says how its figure differs from one the system knows; "" where it does not.
    """

    code: str
    is_full: bool
    has_document: bool
    not_arisen: bool = False
    differs: str = ""
    claims: bool = False
    pair: Pair | None = None
    due_label: str = ""


@dataclass(frozen=True)
class EarlierYear:
    """The official total of the newest earlier year."""

    year: int
    total: Decimal
    same_rule_set: bool


@dataclass(frozen=True)
class YearFigure:
    """What the unit counted for the same content in an earlier year."""

    year: int
    pair: Pair


@dataclass(frozen=True)
class FileOnLine:
    """A file of this sheet: `key` stands for its bytes, `indicator` for where its line belongs."""

    item: str
    indicator: str
    title: str
    key: str


@dataclass(frozen=True)
class Copy:
    """The same file, or nearly the same picture, in another dossier.

    `unit` is "" for an earlier year of the unit itself, None for a unit whose name the reader may
    not know; `dossier` keeps two of them apart.
    """

    item: str
    title: str
    key: str
    dossier: str
    year: int
    unit: str | None
    near: bool = False


@dataclass(frozen=True)
class Checked:
    """`failing_gates` are codes of conditions a person answered; `peers` is by content and figure;
    `own_years` newest first."""

    lines: tuple[CheckedLine, ...]
    failing_gates: tuple[str, ...] = ()
    total: Decimal | None = None
    total_max: Decimal | None = None
    earlier: EarlierYear | None = None
    must_agree: tuple[Agreement, ...] = ()
    peers: Mapping[tuple[str, str], Spread] = field(default_factory=lambda: MappingProxyType({}))
    own_years: Mapping[str, tuple[YearFigure, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    files: tuple[FileOnLine, ...] = ()
    copies: tuple[Copy, ...] = ()


class Found(NamedTuple):
    """`item` is the line it is about, "" where it is about the whole sheet.

    `about` is what a person has looked at when he ticked it: with other figures it comes back.
    Where it is "" the sentence itself says so.
    """

    item: str
    sentence: str
    about: str = ""
