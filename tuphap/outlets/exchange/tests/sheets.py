"""Sheets of scores as files, for the tests of this folder."""

import csv
import io
import zipfile

import xlsxwriter

HEAD = ["STT", "Tên xã", "TC1", "TC2", "TC3", "TC4", "TC5", "Tổng điểm"]
BAU_BANG = ["1", "Lai Uyên", "15", "29,63", "21,25", "9,57", "20", "95,45"]
TITLES = [["ỦY BAN NHÂN DÂN HUYỆN BÀU BÀNG"], [], ["BẢNG TỔNG HỢP ĐIỂM SỐ NĂM 2017"], []]
FOOT = [["Tổng cộng: 1 xã"], ["Ghi chú: điểm của Hội đồng"]]
SHEET = [*TITLES, HEAD, BAU_BANG, *FOOT]


def as_csv(rows, delimiter=";", encoding="utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows, hidden=(), **sheets) -> bytes:
    """The rows as the first sheet, then further sheets by name; figures become true numbers."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        for name, cells in {"Điểm": rows, **sheets}.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for place, row in enumerate(cells):
                sheet.write_row(place, 0, [_number(cell) for cell in row])
    return data.getvalue()


def _number(cell):
    try:
        return float(cell.replace(",", "."))
    except (AttributeError, ValueError):
        return cell


def as_ods(rows) -> bytes:
    """A small OpenDocument sheet, without a program that writes them."""
    cells = "".join(
        "<table:table-row>" + "".join(_ods_cell(cell) for cell in row) + "</table:table-row>"
        for row in rows
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": ODS_MANIFEST,
            "content.xml": ODS_HEAD + cells + ODS_FOOT,
        }
    )


def _ods_cell(cell) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    )


def zipped(members: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def changed_xlsx(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its parts replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    return zipped({**members, name: content})


ODS_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
ODS_HEAD = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="A">'
)
ODS_FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"
