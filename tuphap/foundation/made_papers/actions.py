"""Asking for papers and making them, each once however often it is asked for (R10)."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.made_papers import tasks
from tuphap.foundation.made_papers.kinds import kind_of
from tuphap.foundation.made_papers.models import FilledPaper, MadePaper
from tuphap.foundation.publication.actions import canonical_text
from tuphap.rules.permissions import Actor

P = TypeVar("P", bound=FilledPaper)


@transaction.atomic
def ask(
    model: type[P],
    place: Mapping[str, Any],
    texts: Mapping[str, Any],
    *,
    replacing: bool = True,
    by: Actor,
) -> P:
    """The paper with these texts, made already or queued now. `place` are the values of the row
    that say which paper of what it is; one with other texts goes, unless all are to be kept."""
    fingerprint = hashlib.sha256(canonical_text(dict(texts)).encode()).hexdigest()
    there = model._default_manager.filter(**place).order_by("pk")
    if replacing:
        there.exclude(fingerprint=fingerprint).delete()
    same = there.filter(fingerprint=fingerprint).first()
    if same is None:
        new = model(**place, fingerprint=fingerprint, data=dict(texts), asked_at=by.at)
        model._default_manager.bulk_create([new], ignore_conflicts=True)
        same = there.filter(fingerprint=fingerprint).first() or there.get()  # of who came first
    queue_making([same])
    return same


def queue_making(papers: Iterable[MadePaper]) -> None:
    """What is made already is left alone."""
    waiting = [paper for paper in papers if paper.made_at is None]
    arguments = [{"model": row._meta.label_lower, "paper_id": row.pk} for row in waiting]
    queue_each(tasks.make_paper, arguments)


@transaction.atomic
def make(model: str, paper_id: int, at: datetime) -> bool:
    """Make what is not made yet; whoever comes second finds nothing to do."""
    kind = kind_of(model)
    if kind is None:
        return False
    waiting = kind.model._default_manager.select_for_update(skip_locked=True, of=("self",))
    paper = waiting.filter(pk=paper_id, made_at__isnull=True).first()
    if paper is None:
        return False
    paper.body, paper.made_at = kind.file(paper), at
    paper.save()
    return True
