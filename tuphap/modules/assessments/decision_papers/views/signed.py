"""The signed file of a decision: handing it in, getting it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, require_scanned
from tuphap.foundation.request_keys.once import once_per_key_unlocked
from tuphap.modules.assessments.decision_papers import queries
from tuphap.modules.assessments.decision_papers.actions.signed import hand_in
from tuphap.modules.assessments.decision_papers.views.decisions import decision_page
from tuphap.rules.refusals import Kind, Refused

FILE = "file"
NO_FILE = "Chưa chọn tệp. Chọn tệp PDF đã ký số của quyết định."


def page_with_faults(request: PersonRequest, refused: Refused, pk: int) -> HttpResponse:
    decision = queries.get_decision(request.actor, pk)
    return decision_page(request, decision, refused, STATUS_OF[refused.kind])


@require_POST
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key_unlocked
def upload(request: PersonRequest, pk: int) -> HttpResponse:
    decision = queries.get_decision(request.actor, pk)
    sent = request.FILES.get(FILE)
    if sent is None:
        raise Refused("no_file", NO_FILE, Kind.INVALID, {FILE: NO_FILE})
    kept = hand_in(decision, sent, by=request.actor)
    messages.success(request, f"Đã nhận bản ký số {kept.version} của quyết định.")
    return redirect("decision_papers:show", pk)


@require_safe
def download(request: PersonRequest, pk: UUID) -> HttpResponseBase:
    kept = queries.get_signed(request.actor, pk)
    require_scanned(kept.file, is_own=kept.handed_in_by_id == request.actor.person_id)
    return answer_with(kept.file, by=request.actor, unit=kept.decision.deciding_unit.name)
