"""Freezing what was submitted; asking for papers; making them and sending the letter."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.notices.letters import header_text
from tuphap.foundation.publication.actions import canonical_text
from tuphap.modules.assessments.models import Assessment, ScannedPaper
from tuphap.modules.assessments.papers import tasks
from tuphap.modules.assessments.papers.letter import letter_context, letter_text
from tuphap.modules.assessments.papers.models import CopyLetter, Paper, SubmittedCopy
from tuphap.modules.assessments.papers.payload import scan_payload
from tuphap.modules.assessments.papers.present import present_payload
from tuphap.modules.assessments.papers.queries import addresses_of, copies
from tuphap.modules.assessments.papers.stamp import stamp_of
from tuphap.modules.assessments.papers.table import FORMATS, FORMS, make
from tuphap.modules.assessments.queries.scans import paper_of_version
from tuphap.rules.permissions import Actor


@transaction.atomic
def freeze(dossier: Assessment, *, by: Actor) -> SubmittedCopy:
    """Keep what was entered, in the transaction of the move that submits it (the row is locked)."""
    ordinal = copies(dossier).count() + 1
    number = f"{dossier.period.year}-{dossier.unit.code}-{ordinal:02d}"
    signed = paper_of_version(dossier, ScannedPaper.SENT, dossier.version)
    payload = present_payload(dossier, by.at) | {
        "number": number,
        "ordinal": ordinal,
        "submitted_at": by.at.isoformat(),
        "submitted_by": by.name,
        "days_late": dossier.days_late,
        "signed_scan": scan_payload(signed) if signed else None,
    }
    canonical = canonical_text(payload)
    return SubmittedCopy.objects.create(
        assessment=dossier,
        number=number,
        ordinal=ordinal,
        version=dossier.version,
        payload=payload,
        canonical=canonical,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        submitted_at=by.at,
        submitted_by_id=by.person_id,
        submitted_by_name=by.name,
    )


@transaction.atomic
def announce(copy: SubmittedCopy, *, by: Actor) -> None:
    """Ask for the letter and for all papers of a copy; the queue does the rest (R10)."""
    addresses = addresses_of(copy.assessment.unit, timezone.localdate(by.at))
    if addresses:
        letter = CopyLetter.objects.create(copy=copy, addresses=addresses, asked_at=by.at)
        queue_each(tasks.send_copy_letter, [{"letter_id": letter.pk}])
    for form in FORMS:
        for file_format in FORMATS:
            ask_paper(copy.assessment, form, file_format, copy=copy, by=by)


@transaction.atomic
def ask_paper(
    dossier: Assessment,
    form: str,
    file_format: str,
    *,
    copy: SubmittedCopy | None = None,
    by: Actor,
) -> Paper:
    """The paper of these figures, made already or queued now; of a draft there is one at a time."""
    payload = copy.payload if copy else present_payload(dossier, by.at)
    texts: dict[str, Any] = FORMS[form].texts(payload, stamp_of(copy))
    fingerprint = hashlib.sha256(canonical_text(texts).encode()).hexdigest()
    same = Paper.objects.filter(assessment=dossier, form=form, format=file_format)
    if copy is None:
        same.filter(copy__isnull=True).exclude(fingerprint=fingerprint).delete()
    paper, _ = same.get_or_create(
        fingerprint=fingerprint,
        defaults={
            "assessment": dossier,
            "form": form,
            "format": file_format,
            "copy": copy,
            "data": texts,
            "asked_at": by.at,
        },
    )
    if paper.made_at is None:
        queue_each(tasks.make_paper, [{"paper_id": paper.pk}])
    return paper


@transaction.atomic
def make_paper(paper_id: int, at: datetime) -> bool:
    """Make what is not made yet; whoever comes second finds nothing to do."""
    waiting = Paper.objects.select_for_update(skip_locked=True, of=("self",))
    paper = waiting.filter(pk=paper_id, made_at__isnull=True).first()
    if paper is None:
        return False
    paper.body, paper.made_at = make(paper), at
    paper.save(update_fields=["body", "made_at"])
    return True


@transaction.atomic
def send_letter(letter_id: int, at: datetime) -> bool:
    """Send what was not sent yet; a server that refuses leaves it to the next try."""
    waiting = CopyLetter.objects.select_for_update(skip_locked=True, of=("self",))
    found = waiting.filter(pk=letter_id, sent_at__isnull=True).select_related("copy").first()
    if found is None:
        return False
    context = letter_context(found.copy)
    subject = f"Biên nhận {found.copy.number}: hồ sơ năm {context['year']} của {context['unit']}"
    EmailMessage(
        header_text(subject),
        letter_text(context),
        to=found.addresses,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
    found.sent_at = at
    found.save(update_fields=["sent_at"])
    return True
