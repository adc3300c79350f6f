"""The one reader of tables that people bring: XLSX, XLS, ODS or CSV in, a book of cells out."""

from collections.abc import Callable, Mapping

from tuphap.outlets.exchange.book import Book, Sheet
from tuphap.outlets.exchange.reading_faults import unreadable
from tuphap.outlets.exchange.reading_limits import MOST_BYTES
from tuphap.outlets.exchange.workbook_file import Understood, read_apart
from tuphap.rules.legacy_fonts import legacy_font

# First bytes of what people take for a table; the ending of the name is never asked.
_OTHER_KINDS: Mapping[bytes, str] = {
    b"%PDF-": "tệp PDF",
    b"\xff\xd8\xff": "ảnh JPG",
    b"\x89PNG": "ảnh PNG",
    b"GIF8": "ảnh GIF",
    b"{\\rtf": "văn bản RTF",
    b"Rar!": "tệp nén RAR",
    b"7z\xbc\xaf": "tệp nén 7z",
    b"\x1f\x8b": "tệp nén GZ",
    b"MZ\x90\x00": "chương trình",
    b"SQLite format": "cơ sở dữ liệu",
}
_WEB_PAGES = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta")


def read_book(
    data: bytes, understood: Understood, *, stopped: Callable[[], bool] | None = None
) -> Book:
    """Everything that is visible in the file, or Refused with a code of `reading_faults`.

    `understood` counts known headings and so finds the delimiter of CSV; `stopped` is asked while
    the file is read, and True ends the reading process.
    """
    if not data:
        raise unreadable("empty_file")
    if len(data) > MOST_BYTES:
        raise unreadable("file_too_large")
    _require_table(data)
    book = read_apart(data, understood, stopped)
    _require_unicode(book)
    return book


def best_sheet(book: Book, understood: Understood, name: str | None = None) -> Sheet | None:
    """The sheet of that name, else the visible one with the most known headings."""
    sheets = [sheet for sheet in book.sheets if name is None or sheet.name == name]
    return max(sheets, key=lambda sheet: understood(sheet.rows), default=None)


def _require_table(data: bytes) -> None:
    for mark, kind in _OTHER_KINDS.items():
        if data.startswith(mark):
            raise unreadable("other_kind", kind=kind)
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_WEB_PAGES):
        raise unreadable("other_kind", kind="trang web (HTML) mang đuôi bảng tính")
    if start.startswith(b"<?xml"):
        raise unreadable("other_kind", kind="tệp XML")


def _require_unicode(book: Book) -> None:
    """Text of fonts that are no Unicode would be stored as rubbish (K7)."""
    cells = (cell for sheet in book.sheets for row in sheet.rows for cell in row)
    found = legacy_font(cell for cell in cells if isinstance(cell, str) and not cell.isascii())
    if found:
        raise unreadable(found.code, word=found.word)
