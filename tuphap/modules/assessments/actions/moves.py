"""The moves of a dossier, named after what people do. Statuses change in `perform` only."""

from uuid import UUID

from django.db import transaction

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.entries import copy_column
from tuphap.modules.assessments.actions.telling import last_change, tell_returned, tell_submitted
from tuphap.modules.assessments.guards import require_own_hand
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.actions import announce, freeze
from tuphap.modules.assessments.province_desk.tasks import refresh_flags_of
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.modules.assessments.queries.last_days import days_late_at
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import APPRAISED, FINAL

# Decisions and publications carry more than a move: they have actions of their own.
SIMPLE_MOVES = ("register", "start", "post", "reopen", "receive", "return", "conclude", "report")


@transaction.atomic
def move(assessment_id: UUID, name: str, *, by: Actor, reason: str = "") -> Assessment:
    """A move that changes nothing but the status."""
    assessment = perform(require_visible(by, assessment_id), name, by=by, reason=reason)
    if name == "return":
        tell_returned(assessment, by=by)
    return assessment


@transaction.atomic
def submit(assessment_id: UUID, *, by: Actor, announced: bool = True) -> Assessment:
    """Send the dossier to the unit that appraises; “met” and “not met” alike.

    What was entered is frozen with the move. The letter and the papers of that copy, and the look
    at its flags, are queued, unless it is not `announced`: then papers are made when somebody asks
    for them, and flags by the sweep.
    """
    assessment = perform(require_visible(by, assessment_id), "submit", by=by)
    require_own_hand(assessment, by)
    return sent(assessment, by=by, announced=announced)


@transaction.atomic
def sent(assessment: Assessment, *, by: Actor, announced: bool = True) -> Assessment:
    """What follows on every way of sending, in the transaction of its move."""
    assessment.submitted_at = by.at
    assessment.days_late = days_late_at(assessment, by.at, status=last_change(assessment).source)
    assessment.save(update_fields=["submitted_at", "days_late"])
    tell_submitted(assessment, by=by)
    copy = freeze(assessment, by=by)
    if announced:
        announce(copy, by=by)
        queue_each(refresh_flags_of, [{"dossier": str(assessment.pk)}])
    return assessment


@transaction.atomic
def close_appraisal(assessment_id: UUID, *, by: Actor) -> Assessment:
    """Close the appraised column; the final column starts as its copy."""
    assessment = perform(require_visible(by, assessment_id), "close", by=by)
    copy_column(assessment, APPRAISED, FINAL, by=by)
    return assessment
