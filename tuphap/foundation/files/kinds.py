"""Kinds of files that are taken in: by ending, by first bytes, and that both agree (F1, F2)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from tuphap.rules.refusals import Kind, Refused

MOST_BYTES = 20 * 1024 * 1024
MOST_BYTES_WORDS = "20 MB"

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
# In a PDF the word stands in a trailer, followed by a reference or a dictionary.
_ENCRYPTED_PDF = re.compile(rb"/Encrypt[ \r\n]{0,8}(\d{1,10} \d{1,5} R|<<)")


@dataclass(frozen=True)
class FileKind:
    """`words` stand in sentences: “nội dung là ảnh JPEG”."""

    words: str
    endings: tuple[str, ...]
    content_type: str
    fits: Callable[[bytes], bool]


def _zip_with(folder: bytes) -> Callable[[bytes], bool]:
    return lambda body: body.startswith(_ZIP) and folder in body


_OFFICE = "application/vnd.openxmlformats-officedocument."
ACCEPTED = (
    FileKind("PDF", ("pdf",), "application/pdf", lambda body: body.startswith(b"%PDF-")),
    FileKind("ảnh PNG", ("png",), "image/png", lambda body: body.startswith(b"\x89PNG\r\n\x1a\n")),
    FileKind(
        "ảnh JPEG", ("jpg", "jpeg"), "image/jpeg", lambda body: body.startswith(b"\xff\xd8\xff")
    ),
    FileKind("Word", ("docx",), _OFFICE + "wordprocessingml.document", _zip_with(b"word/")),
    FileKind("Excel", ("xlsx",), _OFFICE + "spreadsheetml.sheet", _zip_with(b"xl/")),
)
ENDINGS = tuple(ending for kind in ACCEPTED for ending in kind.endings)
ACCEPTED_WORDS = "PDF, PNG, JPG, DOCX hoặc XLSX"


def kind_of(name: str, body: bytes) -> FileKind:
    """The kind both the ending and the bytes say; else Refused with the sentence for the person."""
    if not body:
        _refuse(name, "empty_file", "tệp rỗng. Kiểm tra lại tệp rồi tải lên lại.")
    if len(body) > MOST_BYTES:
        refuse_size(name)
    by_ending = _by_ending(name)
    if by_ending is None:
        _refuse(
            name,
            "file_kind",
            f"đuôi tệp không thuộc các loại nhận. Dùng {ACCEPTED_WORDS}.",
        )
    _refuse_locked(name, body)
    if not by_ending.fits(body):
        _refuse_disguised(name, body, by_ending)
    return by_ending


def refuse_size(name: str) -> NoReturn:
    _refuse(
        name,
        "file_too_large",
        f"tệp lớn hơn {MOST_BYTES_WORDS}. Nén ảnh hoặc tách tệp rồi tải lên lại.",
    )


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _by_ending(name: str) -> FileKind | None:
    ending = ending_of(name)
    return next((kind for kind in ACCEPTED if ending in kind.endings), None)


def _refuse_locked(name: str, body: bytes) -> None:
    locked_office = body.startswith(_OLD_OFFICE) and _ENCRYPTED_OFFICE in body
    locked_pdf = body.startswith(b"%PDF-") and _ENCRYPTED_PDF.search(body)
    if locked_office or locked_pdf:
        _refuse(name, "file_locked", "tệp có mật khẩu. Bỏ mật khẩu rồi tải lên lại.")


def _refuse_disguised(name: str, body: bytes, expected: FileKind) -> NoReturn:
    true = next((kind for kind in ACCEPTED if kind.fits(body)), None)
    if true is None:
        _refuse(
            name,
            "file_disguised",
            f"nội dung không phải {expected.words}. Mở tệp, lưu lại đúng loại rồi tải lên lại.",
        )
    _refuse(
        name,
        "file_disguised",
        f"nội dung là {true.words}, không phải {expected.words}. "
        f"Đổi đuôi tệp thành .{true.endings[0]} hoặc xuất lại {expected.words}.",
    )


def _refuse(name: str, code: str, why: str) -> NoReturn:
    sentence = f"Không nhận tệp “{name}”: {why}"
    raise Refused(code, sentence, Kind.INVALID, {"file": sentence})
