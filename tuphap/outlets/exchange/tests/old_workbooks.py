"""Old workbooks (.xls) made by hand: records of BIFF8 in a compound file, for the tests."""

import struct
from collections.abc import Mapping, Sequence

SECTOR, FREE, END_OF_CHAIN, TABLE = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST_STREAM = 4096
BOF, EOF, SHEET, LABEL, NUMBER, LOCKED, MERGED = 0x809, 0x0A, 0x85, 0x204, 0x203, 0x2F, 0xE5


def xls(rows: Sequence[Sequence[object]], *, locked: bool = False, merged: bytes = b"") -> bytes:
    """One sheet called “Điểm”."""
    cells = b"".join(
        _cell(row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
    )
    sheet = _record(BOF, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells
    sheet += (_record(MERGED, merged) if merged else b"") + _record(EOF)
    head = _record(BOF, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    head += _record(LOCKED, struct.pack("<HHH", 1, 1, 1)) if locked else b""
    name = "Điểm"
    entry = struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    place = len(head) + 4 + 4 + len(entry) + 4
    head += _record(SHEET, struct.pack("<I", place) + entry) + _record(EOF)
    return compound({"Workbook": head + sheet})


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, int | float):
        return _record(NUMBER, struct.pack("<HHHd", row, column, 0, value))
    text = str(value)
    words = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    return _record(LABEL, struct.pack("<HHH", row, column, 0) + words)


def compound(streams: Mapping[str, bytes]) -> bytes:
    """The smallest compound file: one table of sectors, one directory, then the streams."""
    body, table, entries = b"", [TABLE, END_OF_CHAIN], [_entry("Root Entry", 5, END_OF_CHAIN, 0)]
    for name, content in streams.items():
        size = max(-(-len(content) // SECTOR) * SECTOR, LEAST_STREAM)
        first = len(table)
        entries.append(_entry(name, 2, first, size))
        table += [*range(first + 1, first + size // SECTOR), END_OF_CHAIN]
        body += content.ljust(size, b"\0")
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    table += [FREE] * (SECTOR // 4 - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, LEAST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    return head + struct.pack(f"<{len(table)}I", *table) + directory + body


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    child = 1 if kind == 5 else FREE
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + struct.pack("<III", FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )
