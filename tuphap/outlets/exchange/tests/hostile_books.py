"""Files that try to harm the reader or to fool the person, each with its documented answer.

`answer` is the code of the refusal, or the codes of the notes with which the file is read.
`apart` marks what could take memory or time: it goes through the real process and its bounds, the
rest through the same code inside the test.
"""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from tuphap.foundation.files.tests.hostile import changed, with_flag
from tuphap.outlets.exchange.tests.old_workbooks import compound, xls
from tuphap.outlets.exchange.tests.sheets import (
    BAU_BANG,
    HEAD,
    ODS_FOOT,
    ODS_HEAD,
    ODS_MANIFEST,
    as_csv,
    as_ods,
    as_xlsx,
    changed_xlsx,
    zipped,
)

MEGABYTE = 1024 * 1024
ROWS = [HEAD, BAU_BANG]
PLAIN = as_xlsx(ROWS)
SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Hostile:
    what: str
    make: Callable[[], bytes]
    answer: str | tuple[str, ...]
    apart: bool = False


def sheet(cells: str, before: str = "", after: str = "") -> bytes:
    xml = f"<worksheet {MAIN}>{before}<sheetData>{cells}</sheetData>{after}</worksheet>"
    return changed_xlsx(PLAIN, SHEET, f'<?xml version="1.0"?>{xml}'.encode())


def cell(place: str, value: str = "1", more: str = "") -> str:
    number = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{number}"><c r="{place}"{more}><v>{value}</v></c></row>'


def part(name: str, content: str | bytes) -> bytes:
    return changed_xlsx(PLAIN, name, content if isinstance(content, bytes) else content.encode())


def reworded(name: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        content = archive.read(name).decode()
    assert old in content
    return part(name, content.replace(old, new))


def doctype(name: str, words: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        content = archive.read(name).decode()
    head, _, rest = content.partition("?>")
    return part(name, f"{head}?><!DOCTYPE x [{words}]>{rest}")


def written(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        fill(book)
    return data.getvalue()


def on_sheet(fill: Callable[[xlsxwriter.worksheet.Worksheet], object], name: str = "A") -> bytes:
    def both(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet(name)
        page.day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, BAU_BANG)
        fill(page)

    return written(both)


def lying(size: int, said: int) -> bytes:
    data = part(SHEET, b" " * size)
    return data.replace(struct.pack("<I", size), struct.pack("<I", said))


def twice(name: str) -> bytes:
    body = io.BytesIO(PLAIN)
    with zipfile.ZipFile(body, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(zipfile.ZipInfo(name), "<x/>")
    return body.getvalue()


def entry_with(place: int, value: bytes) -> bytes:
    """The first entry of the list of members with other bytes at this place."""
    body = bytearray(PLAIN)
    start = body.find(b"PK\x01\x02") + place
    body[start : start + len(value)] = value
    return bytes(body)


def flagged_link() -> bytes:
    return changed(part("xl/a.xml", "<a/>"), "xl/a.xml", {"external_attr": 0o120777 << 16})


def ods(cells: str, head: str = ODS_HEAD) -> bytes:
    mark = "application/vnd.oasis.opendocument.spreadsheet"
    content = head + cells + ODS_FOOT
    return zipped({"mimetype": mark, "META-INF/manifest.xml": ODS_MANIFEST, "content.xml": content})


def ods_cell(words: str = "x", more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{more}>'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def repeated_text(cells: int, length: int) -> bytes:
    """One long text that every cell points at: small outside, huge once handed over."""
    text = f"<sst {MAIN}><si><t>{'dài ' * (length // 4)}</t></si></sst>"
    rows = "".join(
        f'<row r="{n}">'
        + "".join(f'<c r="{letter}{n}" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
        + "</row>"
        for n in range(1, cells // 10 + 1)
    )
    return changed_xlsx(sheet(rows), STRINGS, text.encode())


def two_books(first_hidden: bool) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        draft, true = book.add_worksheet("Nháp"), book.add_worksheet("Thật")
        draft.write_row(0, 0, ["Bản nháp"])
        true.write_row(0, 0, HEAD)
        if first_hidden:
            true.activate()
            true.set_first_sheet()
            draft.hide()
        else:
            draft.very_hidden()
            true.activate()

    return written(fill)


CONTAINERS = (
    Hostile("a bomb of one part", lambda: part("xl/media/a.bin", b"\0" * 65 * MEGABYTE),
            "unpacked_too_large"),
    Hostile("a bomb that stays below the sum", lambda: part("xl/a.bin", b"\0" * 30 * MEGABYTE),
            "unpacked_too_large"),
    Hostile("a list that lies: 10 bytes are 40 MB", lambda: lying(40 * MEGABYTE, 10), "damaged"),
    Hostile("a list that says more than there is", lambda: lying(5000, 400_000), "damaged"),
    Hostile("too many members", lambda: zipped({f"xl/{n}.xml": "" for n in range(4001)}),
            "unpacked_too_large"),
    Hostile("two members of one name", lambda: twice(SHEET), "doubled_member"),
    Hostile("two members, names apart by case", lambda: twice(SHEET.upper()), "doubled_member"),
    Hostile("a member that climbs out", lambda: twice("../../etc/passwd"), "unsafe_member"),
    Hostile("a member from the root", lambda: twice("/etc/passwd"), "unsafe_member"),
    Hostile("a member of another drive", lambda: twice("C:\\a.xml"), "unsafe_member"),
    Hostile("a link to a file", flagged_link, "unsafe_member"),
    Hostile("a member with a script for a name", lambda: twice(f"../{SCRIPT}"), "unsafe_member"),
    Hostile("an archive in the archive", lambda: part("xl/embeddings/a.xlsx", PLAIN), "nested"),
    Hostile("a member with a password", lambda: with_flag(PLAIN, 1), "password"),
    Hostile("a method of packing nobody uses",
            lambda: entry_with(10, b"\x0e\0"), "damaged"),
    Hostile("a web page behind the end", lambda: PLAIN + b"<html>x</html>", "two_kinds"),
    Hostile("a program before the beginning", lambda: b"PK\x03\x04" + b"\0" * 60 + PLAIN,
            "two_kinds"),
    Hostile("cut in the middle", lambda: PLAIN[: len(PLAIN) // 2], "damaged"),
    Hostile("cut at the last byte", lambda: PLAIN[:-1], "damaged"),
    Hostile("only the first four bytes", lambda: b"PK\x03\x04", "damaged"),
    Hostile("a wrong check sum", lambda: entry_with(16, b"\0\1\2\3"), "damaged"),
    Hostile("an empty archive", lambda: b"PK\x03\x04" + zipped({}), "other_kind"),
)  # fmt: skip

KINDS = (
    Hostile("a Word document renamed", lambda: zipped({"word/document.xml": "<x/>"}),
            "other_kind"),
    Hostile("slides renamed", lambda: zipped({"ppt/presentation.xml": "<x/>"}), "other_kind"),
    Hostile("a binary workbook renamed", lambda: part("xl/workbook.bin", b"\x83\x01\0"),
            "other_kind"),
    Hostile("any archive", lambda: zipped({"a.txt": "x"}), "other_kind"),
    Hostile("macros by their declared type", lambda: reworded(
        TYPES, "spreadsheetml.sheet.main", "sheet.macroEnabled.main"), "macro"),
    Hostile("macros by their part", lambda: part("xl/vbaProject.bin", b"\0"), "macro"),
    Hostile("macros of OpenDocument", lambda: zipped(
        {"content.xml": ODS_HEAD + ODS_FOOT, "Basic/Standard/a.xml": "<x/>"}), "macro"),
    Hostile("a workbook with a password", lambda: compound(
        {"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "password"),
    Hostile("an old workbook renamed .xlsx", lambda: xls([HEAD, [1, "Lai Uyên", 15]]),
            ("xls",)),
    Hostile("an old workbook with a password", lambda: xls(ROWS, locked=True), "password"),
    Hostile("an old workbook with macros", lambda: compound(
        {"Workbook": b"x", "_VBA_PROJECT_CUR": b"x"}), "macro"),
    Hostile("an old Word document", lambda: compound({"WordDocument": b"x"}), "other_kind"),
    Hostile("an old workbook cut", lambda: xls(ROWS)[:1500], "damaged", apart=True),
    Hostile("an old workbook with a mad range", lambda: xls(
        ROWS, merged=struct.pack("<HHHHH", 1, 9, 1, 9, 1)), ("xls", "merged"),
        apart=True),
    Hostile("the mark of old workbooks alone", lambda: OLE, "damaged", apart=True),
    Hostile("noise behind that mark", lambda: OLE + bytes(range(256)) * 20, "damaged",
            apart=True),
    Hostile("a list of sectors in a circle", lambda: _circle(), ("xls",), apart=True),
    Hostile("a web page as .xls", lambda: b"<html><table><tr><td>TC1</td></tr></table>",
            "other_kind"),
    Hostile("a workbook of 2003 in XML", lambda: b'<?xml version="1.0"?><Workbook/>',
            "other_kind"),
    Hostile("a PDF", lambda: b"%PDF-1.7\n", "other_kind"),
    Hostile("a picture", lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", "other_kind"),
    Hostile("a RAR archive", lambda: b"Rar!\x1a\x07\0", "other_kind"),
    Hostile("a program", lambda: b"MZ\x90\0\3", "other_kind"),
    Hostile("nothing", lambda: b"", "empty_file"),
)  # fmt: skip


def _circle() -> bytes:
    data = bytearray(xls(ROWS))
    data[512 + 8 : 512 + 12] = struct.pack("<I", 2)
    return bytes(data)


XML = (
    Hostile("an entity that grows", lambda: doctype(
        STRINGS, '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">'), "document_type"),
    Hostile("a file of the server in a sheet", lambda: doctype(
        SHEET, '<!ENTITY f SYSTEM "file:///etc/passwd">'), "document_type"),
    Hostile("an address in the list of types", lambda: doctype(
        TYPES, '<!ENTITY f SYSTEM "http://10.0.0.1/">'), "document_type"),
    Hostile("a document type in OpenDocument", lambda: ods(
        "", '<!DOCTYPE x [<!ENTITY a "a">]>' + ODS_HEAD), "document_type"),
    Hostile("a part in UTF-16", lambda: part(SHEET, "\ufeff<a/>".encode("utf-16-le")),
            "damaged"),
    Hostile("tags without end", lambda: sheet("<row>" * 10_000), (), apart=True),
    Hostile("a sheet that is no XML", lambda: part(SHEET, b"\0\1\2"), "damaged", apart=True),
    Hostile("a book that is no XML", lambda: part(BOOK, b"<workbook"), "damaged"),
    Hostile("relations in a circle", lambda: reworded(
        "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "workbook.xml"),
        (), apart=True),
    Hostile("a sheet that is missing", lambda: reworded(
        "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/x.xml"),
        "damaged", apart=True),
)  # fmt: skip

CELLS = (
    Hostile("one stray cell in the last corner", lambda: sheet(cell("A1") + cell("XFD1048576")),
            "far_cell"),
    Hostile("one cell too low", lambda: sheet(cell("A1") + cell("A20001")), "far_cell"),
    Hostile("one cell too far right", lambda: sheet(cell("KO1")), "far_cell"),
    Hostile("a styled empty cell far away",
            lambda: sheet(cell("A1") + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'), ()),
    Hostile("far away without an address", lambda: sheet(
        "<row>" + "<c><v>1</v></c>" * 400 + "</row>"), "too_many_cells", apart=True),
    Hostile("a wide and high box of two cells", lambda: sheet(cell("A1") + cell("KN20000")),
            "too_many_cells", apart=True),
    Hostile("the corners behind single quotation marks and prefixes", lambda: part(
        SHEET, f"<x:worksheet {MAIN.replace('xmlns', 'xmlns:x')}><x:sheetData>"
        "<x:row r='1048576'><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"), "far_cell"),
    Hostile("corners written so that no sign is found", lambda: sheet(
        '<row\nr="1"><c\nr="A1"><v>1</v></c></row>'
        '<row\nr="1048576"><c\nr="XFD1048576"><v>1</v></c></row>'), "too_many_cells",
        apart=True),
    Hostile("an address beyond all sheets", lambda: sheet(cell("A99999999999999999999")),
            "too_many_cells", apart=True),
    Hostile("an address that is none", lambda: sheet('<row r="0"><c r="1A"><v>1</v></c></row>'),
            "damaged", apart=True),
    Hostile("a text that is not in the list", lambda: sheet(cell("A1", "999999", ' t="s"')),
            "damaged", apart=True),
    Hostile("figures that are none", lambda: sheet(cell("A1", "1e999") + cell("A2", "NaN")), ()),
    Hostile("one long text in very many cells", lambda: repeated_text(20_000, 30_000),
            "too_many_cells", apart=True),
    Hostile("more text than anybody reads", lambda: repeated_text(1000, 30_000),
            "too_much_text", apart=True),
    Hostile("a million repeated rows in OpenDocument", lambda: ods(
        '<table:table-row table:number-rows-repeated="1048576">'
        + ods_cell(more=' table:number-columns-repeated="16384"') + "</table:table-row>"),
        "far_cell"),
    Hostile("repeats between other quotation marks", lambda: ods(
        "<table:table-row\ttable:number-rows-repeated='1048576'>" + ods_cell()
        + "</table:table-row>"), "far_cell"),
    Hostile("a negative repeat", lambda: ods(
        '<table:table-row table:number-rows-repeated="-5">' + ods_cell() + "</table:table-row>"),
        "damaged", apart=True),
    Hostile("more sheets than anybody has", lambda: written(
        lambda book: [book.add_worksheet(f"T{n}") for n in range(101)]), "too_many_sheets"),
)  # fmt: skip

FOOLED = (
    Hostile("a hidden sheet first", lambda: two_books(True), ("hidden_sheet",)),
    Hostile("a very hidden sheet first", lambda: two_books(False), ("hidden_sheet",)),
    Hostile("every sheet hidden", lambda: reworded(
        BOOK, 'name="Điểm"', 'name="Điểm" state="veryHidden"'), "no_sheet"),
    Hostile("hidden rows and columns", lambda: on_sheet(lambda page: (
        page.set_row(1, None, None, {"hidden": True}),
        page.set_column("C:D", None, None, {"hidden": True}))), ("hidden_rows", "hidden_columns")),
    Hostile("rows hidden in OpenDocument", lambda: ods(
        '<table:table-row table:visibility="filter">' + ods_cell() + "</table:table-row>"),
        ("hidden_rows",)),
    Hostile("merged cells", lambda: on_sheet(lambda page: page.merge_range("A4:H4", "Ghi chú")),
            ("merged", "empty_rows")),
    Hostile("a formula for a heading", lambda: on_sheet(
        lambda page: page.write_formula("B1", '="Tên"&" xã"', None, "Tên xã")), ("formulas",)),
    Hostile("a formula that was never calculated", lambda: sheet(
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>1</v></c></row>'),
        ("formulas", "formulas_without_result")),
    Hostile("a formula that failed", lambda: on_sheet(
        lambda page: page.write_formula("C2", "=1/0", None, "#DIV/0!")), ("formulas", "errors")),
    Hostile("a formula that asks another program", lambda: on_sheet(
        lambda page: page.write_formula("C2", "=cmd|'/c calc'!A0", None, 1)), ("formulas",)),
    Hostile("links to other workbooks", lambda: part(
        "xl/externalLinks/externalLink1.xml", "<x/>"), ("external_links",)),
    Hostile("a sheet of a chart", lambda: written(lambda book: (
        book.add_worksheet("A").write_row(0, 0, HEAD),
        book.add_chartsheet("B").set_chart(_chart(book)))), ("no_cells",)),
    Hostile("script for the name of a hidden sheet", lambda: reworded(
        BOOK, 'name="Điểm"', f'name="{SCRIPT.replace("<", "&lt;")}" state="hidden"'), "no_sheet"),
    Hostile("script in a cell", lambda: as_xlsx([HEAD, ["1", SCRIPT, "15"]]), ()),
    Hostile("a heading from right to left", lambda: as_xlsx([["\u202eTên xã", "TC1"], ["a", "1"]]),
            ()),
    Hostile("signs of control in a cell and as text", lambda: reworded(
        STRINGS, "Lai Uyên", "a_x0000_b_x000D_ \\u0000"), ()),
    Hostile("a time of day beside a day", lambda: on_sheet(lambda page: page.write_datetime(
        "C2", datetime(2020, 1, 20, 9, 15, 3), page.day)), ("times",)),
    Hostile("empty lines between", lambda: as_xlsx([HEAD, [], [], BAU_BANG]), ("empty_rows",)),
    Hostile("a sound file of OpenDocument", lambda: as_ods(ROWS), ()),
    Hostile("a sound file", lambda: PLAIN, (), apart=True),
)  # fmt: skip


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=A!$A$1:$A$2"})
    return chart


# Words in the fonts of the 1990s, as bytes of Windows-1252.
TCVN3 = "§¬n vÞ;X· Lai Uyªn;Tæng ®iÓm;TØnh B×nh D­¬ng;HuyÖn Bµu Bµng\n"
VNI = "Ñôn vò;Xaõ Lai Uyeân;Toång ñieåm;Tænh Bình Döông;Huyeän Baøu Baøng\n"
MISREAD = "TÃªn xÃ£;Ä‘iá»ƒm;Tá»\u2022ng;Huyá»‡n\n"

TEXTS = (
    Hostile("TCVN3 as bytes", lambda: TCVN3.encode("cp1252"), "font_tcvn3"),
    Hostile("TCVN3 kept as UTF-8", lambda: TCVN3.encode(), "font_tcvn3"),
    Hostile("TCVN3 in a workbook", lambda: as_xlsx([TCVN3.split(";")]), "font_tcvn3"),
    Hostile("VNI as bytes", lambda: VNI.encode("cp1252"), "font_vni"),
    Hostile("VNI kept as UTF-16", lambda: VNI.encode("utf-16"), "font_vni"),
    Hostile("VNI in a workbook", lambda: as_xlsx([VNI.split(";")]), "font_vni"),
    Hostile("UTF-8 read wrong and kept", lambda: MISREAD.encode(), "misread_utf8"),
    Hostile("UTF-8 with one damaged byte", lambda: "Đơn vị;Tổng điểm\n".encode() + b"\xff",
            "unknown_encoding"),
    Hostile("half a letter of UTF-16", lambda: b"\xff\xfe\0\xd8", "unknown_encoding"),
    Hostile("bytes of no encoding", lambda: b"\x8a\x8d\x8e", "unknown_encoding"),
    Hostile("NUL in the text", lambda: b"\0\1\2\3" * 100, "damaged"),
    Hostile("a bell in the text", lambda: b"T\xeam;TC1\nTo\x07ng;1", "damaged"),
    Hostile("a quotation mark without end", lambda: b'TC1;TC2\n"' + b"x" * 200_000,
            "open_quotation_mark"),
    Hostile("too many lines", lambda: b"a,\n" * 20_001, "too_many_cells"),
    Hostile("too many columns", lambda: b"," * 300 + b"\n", "too_many_cells"),
    Hostile("more cells than a table has", lambda: (b";" * 299 + b"\n") * 6700,
            "too_many_cells"),
    Hostile("a text that calculates", lambda: as_csv([HEAD, ["1", "=cmd|' /C calc'!A0", "15"]]),
            ()),
    Hostile("empty lines of a text file", lambda: as_csv([HEAD, [], ["", ""], BAU_BANG]),
            ("empty_rows",)),
    Hostile("UTF-16", lambda: as_csv(ROWS, encoding="utf-16"), ("encoding",)),
)  # fmt: skip

HOSTILE = (*CONTAINERS, *KINDS, *XML, *CELLS, *FOOLED, *TEXTS)
