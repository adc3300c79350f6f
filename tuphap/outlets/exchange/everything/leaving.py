"""Write everything an installation keeps into a folder, as it stood at one moment."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from tuphap.foundation.database.snapshot import snapshot
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.places import place_of_hash
from tuphap.outlets.exchange.everything.catalogue import Table, migrations, quoted, tables
from tuphap.outlets.exchange.everything.folder import (
    FILE_HEADS,
    FILE_LIST,
    FILES,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    NULL,
    README,
    TABLES,
    Seen,
    SeenLines,
    file_path,
    parts,
    refused,
    table_path,
)
from tuphap.outlets.exchange.everything.meanings import (
    left_out,
    meaning_of,
    product_version,
    rule_sets,
)
from tuphap.outlets.exchange.everything.readme import readme


@dataclass(frozen=True)
class Written:
    tables: int
    rows: int
    files: int
    missing: tuple[str, ...]  # names of files that are not, or no longer whole, on the disk
    manifest: str  # its SHA-256


def export_all(folder: Path, at: datetime) -> Written:
    """The manifest comes last: a folder without one is not whole."""
    _prepare(folder)
    with snapshot():
        plain_settings()
        told = [{**meaning_of(table), **_write_table(folder, table)} for table in tables()]
        listed, missing = _write_files(folder)
        manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "product": {"name": "tuphap", "version": product_version()},
            "made_at": at.isoformat(),
            "rule_sets": rule_sets(),
            "migrations": migrations(),
            "null": NULL,
            "tables": told,
            "left_out": left_out(),
            "files": listed,
        }
    _write(folder / README, readme(manifest).encode())
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    digest = _write(folder / MANIFEST, text.encode())
    rows = sum(table["rows"] for table in told)
    return Written(len(told), rows, listed["count"], tuple(missing), digest)


def plain_settings() -> None:
    """One content, one text, wherever it is written or read; large tables take their time."""
    with connection.cursor() as cursor:
        for setting in (
            "statement_timeout = 0",
            "TimeZone = 'UTC'",
            "DateStyle = 'ISO, YMD'",
            "IntervalStyle = 'postgres'",
            "bytea_output = 'hex'",
            "extra_float_digits = 1",
        ):
            cursor.execute(f"SET LOCAL {setting}")


def _prepare(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise refused(f"“{folder}” đã có và không trống. Chọn một thư mục mới rồi xuất lại.")
    for place in (folder, folder / TABLES, folder / FILES):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)


def _write_table(folder: Path, table: Table) -> dict[str, Any]:
    path, seen = table_path(table.name), SeenLines()
    # Names come from the models alone; COPY takes no parameters.
    order = quoted(table.key)
    chosen = f"SELECT {quoted(*table.columns)} FROM {quoted(table.name)} ORDER BY {order}"  # noqa: S608
    question = (
        f"COPY ({chosen}) TO STDOUT (FORMAT csv, HEADER true, NULL '{NULL}', ENCODING 'UTF8')"
    )
    with (
        (folder / path).open("xb") as out,
        connection.cursor() as cursor,
        cursor.copy(question) as copy,
    ):
        for block in copy:
            data = bytes(block)
            seen.add(data)
            out.write(data)
    return {
        "name": table.name,
        "path": path,
        "rows": seen.rows,
        "size": seen.size,
        "sha256": seen.sha256,
    }


def _write_files(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """A file that is gone or changed is listed without a path, so that everything else leaves."""
    listed, missing, count, total = Seen(), [], 0, 0
    with (folder / FILE_LIST).open("xb") as out:
        for line in _lines(folder):
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerow(line)
            data = text.getvalue().encode()
            listed.add(data)
            out.write(data)
            if line[2] == "":
                missing.append(str(line[3]))
            elif line != FILE_HEADS:
                count, total = count + 1, total + int(line[1])
    told = {"list": FILE_LIST, "count": count, "size": total, "sha256": listed.sha256}
    return told, missing


def _lines(folder: Path) -> Iterator[list[Any]]:
    yield FILE_HEADS
    rows = StoredFile.objects.order_by("sha256", "id").distinct("sha256")
    for sha256, size, name in rows.values_list("sha256", "size", "name").iterator():
        path = file_path(sha256, name)
        yield [sha256, size, path if _copy_file(folder / path, sha256) else "", name]


def _copy_file(to: Path, sha256: str) -> bool:
    place, seen = place_of_hash(sha256), Seen()
    if not place.is_file():
        return False
    to.parent.mkdir(exist_ok=True, mode=0o700)
    with place.open("rb") as source, to.open("xb") as out:
        out.writelines(parts(source, seen))
    if seen.sha256 != sha256:
        to.unlink()
        return False
    return True


def _write(path: Path, data: bytes) -> str:
    seen = Seen()
    seen.add(data)
    path.write_bytes(data)
    return seen.sha256
