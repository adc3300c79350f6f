"""The heaviest honest files: what an office may really send, up to the limits."""

import io
import os
from collections.abc import Callable, Mapping

from PIL import Image

from tuphap.foundation.files.tests.sound import office, pdf, stream

MEGABYTE = 1024 * 1024


def scanned_pdf(megabytes: int = 19) -> bytes:
    """Few objects, much picture."""
    head = b"/Type /XObject /Subtype /Image /Width 1 /Height 1"
    return pdf(*(stream(os.urandom(MEGABYTE), head) for _ in range(megabytes)))


def written_pdf(links: int = 50_000) -> bytes:
    """Very many small objects."""
    link = (
        b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://vi.example/%d) >> /T (%s) >>"
    )
    return pdf(*(link % (number, b"a" * 250) for number in range(links)))


def telephone_jpeg() -> bytes:
    body = io.BytesIO()
    Image.effect_noise((8000, 6000), 30).convert("RGB").save(body, "JPEG", quality=40)
    return body.getvalue()


def scanned_png() -> bytes:
    body = io.BytesIO()
    Image.effect_noise((3500, 4900), 60).save(body, "PNG", compress_level=1)
    return body.getvalue()


def long_sheet() -> bytes:
    """60 MB of rows, packed as spreadsheets are."""
    row = "".join(f'<c r="A{n}"><v>{n * 7919 % 99991}</v></c>' for n in range(2000))
    rows = f'<s xmlns="urn:s"><r>{"</r><r>".join([row] * 900)}</r></s>'
    return office("xlsx", {"xl/worksheets/sheet1.xml": rows})


LARGEST: Mapping[str, Callable[[], bytes]] = {
    "quet.pdf": scanned_pdf,
    "nhieu-lien-ket.pdf": written_pdf,
    "anh.jpg": telephone_jpeg,
    "quet.png": scanned_png,
    "bang.xlsx": long_sheet,
}
