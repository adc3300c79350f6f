"""Leaving the desk: giving a dossier back and closing it, each on a page of its own first."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.appraisal import finish as finish_desk
from tuphap.modules.assessments.actions.appraisal import require_seen
from tuphap.modules.assessments.actions.returns import give_back as return_dossier
from tuphap.modules.assessments.agencies.at_desk import agencies_at_desk
from tuphap.modules.assessments.council.guard import why_council_not_done
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.desk import return_form
from tuphap.modules.assessments.desk.already_done import already_done_leads_on
from tuphap.modules.assessments.desk.checks import shown_checks
from tuphap.modules.assessments.desk.page import FINISHING
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.desk import DeskOf, get_desk
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.criteria.queries import notice
from tuphap.rules import workflow
from tuphap.rules.permissions import require
from tuphap.rules.refusals import Refused
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.assessment import COUNCIL_DONE

NO_VERSION = "Trang xác nhận gửi thiếu số bản của hồ sơ. Mở lại trang rồi xác nhận."


def return_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    """What was typed stays; each fault beside its line."""
    found, asked = _asked(request, pk, "return")
    form = return_form.typed(found, request.POST, refused.fields)
    return render(
        request,
        "assessments/return.html",
        {**_context(found, asked), **form},
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _queue(pk: UUID) -> str:
    return reverse("assessments:queue")


@require_http_methods(["GET", "HEAD", "POST"])
@already_done_leads_on(lambda: ("return",), _queue)
@faults_answered_by(return_with_faults)
@once_per_key
def give_back(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The unit reads every word: which lines are wanted, and what is missing of each."""
    found, asked = _asked(request, pk, "return")
    if request.method != "POST":
        form = return_form.blank(found, request.GET.get("noi-dung", ""))
        return render(request, "assessments/return.html", {**_context(found, asked), **form})
    desk_page.require_fields(request.POST, *return_form.field_names(found))
    reason = desk_page.reason_in(request.POST, return_form.REASON)
    return_dossier(pk, reason, return_form.chosen(request.POST), by=request.actor)
    messages.success(request, f"Đã trả lại hồ sơ để {found.assessment.unit.name} bổ sung.")
    return redirect("assessments:queue")


@require_http_methods(["GET", "HEAD", "POST"])
@already_done_leads_on(lambda: FINISHING, _queue)
@once_per_key
def finish(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is closed, in figures, and what can no longer be changed."""
    if request.method != "POST":
        found, asked = _asked(request, pk, *FINISHING)
        context = _finish_context(found, asked) | {"council": _council_waits(found, asked, request)}
        context |= agencies_at_desk(found.assessment, request.actor)
        return render(request, "assessments/close.html", context)
    desk_page.require_fields(request.POST, VERSION)
    version = version_in(request.POST, NO_VERSION)
    # An older page asked for an older step; which one it was nobody knows any more.
    require_seen(get_visible(request.actor, pk), version)
    _, asked = _asked(request, pk, *FINISHING)
    dossier = finish_desk(pk, version, by=request.actor)
    messages.success(request, f"{asked.label}: đã xong, {dossier.unit.name}.")
    return redirect("assessments:queue")


def _asked(request: PersonRequest, pk: UUID, *names: str) -> tuple[DeskOf, Move]:
    """The dossier and the move asked for; refused as the move itself would be."""
    found = get_desk(request.actor, pk, timezone.localdate(request.actor.at))
    status = found.assessment.status
    asked = found.move(*names) or workflow.find_move(found.assessment.workflow, names[0], status)
    require(request.actor, asked.needs, found.subject)
    return found, asked


def _context(found: DeskOf, asked: Move) -> dict[str, Any]:
    dossier = found.assessment
    return {
        "found": found,
        "desk": found.desk,
        "dossier": dossier,
        "move": asked,
        "words": desk_page.labels(found),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "strip_notice": notice(dossier.period.rule_set),
    }


def _council_waits(found: DeskOf, asked: Move, request: PersonRequest) -> str:
    """Said before the button is pressed, where the move waits for a council's word."""
    if COUNCIL_DONE not in asked.guards:
        return ""
    return why_council_not_done(found.assessment, request.actor.at)


def _finish_context(found: DeskOf, asked: Move) -> dict[str, Any]:
    summary = found.summaries.get(found.column)
    return {
        **_context(found, asked),
        "met": summary.met if summary else None,
        "checks": shown_checks(found),
        "conditions": desk_page.conditions(found),
        "next_step": found.assessment.workflow.status(asked.target),
    }
