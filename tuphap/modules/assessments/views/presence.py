"""Who else has the sheet open to write: asked by the page itself, every half minute."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.presence.actions import still_open
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.sheet.page import can_write


@require_POST
def sheet_open(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Only people who may write meet; a reader neither sees nor is seen."""
    dossier = get_visible(request.actor, pk)
    others = still_open(dossier, by=request.actor) if can_write(dossier, request.actor) else []
    return render(request, "assessments/_sheet_presence.html", {"others": others})
