"""CSV as rows of cells: encoding and delimiter are found, or the file is refused by name."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from tuphap.outlets.exchange.workbook_file import MOST_COLUMNS, MOST_ROWS, damaged, too_large
from tuphap.rules.refusals import Kind, Refused
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
_LONGEST_CELL = 20_000_000
_END = "\x1f"  # stands in no text: control characters are refused before
_TEXT_CONTROLS = frozenset("\t\r\n\x0b\x0c")


def read_delimited(
    data: bytes, understood: Callable[[Sequence[Sequence[Cell]]], int]
) -> list[list[Cell]]:
    """`understood` counts known headings: the delimiter which yields most of them is right."""
    text = decoded(data)
    delimiter = max(
        DELIMITERS, key=lambda d: understood(list(islice(_read_lines(text, d), LINES_TRIED)))
    )
    rows = list(_read_lines(f"{text}\n{_END}", delimiter))
    # An opened quotation mark would swallow every line behind it, and units with them.
    if rows.pop() != [_END]:
        raise Refused(
            "open_quotation_mark",
            f"Không đọc được tệp: dấu ngoặc kép mở từ dòng {len(rows) + 1} không có dấu đóng."
            " Đóng hoặc bỏ dấu này.",
            Kind.INVALID,
        )
    return rows


def decoded(data: bytes) -> str:
    """By its mark; else UTF-16 when many bytes are empty; UTF-8; Windows-1258."""
    text = _decoded(data)
    if any(ord(c) < 32 and c not in _TEXT_CONTROLS for c in text):
        raise damaged()
    # Windows-1258 writes the marks of tones apart from their letters.
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _by(encoding, data)
    sample = data[:BYTES_TRIED]
    if sample.count(0) * 10 > len(sample):
        return _by(
            "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", data
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _by("cp1258", data)


def _by(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(
            "unknown_encoding",
            "Không đọc được tệp: bảng mã không phải UTF-8, UTF-16 hay Windows-1258."
            " Lưu lại tệp thành CSV UTF-8 hoặc .xlsx.",
            Kind.INVALID,
        ) from None


def _read_lines(text: str, delimiter: str) -> Iterator[list[Cell]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, record in enumerate(reader, start=1):
            if (number > MOST_ROWS and record not in ([], [_END])) or len(record) > MOST_COLUMNS:
                raise too_large()
            yield list(record)
    except csv.Error:
        raise damaged() from None
