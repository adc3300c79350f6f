"""Which copies there are now. Asked of the database once a second at most, and kept otherwise."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import DatabaseError

from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.queries import copies, state_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edition:
    """A published copy without its figures."""

    id: int
    year: int
    number: int
    published_at: datetime
    sha256: str
    note: str
    withdrawn_at: datetime | None = None
    withdrawn_why: str = ""

    @property
    def short_hash(self) -> str:
        """As it stands on the strip: three groups of four from the front, two from the end."""
        front = " ".join(self.sha256[at : at + 4] for at in (0, 4, 8))
        return f"{front} … {self.sha256[-8:-4]} {self.sha256[-4:]}"


@dataclass(frozen=True)
class Shelf:
    """All editions by year, newest year and newest number first.

    `generation` changes with every publication and every withdrawal, so it names a state of the
    shelf. A newest edition that was withdrawn stays the newest: its figures are marked, and an
    older one does not silently come back.
    """

    generation: str
    editions: Mapping[int, tuple[Edition, ...]]

    @property
    def years(self) -> list[int]:
        return list(self.editions)

    @property
    def year_words(self) -> list[str]:
        """For templates, which would write the number of a year as “2.022”."""
        return [str(year) for year in self.editions]

    def newest(self, year: int) -> Edition | None:
        return self.editions[year][0] if year in self.editions else None

    def numbered(self, year: int, number: int) -> Edition | None:
        found = (e for e in self.editions.get(year, ()) if e.number == number)
        return next(found, None)


@dataclass
class _Looked:
    """What was seen last, and when; one per process."""

    shelf: Shelf | None = None
    at: float = 0.0


_last = _Looked()


def shelf() -> Shelf:
    """The copies as of now, at most PUBLISHED_FRESH_SECONDS old.

    While the database cannot be asked, what was seen last is served: reading goes on (R11).
    """
    now = time.monotonic()
    known = _last.shelf
    if known is not None and now - _last.at < settings.PUBLISHED_FRESH_SECONDS:
        return known
    try:
        generation = state_of(RESULTS)
        if known is None or known.generation != generation:
            known = _read(generation)
    except DatabaseError:
        if known is None:
            raise
        logger.warning("Published copies could not be looked up; the last state is served")
    _last.shelf, _last.at = known, now
    return known


def edition_of(copy: PublishedCopy) -> Edition:
    withdrawal = getattr(copy, "withdrawal", None)
    return Edition(
        copy.pk,
        copy.year,
        copy.number,
        copy.published_at,
        copy.sha256,
        copy.note,
        withdrawal.withdrawn_at if withdrawal else None,
        withdrawal.reason if withdrawal else "",
    )


def _read(generation: str) -> Shelf:
    found = (edition_of(copy) for copy in copies(RESULTS))
    by_year = groupby(found, key=lambda edition: edition.year)
    return Shelf(generation, {year: tuple(editions) for year, editions in by_year})
