"""PDF files: nothing in them may run, open, fetch or send (F6).

Names are looked for in the bytes themselves and in every object stream, not only in what the
current table of objects shows: a disguise that one reader does not follow another one does.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

import pypdf
from pypdf import PasswordType
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import DictionaryObject, EncodedStreamObject

from tuphap.foundation.files.checks.reasons import refuse
from tuphap.foundation.files.checks.request import Facts, Request

MOST_PAGES = 2000
MEGABYTE = 1024 * 1024
MOST_IN_OBJECT_STREAMS = 32 * MEGABYTE
END, TAIL = b"%%EOF", 4096
# A name and the reason; those of four letters or less are looked for outside of streams only,
# because packed bytes may spell them by chance.
_NAMES = {
    b"JavaScript": "pdf_script",
    b"Launch": "pdf_launch",
    b"GoToE": "pdf_launch",
    b"GoToR": "pdf_launch",
    b"EmbeddedFile": "pdf_embedded",
    b"EmbeddedFiles": "pdf_embedded",
    b"FileAttachment": "pdf_embedded",
    b"SubmitForm": "pdf_posts",
    b"ImportData": "pdf_posts",
    b"RichMedia": "pdf_media",
    b"RichMediaExecute": "pdf_media",
    b"Rendition": "pdf_media",
}
_SHORT_NAMES = {
    b"JS": "pdf_script",
    b"AA": "pdf_automatic",
    b"EF": "pdf_embedded",
    b"XFA": "pdf_form",
    b"3D": "pdf_media",
}
_ALL_NAMES = {**_NAMES, **_SHORT_NAMES}
_END_OF_NAME = rb"(?=[\x00\t\n\f\r /<>\[\](){}%]|\Z)"
_ESCAPED = rb"[!-~]{0,40}#[0-9A-Fa-f]{2}[^\x00\t\n\f\r /<>\[\](){}%]{0,60}"


def _pattern(names: dict[bytes, str]) -> re.Pattern[bytes]:
    plain = b"|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rb"/(" + plain + rb"|" + _ESCAPED + rb")" + _END_OF_NAME)


_LONG, _ANY = _pattern(_NAMES), _pattern(_ALL_NAMES)
_STREAM = re.compile(rb"stream\r?\n")
_PAGE_CODE = re.compile(rb"<(!doctype html|html|script|svg|\?php)\b", re.IGNORECASE)
_OPENS_HARMLESSLY = ("/GoTo", "/Named")
_SIGNATURE = re.compile(rb"/ByteRange\s*\[")


def look(body: IO[bytes], request: Request) -> Facts:
    pypdf.overwrite_configuration(zlib_maximum_output_length=MOST_IN_OBJECT_STREAMS)
    body.seek(0)
    content = body.read()
    _require_one_kind(body, content)
    _require_harmless_names(_LONG.finditer(content), _NAMES)
    _look_outside_streams(content)
    pages = _look_by_reader(body)
    return Facts(pages=pages, signed=_SIGNATURE.search(content) is not None)


def _require_one_kind(body: IO[bytes], content: bytes) -> None:
    """Nothing before the head, nothing behind the end that another program would read."""
    end = content.rfind(END)
    if end < len(content) - TAIL:
        refuse("file_broken" if end < 0 else "file_two_kinds", other="dữ liệu thừa")
    if zipfile.is_zipfile(body):
        refuse("file_two_kinds", other="zip")
    rest = content[end + len(END) :]
    if _PAGE_CODE.search(content[:1024]) or _PAGE_CODE.search(rest):
        refuse("file_two_kinds", other="HTML")


def _require_harmless_names(found: Iterator[re.Match[bytes]], names: dict[bytes, str]) -> None:
    for match in found:
        name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), match[1])
        if name in names:
            refuse(names[name])


def _look_outside_streams(content: bytes) -> None:
    """The dictionaries between the streams, and the object streams themselves."""
    position, left = 0, MOST_IN_OBJECT_STREAMS
    for begin in _STREAM.finditer(content):
        if begin.start() < position:
            continue
        plain = content[position : begin.start()]
        _require_harmless_names(_ANY.finditer(plain), _ALL_NAMES)
        end = content.find(b"endstream", begin.end())
        if end < 0:
            break
        if _is_object_stream(plain):
            left -= _look_into_object_stream(plain, content[begin.end() : end], left)
        position = end
    _require_harmless_names(_ANY.finditer(content[position:]), _ALL_NAMES)


def _is_object_stream(plain: bytes) -> bool:
    head = plain[plain.rfind(b"obj") :]
    named = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), head)
    return b"/ObjStm" in named


def _look_into_object_stream(plain: bytes, packed: bytes, left: int) -> int:
    start = plain.find(b"<<", plain.rfind(b"obj"))
    stream = EncodedStreamObject()
    try:
        head: Any = DictionaryObject.read_from_stream(io.BytesIO(plain[start:]), None)
        stream.update({key: head[key] for key in ("/Filter", "/DecodeParms") if key in head})
        stream._data = packed
        content = stream.get_data()
    except LimitReachedError:
        refuse("check_too_big", megabytes=MOST_IN_OBJECT_STREAMS // MEGABYTE)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError):
        refuse("file_broken")
    if len(content) > left:
        refuse("check_too_big", megabytes=MOST_IN_OBJECT_STREAMS // MEGABYTE)
    _require_harmless_names(_ANY.finditer(content), _ALL_NAMES)
    return len(content)


def _look_by_reader(body: IO[bytes]) -> int:
    """What a reader makes of it: locked, number of pages, what happens on opening."""
    body.seek(0)
    try:
        reader = pypdf.PdfReader(body)
        locked = reader.is_encrypted
        restricted = locked and reader.decrypt("") != PasswordType.NOT_DECRYPTED
        root: Any = {} if locked else reader.root_object
        pages = 0 if locked else _count_of_pages(root)
        opening = root.get("/OpenAction")
        opening = opening.get_object() if opening is not None else None
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        refuse("file_broken")
    if locked:
        # It opens for everybody, but what is packed in it cannot be looked through.
        refuse("pdf_restricted" if restricted else "file_locked")
    if pages > MOST_PAGES:
        refuse("pdf_pages", count=pages, most=MOST_PAGES)
    if isinstance(opening, DictionaryObject) and opening.get("/S") not in _OPENS_HARMLESSLY:
        refuse("pdf_automatic")
    return pages


def _count_of_pages(root: Any) -> int:
    """As the file says, provided that there is a first page."""
    tree = root["/Pages"]
    first = tree["/Kids"][0].get_object()
    count = int(tree["/Count"])
    if count < 1 or first.get("/Type") not in ("/Page", "/Pages"):
        raise ValueError("no page")
    return count
