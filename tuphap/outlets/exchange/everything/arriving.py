"""Read such a folder into an empty installation: all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from django.db import DatabaseError, connection, transaction
from django.db.models import Max

from tuphap.foundation.database.statistics import count_tables_anew
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.places import PART_ENDING, incoming_folder, place_of_hash
from tuphap.outlets.exchange.everything.catalogue import Table, quoted
from tuphap.outlets.exchange.everything.folder import FILE_LIST, NULL, refused
from tuphap.outlets.exchange.everything.leaving import plain_settings
from tuphap.outlets.exchange.everything.manifest import Expected, Manifest, read_manifest
from tuphap.outlets.exchange.everything.verifying import (
    Listed,
    file_parts,
    listed_files,
    table_parts,
    verify,
)


@dataclass(frozen=True)
class Taken:
    tables: int
    rows: int
    files: int


def import_all(folder: Path) -> Taken:
    """Everything is compared first; what is written is compared once more while it is read."""
    if not folder.is_dir() or folder.is_symlink():
        raise refused(f"Không có thư mục “{folder}”. Ghi đúng đường dẫn tới thư mục đã xuất.")
    manifest = read_manifest(folder)
    require_empty([expected.table for expected in manifest.tables])
    verify(folder, manifest)
    placed: list[Path] = []
    try:
        with transaction.atomic():
            _take_in(folder, manifest, placed)
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise
    count_tables_anew()
    rows = sum(expected.rows for expected in manifest.tables)
    return Taken(len(manifest.tables), rows, manifest.files)


def require_empty(tables: list[Table]) -> None:
    full = [table.name for table in tables if table.model._base_manager.exists()]
    if full:
        raise refused(
            f"Bản cài đặt này đã có dữ liệu ({', '.join(full[:3])}{' …' if full[3:] else ''})."
            " Tạo cơ sở dữ liệu mới, chạy migrate, không nạp gì khác, rồi nạp lại."
        )


def _take_in(folder: Path, manifest: Manifest, placed: list[Path]) -> None:
    tables = [expected.table for expected in manifest.tables]
    plain_settings()
    with _triggers_silent(tables):
        # Nobody writes any more from here on.
        require_empty(tables)
        for expected in manifest.tables:
            _copy_in(folder, expected)
        _check_references()
    _go_on_counting(tables)
    _require_listed(folder)
    for listed in listed_files(folder):
        _place_file(folder, listed, placed)


@contextmanager
def _triggers_silent(tables: list[Table]) -> Iterator[None]:
    """Former versions come as rows of their own: no trigger adds others. References stay checked,
    for those triggers belong to the database itself."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {quoted(table.name)} DISABLE TRIGGER USER")
            for column, value in table.filled_in.items():
                change = f"ALTER COLUMN {quoted(column)} SET DEFAULT '{value}'"
                cursor.execute(f"ALTER TABLE {quoted(table.name)} {change}")
    yield
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {quoted(table.name)} ENABLE TRIGGER USER")
            for column in table.filled_in:
                change = f"ALTER COLUMN {quoted(column)} DROP DEFAULT"
                cursor.execute(f"ALTER TABLE {quoted(table.name)} {change}")


def _copy_in(folder: Path, expected: Expected) -> None:
    table = expected.table
    order = (
        f"COPY {quoted(table.name)} ({quoted(*table.columns)}) FROM STDIN"
        f" (FORMAT csv, HEADER match, NULL '{NULL}', ENCODING 'UTF8')"
    )
    try:
        with (
            connection.wrap_database_errors,
            connection.cursor() as cursor,
            cursor.copy(order) as copy,
        ):
            for block in table_parts(folder, expected):
                copy.write(block)
    except DatabaseError as error:
        said = str(error).splitlines()[0][:200]
        raise refused(
            f"Bảng {table.name}: dữ liệu không vừa với bảng ({said})."
            " Không có gì được ghi. Xuất lại từ bản cài đặt cũ."
        ) from error


def _check_references() -> None:
    try:
        connection.check_constraints()
    except DatabaseError as error:
        said = str(error).splitlines()[0][:200]
        raise refused(
            f"Có dòng nối tới dòng không có trong thư mục ({said})."
            " Không có gì được ghi. Xuất lại từ bản cài đặt cũ."
        ) from error


def _go_on_counting(tables: list[Table]) -> None:
    """New rows get numbers behind the highest one that came."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.key])
            sequence = cursor.fetchone()[0]
            if sequence is None:
                continue
            highest = table.model._base_manager.aggregate(highest=Max("pk"))["highest"]
            if highest is not None:
                cursor.execute("SELECT setval(%s, %s)", [sequence, highest])


def _require_listed(folder: Path) -> None:
    """Each stored file stands in the list, and the list names no other."""
    rows = StoredFile.objects.order_by("sha256").distinct("sha256")
    known = rows.values_list("sha256", flat=True).iterator()
    for ours, listed in zip_longest(known, listed_files(folder)):
        if listed is None or ours != listed.sha256:
            raise refused(f"{FILE_LIST} và bảng files_storedfile không khớp. Xuất lại rồi nạp.")


def _place_file(folder: Path, listed: Listed, placed: list[Path]) -> None:
    place = place_of_hash(listed.sha256)
    if not listed.path or place.exists():
        return
    part = incoming_folder() / f"{listed.sha256}{PART_ENDING}"
    placed.append(part)
    with part.open("wb") as out:
        out.writelines(file_parts(folder, listed))
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part.replace(place)
    placed.append(place)
