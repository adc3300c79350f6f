"""An empty field for the signature of the competent person, where the form leaves room for it."""

import io
from collections.abc import Mapping

FIELD = "ChuKyNguoiCoThamQuyen"
# As wide as the longest line of a mark; the middle of it is the middle of the position above.
WIDTH = 200.0
PAGE_HEIGHT = 841.89
SIGNED_APPEND_ONLY = 3


def with_signature_field(pdf: bytes, room: Mapping[str, float]) -> bytes:
    """Between position and name (NĐ 30/2020, Phụ lục I, ô 7c). Any program can sign into it; that
    there is a form already also lets later additions be told from signatures."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    left, top = room["middle"] - WIDTH / 2, PAGE_HEIGHT - room["top"]
    box = (round(left), round(top - room["height"]), round(left + WIDTH), round(top))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = int(room["page"]) - 1
    append_signature_field(
        writer,
        SigFieldSpec(sig_field_name=FIELD, on_page=page, box=box, empty_field_appearance=False),
    )
    # As signing sets them; a change of these flags would look like a change of the form.
    writer.root["/AcroForm"]["/SigFlags"] = generic.NumberObject(SIGNED_APPEND_ONLY)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
