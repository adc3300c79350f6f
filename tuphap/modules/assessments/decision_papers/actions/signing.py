"""Signing the decision in the system, with the token or certificate file of the deciding unit."""

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.signing import trusted_certificates
from tuphap.foundation.made_papers.models import PDF
from tuphap.foundation.papers.signing.faults import FAULTS, NotSigned
from tuphap.foundation.papers.signing.outside import sign
from tuphap.modules.assessments.decision_papers.actions.signed import hand_in, require_decider
from tuphap.modules.assessments.decision_papers.models import DecisionPaper, SignedDecision
from tuphap.modules.assessments.decision_papers.table import SIGNED_FORM
from tuphap.modules.assessments.models import Decision
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

PASSPHRASE = "passphrase"  # noqa: S105 - the name of a field


def way_to_sign(decision: Decision) -> str:
    """With a token or a certificate file; "" where the unit has neither."""
    way: str = settings.SIGNING.way_of(decision.deciding_unit.code)
    return way


def paper_to_sign(decision: Decision) -> DecisionPaper | None:
    rows = DecisionPaper.objects.filter(
        copy__decision=decision, form=SIGNED_FORM, format=PDF, made_at__isnull=False
    )
    return rows.order_by("-copy__ordinal").first()


def sign_here(decision: Decision, passphrase: str, *, by: Actor) -> SignedDecision:
    """The passphrase is handed to the process that signs and kept nowhere."""
    signed = _signed(decision, passphrase, by)
    upload = SimpleUploadedFile(f"quyet-dinh-da-ky-{decision.pk}.pdf", signed, "application/pdf")
    return hand_in(decision, upload, by=by, signed_here=True)


def _signed(decision: Decision, passphrase: str, by: Actor) -> bytes:
    require_decider(decision, by=by)
    paper = paper_to_sign(decision)
    if paper is None or paper.room is None or paper.body is None:
        raise _refused("no_paper", "Quyết định dạng PDF chưa lập xong. Thử lại sau ít phút.")
    code, height = decision.deciding_unit.code, paper.room["height"]
    try:
        return sign(
            bytes(paper.body), code, passphrase, height, settings.SIGNING, trusted_certificates()
        )
    except NotSigned as failed:
        _note_failure(decision, str(failed), by)
        raise _refused(str(failed), FAULTS[str(failed)]) from None


def _note_failure(decision: Decision, code: str, by: Actor) -> None:
    record(
        "decision_not_signed",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=decision.deciding_unit.name,
        subject=str(decision),
        detail={"reason": code},
    )


def _refused(code: str, sentence: str) -> Refused:
    return Refused(f"sign_{code}", sentence, Kind.INVALID, {PASSPHRASE: sentence})
