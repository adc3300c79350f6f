"""Measures by key: what each of them counts, and the one question that answers for many units.

Nothing here knows who reads a measure; a rule set names the key it wants, see rules/rule_set_rows.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from tuphap.foundation.files.signature_words import Signed, words_of


@dataclass(frozen=True)
class Days:
    """From a day to a day, both included."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int) -> "Days":
        return cls(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class Document:
    """A file behind a figure; `origin` names its row, `url` is guarded by the module it is of.

    `asked_on` is the day until which it should have been signed, where there is one.
    """

    title: str
    origin: str
    url: str
    size: int
    sha256: str
    added_at: datetime
    is_waiting: bool = False
    signatures: tuple[Mapping[str, Any], ...] = ()
    asked_on: date | None = None
    pages: int = 0
    picture_url: str = ""  # of its first page, where there are pictures

    @property
    def document(self) -> str:
        """What tells it from other documents: its content."""
        return self.sha256

    @property
    def signed(self) -> tuple[Signed, ...]:
        """What is said of its digital signatures, the worst first."""
        return words_of(self.signatures, self.asked_on)


@dataclass(frozen=True)
class Figure:
    """`done` of `due` as the rows stood at `as_of`; `url` leads to the rows.

    `documents` are the files of those rows: they prove what the figure says.
    """

    done: int
    due: int
    as_of: datetime
    url: str
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Measure:
    """`label` says what is counted, `source` where it comes from, both as people read them."""

    key: str
    label: str
    source: str


Figures = Mapping[tuple[int, str], Figure]
Reader = Callable[[Collection[int], Days, Collection[str]], Figures]


@dataclass(frozen=True)
class Offer:
    """What one module offers. `read` answers for keys of units with one question in all.

    A unit about which the module knows nothing has no figure: that is not zero of zero.
    """

    measures: tuple[Measure, ...]
    read: Reader


def measure(key: str) -> Measure | None:
    """None for a key that no module of this installation offers."""
    found = _by_key().get(key)
    return found[0] if found else None


def figures(keys: Collection[str], units: Collection[int], days: Days) -> Figures:
    """By unit and key, as far as anything is known; one question per module that offers a key."""
    wanted: dict[int, tuple[Offer, list[str]]] = {}
    for key in keys:
        if key in _by_key():
            offer = _by_key()[key][1]
            wanted.setdefault(id(offer), (offer, []))[1].append(key)
    found: dict[tuple[int, str], Figure] = {}
    for offer, its_keys in wanted.values():
        found.update(offer.read(units, days, its_keys))
    return found


def why_held(key: str, unit: int, year: int) -> str:
    """Why the rows behind this figure of the unit may not be changed by it; "" where they may.

    Asked inside the transaction of the change: whoever holds them locks what he goes by, so that a
    change and the moment from which it is held never pass each other.
    """
    for path in settings.MEASURE_HOLDERS:
        sentence: str = import_string(path)(key, unit, year)
        if sentence:
            return sentence
    return ""


def offered_keys() -> tuple[str, ...]:
    return tuple(_by_key())


def _by_key() -> Mapping[str, tuple[Measure, Offer]]:
    return _listed(tuple(settings.MEASURES))


@cache
def _listed(paths: tuple[str, ...]) -> Mapping[str, tuple[Measure, Offer]]:
    found: dict[str, tuple[Measure, Offer]] = {}
    for path in paths:
        offer = import_string(path)
        for row in offer.measures:
            if row.key in found:
                raise ImproperlyConfigured(f"Two modules offer the measure {row.key}.")
            found[row.key] = (row, offer)
    return found
