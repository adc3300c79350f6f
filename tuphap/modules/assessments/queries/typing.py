"""Who types for a unit from its paper, and what the unit said to it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment, Typing
from tuphap.rules.workflows.assessment import TYPE_FOR_UNIT


def open_typing(assessment: Assessment) -> Typing | None:
    return _typings(assessment).filter(answer=Typing.OPEN).first()


def newest_typing(assessment: Assessment) -> Typing | None:
    return _typings(assessment).order_by("-pk").first()


def typing_shown(assessment: Assessment, changes: Iterable[StatusChange]) -> Typing | None:
    """Asked for only where the history of moves knows of one."""
    if not any(change.move == TYPE_FOR_UNIT for change in changes):
        return None
    return newest_typing(assessment)


def answers_by_dossier(dossiers: QuerySet[Assessment]) -> dict[UUID, str]:
    """The answer of the unit, "" while it is waited for, by dossier typed from paper."""
    rows = Typing.objects.filter(assessment__in=dossiers.order_by().values("pk"))
    return dict(rows.order_by("pk").values_list("assessment_id", "answer"))


def _typings(assessment: Assessment) -> QuerySet[Typing]:
    found = Typing.objects.filter(assessment=assessment.pk)
    people = found.select_related("typed_by", "office", "answered_by", "paper__handed_in_by")
    return people.prefetch_related("paper__pages__file")
