"""PNG and JPEG: sizes before decoding, every byte accounted for (F7)."""

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from PIL import Image, JpegImagePlugin

from tuphap.foundation.files.checks.reasons import refuse
from tuphap.foundation.files.checks.request import Facts, Request

MOST_PIXELS = 60_000_000
MOST_PIXELS_WORDS = "60 triệu điểm"
CHUNK = 256 * 1024
# What the decoder makes while it looks is an eighth of each side.
DRAFT = 8
_PNG_HEAD = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Text and colour profiles beside the picture: the words before what is packed.
_PACKED_NOTES = {
    b"zTXt": re.compile(rb"[^\0]*\0\0"),
    b"iCCP": re.compile(rb"[^\0]*\0\0"),
    b"iTXt": re.compile(rb"[^\0]*\0\x01\0[^\0]*\0[^\0]*\0"),
}
MOST_NOTES, MOST_NOTES_WORDS = 1024 * 1024, "1 MB"
_MARKUP = (b"<html", b"<script", b"<?php", b"<!doctype html", b"%PDF-")


def look_at_png(body: IO[bytes], request: Request) -> Facts:
    """Checked part by part, without ever holding the picture."""
    parts = _png_parts(body)
    name, head = next(parts, (b"", b""))
    if name != b"IHDR" or len(head) != 13:
        refuse("file_broken")
    width, height, depth, colour, *_, interlaced = struct.unpack(">IIBBBBB", head)
    _require_pixels(width, height)
    if colour not in _CHANNELS:
        refuse("file_broken")
    row = (width * _CHANNELS[colour] * depth + 7) // 8 + 1
    # Interlaced rows come in seven turns, each with a byte of its own per row.
    most = row * height + (8 * (height + width) if interlaced else 0)
    unpacked = notes = 0
    inflate = zlib.decompressobj()
    for name, content in parts:
        if name == b"acTL":
            refuse("picture_animated")
        if name in _PACKED_NOTES:
            notes += _note(_PACKED_NOTES[name], content, MOST_NOTES - notes)
        if name == b"IDAT":
            unpacked += _inflated(inflate, content, most - unpacked)
    if not inflate.eof or (not interlaced and unpacked != most):
        refuse("file_broken")
    return Facts(pages=1)


def _note(head: re.Pattern[bytes], content: bytes, left: int) -> int:
    """What a packed note unpacks to; readers that unpack it whole must be able to."""
    found = head.match(content)
    if found is None:
        return 0
    try:
        count = len(zlib.decompressobj().decompress(content[found.end() :], left + 1))
    except zlib.error:
        refuse("file_broken")
    if count > left:
        refuse("picture_notes", most=MOST_NOTES_WORDS)
    return count


def _inflated(inflate: "zlib._Decompress", content: bytes, left: int) -> int:
    count = 0
    try:
        while content:
            count += len(inflate.decompress(content, CHUNK))
            content = inflate.unconsumed_tail
            if count > left:
                refuse("file_broken")
    except zlib.error:
        refuse("file_broken")
    return count


def _png_parts(body: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    body.seek(_PNG_HEAD)
    name = b""
    while name != b"IEND":
        head = body.read(8)
        if len(head) < 8:
            refuse("file_broken")
        length, name = struct.unpack(">I4s", head)
        content, end = body.read(length), body.read(4)
        if len(content) != length or end != struct.pack(">I", zlib.crc32(name + content)):
            refuse("file_broken")
        yield name, content
    if body.read(1):
        refuse("file_two_kinds", other="dữ liệu thừa")


def look_at_jpeg(body: IO[bytes], request: Request) -> Facts:
    """Read through to the end at an eighth of its size: a cut picture shows itself."""
    _require_no_rider(body)
    body.seek(0)
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, with its own sentence
    try:
        picture = JpegImagePlugin.JpegImageFile(body)
        size = picture.size
    except (OSError, SyntaxError, ValueError, struct.error, KeyError, IndexError):
        refuse("file_broken")
    _require_pixels(*size)
    try:
        picture.draft("RGB", (max(1, size[0] // DRAFT), max(1, size[1] // DRAFT)))
        picture.load()
    except (OSError, SyntaxError, ValueError, struct.error, KeyError, IndexError):
        refuse("file_broken")
    return Facts(pages=1)


def _require_no_rider(body: IO[bytes]) -> None:
    """Telephones write their own notes behind the picture; other kinds of files must not ride."""
    if zipfile.is_zipfile(body):
        refuse("file_two_kinds", other="zip")
    body.seek(0)
    content = body.read()
    rest = content[content.rfind(b"\xff\xd9") + 2 :].lower()
    if any(sign.lower() in rest for sign in _MARKUP):
        refuse("file_two_kinds", other="HTML")


def _require_pixels(width: int, height: int) -> None:
    if width < 1 or height < 1:
        refuse("file_broken")
    if width * height > MOST_PIXELS:
        refuse("picture_pixels", width=width, height=height, most=MOST_PIXELS_WORDS)
