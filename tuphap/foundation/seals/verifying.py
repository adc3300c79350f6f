"""Compares everything that was sealed with what stands there now, and names the first break.

The chain is computed anew from the first seal on; each table is read in the order of its keys and
compared row by row with the keys and hashes its seals hold; heads kept outside show a cut end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import TypeVar

from django.db import connection
from django.utils.timezone import localtime

from tuphap.foundation.database.snapshot import snapshot
from tuphap.foundation.seals.chain import BEFORE_THE_FIRST, HASH_BYTES, Part, digest_of
from tuphap.foundation.seals.heads import kept_heads
from tuphap.foundation.seals.models import Seal, SealedRows, SealMark
from tuphap.foundation.seals.sealing import hashes_between
from tuphap.foundation.seals.tables import Sealed, sealed_tables
from tuphap.rules.numbers import format_count

T = TypeVar("T")
AT_ONCE = 500  # seals, or parts of a table, looked at together
BEFORE_ALL = -(2**63)
# A seal is made every minute; longer than this, sealing has stopped.
LONGEST_UNSEALED = timedelta(minutes=15)
CHANGED = "nội dung khác lúc niêm phong"
GONE = "không còn"
ADDED = "thêm vào sau khi niêm phong"


@dataclass(frozen=True, order=True)
class Fault:
    """`seal` is the first number it touches; the order of faults is that of the chain."""

    seal: int
    table: str
    key: int
    sentence: str = field(compare=False)


@dataclass(frozen=True)
class Report:
    """At most one fault of the chain, of the heads, and of each table; the first one first."""

    seals: int
    rows: int
    faults: tuple[Fault, ...]


def verify(now: datetime) -> Report:
    """Reads one state of the database, however long it takes."""
    with snapshot():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        count, broken, digests = _chain()
        faults = [broken, _heads(digests), _stopped(now)]
        rows = 0
        for table in _tables():
            read, fault = _rows(table)
            rows += read
            faults.append(fault)
    return Report(count, rows, tuple(sorted(fault for fault in faults if fault)))


def _in_groups(rows: Iterable[T]) -> Iterator[tuple[T, ...]]:
    left = iter(rows)
    while group := tuple(islice(left, AT_ONCE)):
        yield group


# --- the chain ---


def _chain() -> tuple[int, Fault | None, dict[int, str]]:
    """How many seals, the first that does not hold, and what each says of itself."""
    previous, expected, broken = BEFORE_THE_FIRST, 1, None
    digests: dict[int, str] = {}
    seals = Seal.objects.order_by("number").iterator(chunk_size=AT_ONCE)
    for group in _in_groups(seals):
        parts = _parts_of([seal.number for seal in group])
        for seal in group:
            broken = broken or _seal_fault(seal, previous, expected, parts.get(seal.number, []))
            previous, expected = bytes(seal.digest), seal.number + 1
            digests[seal.number] = previous.hex()
    return len(digests), broken, digests


def _parts_of(numbers: Sequence[int]) -> dict[int, list[Part]]:
    rows = SealedRows.objects.filter(seal__in=numbers).select_related("shape").order_by("seal")
    return {
        number: [_part(row) for row in found]
        for number, found in groupby(rows, key=lambda row: row.seal_id)
    }


def _part(row: SealedRows) -> Part:
    columns = tuple(row.shape.columns)
    return Part(row.table, columns, row.through, tuple(row.keys), bytes(row.hashes))


def _seal_fault(seal: Seal, previous: bytes, expected: int, parts: Sequence[Part]) -> Fault | None:
    said = f"Dấu niêm phong số {format_count(seal.number)}"
    if seal.number != expected:
        missing = f"Thiếu dấu niêm phong số {format_count(expected)}."
        return Fault(expected, "", 0, missing)
    if bytes(seal.previous) != previous:
        return Fault(seal.number, "", 0, f"{said} không nối với dấu trước.")
    if digest_of(seal.number, seal.sealed_at, previous, parts) != bytes(seal.digest):
        return Fault(seal.number, "", 0, f"{said} bị sửa.")
    return None


def _heads(digests: dict[int, str]) -> Fault | None:
    """A line that was kept outside and has no seal any more shows where the end was cut."""
    for head in kept_heads():
        if not head.digest:
            said = f"Tệp {head.file}, dòng {head.line}: không đọc được mã niêm phong."
            return Fault(0, "", 0, said)
        if head.number not in digests:
            said = f"Thiếu dấu niêm phong số {format_count(head.number)}, có trong {head.file}."
            return Fault(head.number, "", 0, said)
        if digests[head.number] != head.digest:
            number = format_count(head.number)
            said = f"Dấu niêm phong số {number} khác mã giữ trong {head.file}."
            return Fault(head.number, "", 0, said)
    return None


def _stopped(now: datetime) -> Fault | None:
    """Rows that wait for a seal while none is made."""
    last = Seal.objects.order_by("-number").first()
    if last and now - last.sealed_at <= LONGEST_UNSEALED:
        return None
    known = {table.name: table for table in sealed_tables()}
    marks = SealMark.objects.filter(table__in=known).order_by("table")
    waiting = [mark for mark in marks if _waits(known[mark.table], mark)]
    if not waiting:
        return None
    since = f"từ {localtime(last.sealed_at):%H:%M, %d/%m/%Y}" if last else "từ đầu"
    table = waiting[0].table
    number = last.number + 1 if last else 1
    return Fault(number, table, 0, f"Bảng {table}: {since} không có dấu niêm phong mới.")


def _waits(table: Sealed, mark: SealMark) -> bool:
    return bool(hashes_between(table, table.columns, mark.through, mark.seen, 1))


# --- rows ---


def _tables() -> Iterable[Sealed]:
    """Those of today; a table that was sealed and is gone is named by its parts."""
    known = {table.name: table for table in sealed_tables()}
    sealed = set(SealedRows.objects.order_by().values_list("table", flat=True).distinct())
    gone = [Sealed(name, "", ()) for name in sealed - set(known)]
    return [*(table for name, table in known.items() if name in sealed), *gone]


def _rows(table: Sealed) -> tuple[int, Fault | None]:
    """How many rows agree, and the first that does not."""
    after, read = BEFORE_ALL, 0
    if not table.columns:
        return 0, Fault(_first_seal(table), table.name, 0, f"Bảng {table.name} không còn.")
    for parts in _parts_of_table(table):
        shape = parts[0].shape.columns
        lost = sorted(set(shape) - set(table.columns))
        if lost:
            said = f"Bảng {table.name} không còn cột {lost[0]} đã niêm phong."
            return read, Fault(parts[0].seal_id, table.name, 0, said)
        found = hashes_between(table, shape, after, parts[-1].through)
        fault = _compare(table, parts, found)
        if fault:
            return read, fault
        read += len(found)
        after = parts[-1].through
    return read, _added_behind(table, after)


def _first_seal(table: Sealed) -> int:
    first = SealedRows.objects.filter(table=table.name).order_by("seal").first()
    return first.seal_id if first else 0


def _parts_of_table(table: Sealed) -> Iterator[tuple[SealedRows, ...]]:
    """In the order of the seals; parts of one shape are looked at together."""
    rows = SealedRows.objects.filter(table=table.name).select_related("shape").order_by("seal")
    for _, same in groupby(rows.iterator(chunk_size=AT_ONCE), key=lambda row: row.shape_id):
        yield from _in_groups(same)


def _compare(table: Sealed, parts: Sequence[SealedRows], found: dict[int, bytes]) -> Fault | None:
    """The first row, in the order of keys, that is not as its seal says."""
    sealed = {
        key: (part.seal_id, bytes(part.hashes)[place : place + HASH_BYTES])
        for part in parts
        for key, place in zip(part.keys, range(0, len(part.hashes), HASH_BYTES), strict=False)
    }
    for key in sorted(sealed.keys() | found.keys()):
        number, expected = sealed.get(key, (_covering(parts, key), b""))
        if found.get(key) == expected:
            continue
        why = ADDED if key not in sealed else GONE if key not in found else CHANGED
        said = f"Bảng {table.name}, dòng {key}: {why} (dấu số {format_count(number)})."
        return Fault(number, table.name, key, said)
    return None


def _covering(parts: Sequence[SealedRows], key: int) -> int:
    return next((part.seal_id for part in parts if key <= part.through), parts[-1].seal_id)


def _added_behind(table: Sealed, after: int) -> Fault | None:
    """A number that was skipped, as drawn by a transaction that was taken back, stays empty."""
    mark = SealMark.objects.filter(table=table.name).first()
    if mark is None or mark.through <= after:
        return None
    late = hashes_between(table, table.columns, after, mark.through)
    if not late:
        return None
    key = min(late)
    number = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return Fault(number, table.name, key, f"Bảng {table.name}, dòng {key}: {ADDED}.")
