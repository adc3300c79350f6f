"""Whether every byte of a folder is what its manifest says, before anything is written."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tuphap.outlets.exchange.everything.folder import (
    FILE_HEADS,
    FILE_LIST,
    FILE_PATH,
    SHA256,
    Seen,
    SeenLines,
    opened,
    parts,
    refused,
    table_path,
)
from tuphap.outlets.exchange.everything.manifest import Expected, Manifest

PART_OF_HEAD = 100_000  # bytes
_LIST = f"Dòng {{}} của {FILE_LIST} không đúng dạng. Xuất lại từ bản cài đặt cũ."


@dataclass(frozen=True)
class Listed:
    """A file of the list; without a path where it was gone when the folder was made."""

    sha256: str
    path: str


def verify(folder: Path, manifest: Manifest) -> None:
    for expected in manifest.tables:
        _verify_table(folder, expected)
    seen = Seen()
    with opened(folder, FILE_LIST) as source:
        for _ in parts(source, seen):
            pass
    _require(seen.sha256 == manifest.list_sha256, FILE_LIST)
    count = sum(_verify_file(folder, listed) for listed in listed_files(folder))
    if count != manifest.files:
        raise refused(
            f"{FILE_LIST} có {count} tệp, manifest.json ghi {manifest.files}. Xuất lại rồi nạp."
        )


def table_parts(folder: Path, expected: Expected) -> Iterator[bytes]:
    """The bytes of a table; refused at their end where they are not what was promised."""
    path, seen = table_path(expected.table.name), SeenLines()
    with opened(folder, path) as source:
        yield from parts(source, seen)
    _require(seen.sha256 == expected.sha256, path)
    if seen.rows != expected.rows:
        raise refused(
            f"“{path}” có {seen.rows} dòng, manifest.json ghi {expected.rows}. Xuất lại rồi nạp."
        )


def listed_files(folder: Path) -> Iterator[Listed]:
    with opened(folder, FILE_LIST) as source:
        rows = csv.reader(io.TextIOWrapper(source, encoding="utf-8", newline=""))
        before = ""
        for number, row in enumerate(_readable(rows), 1):
            if number == 1 and row == FILE_HEADS:
                continue
            listed = _listed(row)
            if number == 1 or listed is None or listed.sha256 <= before:
                raise refused(_LIST.format(number))
            before = listed.sha256
            yield listed


def _readable(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except (csv.Error, UnicodeDecodeError):
        raise refused(f"{FILE_LIST} không đọc được. Xuất lại từ bản cài đặt cũ.") from None


def _listed(row: list[str]) -> Listed | None:
    """Only a path made of the hash itself: none leads anywhere else."""
    if len(row) != len(FILE_HEADS) or not SHA256.fullmatch(row[0]):
        return None
    sha256, _, path, _ = row
    begins = f"files/{sha256[:2]}/{sha256}"
    fits = path == "" or (FILE_PATH.fullmatch(path) and path.startswith(begins))
    return Listed(sha256, path) if fits else None


def _verify_table(folder: Path, expected: Expected) -> None:
    path = table_path(expected.table.name)
    with opened(folder, path) as source:
        head = source.readline(PART_OF_HEAD)
    if head.rstrip(b"\r\n") != ",".join(expected.table.columns).encode():
        raise refused(f"“{path}”: dòng tên cột khác bảng {expected.table.name}. Xuất lại rồi nạp.")
    for _ in table_parts(folder, expected):
        pass


def _verify_file(folder: Path, listed: Listed) -> bool:
    if not listed.path:
        return False
    for _ in file_parts(folder, listed):
        pass
    return True


def file_parts(folder: Path, listed: Listed) -> Iterator[bytes]:
    seen = Seen()
    with opened(folder, listed.path) as source:
        yield from parts(source, seen)
    _require(seen.sha256 == listed.sha256, listed.path)


def _require(same: bool, path: str) -> None:
    if not same:
        raise refused(f"“{path}” đã bị đổi: mã SHA-256 không khớp. Chép lại thư mục rồi nạp.")
