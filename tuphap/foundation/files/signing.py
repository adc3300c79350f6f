"""Signatures of stored PDFs, against the certificates the province trusts now."""

from typing import IO, Any

from tuphap.foundation.files import fence
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.models import StoredFile, TrustAnchor
from tuphap.foundation.files.places import place_of_hash
from tuphap.foundation.files.signing_day import signed_day
from tuphap.rules.vietnamese import normalise

LONGEST_NAME = 120
# A signature that cannot be read is one that proves nothing.
UNREADABLE = [{"signer": "", "issuer": "", "signed_at": "", "intact": False, "whole": False,
               "trusted": False, "stamped": False}]  # fmt: skip


def signatures_in(body: IO[bytes]) -> list[dict[str, Any]]:
    """As they stand in the file; names in them are foreign text."""
    request = Request("signatures", "pdf", 0, anchors=trusted_certificates())
    try:
        found = fence.ask(body, request).more["signatures"]
    except Unfit:
        return UNREADABLE
    return [{**row, "signer": _plain(row["signer"]), "issuer": _plain(row["issuer"])}
            for row in found]  # fmt: skip


def trusted_certificates() -> tuple[str, ...]:
    """As PEM, those the province trusts now."""
    anchors = TrustAnchor.objects.filter(ended_at__isnull=True).order_by("pk")
    return tuple(anchors.values_list("pem", flat=True))


def look_again(sha256: str) -> bool:
    """After the list of trusted certificates changed; safe to run twice."""
    rows = StoredFile.objects.filter(sha256=sha256, signatures__isnull=False)
    if not rows.exists():
        return False
    with place_of_hash(sha256).open("rb") as body:
        found = signatures_in(body)
    rows.update(signatures=found, signed_on=signed_day(found))
    return True


def signed_files() -> list[str]:
    rows = StoredFile.objects.exclude(signatures__isnull=True).exclude(signatures=[])
    return list(rows.order_by("sha256").values_list("sha256", flat=True).distinct())


def _plain(name: str) -> str:
    return normalise(name).strip()[:LONGEST_NAME]
