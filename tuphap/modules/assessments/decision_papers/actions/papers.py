"""Freezing what a decision says; asking for its papers."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from tuphap.foundation.made_papers.actions import queue_making
from tuphap.foundation.made_papers.models import FORMATS
from tuphap.foundation.publication.actions import canonical_text
from tuphap.modules.assessments.decision_papers import queries
from tuphap.modules.assessments.decision_papers.models import DecisionCopy, DecisionPaper
from tuphap.modules.assessments.decision_papers.payload import decision_payload
from tuphap.modules.assessments.decision_papers.table import FORMS
from tuphap.modules.assessments.models import Assessment, Decision
from tuphap.rules import permissions
from tuphap.rules.permissions import Actor

DECIDE = "assessment.decide"


@transaction.atomic
def freeze_decision(decision: Decision, *, by: Actor) -> DecisionCopy:
    """Keep what the decision says of which units, in the transaction that records it; its papers
    are made by the queue."""
    rows = queries.decided_rows(decision)
    paper = _paper(decision.number, decision.signed_on, decision.decided_by)
    values = _values(decision, rows, paper, by.at, decision.deciding_unit)
    newest = queries.newest_copy(decision)
    copy = DecisionCopy.objects.create(
        decision=decision, ordinal=newest.ordinal + 1 if newest else 1, made_by_id=by.person_id,
        **values,
    )  # fmt: skip
    ask_papers(copy, by=by)
    return copy


@transaction.atomic
def ask_papers_of(decision: Decision, *, by: Actor) -> DecisionCopy:
    """The papers of the newest copy; a decision recorded before there were papers is frozen now."""
    copy = queries.newest_copy(decision)
    if copy is None:
        Decision.objects.select_for_update(no_key=True).get(pk=decision.pk)
        copy = queries.newest_copy(decision) or freeze_decision(decision, by=by)
    ask_papers(copy, by=by)
    return copy


@transaction.atomic
def draft_decision(
    chosen: Sequence[Assessment], number: str, signed_on: date, decided_by: str, *, by: Actor
) -> DecisionCopy:
    """What the decision would say, for the person who asked; it takes the place of the last."""
    permissions.require_anywhere(by, DECIDE)
    first = chosen[0]
    DecisionCopy.objects.filter(
        decision__isnull=True,
        made_by=by.person_id,
        period=first.period,
        office=first.appraising_unit,
    ).delete()
    rows = queries.chosen_rows(chosen)
    paper = _paper(number, signed_on, decided_by)
    values = _values(None, rows, paper, by.at, first.appraising_unit, first.period)
    copy = DecisionCopy.objects.create(made_by_id=by.person_id, **values)
    ask_papers(copy, by=by)
    return copy


@transaction.atomic
def ask_papers(copy: DecisionCopy, *, by: Actor) -> None:
    """Every form in every format, made already or queued now."""
    DecisionPaper.objects.bulk_create(
        (
            DecisionPaper(copy=copy, form=form, format=file_format, asked_at=by.at)
            for form in FORMS
            for file_format in FORMATS
        ),
        ignore_conflicts=True,
    )
    queue_making(queries.papers_of(copy))


def _paper(number: str, signed_on: date, decided_by: str) -> dict[str, Any]:
    return {"number": number, "signed_on": signed_on, "decided_by": decided_by}


def _values(
    decision: Decision | None,
    rows: list[queries.Row],
    paper: dict[str, Any],
    at: datetime,
    office: Any,
    period: Any = None,
) -> dict[str, Any]:
    period = decision.period if decision else period
    payload = decision_payload(
        period,
        office,
        paper,
        rows,
        queries.earlier_rows(period, office.pk, decision),
        counts=queries.unit_counts(period, office.pk),
        at=at,
        demo=settings.DEMO,
    )
    canonical = canonical_text(payload)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return {
        "period": period, "office": office, "payload": payload, "canonical": canonical,
        "sha256": digest, "made_at": at,
    }  # fmt: skip
