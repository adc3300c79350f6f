"""What a list as a file is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls.converters import UUIDConverter
from django.utils.timezone import localtime

from tuphap.foundation.access.requests import PersonRequest
from tuphap.outlets.exchange.tables import Cell

Line = Sequence[Cell]
# Parts of the address of a page which say of what its list is.
YEAR, ID, UNIT_AND_YEAR = ("year",), ("pk",), ("unit_id", "year")
MET, NOT_MET = "Đạt chuẩn", "Chưa đạt chuẩn"
YES = "Có"
# By the name of a part: its form, and what it stands for.
PARTS: Mapping[str, tuple[str, Callable[[str], int | UUID]]] = {
    "year": ("[0-9]{4}", int),
    "pk": (UUIDConverter.regex, UUID),
    "unit_id": ("[0-9]{1,9}", int),
}


@dataclass(frozen=True)
class ListTable:
    """`address` is the name of the page whose parameters it takes; `parts` those of that address
    which say of what the list is, none where there is one list for each person. `day` is the one
    the page shows the list of, where it asks for one; it stands in the name of the file."""

    title: str
    address: str
    heads: tuple[str, ...]
    lines: Callable[..., Iterable[Line]]
    parts: tuple[str, ...] = ()
    day: Callable[[PersonRequest], date] | None = None


def moment(at: datetime) -> datetime:
    """As the clock on the wall shows it, to the second."""
    return localtime(at).replace(tzinfo=None, microsecond=0)


def moment_or_none(at: datetime | None) -> datetime | None:
    return moment(at) if at else None


def met_word(met: bool | None) -> str | None:
    return None if met is None else MET if met else NOT_MET
