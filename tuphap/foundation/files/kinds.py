"""Kinds of files that are taken in anywhere (F1); each place takes some of them: limits.py."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """`words` stand in sentences: “nội dung là ảnh JPEG”."""

    code: str
    words: str
    endings: tuple[str, ...]
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ALL = (
    FileKind("pdf", "PDF", ("pdf",), "application/pdf"),
    FileKind("png", "ảnh PNG", ("png",), "image/png"),
    FileKind("jpg", "ảnh JPEG", ("jpg", "jpeg"), "image/jpeg"),
    FileKind("docx", "Word", ("docx",), _OFFICE + "wordprocessingml.document"),
    FileKind("xlsx", "Excel", ("xlsx",), _OFFICE + "spreadsheetml.sheet"),
)
KINDS: Mapping[str, FileKind] = {kind.code: kind for kind in _ALL}


def kind_by_ending(name: str) -> FileKind | None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return next((kind for kind in _ALL if ending in kind.endings), None)


def kind_by_type(content_type: str) -> FileKind | None:
    return next((kind for kind in _ALL if kind.content_type == content_type), None)
