"""Small generated files: a PDF of one page, a picture, a Word template, marked as illustration."""

import hashlib
import io
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tuphap.foundation.files.actions import Received
from tuphap.foundation.files.checks.look import NOTHING, look_of
from tuphap.foundation.files.kinds import kind_by_ending
from tuphap.foundation.files.places import PART_ENDING, incoming_folder

# File names as offices write them, with the words inside in ASCII (built-in PDF font).
NAMES = (
    ("Sổ theo dõi hòa giải.pdf", "So theo doi hoa giai"),
    ("Danh mục thông tin phải công khai.pdf", "Danh muc thong tin phai cong khai"),
    ("Kế hoạch PBGDPL.pdf", "Ke hoach pho bien, giao duc phap luat"),
    ("Danh sách tập huấn.pdf", "Danh sach tap huan"),
    ("Báo cáo kết quả năm.pdf", "Bao cao ket qua nam"),
    ("Quyết định kiện toàn tổ hòa giải.pdf", "Quyet dinh kien toan to hoa giai"),
    ("Ảnh bảng niêm yết.png", ""),
    ("Ảnh buổi đối thoại.png", ""),
)
PAPERS = len(NAMES)
LINES = ("TAI LIEU MINH HOA", "Khong phai van ban that.")

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def demo_upload(number: int) -> SimpleUploadedFile:
    """One of a handful of files, as a browser would hand it in."""
    name, words = NAMES[number]
    return SimpleUploadedFile(name, small_pdf(words) if words else small_png(NAMES[number][0]))


@contextmanager
def demo_file(number: int, whose: str) -> Iterator[Received]:
    """The same for one owner, so that no two units hand in the same file. Made here and therefore
    sound: hundreds of them would keep the fence busy for minutes."""
    name, words = NAMES[number]
    kind = kind_by_ending(name)
    assert kind
    body = small_pdf(f"{words} - {whose}") if words else small_png(f"{name} {whose}")
    descriptor, written = tempfile.mkstemp(suffix=PART_ENDING, dir=incoming_folder())
    part = Path(written)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(body)
        digest = hashlib.sha256(body).hexdigest()
        signatures: list[dict[str, Any]] | None = [] if words else None
        # Three lines on a page are nothing to compare.
        look = NOTHING if words else look_of(Image.open(io.BytesIO(body)))
        yield Received(name, kind, len(body), digest, 1, signatures, part, look)
    finally:
        part.unlink(missing_ok=True)


def demo_scan() -> SimpleUploadedFile:
    """The paper of a sheet with the hand of who signed it, as a scanner makes it."""
    body = small_pdf("Ban tong hop da ky")
    return SimpleUploadedFile("Bản tổng hợp đã ký.pdf", body)


def demo_paper() -> SimpleUploadedFile:
    """The sheet of a commune without a line, as it came by post."""
    return SimpleUploadedFile("Phiếu giấy.pdf", small_pdf("Phieu giay cua don vi"))


def small_pdf(title: str) -> bytes:
    """A valid PDF of one page with a built-in font (hence ASCII only)."""
    plain = title.encode("ascii", "replace").decode().translate({40: " ", 41: " ", 92: " "})
    text = [
        f"BT /F1 16 Tf 72 {760 - 28 * n} Td ({line}) Tj ET"
        for n, line in enumerate((plain, *LINES))
    ]
    stream = "\n".join(text).encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count, table, count, len(body))
    )


def small_docx(title: str) -> bytes:
    """A Word file with a title and the mark of illustration, as small as Word opens it."""
    words = (title, "Mẫu minh họa, không phải biểu mẫu thật.")
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in words)
    parts = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension='
        '"rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{DOCUMENT}"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{XML}<w:document xmlns:w="{WORDS}"><w:body>{lines}</w:body>'
        "</w:document>",
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return body.getvalue()


def small_png(seed: str, side: int = 120, patches: int = 6) -> bytes:
    """Patches of grey with a lighter frame, another pattern for each seed."""
    random = Random(seed)  # noqa: S311 - an illustration
    greys = [[random.randrange(40, 200) for _ in range(patches)] for _ in range(patches)]
    rows = []
    for y in range(side):
        row = bytes(
            230
            if min(x, y, side - 1 - x, side - 1 - y) < 8
            else greys[y * patches // side][x * patches // side]
            for x in range(side)
        )
        rows.append(b"\0" + row)
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
