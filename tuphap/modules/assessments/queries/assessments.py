"""Fetching dossiers: always from what the actor may see."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.rules.permissions import Actor, may


def visible(actor: Actor, permission: str = "assessment.view") -> QuerySet[Assessment]:
    """Dossiers within reach, with all a page needs but the rule set's document."""
    return within_reach(base(), actor, permission)


def base() -> QuerySet[Assessment]:
    return Assessment.objects.select_related("unit__parent", "period__scope_unit", "decision")


_DOSSIER = KeptQuery(lambda pk: base().filter(pk=pk), example=(UUID(int=0),))


def get_visible(actor: Actor, assessment_id: UUID) -> Assessment:
    """One dossier; outside the reach is the same 404 as one that does not exist (A3)."""
    found = _DOSSIER.first(assessment_id)
    if found is None or not may(actor, "assessment.view", found.subject):
        raise Http404
    return found


def require_visible(actor: Actor, assessment_id: UUID) -> Assessment:
    """Only the identity of a dossier in reach, for an action that will lock and read it; or 404."""
    return Assessment(pk=get_visible(actor, assessment_id).pk)


def periods_in_reach(actor: Actor) -> QuerySet[Period]:
    """Periods with at least one dossier the actor may see, newest first."""
    seen = visible(actor).order_by().values("period")
    return (
        Period.objects.filter(pk__in=seen)
        .select_related("rule_set", "scope_unit")
        .defer("rule_set__document")
    )
