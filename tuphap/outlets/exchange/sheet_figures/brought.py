"""What somebody brought for a sheet: a pasted block or a file, as rows."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from tuphap.modules.assessments.from_spreadsheet.block import Start
from tuphap.modules.assessments.from_spreadsheet.headings import Rows, recognised
from tuphap.outlets.exchange.book_file import best_sheet, read_book
from tuphap.outlets.exchange.pasted import read_pasted
from tuphap.outlets.exchange.reading_faults import unreadable
from tuphap.outlets.exchange.reading_limits import MOST_BYTES
from tuphap.rules.refusals import Kind, Refused

BLOCK, FILE, FROM = "khoi", "tep", "tu"


@dataclass(frozen=True)
class Brought:
    """`rows` begin with the first row of the block or file; `notes` say how the file was read."""

    rows: Rows
    file_name: str = ""
    sheet_name: str = ""
    notes: tuple[str, ...] = ()
    start: Start | None = None


def brought_in(posted: QueryDict, chosen: UploadedFile | None) -> Brought:
    """A file where one was chosen, else the pasted block."""
    text = posted.get(BLOCK, "")
    if chosen is not None:
        if text.strip():
            sentence = (
                "Vừa dán khối vừa chọn tệp, không rõ nhập bên nào. Xóa khối dán, hoặc bỏ chọn tệp."
            )
            raise Refused("two_ways", sentence, Kind.INVALID, {FILE: sentence})
        return _from_file(chosen)
    (sheet,) = read_pasted(text).sheets
    return Brought(sheet.rows, start=start_in(posted))


def start_in(posted: QueryDict) -> Start | None:
    """The field a block was pasted into, by its name on the sheet: “1.2.1-done”."""
    code, dash, name = posted.get(FROM, "")[:40].partition("-")
    return Start(code, name) if dash else None


def _from_file(chosen: UploadedFile) -> Brought:
    if chosen.size and chosen.size > MOST_BYTES:
        raise unreadable("file_too_large")
    book = read_book(chosen.read(), recognised)
    sheet = best_sheet(book, recognised)
    notes = tuple(note.sentence for note in book.notes)
    rows = sheet.rows if sheet else []
    return Brought(rows, chosen.name or "", sheet.name if sheet else "", notes)
