"""The manifest of a folder to be read in: nothing in it is believed before it was compared."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuphap.outlets.exchange.everything.catalogue import Table, migrations, tables
from tuphap.outlets.exchange.everything.folder import (
    FILE_LIST,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    NULL,
    SHA256,
    opened,
    refused,
    table_path,
)
from tuphap.outlets.exchange.everything.meanings import meaning_of

MOST_BYTES = 20_000_000
_FOREIGN = "“manifest.json” không phải của tuphap export_all: {}. Xuất lại từ bản cài đặt cũ."


@dataclass(frozen=True)
class Expected:
    """One table, as the manifest says it lies in the folder."""

    table: Table
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    tables: tuple[Expected, ...]
    files: int
    list_sha256: str


def read_manifest(folder: Path) -> Manifest:
    told = _json(folder)
    if told.get("format") != FORMAT or told.get("format_version") != FORMAT_VERSION:
        raise refused(_FOREIGN.format("tên hoặc phiên bản định dạng khác"))
    if told.get("null") != NULL:
        raise refused(_FOREIGN.format("cách ghi ô không có giá trị khác"))
    _require_same_migrations(told.get("migrations"))
    files = told.get("files")
    if not isinstance(files, dict) or files.get("list") != FILE_LIST:
        raise refused(_FOREIGN.format("thiếu mục files"))
    return Manifest(
        _tables(told.get("tables")), _number(files.get("count")), _digest(files.get("sha256"))
    )


def _json(folder: Path) -> dict[str, Any]:
    with opened(folder, MANIFEST) as source:
        data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise refused(_FOREIGN.format("tệp quá lớn"))
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise refused(_FOREIGN.format("không đọc được JSON")) from None
    if not isinstance(told, dict):
        raise refused(_FOREIGN.format("không phải một mục JSON"))
    return told


def _require_same_migrations(told: object) -> None:
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        raise refused(_FOREIGN.format("thiếu mục migrations"))
    theirs, ours = set(told), set(migrations())
    if theirs == ours:
        return
    more, fewer = sorted(theirs - ours), sorted(ours - theirs)
    parts = [
        f"thư mục có {len(more)} bước mà ở đây không có ({more[0][:80]} …)" if more else "",
        f"thư mục thiếu {len(fewer)} bước của bản này ({fewer[0]} …)" if fewer else "",
    ]
    said = "; ".join(filter(None, parts))
    raise refused(
        f"Bảng của thư mục và của bản cài đặt không cùng phiên bản: {said}."
        " Cài đúng phiên bản đã xuất, chạy migrate rồi nạp; sau đó mới nâng cấp."
    )


def _tables(told: object) -> tuple[Expected, ...]:
    if not isinstance(told, list) or not all(isinstance(row, dict) for row in told):
        raise refused(_FOREIGN.format("thiếu mục tables"))
    rows = {str(row.get("name")): row for row in told}
    ours = tables()
    if len(rows) != len(told) or set(rows) != {table.name for table in ours}:
        odd = sorted(set(rows) ^ {table.name for table in ours}) or ["bảng ghi hai lần"]
        raise refused(f"Danh sách bảng trong manifest.json không khớp: {odd[0][:80]}. Xuất lại.")
    return tuple(_expected(table, rows[table.name]) for table in ours)


def _expected(table: Table, row: dict[str, Any]) -> Expected:
    ours = [(column["name"], column["type"]) for column in meaning_of(table)["columns"]]
    columns = row.get("columns")
    theirs = (
        [(one.get("name"), one.get("type")) for one in columns if isinstance(one, dict)]
        if isinstance(columns, list)
        else []
    )
    if theirs != ours or row.get("path") != table_path(table.name):
        raise refused(f"Bảng {table.name}: cột hoặc tên tệp trong manifest.json khác. Xuất lại.")
    return Expected(table, _number(row.get("rows")), _digest(row.get("sha256")))


def _number(told: object) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or told < 0:
        raise refused(_FOREIGN.format("số dòng hoặc số tệp không phải số"))
    return told


def _digest(told: object) -> str:
    if not isinstance(told, str) or not SHA256.fullmatch(told):
        raise refused(_FOREIGN.format("mã kiểm tra không đúng dạng SHA-256"))
    return told
