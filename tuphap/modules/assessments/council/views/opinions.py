"""What a member does: the dossiers that wait, and an opinion on each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.ui.fields import with_faults
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.council.actions.opinions import (
    OPINION_CHANGED,
    Seen,
    give_opinion,
    own_seat,
    why_closed,
)
from tuphap.modules.assessments.council.forms import OpinionForm, initial_of, said_in
from tuphap.modules.assessments.council.models import CouncilMember
from tuphap.modules.assessments.council.opinion_page import differing, dossier_context
from tuphap.modules.assessments.council.own_list import own_list, own_lists
from tuphap.modules.assessments.council.paper_places import opinion_shelf
from tuphap.modules.assessments.council.queries import GIVE, is_current, stored_opinion
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.second_appraisal.queries import samples
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.council import STANCE_LABELS
from tuphap.rules.permissions import require, require_anywhere
from tuphap.rules.refusals import Kind, Refused

OPINION_VERSION, NEXT = "ban-y-kien", "tiep"
NO_VERSION = "Phiếu gửi thiếu số bản của hồ sơ. Tải lại trang rồi ghi lại ý kiến."


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, GIVE)
    today = timezone.localdate(request.actor.at)
    context = {
        "lists": own_lists(request.actor),
        "today": today,
        "stances": STANCE_LABELS,
        "sees_samples": samples(request.actor).exists(),
    }
    return render(request, "council/opinions.html", context)


def opinion_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    """What was written stays; where the stored opinion is newer, both stand side by side."""
    return _page(request, pk, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(opinion_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    if request.method != "POST":
        return _page(request, pk)
    dossier = get_visible(request.actor, pk)
    said = said_in(request.POST, parsed(dossier.period.rule_set))
    give_opinion(pk, said, seen_in(request), by=request.actor)
    messages.success(request, f"Đã lưu ý kiến về {dossier.unit.name}.")
    if NEXT not in request.POST:
        return redirect("council:opinion", pk)
    around = own_list(request.actor, dossier)
    following = around.after(pk) if around else None
    return redirect("council:opinion", following) if following else redirect("council:opinions")


def seen_in(request: PersonRequest) -> Seen:
    posted = request.POST.copy()
    posted[VERSION] = request.POST.get(OPINION_VERSION, "")
    return Seen(version_in(request.POST, NO_VERSION), version_in(posted, NO_VERSION))


def _page(request: PersonRequest, pk: UUID, refused: Refused | None = None) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    require(request.actor, GIVE, subject_of(dossier))
    seat = own_seat(dossier, by=request.actor)
    around = own_list(request.actor, dossier)
    context = {
        **dossier_context(request.actor, dossier),
        **form_context(request, dossier, seat, refused),
        "seat": seat,
        "around": around,
        "before": around.before(pk) if around else None,
        "after": around.after(pk) if around else None,
        "next_name": NEXT,
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "council/opinion.html", context, status=status)


def form_context(
    request: PersonRequest, dossier: Assessment, seat: CouncilMember, refused: Refused | None
) -> dict[str, Any]:
    """The form as typed or as stored, and the versions that this page shows."""
    rule_set = parsed(dossier.period.rule_set)
    stored = stored_opinion(seat, dossier)
    form = OpinionForm(
        request.POST if refused else None, rule_set=rule_set, initial=initial_of(stored)
    )
    with_faults(form, refused)
    clash = refused is not None and refused.code == OPINION_CHANGED and stored is not None
    said = said_in(request.POST, rule_set)
    return {
        "form": form,
        "stored": stored,
        "is_current": is_current(stored, dossier),
        "opinion_version": stored.version if stored else 0,
        "opinion_version_name": OPINION_VERSION,
        "stances": [{"value": str(c), "label": label} for c, label in STANCE_LABELS.items()],
        "stance": form["stance"].value() or "",
        "clash": differing(dossier, stored, said) if clash and stored else None,
        "closed": why_closed(dossier),
        "forms": opinion_shelf(seat, dossier, timezone.now()),
    }
