"""What modules say of units that change: which of their open work is concerned, what is new."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class OpenWork:
    """Something of a unit that is not finished."""

    unit: int
    label: str


@dataclass(frozen=True)
class Concern:
    """`open_work` and `first_written` answer for keys of units with one question each.

    `first_written` says in a sentence what was first written for one of them, "" for nothing.
    """

    open_work: Callable[[Collection[int]], Iterable[OpenWork]]
    first_written: Callable[[Collection[int]], str]


def open_work(units: Collection[int]) -> list[OpenWork]:
    return [row for concern in _concerns() for row in concern.open_work(units)]


def first_written(units: Collection[int]) -> str:
    return next(filter(None, (concern.first_written(units) for concern in _concerns())), "")


def _concerns() -> tuple[Concern, ...]:
    return _listed(tuple(settings.UNIT_CHANGE_CONCERNS))


@cache
def _listed(paths: tuple[str, ...]) -> tuple[Concern, ...]:
    return tuple(import_string(path) for path in paths)
