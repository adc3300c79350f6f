"""Zip containers, before anything inside is believed: each byte is counted as it is read (F3)."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tuphap.foundation.files.checks.reasons import refuse
from tuphap.foundation.files.checks.request import Request

MOST_MEMBERS = 4000
# Sheets of equal cells pack well; only what is large once unpacked can do harm.
MOST_RATIO, RATIO_FROM = 200, 4 * 1024 * 1024
CHUNK = 256 * 1024
LOCKED_FLAG = 0x1
ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh")
END_OF_LIST, END_LENGTH = b"PK\x05\x06", 22
_OTHERS = {b"%PDF-": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPG", b"<html": "HTML"}
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNSAFE = re.compile(r"^/|^[A-Za-z]:|\\|(^|/)\.\.(/|$)|[\x00-\x1f\x7f]")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,
    ValueError,
    OSError,
)


@contextmanager
def opened(body: IO[bytes], request: Request) -> Iterator[zipfile.ZipFile]:
    """The container, after what can be said without unpacking was said."""
    body.seek(0)
    try:
        archive = zipfile.ZipFile(body)
    except BROKEN:
        refuse("file_broken")
    with archive:
        _require_nothing_behind(body)
        _require_sound_list(archive, request)
        yield archive


def unpacked(
    archive: zipfile.ZipFile, request: Request
) -> Iterator[tuple[str, bytes, Iterator[bytes]]]:
    """Each member with its first piece and the pieces after it; whoever asks reads them to the end.

    In sum they are never larger than the place allows, whatever the list of members says.
    """
    budget = _Budget(request.most_unpacked)
    for member in archive.infolist():
        pieces = _pieces(archive, member, budget)
        first = next(pieces, b"")
        if first.startswith(ARCHIVES):
            refuse("container_nested", member=member.filename)
        yield member.filename, first, pieces


class _Budget:
    """Bytes that may still come out of the container."""

    def __init__(self, most: int) -> None:
        self.most = self.left = most

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            refuse("container_unpacked", most=_megabytes(self.most))


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    count = 0
    try:
        with archive.open(member) as content:
            while piece := content.read(CHUNK):
                budget.spend(len(piece))
                count += len(piece)
                if count > RATIO_FROM and count > MOST_RATIO * max(1, member.compress_size):
                    refuse("container_ratio", member=member.filename, most=MOST_RATIO)
                yield piece
    except BROKEN:
        refuse("file_broken")


def _require_nothing_behind(body: IO[bytes]) -> None:
    """The end of the list is the end of the file: what follows another program might read."""
    body.seek(0)
    content = body.read()
    end = content.rfind(END_OF_LIST)
    if end + END_LENGTH == len(content):
        return
    rest = content[end + END_LENGTH :]
    other = next((name for sign, name in _OTHERS.items() if sign in rest), "dữ liệu thừa")
    refuse("file_two_kinds", other=other)


def _require_sound_list(archive: zipfile.ZipFile, request: Request) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        refuse("container_members", count=len(members), most=MOST_MEMBERS)
    if archive.comment or min((member.header_offset for member in members), default=0) != 0:
        refuse("file_two_kinds", other="zip")
    seen: set[str] = set()
    for member in members:
        _require_sound_member(member)
        folded = member.filename.casefold()
        if folded in seen:
            refuse("container_doubles", member=member.filename)
        seen.add(folded)
    if sum(member.file_size for member in members) > request.most_unpacked:
        refuse("container_unpacked", most=_megabytes(request.most_unpacked))


def _require_sound_member(member: zipfile.ZipInfo) -> None:
    # `orig_filename` still has what follows a NUL.
    if _UNSAFE.search(member.filename) or _UNSAFE.search(member.orig_filename):
        refuse("container_names", member=member.orig_filename)
    if stat.S_ISLNK(member.external_attr >> 16):
        refuse("container_links", member=member.filename)
    if member.flag_bits & LOCKED_FLAG:
        refuse("file_locked")
    if member.compress_type not in _PACKED:
        refuse("file_broken")


def _megabytes(count: int) -> str:
    return f"{count // (1024 * 1024)} MB"
