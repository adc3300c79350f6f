"""What a seal is computed from; sealing and verifying ask the same functions."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

HASH_BYTES = 32
BEFORE_THE_FIRST = bytes(HASH_BYTES)


@dataclass(frozen=True)
class Part:
    """Rows of one table: keys in order, `hashes` with 32 bytes a row."""

    table: str
    columns: tuple[str, ...]
    through: int
    keys: tuple[int, ...]
    hashes: bytes


def digest_of(number: int, at: datetime, previous: bytes, parts: Sequence[Part]) -> bytes:
    """SHA-256 over everything the seal says, tables in the order of their names."""
    said = {
        "number": number,
        "sealed_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": previous.hex(),
        "parts": [
            [part.table, list(part.columns), part.through, list(part.keys), part.hashes.hex()]
            for part in sorted(parts, key=lambda part: part.table)
        ],
    }
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).digest()
