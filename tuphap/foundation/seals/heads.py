"""The end of the chain, kept outside the database, where whoever cuts it does not get.

One file a year in `settings.SEAL_HEADS_FOLDER`, one line a seal: number, digest, moment. Lines are
only added. The folder may lie on another machine; what is mailed once a day is the newest line.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.conf import settings

from tuphap.foundation.seals.models import Seal

_LINE = re.compile(r"(?P<number>[0-9]{1,18}) (?P<digest>[0-9a-f]{64}) [0-9T:.+-]{1,40}\n?")


@dataclass(frozen=True)
class Head:
    """`digest` is empty where the line cannot be read."""

    number: int
    digest: str
    file: str
    line: int


def line_of(seal: Seal) -> str:
    at = seal.sealed_at.astimezone(UTC).isoformat(timespec="seconds")
    return f"{seal.number} {bytes(seal.digest).hex()} {at}"


def keep_heads() -> int:
    """Adds the seals that are missing at the end; where the chain was cut, nothing is added."""
    last = 0
    for head in kept_heads():
        last = max(last, head.number)
    fresh = list(Seal.objects.filter(number__gt=last).order_by("number"))
    for seal in fresh:
        _add(_folder() / f"{seal.sealed_at.astimezone(UTC).year:04d}.txt", line_of(seal))
    return len(fresh)


def kept_heads() -> Iterator[Head]:
    """In the order they were written."""
    for path in sorted(_folder().glob("[0-9]*.txt")):
        with path.open(encoding="ascii", errors="replace") as lines:
            for place, line in enumerate(lines, start=1):
                found = _LINE.fullmatch(line)
                number, digest = (int(found["number"]), found["digest"]) if found else (0, "")
                yield Head(number, digest, path.name, place)


def _folder() -> Path:
    folder = Path(settings.SEAL_HEADS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _add(path: Path, line: str) -> None:
    with path.open("a", encoding="ascii") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
