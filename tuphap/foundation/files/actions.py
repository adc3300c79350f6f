"""Storing a file: checked, complete, under a generated name; or not at all (R8, F9).

`receive` looks at the file and touches no record, so no lock is held while the fence works;
`keep` moves the bytes into their place and writes the row, in the transaction of the deed.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Protocol

from django.db import transaction

from tuphap.foundation.files import fence, office_pages, scanner, tasks
from tuphap.foundation.files.checks import VERSION
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.kinds import FileKind, kind_by_ending
from tuphap.foundation.files.limits import EVIDENCE, Place, size_words
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.names import clean_name
from tuphap.foundation.files.places import PART_ENDING, incoming_folder, place_of_hash
from tuphap.foundation.files.refusing import refuse_file, refuse_unfit
from tuphap.foundation.files.signing import signatures_in
from tuphap.foundation.files.signing_day import signed_day
from tuphap.foundation.files.uploads import Part
from tuphap.foundation.jobs.queueing import queue_each


class Upload(Protocol):
    """What Django's uploaded files offer."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class Received:
    """A file that may be kept; its bytes still lie in `part`."""

    name: str
    kind: FileKind
    size: int
    sha256: str
    pages: int
    signatures: list[dict[str, Any]] | None
    part: Path
    look: int | None = None


@contextmanager
def receive(upload: Upload, place: Place = EVIDENCE) -> Iterator[Received]:
    """Look at an uploaded file; raises Refused with the sentence for the person.

    The part is gone when the block ends, kept or not.
    """
    name = clean_name(upload.name or "")
    kind = _claimed_kind(name, upload.size, place)
    with _part_of(upload) as (body, path):
        yield _looked_at(body, path, name, kind, place)


def keep(received: Received, *, at: datetime) -> StoredFile:
    """The row appears only after the bytes lie whole on the disk."""
    with transaction.atomic():
        stored = StoredFile.objects.create(
            name=received.name,
            content_type=received.kind.content_type,
            size=received.size,
            sha256=received.sha256,
            stored_at=at,
            checks=VERSION,
            pages=received.pages,
            signatures=received.signatures,
            signed_on=signed_day(received.signatures),
            scan=Scan.WAITING if scanner.is_connected() else Scan.NONE,
            look=received.look,
        )
        if stored.scan == Scan.WAITING:
            queue_each(tasks.scan_file, [{"sha256": stored.sha256}])
        if not received.pages and office_pages.is_wanted(stored):
            queue_each(tasks.lay_out_pages, [{"sha256": stored.sha256}])
        if received.pages and received.look is None:
            queue_each(tasks.look_at_file, [{"sha256": stored.sha256}])
        _move(received.part, place_of_hash(received.sha256))
    return stored


def store(upload: Upload, *, at: datetime, place: Place = EVIDENCE) -> StoredFile:
    """Both at once, for those who hold no lock."""
    with receive(upload, place) as received:
        return keep(received, at=at)


def _claimed_kind(name: str, size: int | None, place: Place) -> FileKind:
    kind = kind_by_ending(name)
    if size == 0:
        refuse_file(name, "empty_file")
    if size is not None and size > place.most_bytes:
        refuse_file(name, "file_too_large", most=size_words(place.most_bytes))
    if kind is None or kind.code not in place.kinds:
        refuse_file(name, "file_kind", kinds=place.kinds_words)
    return kind


def _looked_at(body: IO[bytes], path: Path, name: str, kind: FileKind, place: Place) -> Received:
    digest = hashlib.file_digest(body, "sha256").hexdigest()  # type: ignore[arg-type]
    size = path.stat().st_size
    if size == 0:
        refuse_file(name, "empty_file")
    known = _known(digest, kind)
    if known:
        return Received(name, kind, size, digest, known.pages, known.signatures, path, known.look)
    answer = _checked(body, name, kind, place)
    signatures = None
    if kind.code == "pdf":
        signatures = signatures_in(body) if answer.signed else []
    return Received(name, kind, size, digest, answer.pages, signatures, path)


def _known(sha256: str, kind: FileKind) -> StoredFile | None:
    """The same bytes were looked at before, by the same table of checks."""
    rows = StoredFile.objects.filter(sha256=sha256, content_type=kind.content_type, checks=VERSION)
    return rows.first() if place_of_hash(sha256).exists() else None


def _checked(body: IO[bytes], name: str, kind: FileKind, place: Place) -> fence.Answer:
    try:
        return fence.ask(body, Request("check", kind.code, place.most_unpacked))
    except Unfit as unfit:
        refuse_unfit(name, unfit)


@contextmanager
def _part_of(upload: Upload) -> Iterator[tuple[IO[bytes], Path]]:
    """The part the network wrote, or one written here from what is at hand."""
    if isinstance(upload, Part):
        upload.flush()
        path = Path(upload.temporary_file_path())
        with path.open("rb") as body:
            yield body, path
        return
    descriptor, written = tempfile.mkstemp(suffix=PART_ENDING, dir=incoming_folder())
    path = Path(written)
    try:
        with os.fdopen(descriptor, "wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        with path.open("rb") as body:
            yield body, path
    finally:
        path.unlink(missing_ok=True)


def _move(part: Path, place: Path) -> None:
    """One step of the disk: a reader finds the whole file or none."""
    if _is_there(place):
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sync(part)
    part.replace(place)
    _sync(place.parent)


def _is_there(place: Path) -> bool:
    """Touched, so that nobody sweeps it away as one that no row names."""
    with suppress(FileNotFoundError):
        os.utime(place)
        return True
    return False


def _sync(path: Path) -> None:
    """Bytes, and the new name itself, must survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
