"""Digital signatures of a PDF: who, when, intact or not, the whole file or not, trusted or not.

Only the certificates that come along are trusted; nothing is fetched.
"""

import asyncio
from datetime import datetime
from typing import IO, Any

from pyhanko.keys.pemder import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from tuphap.foundation.files.checks.request import Facts, Request

MOST = 20
UNREADABLE = {"signer": "", "issuer": "", "signed_at": "", "intact": False, "whole": False,
              "trusted": False, "stamped": False}  # fmt: skip
_LATER_SIGNATURES = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES,
                     ModificationLevel.FORM_FILLING)  # fmt: skip
# Signing certificates differ in which of the two words they carry; one is enough.
_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)


def look_at_signatures(body: IO[bytes], request: Request) -> Facts:
    body.seek(0)
    try:
        found = PdfFileReader(body, strict=False).embedded_regular_signatures[:MOST]
        rows = [_row(one, request.anchors) for one in found]
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, IndexError):
        rows = [dict(UNREADABLE)]
    return Facts(more={"signatures": rows})


def _row(embedded: Any, anchors: tuple[str, ...]) -> dict[str, Any]:
    certificate = embedded.signer_cert
    claimed: datetime | None = embedded.self_reported_timestamp
    names = {
        "signer": _name(certificate.subject.native),
        "issuer": _name(certificate.issuer.native),
        "signed_at": claimed.isoformat() if claimed else "",
    }
    try:
        status = asyncio.run(_status(embedded, anchors, claimed))
    except (SignatureValidationError, ValueError):
        return {**UNREADABLE, **names}
    return {**names, **_findings(status)}


async def _status(
    embedded: Any, anchors: tuple[str, ...], claimed: datetime | None
) -> PdfSignatureStatus:
    """A certificate has to be valid when the signature was made, not today."""
    roots = [
        certificate
        for anchor in anchors
        for certificate in load_certs_from_pemder_data(anchor.encode())
    ]
    context = ValidationContext(trust_roots=roots, moment=claimed, allow_fetching=False)
    return await async_validate_pdf_signature(embedded, context, key_usage_settings=_USAGE)


def _findings(status: PdfSignatureStatus) -> dict[str, Any]:
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.valid and stamp.intact and stamp.trusted
    found: dict[str, Any] = {
        "intact": bool(status.intact and status.valid),
        "whole": _covers_all(status),
        "trusted": bool(status.trusted),
        "stamped": bool(stamped),
    }
    if stamped and stamp is not None:
        found["signed_at"] = stamp.timestamp.isoformat()
    return found


def _covers_all(status: PdfSignatureStatus) -> bool:
    """What came after it may be other signatures, and nothing else."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level in _LATER_SIGNATURES
    )


def _name(parts: dict[str, Any]) -> str:
    found = parts.get("common_name") or parts.get("organization_name") or ""
    return str(found[0] if isinstance(found, list) else found)
