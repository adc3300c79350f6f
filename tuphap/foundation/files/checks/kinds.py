"""Which kind the bytes are of; the ending is only a claim."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import IO

from tuphap.foundation.files.checks.container import opened
from tuphap.foundation.files.checks.reasons import refuse
from tuphap.foundation.files.checks.request import Facts, Request
from tuphap.foundation.files.kinds import KINDS, FileKind

HEAD = 1024
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FOLDERS = {"word/": "docx", "xl/": "xlsx"}
_FIRST_BYTES = {
    b"%PDF-": "pdf",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
}
# By name: a reader of PDF is as slow to load as a small file is to look through.
_PARTS = "tuphap.foundation.files.checks."
_LOOK: Mapping[str, tuple[str, str]] = {
    "pdf": ("pdf", "look"),
    "png": ("pictures", "look_at_png"),
    "jpg": ("pictures", "look_at_jpeg"),
    "docx": ("office", "look"),
    "xlsx": ("office", "look"),
}


def check(body: IO[bytes], request: Request) -> Facts:
    """What is known of a file that may be kept; else Unfit."""
    expected = KINDS[request.kind]
    true = true_kind(body, request)
    if true is None:
        refuse("file_unlike", expected=expected.words)
    if true != expected:
        refuse(
            "file_disguised",
            true=true.words,
            expected=expected.words,
            ending=true.endings[0],
        )
    return _look_for(true)(body, request)


def _look_for(kind: FileKind) -> Callable[[IO[bytes], Request], Facts]:
    part, name = _LOOK[kind.code]
    found: Callable[[IO[bytes], Request], Facts] = getattr(import_module(_PARTS + part), name)
    return found


def true_kind(body: IO[bytes], request: Request) -> FileKind | None:
    body.seek(0)
    head = body.read(HEAD)
    for first, code in _FIRST_BYTES.items():
        if head.startswith(first):
            return KINDS[code]
    if head.startswith(_OLD_OFFICE):
        body.seek(0)
        if _LOCKED in body.read():
            refuse("file_locked")
    if head.startswith(_ZIP):
        return _kind_of_container(body, request)
    return None


def _kind_of_container(body: IO[bytes], request: Request) -> FileKind | None:
    with opened(body, request) as archive:
        names = archive.namelist()
    return next(
        (
            KINDS[code]
            for folder, code in _FOLDERS.items()
            if any(name.startswith(folder) for name in names)
        ),
        None,
    )
