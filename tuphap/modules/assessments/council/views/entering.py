"""The secretary and one member's opinion on one dossier: reading it, entering it from paper."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.files.downloads import answer_with, require_scanned
from tuphap.foundation.request_keys.once import once_per_key_unlocked
from tuphap.foundation.ui.fields import require_valid, with_faults
from tuphap.modules.assessments.council.actions.opinions import enter_opinion
from tuphap.modules.assessments.council.forms import SignedOnForm, said_in
from tuphap.modules.assessments.council.models import Council, CouncilMember
from tuphap.modules.assessments.council.opinion_page import dossier_context
from tuphap.modules.assessments.council.queries import all_seats, get_council, visible_scan
from tuphap.modules.assessments.council.views.councils import head
from tuphap.modules.assessments.council.views.opinions import form_context, seen_in
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.sheet.signed_paper_form import ACCEPTED, FILE
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.refusals import Kind, Refused


def page_with_faults(
    request: PersonRequest, refused: Refused, pk: UUID, member: UUID, dossier: UUID
) -> HttpResponse:
    return _page(request, *_asked(request, pk, member, dossier), refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key_unlocked
def enter(request: PersonRequest, pk: UUID, member: UUID, dossier: UUID) -> HttpResponse:
    council, seat, found = _asked(request, pk, member, dossier)
    if request.method != "POST":
        return _page(request, council, seat, found)
    form = SignedOnForm(request.POST)
    require_valid(form)
    enter_opinion(
        found.pk,
        seat.pk,
        said_in(request.POST, parsed(found.period.rule_set)),
        seen_in(request),
        form.cleaned_data["signed_on"],
        request.FILES.getlist(FILE),
        by=request.actor,
    )
    messages.success(request, f"Đã ghi ý kiến của {seat.name} về {found.unit.name}.")
    return redirect("council:show", pk)


@require_safe
def scan(request: PersonRequest, file_id: UUID) -> HttpResponseBase:
    page = visible_scan(request.actor, file_id)
    if page is None:
        raise Http404
    require_scanned(page.file, is_own=page.paper.handed_in_by_id == request.actor.person_id)
    return answer_with(page.file, by=request.actor, unit=page.paper.assessment.unit.name)


def _asked(
    request: PersonRequest, pk: UUID, member: UUID, dossier: UUID
) -> tuple[Council, CouncilMember, Assessment]:
    council = get_council(request.actor, pk)
    seat = next((row for row in all_seats(council) if row.pk == member), None)
    found = get_visible(request.actor, dossier)
    of_council = (council.period_id, council.unit_id) == (found.period_id, found.appraising_unit_id)
    if seat is None or not of_council:
        raise Http404
    return council, seat, found


def _page(
    request: PersonRequest,
    council: Council,
    seat: CouncilMember,
    dossier: Assessment,
    refused: Refused | None = None,
) -> HttpResponse:
    faults = refused.fields if refused else {}
    context = {
        **head(request, council),
        **dossier_context(request.actor, dossier),
        **form_context(request, dossier, seat, refused),
        **ACCEPTED,
        "faults": faults,
        "seat": seat,
        "signed": with_faults(SignedOnForm(request.POST if refused else None), refused),
        "errors": [
            {"id": f"o-{FILE}" if name == FILE else f"id_{name}", "text": sentence}
            for name, sentence in faults.items()
        ],
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "council/enter.html", context, status=status)
