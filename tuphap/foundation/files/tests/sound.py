"""Small sound files of each kind, and the parts hostile ones are made of."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>"
PLAIN = (CATALOG % b"", PAGES, PAGE % b"")

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*objects: bytes, catalog: bytes = b"", page: bytes = b"", end: bytes = b"") -> bytes:
    """One empty page; more objects from number 4 on, more words for the catalog or the page."""
    parts, places = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], []
    length = len(parts[0])
    for number, content in enumerate((CATALOG % catalog, PAGES, PAGE % page, *objects), 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    body = b"".join(parts)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n%s" % (count, table, count, len(body), end)
    )


def stream(content: bytes, words: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), words, content)


def object_stream(content: bytes, number: int = 9, words: bytes = b"/Type /ObjStm") -> bytes:
    """An object packed into a stream, as PDF writers do since 1.5."""
    head = b"%d 0 " % number
    packed = zlib.compress(head + content)
    return stream(packed, b"%s /N 1 /First %d /Filter /FlateDecode" % (words, len(head)))


def office(kind: str, parts: Mapping[str, str | bytes] | None = None, types: str = "") -> bytes:
    """The smallest Word or Excel file, with more parts and more declared types."""
    main, name = (_DOCUMENT, "word/document.xml") if kind == "docx" else (_SHEET, "xl/workbook.xml")
    given = dict(parts or {})
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.'
        'org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{name}" ContentType="{main}"/>{types}</Types>',
        "_rels/.rels": relations((f"{RELATIONS}/officeDocument", name, "")),
        name: '<?xml version="1.0"?><a:x xmlns:a="urn:a">Sổ hòa giải</a:x>',
    }
    return packed({**content, **given})


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """Type, target, mode of each."""
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"' if mode else "")
        + "/>"
        for n, (kind, target, mode) in enumerate(rows)
    )
    return f'<Relationships xmlns="http://schemas.example/relationships">{lines}</Relationships>'


def png(width: int = 20, height: int = 10, *more: tuple[bytes, bytes]) -> bytes:
    """A grey picture; more parts stand before its rows."""
    rows = (b"\0" + b"\x80" * width) * height
    return png_of(width, height, zlib.compress(rows), *more)


def png_of(width: int, height: int, rows: bytes, *more: tuple[bytes, bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), *more, (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )


def jpeg(width: int = 40, height: int = 30) -> bytes:
    body = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(body, "JPEG")
    return body.getvalue()


SOUND: Mapping[str, bytes] = {
    "pdf": pdf(),
    "png": png(),
    "jpg": jpeg(),
    "jpeg": jpeg(),
    "docx": office("docx"),
    "xlsx": office("xlsx"),
}
