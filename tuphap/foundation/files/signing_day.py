"""The day a file was signed on, as far as its digital signatures can be believed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone


class Standing(StrEnum):
    """Of all signatures of a file together: one that is broken spoils the others."""

    NONE = "none"
    SOUND = "sound"
    UNTRUSTED = "untrusted"
    BROKEN = "broken"


def standing_of(signatures: Iterable[Mapping[str, Any]] | None) -> Standing:
    rows = list(signatures or ())
    if not rows:
        return Standing.NONE
    if not all(row["intact"] and row["whole"] for row in rows):
        return Standing.BROKEN
    return Standing.SOUND if all(row["trusted"] for row in rows) else Standing.UNTRUSTED


def signed_day(signatures: Iterable[Mapping[str, Any]] | None) -> date | None:
    """The day of the last signature: only then the paper was whole. None where one is in doubt."""
    rows = list(signatures or ())
    if standing_of(rows) is not Standing.SOUND or not all(row["signed_at"] for row in rows):
        return None
    return max(timezone.localdate(datetime.fromisoformat(row["signed_at"])) for row in rows)
