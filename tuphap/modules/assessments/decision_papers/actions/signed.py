"""Taking in the signed file of a decision: checked, compared with the paper the system made."""

from dataclasses import replace

from django.db import transaction

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Received, Upload, keep, receive
from tuphap.foundation.files.likeness import begins_with, only_signatures_added
from tuphap.foundation.files.limits import SIGNED
from tuphap.foundation.made_papers.models import PDF
from tuphap.modules.assessments.decision_papers.actions.papers import DECIDE
from tuphap.modules.assessments.decision_papers.models import DecisionPaper, SignedDecision
from tuphap.modules.assessments.decision_papers.table import SIGNED_FORM
from tuphap.modules.assessments.models import Assessment, Decision
from tuphap.modules.assessments.queries.publishing import work_on
from tuphap.rules import permissions
from tuphap.rules.permissions import Actor, Subject
from tuphap.rules.refusals import Kind, Refused


def require_decider(decision: Decision, *, by: Actor) -> None:
    """Who may sign or hand in is who may decide about every unit of it: the same four eyes (W5)."""
    office = place_of(decision.deciding_unit)
    dossiers = Assessment.objects.filter(decision=decision)
    done_by = work_on(dossiers, by)
    subjects = [row.subject for row in dossiers] or [Subject(office, office)]
    for subject in subjects:
        permissions.require(by, DECIDE, replace(subject, done_by=done_by))


def why_not_decider(decision: Decision, *, by: Actor) -> str:
    """The sentence for the page; "" where nothing stands against it."""
    try:
        require_decider(decision, by=by)
    except Refused as refused:
        return refused.sentence
    return ""


def hand_in(
    decision: Decision, upload: Upload, *, by: Actor, signed_here: bool = False
) -> SignedDecision:
    """The file becomes the one in force; those before stay as versions. No lock is held while the
    file is looked at."""
    require_decider(decision, by=by)
    with receive(upload, SIGNED) as received, transaction.atomic():
        return _kept(decision, received, by, signed_here=signed_here)


def _kept(
    decision: Decision, received: Received, by: Actor, *, signed_here: bool
) -> SignedDecision:
    Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
    newest = SignedDecision.objects.filter(decision=decision).order_by("-version").first()
    if newest is not None and newest.file.sha256 == received.sha256:
        raise _fault("same_file", "Tệp này đang là bản ký của quyết định, không cần gửi lại.")
    if not received.signatures:
        raise _fault(
            "no_signature",
            "Tệp không có chữ ký số nào. Ký số tệp PDF rồi tải lên lại.",
        )
    stored = keep(received, at=by.at)
    likeness, paper = _likeness(decision, stored.sha256)
    assert by.person_id is not None  # whoever holds the permission has a name
    kept = SignedDecision.objects.create(
        decision=decision, version=newest.version + 1 if newest else 1, file=stored,
        likeness=likeness, paper_sha256=paper, signed_here=signed_here,
        handed_in_by_id=by.person_id, handed_in_at=by.at,
    )  # fmt: skip
    record(
        "decision_signed" if signed_here else "decision_signed_file",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=decision.deciding_unit.name,
        subject=str(decision),
        detail={"version": kept.version, "sha256": stored.sha256, "likeness": likeness},
    )
    return kept


def _likeness(decision: Decision, sha256: str) -> tuple[str, str]:
    """How it stands to the decisions that were made here as PDF, the newest first."""
    papers = DecisionPaper.objects.filter(
        copy__decision=decision, form=SIGNED_FORM, format=PDF, made_at__isnull=False
    )
    known = list(papers.order_by("-copy__ordinal").values_list("sha256", "size"))
    if not known:
        return SignedDecision.NO_PAPER, ""
    for paper, size in known:
        if begins_with(sha256, paper, size):
            same = only_signatures_added(sha256, size)
            return (SignedDecision.SAME if same else SignedDecision.CHANGED), paper
    return SignedDecision.OTHER, ""


def _fault(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID, {"file": sentence})
