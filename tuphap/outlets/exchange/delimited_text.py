"""CSV as rows of cells: encoding and delimiter are found, or the file is refused by name."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from tuphap.outlets.exchange.book import Book, Note, Sheet, remark
from tuphap.outlets.exchange.reading_faults import unreadable
from tuphap.outlets.exchange.reading_limits import LIMITS, MOST_BYTES
from tuphap.outlets.exchange.sheet_shapes import listed, spans
from tuphap.rules.legacy_fonts import legacy_font
from tuphap.rules.score_cells import Cell

DELIMITERS = (";", ",", "\t")
LINES_TRIED = 80
BYTES_TRIED = 1000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# A cell may be as long as the file, whose size is limited: the rules name what is wrong in it.
_LONGEST_CELL = MOST_BYTES
_SHOWN = {"utf-16": "UTF-16", "cp1258": "Windows-1258"}
# What Vietnamese in Windows-1258 has in every sentence, and text in other fonts never.
_TRUE_LETTERS = re.compile("[ạ-ỹẠ-Ỹ]")
_END = "\x1f"  # stands in no text: control characters are refused before
_TEXT_CONTROLS = frozenset("\t\r\n\x0b\x0c")


def read_delimited(data: bytes, understood: Callable[[Sequence[Sequence[Cell]]], int]) -> Book:
    """`understood` counts known headings: the delimiter which yields most of them is right."""
    text, encoding = decoded(data)
    delimiter = max(
        DELIMITERS, key=lambda d: understood(list(islice(_read_lines(text, d), LINES_TRIED)))
    )
    rows = list(_read_lines(f"{text}\n{_END}", delimiter))
    # An opened quotation mark would swallow every line behind it, and units with them.
    if rows.pop() != [_END]:
        raise unreadable("open_quotation_mark", row=len(rows) + 1)
    while rows and not rows[-1]:
        rows.pop()
    return Book("csv", (Sheet("", rows),), tuple(_notes(encoding, rows)))


def _notes(encoding: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Note]:
    if name := _SHOWN.get(encoding):
        yield remark("encoding", encoding=name)
    if empty := [number for number, row in enumerate(rows, 1) if not any(row)]:
        yield remark("empty_rows", count=len(empty), places=listed(spans(empty)))


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding: by its mark; UTF-16 when many bytes are empty; UTF-8; 1258."""
    text, encoding = _decoded(data)
    if any(ord(c) < 32 and c not in _TEXT_CONTROLS for c in text):
        raise unreadable("damaged")
    # Windows-1258 writes the marks of tones apart from their letters.
    return unicodedata.normalize("NFC", text), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _by(encoding, data), encoding
    sample = data[:BYTES_TRIED]
    if sample.count(0) * 10 > len(sample):
        little = sample[1::2].count(0) > sample[::2].count(0)
        return _by("utf-16-le" if little else "utf-16-be", data), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _of_one_byte(data), "cp1258"


def _of_one_byte(data: bytes) -> str:
    """Windows-1258, unless the bytes say something else more clearly; never a guess (K7)."""
    _require_no_broken_utf8(data)
    # These fonts gave letters to signs of Windows-1252.
    found = legacy_font(data.decode("cp1252", "replace").splitlines())
    text = _by("cp1258", data)
    plain = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(c) == "Mn" for c in plain):
        raise unreadable(found.code, word=found.word) if found else unreadable("unknown_encoding")
    if found and not _TRUE_LETTERS.search(plain):
        raise unreadable(found.code, word=found.word)
    return text


def _require_no_broken_utf8(data: bytes) -> None:
    """A damaged byte in UTF-8 must not turn the whole file into another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(ord(c) > 127 for c in text) >= 4 * broken:
        raise unreadable("unknown_encoding")


def _by(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable("unknown_encoding") from None


def _read_lines(text: str, delimiter: str) -> Iterator[list[Cell]]:
    csv.field_size_limit(_LONGEST_CELL)
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, record in enumerate(reader, start=1):
            is_filled = record not in ([], [_END])
            if (number > LIMITS.rows and is_filled) or len(record) > LIMITS.columns:
                raise unreadable("too_many_cells")
            cells += len(record)
            if cells > LIMITS.box:
                raise unreadable("too_many_cells")
            yield list(record)
    except csv.Error:
        raise unreadable("damaged") from None
