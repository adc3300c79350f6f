"""What stands where in the folder, and reading or writing its files once, in parts."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from tuphap.rules.refusals import Kind, Refused

FORMAT, FORMAT_VERSION = "tuphap-export-all", 1
MANIFEST, README, TABLES, FILES, FILE_LIST = (
    "manifest.json",
    "README.txt",
    "tables",
    "files",
    "files.csv",
)
FILE_HEADS = ["sha256", "size", "path", "name"]
# An unquoted \N is no value, an empty cell an empty text, and "\N" in quotes that text itself.
NULL = r"\N"
PART = 1024 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}")
FILE_PATH = re.compile(r"files/[0-9a-f]{2}/[0-9a-f]{64}(\.[a-z0-9]{1,8})?")
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass
class Seen:
    """What went by: how many bytes, and their hash."""

    size: int = 0
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, block: bytes) -> None:
        self.size += len(block)
        self._hash.update(block)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@dataclass
class SeenLines(Seen):
    """Lines of CSV as well, of which some run over several line ends."""

    line_ends: int = 0
    _in_quotes: bool = False

    def add(self, block: bytes) -> None:
        super().add(block)
        for place, piece in enumerate(block.split(b'"')):
            if place:
                self._in_quotes = not self._in_quotes
            if not self._in_quotes:
                self.line_ends += piece.count(b"\n")

    @property
    def rows(self) -> int:
        """Without the line of heads."""
        return self.line_ends - 1


def table_path(table: str) -> str:
    return f"{TABLES}/{table}.csv"


def file_path(sha256: str, name: str) -> str:
    """By content, so that no name people gave leads anywhere; the ending says how to open it."""
    ending = os.path.splitext(name)[1].lower()
    return f"{FILES}/{sha256[:2]}/{sha256}{ending if _ENDING.fullmatch(ending) else ''}"


def refused(sentence: str) -> Refused:
    return Refused("folder", sentence, Kind.INVALID)


def opened(folder: Path, path: str) -> BinaryIO:
    """A plain file inside the folder; links are not followed at any step."""
    place = folder
    for part in path.split("/"):
        place = place / part
        if place.is_symlink():
            raise refused(f"“{path}” là liên kết. Thư mục chỉ được có tệp thật. Chép lại rồi nạp.")
    try:
        found = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise refused(
            f"Thiếu tệp “{path}”, hoặc không mở được. Chép lại đủ thư mục rồi nạp."
        ) from None
    if not os.path.isfile(found):
        os.close(found)
        raise refused(f"“{path}” không phải tệp. Chép lại đủ thư mục rồi nạp.")
    return os.fdopen(found, "rb")


def parts(source: BinaryIO, seen: Seen) -> Iterator[bytes]:
    while block := source.read(PART):
        seen.add(block)
        yield block
