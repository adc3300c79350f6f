"""The list of trusted certificates: added, ended; files that are signed are looked at anew."""

from datetime import datetime

from django.db import transaction

from tuphap.foundation.audit.actions import record
from tuphap.foundation.files import signing, tasks
from tuphap.foundation.files.models import TrustAnchor
from tuphap.foundation.jobs.queueing import queue_each
from tuphap.rules.permissions import Actor, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

PERMISSION = "trust.manage"
MOST_BYTES = 64 * 1024


@transaction.atomic
def add_anchor(content: bytes, *, by: Actor) -> TrustAnchor:
    """A certificate of an authority, as PEM or DER."""
    require_anywhere(by, PERMISSION)
    assert by.person_id is not None  # whoever passed the door has a name
    values = _read(content)
    if TrustAnchor.objects.filter(
        fingerprint=values["fingerprint"], ended_at__isnull=True
    ).exists():
        raise _fault(f"Chứng thư của “{values['name']}” đã có trong danh sách.")
    anchor = TrustAnchor.objects.create(**values, added_by_id=by.person_id, added_at=by.at)
    _record("trust_anchor_added", anchor, by)
    return anchor


@transaction.atomic
def end_anchor(anchor_id: int, *, by: Actor) -> TrustAnchor | None:
    """Signatures of this authority are not believed any more; once is once."""
    require_anywhere(by, PERMISSION)
    anchor = TrustAnchor.objects.select_for_update().filter(pk=anchor_id).first()
    if anchor is not None and anchor.ended_at is None:
        anchor.ended_at, anchor.ended_by_id = by.at, by.person_id
        anchor.save(update_fields=["ended_at", "ended_by"])
        _record("trust_anchor_ended", anchor, by)
    return anchor


def _record(kind: str, anchor: TrustAnchor, by: Actor) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=anchor.name,
        detail={"fingerprint": anchor.fingerprint},
    )
    queue_each(tasks.look_at_signatures, ({"sha256": one} for one in signing.signed_files()))


def _read(content: bytes) -> dict[str, str | datetime]:
    # Loaded here: a page that shows the list needs no cryptography.
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    if len(content) > MOST_BYTES:
        raise _fault("Tệp lớn hơn 64 KB, không phải một chứng thư. Chọn tệp .cer, .crt hoặc .pem.")
    load = (
        x509.load_pem_x509_certificate
        if b"-----BEGIN" in content
        else x509.load_der_x509_certificate
    )
    try:
        certificate = load(content)
        limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        is_authority = limits.ca
        names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except x509.ExtensionNotFound:
        is_authority, names = False, []
    except ValueError:
        raise _fault("Tệp không phải chứng thư số. Chọn tệp .cer, .crt hoặc .pem.") from None
    if not is_authority:
        raise _fault(
            "Chứng thư này không phải của nơi cấp chứng thư (CA). Chọn chứng thư của nơi cấp."
        )
    name = str(names[0].value) if names else certificate.subject.rfc4514_string()
    return {
        "name": normalise(name).strip()[:200] or "Không tên",
        "pem": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        "fingerprint": certificate.fingerprint(hashes.SHA256()).hex(),
        "valid_from": certificate.not_valid_before_utc,
        "valid_to": certificate.not_valid_after_utc,
    }


def _fault(sentence: str) -> Refused:
    return Refused("certificate_invalid", sentence, Kind.INVALID, {"file": sentence})
