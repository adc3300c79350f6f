"""Freezing what was submitted; asking for its papers; sending the letter."""

import hashlib
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.made_papers import actions as made_papers
from tuphap.foundation.made_papers.models import FORMATS
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
from tuphap.modules.assessments.papers.table import FORMS
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


def ask_paper(
    dossier: Assessment,
    form: str,
    file_format: str,
    *,
    copy: SubmittedCopy | None = None,
    by: Actor,
) -> Paper:
    """Of these figures; of a draft there is one at a time."""
    payload = copy.payload if copy else present_payload(dossier, by.at)
    texts = FORMS[form].texts(payload, stamp_of(copy))
    place = {"assessment": dossier, "copy": copy, "form": form, "format": file_format}
    return made_papers.ask(Paper, place, texts, replacing=copy is None, by=by)


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
