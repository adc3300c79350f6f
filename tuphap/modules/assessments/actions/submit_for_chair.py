"""The officer sends the dossier for the chair, with the scan of the paper the chair signed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Upload
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.moves import sent
from tuphap.modules.assessments.actions.scans import (
    SignedPaper,
    keep_paper,
    received_pages,
    sound_paper,
)
from tuphap.modules.assessments.guards import GUARDS
from tuphap.modules.assessments.models import Assessment, ScannedPaper
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.rules import workflow
from tuphap.rules.permissions import Actor, require
from tuphap.rules.workflows.assessment import FOR_CHAIR, SIGNED_SCAN


def submit_for_chair(
    assessment_id: UUID,
    paper: SignedPaper,
    uploads: Sequence[Upload],
    *,
    by: Actor,
    announced: bool = True,
) -> Assessment:
    """Asked for twice: first so that no file is looked at in vain, then for good, with the scan.

    Between the two no lock is held; who comes second of two clicks finds the dossier sent.
    """
    with transaction.atomic():
        asked = _ready(assessment_id, by)
    paper = sound_paper(paper, asked.period.year, timezone.localdate(by.at))
    with received_pages(uploads) as pages, transaction.atomic():
        assessment = _ready(assessment_id, by)
        scan = keep_paper(assessment, ScannedPaper.SENT, paper, pages, by=by)
        moved = perform(assessment, FOR_CHAIR, by=by, reason=_words(scan))
        _note(moved, scan, by)
        return sent(moved, by=by, announced=announced)


def _ready(assessment_id: UUID, by: Actor) -> Assessment:
    """The locked dossier where the scan is all that is missing."""
    seen = require_visible(by, assessment_id)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    move = workflow.find_move(assessment.workflow, FOR_CHAIR, assessment.status)
    require(by, move.needs, assessment.subject)
    for guard in move.guards:
        if guard != SIGNED_SCAN:
            GUARDS[guard](assessment, by.at)
    return assessment


def _words(scan: ScannedPaper) -> str:
    """For the journal of moves and for those who are told."""
    return f"Thay lãnh đạo, theo bản ký của {scan.signed_by} ngày {scan.signed_on:%d/%m/%Y}."


def _note(dossier: Assessment, scan: ScannedPaper, by: Actor) -> None:
    record(
        "submitted_for_chair",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=dossier.unit.name,
        subject=scan.signed_by,
        detail={"assessment": str(dossier.pk), "version": dossier.version, "scan": str(scan.pk)},
    )
