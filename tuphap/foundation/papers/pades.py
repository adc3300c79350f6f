"""Signing a PDF as PAdES with a certificate file. Loaded in a process of its own only."""

import asyncio
import io
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.signature_field import FIELD, WIDTH

MARK = Path(__file__).with_name("mark.typ")
# Times on marks carry the zone of Vietnam (NĐ 30/2020, Phụ lục I).
VIETNAM = timezone(timedelta(hours=7))
STAMP_SECONDS = 10


class NotSigned(Exception):  # noqa: N818 - it is told to a person
    """`code` is one of those in signing.py."""


def sign_pdf(pdf: bytes, order: dict[str, Any]) -> bytes:
    """B-B, or B-T where an address for time stamps is given."""
    at = datetime.now(UTC)
    signer = _signer(order)
    _require_valid(signer.signing_cert, at)
    style = _style(signer.signing_cert, order, at)
    stamper = HTTPTimeStamper(order["tsa"], timeout=STAMP_SECONDS) if order["tsa"] else None
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        signer_key_usage={"digital_signature", "non_repudiation"} & _usage(signer.signing_cert),
    )
    job = signers.PdfSigner(meta, signer, timestamper=stamper, stamp_style=style)
    target = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    try:
        asyncio.run(job.async_sign_pdf(writer, existing_fields_only=True, output=target))
    except (TimestampRequestError, OSError) as error:
        raise NotSigned("no_stamp") from error
    except SigningError as error:
        raise NotSigned("not_for_signing") from error
    return target.getvalue()


def _signer(order: dict[str, Any]) -> signers.SimpleSigner:
    try:
        store = Path(order["store"]).read_bytes()
    except OSError as error:
        raise NotSigned("no_store") from error
    try:
        found = signers.SimpleSigner.load_pkcs12_data(store, [], order["passphrase"].encode())
    except (ValueError, SigningError) as error:
        raise NotSigned("passphrase") from error
    if found is None:
        raise NotSigned("passphrase")
    return found


def _require_valid(certificate: Any, at: datetime) -> None:
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise NotSigned("not_valid_now")


def _usage(certificate: Any) -> set[str]:
    """Signing certificates differ in which of the two words they carry; one is enough."""
    words = certificate.key_usage_value
    known = set(words.native) if words else set()
    return known or {"digital_signature", "non_repudiation"}


def _style(certificate: Any, order: dict[str, Any], at: datetime) -> StaticStampStyle:
    picture = Path(order["picture"]).read_bytes() if order["picture"] else b""
    names = certificate.subject.native
    lines = [f"Người ký: {_one(names.get('common_name'))}"]
    if names.get("organization_name"):
        lines.append(f"Cơ quan: {_one(names['organization_name'])}")
    lines.append(f"Thời gian ký: {at.astimezone(VIETNAM).isoformat(timespec='seconds')}")
    data = {
        "title": lines[0],
        "lines": lines if order["words"] else [],
        "width": WIDTH,
        "height": order["height"],
        "picture": list(picture),
    }
    with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
        file.write(make_pdf(MARK, data, standard=None))
    fit = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
    )
    return StaticStampStyle(
        border_width=0, background=ImportedPdfPage(file.name), background_layout=fit
    )


def _one(name: Any) -> str:
    return str(name[0] if isinstance(name, list) else name or "")
