"""Signing a PDF as PAdES. Loaded in a process of its own only."""

import asyncio
import io
import tempfile
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.signing.certificate_file import signer_of_file
from tuphap.foundation.papers.signing.chain import certificates_in, chain_of
from tuphap.foundation.papers.signing.faults import NotSigned
from tuphap.foundation.papers.signing.field import FIELD, WIDTH

MARK = Path(__file__).with_name("mark.typ")
# Times on marks carry the zone of Vietnam (NĐ 30/2020, Phụ lục I).
VIETNAM = timezone(timedelta(hours=7))


def sign_pdf(pdf: bytes, order: dict[str, Any]) -> bytes:
    """B-B, or B-T where an address for time stamps is given."""
    at = datetime.now(UTC)
    with _signer(order) as signer:
        own = signer.signing_cert
        if own is None:
            raise NotSigned("no_certificate")
        if not own.not_valid_before <= at <= own.not_valid_after:
            raise NotSigned("not_valid_now")
        known = [*signer.cert_registry, *certificates_in(order["known"])]
        signer.cert_registry.register_multiple(chain_of(own, known))
        signed = _signed(pdf, signer, _style(own, order, at), _stamper(order))
    _require_sound(signed)
    return signed


def _signer(order: dict[str, Any]) -> AbstractContextManager[signers.Signer]:
    if not order["token"]:
        return signer_of_file(Path(order["store"]), order["passphrase"])
    from tuphap.foundation.papers.signing.pkcs11_token import signer_of_token

    return signer_of_token(order["token"], order["passphrase"])


def _signed(
    pdf: bytes, signer: signers.Signer, style: StaticStampStyle, stamper: HTTPTimeStamper | None
) -> bytes:
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
    except TimestampRequestError as error:
        raise NotSigned("no_stamp") from error
    except (SigningError, NotImplementedError) as error:
        raise NotSigned("not_for_signing") from error
    return target.getvalue()


class _Stamper(HTTPTimeStamper):
    """Whatever an authority answers that is no time stamp, and no answer, is one fault."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise TimestampRequestError("no time stamp") from error


def _stamper(order: dict[str, Any]) -> HTTPTimeStamper | None:
    return _Stamper(order["tsa"], timeout=order["tsa_seconds"]) if order["tsa"] else None


def _require_sound(signed: bytes) -> None:
    """A token signs with the key it is told to, whatever certificate stands beside it; and a time
    stamp of something else proves nothing."""
    found = PdfFileReader(io.BytesIO(signed)).embedded_signatures[-1]
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)  # trust is asked elsewhere
    status = asyncio.run(async_validate_pdf_signature(found, nobody))
    if not (status.intact and status.valid):
        raise NotSigned("other_key")
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        raise NotSigned("no_stamp")


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
        "made_on": [at.year, at.month, at.day],
        "lines": lines if order["words"] else [],
        "width": WIDTH,
        "height": order["height"],
        "picture": list(picture),
    }
    with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
        file.write(make_pdf(MARK, data))
    fit = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
    )
    return StaticStampStyle(
        border_width=0, background=ImportedPdfPage(file.name), background_layout=fit
    )


def _one(name: Any) -> str:
    return str(name[0] if isinstance(name, list) else name or "")
