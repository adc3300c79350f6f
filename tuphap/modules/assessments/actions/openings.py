"""Keeping that somebody who appraises opened a document; the same one twice is kept once."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.measures.registry import Document
from tuphap.modules.assessments.models import Assessment, DocumentOpening, Evidence
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.queries.queue import in_charge
from tuphap.rules.permissions import Actor, may
from tuphap.rules.workflows.assessment import APPRAISED, COLUMN_PERMISSIONS, FINAL

# Whoever may accept lines: of nobody else it is kept what he reads.
ACCEPTS = (COLUMN_PERMISSIONS[APPRAISED], COLUMN_PERMISSIONS[FINAL])


def file_opened(stored: StoredFile, *, by: Actor) -> None:
    """Its page or the file itself went out; counts in each dossier it stands in."""
    if not any(may(by, permission) for permission in ACCEPTS):
        return
    rows = in_charge(by, ACCEPTS).filter(evidence__file=stored, evidence__removed_at=None)
    _keep(rows.distinct(), stored.sha256, by)


def open_document(assessment_id: UUID, document: str, *, by: Actor) -> Evidence | Document:
    """Of a link or a file behind a figure, which lie where we do not see them opened; else 404."""
    found = get_desk(by, assessment_id, timezone.localdate(by.at))
    rows = (row for documents in found.proof.values() for row in documents)
    wanted = next((row for row in rows if row.document == document), None)
    if wanted is None:
        raise Http404
    if any(may(by, permission, found.subject) for permission in ACCEPTS):
        _keep([found.assessment], document, by)
    return wanted


def _keep(dossiers: Iterable[Assessment], document: str, by: Actor) -> None:
    assert by.person_id is not None  # whoever holds the permission has a name
    rows = [
        DocumentOpening(
            assessment=dossier, person_id=by.person_id, document=document, opened_at=by.at
        )
        for dossier in dossiers
    ]
    DocumentOpening.objects.bulk_create(rows, ignore_conflicts=True)
