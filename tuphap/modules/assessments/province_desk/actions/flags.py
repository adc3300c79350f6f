"""Keeping the flags of dossiers, so that no page of all units has to look at every sheet."""

from datetime import datetime
from uuid import UUID

from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.province_desk.models import DossierFlags
from tuphap.modules.assessments.province_desk.queries.flags import found_in, stale
from tuphap.modules.assessments.queries.assessments import base

# Of one turn: a few seconds of work; the next turn goes on.
MOST = 400


def refresh_flags(at: datetime, most: int = MOST) -> int:
    """How many were looked at; each stands alone, so a turn cut short loses nothing."""
    dossiers = stale(at, most)
    for dossier in dossiers:
        _keep(dossier, at)
    return len(dossiers)


def refresh_flags_of(assessment_id: UUID, at: datetime) -> None:
    """Of one dossier that was just sent."""
    _keep(base().get(pk=assessment_id), at)


def _keep(dossier: Assessment, at: datetime) -> None:
    DossierFlags.objects.update_or_create(
        assessment=dossier, defaults={"checks": found_in(dossier, at), "as_of": at}
    )
