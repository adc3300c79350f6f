"""The page on which the officer sends for the chair, with the scan of what the chair signed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key_unlocked
from tuphap.modules.assessments.actions.submit_for_chair import submit_for_chair
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.second_try import second_try_shows_receipt
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.submit_link import chairs_of
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.sheet.move_page import move_context
from tuphap.modules.assessments.sheet.signed_paper_form import paper_context, signed_paper_in
from tuphap.modules.assessments.views.moves import will_happen
from tuphap.rules import workflow
from tuphap.rules.permissions import require
from tuphap.rules.refusals import Refused
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.assessment import FOR_CHAIR

IN_THE_WAY = ("blocked", "not_yet", "posting")


def page_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _page(request, pk, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@second_try_shows_receipt
@faults_answered_by(page_with_faults)
@once_per_key_unlocked
def send_for_chair(request: PersonRequest, pk: UUID) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    if request.method != "POST":
        return _page(request, pk)
    _move(request, dossier)
    paper, uploads = signed_paper_in(request)
    submit_for_chair(pk, paper, uploads, by=request.actor)
    messages.success(
        request, f"Đã gửi hồ sơ tới {dossier.appraising_unit.name}, thay lãnh đạo, theo bản ký."
    )
    return redirect("assessments:newest_receipt", pk)


def _move(request: PersonRequest, dossier: Assessment) -> Move:
    """The line of the table, for a person who may; else Refused, before any page is shown."""
    found = workflow.find_move(dossier.workflow, FOR_CHAIR, dossier.status)
    require(request.actor, found.needs, sheet_page.subject_of_own_work(dossier))
    return found


def _page(request: PersonRequest, pk: UUID, refused: Refused | None = None) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    context = move_context(dossier, _move(request, dossier), request.actor)
    waiting = next((context[name] for name in IN_THE_WAY if context[name]), "")
    context |= {
        **paper_context(request, refused, _first_chair(request, dossier)),
        "waiting": waiting,
        "will_happen": will_happen("submit", dossier),
    }
    status = 422 if refused else 200
    return render(request, "assessments/submit_for_chair.html", context, status=status)


def _first_chair(request: PersonRequest, dossier: Assessment) -> str:
    """The name that will be on the paper in most cases; it can be typed over."""
    chairs = chairs_of(dossier, timezone.localdate(request.actor.at))
    return chairs[0].full_name if chairs else ""
