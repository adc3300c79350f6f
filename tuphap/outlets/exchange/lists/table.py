"""What a list as a file is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls.converters import UUIDConverter
from django.utils.timezone import localtime

from tuphap.outlets.exchange.tables import Cell

Line = Sequence[Cell]
YEAR, ID = "year", "pk"
MET, NOT_MET = "Đạt chuẩn", "Chưa đạt chuẩn"
YES = "Có"
# By the name of the part in the address of the page: its form, and what it stands for.
KEYS: Mapping[str, tuple[str, Callable[[str], int | UUID]]] = {
    YEAR: ("[0-9]{4}", int),
    ID: (UUIDConverter.regex, UUID),
}


@dataclass(frozen=True)
class ListTable:
    """`address` is the name of the page whose parameters it takes; `key` the part of that address
    which says of what the list is, None where there is one list for each person."""

    title: str
    address: str
    heads: tuple[str, ...]
    lines: Callable[..., Iterable[Line]]
    key: str | None = None


def moment(at: datetime) -> datetime:
    """As the clock on the wall shows it, to the second."""
    return localtime(at).replace(tzinfo=None, microsecond=0)


def moment_or_none(at: datetime | None) -> datetime | None:
    return moment(at) if at else None


def met_word(met: bool | None) -> str | None:
    return None if met is None else MET if met else NOT_MET
