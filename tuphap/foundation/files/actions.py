"""Storing a file: checked, complete, under a generated name; or not at all (R8, F9)."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from tuphap.foundation.files.kinds import MOST_BYTES, kind_of, refuse_size
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.names import clean_name
from tuphap.foundation.files.places import place_of_hash


class Upload(Protocol):
    """What Django's uploaded files offer."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...


def store(upload: Upload, *, at: datetime) -> StoredFile:
    """Check and keep an uploaded file; raises Refused with the sentence for the person."""
    name = clean_name(upload.name or "")
    if upload.size is not None and upload.size > MOST_BYTES:
        refuse_size(name)
    return store_bytes(name, b"".join(upload.chunks()), at=at)


def store_bytes(name: str, body: bytes, *, at: datetime) -> StoredFile:
    """The row appears only after the bytes lie whole on the disk."""
    name = clean_name(name)
    kind = kind_of(name, body)
    digest = hashlib.sha256(body).hexdigest()
    _put(place_of_hash(digest), body)
    return StoredFile.objects.create(
        name=name,
        content_type=kind.content_type,
        size=len(body),
        sha256=digest,
        stored_at=at,
    )


def _put(place: Path, body: bytes) -> None:
    """Write beside, then rename: a reader finds the whole file or none."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    growing = place.with_name(f"{place.name}.{uuid.uuid4().hex}.part")
    try:
        with growing.open("xb") as target:
            os.fchmod(target.fileno(), 0o600)
            target.write(body)
            target.flush()
            os.fsync(target.fileno())
        growing.replace(place)
        _sync_folder(place.parent)
    finally:
        growing.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """The new name itself must survive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
