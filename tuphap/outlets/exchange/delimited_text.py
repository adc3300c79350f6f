"""CSV as lines of JSON, like a workbook: its encoding is found, or the file is refused by name.

Read in the process of workbooks and inside the same bounds.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.outlets.exchange.reading_limits import AT_ONCE, MOST_BYTES, Budget, Limits
from tuphap.outlets.exchange.sheet_shapes import listed, spans
from tuphap.rules.legacy_fonts import legacy_font

DELIMITERS = (";", ",", "\t")
LINES_TRIED, LETTERS_TRIED = 80, 300
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


def lines(body: BinaryIO, limits: Limits, chosen: Callable[[], int]) -> Iterator[str]:
    """Which delimiter is right is asked of whoever knows headings: he is shown the beginning by
    each of them, and chooses the one that yields most that are known."""
    text, encoding = decoded(body.read())
    yield json.dumps({"form": "csv"})
    yield _line({"tried": [_beginning(text, delimiter, limits) for delimiter in DELIMITERS]})
    delimiter = DELIMITERS[chosen()]
    if name := _SHOWN.get(encoding):
        yield _note("encoding", encoding=name)
    yield json.dumps({"sheet": ""})
    empty: list[int] = []
    budget = Budget(limits)
    for rows in _batches(_closed(text, delimiter, limits), empty):
        line = _line(rows)
        budget.spend(sum(map(len, rows)), len(line))
        yield line
    if empty:
        yield _note("empty_rows", count=len(empty), places=listed(spans(empty)))


_line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _note(code: str, **values: str | int) -> str:
    return json.dumps({"note": code, "of": "", "values": values})


def _beginning(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    """Long enough for headings; what is behind them nobody asks."""
    rows = islice(_as_records(text, delimiter, limits), LINES_TRIED)
    return [[cell[:LETTERS_TRIED] for cell in row] for row in rows]


def _closed(text: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    """An opened quotation mark would swallow every line behind it, and units with them."""
    number = 0
    for record in _as_records(f"{text}\n{_END}", delimiter, limits):
        if record == [_END]:
            return
        number += 1
        yield record
    raise Unfit("open_quotation_mark", row=number)


def _batches(records: Iterator[list[str]], empty: list[int]) -> Iterator[list[list[str]]]:
    """Every row from the first on; empty ones are noted, those nothing follows left out."""
    rows: list[list[str]] = []
    pending: list[int] = []
    for number, record in enumerate(records, 1):
        while record and not record[-1]:
            record.pop()
        if not record:
            pending.append(number)
            continue
        rows += [[] for _ in pending]
        empty += pending
        pending = []
        rows.append(record)
        if len(rows) >= AT_ONCE:
            yield rows
            rows = []
    yield rows


def decoded(data: bytes) -> tuple[str, str]:
    """The text and its encoding: by its mark; UTF-16 when many bytes are empty; UTF-8; 1258."""
    text, encoding = _decoded(data)
    if any(ord(c) < 32 and c not in _TEXT_CONTROLS for c in text):
        raise Unfit("damaged")
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
        raise Unfit(found.code, word=found.word) if found else Unfit("unknown_encoding")
    if found and not _TRUE_LETTERS.search(plain):
        raise Unfit(found.code, word=found.word)
    return text


def _require_no_broken_utf8(data: bytes) -> None:
    """A damaged byte in UTF-8 must not turn the whole file into another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(ord(c) > 127 for c in text) >= 4 * broken:
        raise Unfit("unknown_encoding")


def _by(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Unfit("unknown_encoding") from None


def _as_records(text: str, delimiter: str, limits: Limits) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, record in enumerate(reader, start=1):
            is_filled = record not in ([], [_END])
            cells += len(record)
            if (number > limits.rows and is_filled) or len(record) > limits.columns:
                raise Unfit("too_many_cells")
            if cells > limits.box:
                raise Unfit("too_many_cells")
            yield record
    except csv.Error:
        raise Unfit("damaged") from None
