"""Asking for papers of the council and making them, each once however often it is asked for."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.publication.actions import canonical_text
from tuphap.modules.assessments.council import tasks
from tuphap.modules.assessments.council.models import Council, CouncilPaper
from tuphap.modules.assessments.council.paper_table import make
from tuphap.rules.permissions import Actor


@transaction.atomic
def ask_paper(
    council: Council, form: str, of: str, file_format: str, texts: Mapping[str, Any], *, by: Actor
) -> CouncilPaper:
    """The paper with these texts, made already or queued now; other texts take its place."""
    fingerprint = hashlib.sha256(canonical_text(dict(texts)).encode()).hexdigest()
    place = {"council": council, "form": form, "of": of, "format": file_format}
    CouncilPaper.objects.filter(**place).exclude(fingerprint=fingerprint).delete()
    paper, _ = CouncilPaper.objects.get_or_create(
        **place,
        defaults={"fingerprint": fingerprint, "data": dict(texts), "asked_at": by.at},
    )
    if paper.made_at is None:
        queue_each(tasks.make_council_paper, [{"paper_id": paper.pk}])
    return paper


@transaction.atomic
def make_paper(paper_id: int, at: datetime) -> bool:
    """Make what is not made yet; whoever comes second finds nothing to do."""
    waiting = CouncilPaper.objects.select_for_update(skip_locked=True, of=("self",))
    paper = waiting.filter(pk=paper_id, made_at__isnull=True).first()
    if paper is None:
        return False
    paper.body, paper.made_at = make(paper), at
    paper.save(update_fields=["body", "made_at"])
    return True


def left_behind(before: datetime) -> list[int]:
    """Papers that were asked for and wait without a job, as after a restored backup."""
    rows = CouncilPaper.objects.filter(made_at__isnull=True, asked_at__lt=before)
    return list(rows.values_list("pk", flat=True))
