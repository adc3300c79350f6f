"""Typing for a unit without a line: begun by the unit above, answered by the unit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import hands_to_once, once_per_key, once_per_key_unlocked
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions.type_for_unit import (
    CONFIRM_TYPED,
    confirm_typed,
    object_to_typed,
    type_for_unit,
)
from tuphap.modules.assessments.desk.already_done import already_done_leads_on
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.typing import newest_typing
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.sheet.move_page import move_context
from tuphap.modules.assessments.sheet.signed_paper_form import paper_context, signed_paper_in
from tuphap.rules import workflow
from tuphap.rules.permissions import require
from tuphap.rules.refusals import Refused
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.assessment import SELF, TYPE_FOR_UNIT

NO_REASON = "Chưa có lý do. Ghi vì sao đơn vị chưa tự nhập được."
OBJECTS = "khong"


def page_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _page(request, pk, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@already_done_leads_on(lambda: (TYPE_FOR_UNIT,), lambda pk: reverse("assessments:sheet", args=[pk]))
@faults_answered_by(page_with_faults)
@once_per_key_unlocked
def begin(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Reason and scan of the unit's paper; from then on the sheet is open to this person."""
    dossier = get_visible(request.actor, pk)
    _move(request, dossier)
    if request.method != "POST":
        return _page(request, pk)
    reason = request.POST.get("reason", "")
    missing = {} if reason.strip() else {"reason": NO_REASON}
    paper, uploads = signed_paper_in(request, missing)
    type_for_unit(pk, reason, paper, uploads, by=request.actor)
    messages.success(request, f"Đã mở phiếu của {dossier.unit.name} để nhập thay từ bản giấy.")
    return redirect("assessments:sheet", pk)


def _move(request: PersonRequest, dossier: Assessment) -> Move:
    found = workflow.find_move(dossier.workflow, TYPE_FOR_UNIT, dossier.status)
    require(request.actor, found.needs, subject_of(dossier))
    return found


def _page(request: PersonRequest, pk: UUID, refused: Refused | None = None) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    context = paper_context(request, refused)
    if refused and "reason" in refused.fields:
        fault = {"id": "o-reason", "text": refused.fields["reason"]}
        others = [row for row in context["errors"] if row["id"] != "id_reason"]
        context["errors"] = [*others, fault]
    context |= {
        **move_context(dossier, _move(request, dossier), request.actor),
        "typed_reason": request.POST.get("reason", ""),
    }
    status = 422 if refused else 200
    return render(request, "assessments/type_for_unit.html", context, status=status)


def answer_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _answer_page(request, pk, refused.fields["objection"])


@require_http_methods(["GET", "HEAD", "POST"])
@hands_to_once
def answer(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The unit looks at what was typed for it and has its word."""
    return _answer(request, pk) if request.method == "POST" else _answer_page(request, pk)


@faults_answered_by(answer_with_faults)
@once_per_key
def _answer(request: PersonRequest, pk: UUID) -> HttpResponse:
    get_visible(request.actor, pk)
    number = request.POST.get("version", "")
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    if request.POST.get("answer") == OBJECTS:
        object_to_typed(pk, version, request.POST.get("objection", ""), by=request.actor)
        messages.success(request, "Đã ghi ý kiến không xác nhận, nơi thẩm tra đọc được lý do.")
    else:
        confirm_typed(pk, version, by=request.actor)
        messages.success(request, "Đã xác nhận số liệu nhập thay.")
    return redirect("assessments:sheet", pk)


def _answer_page(request: PersonRequest, pk: UUID, fault: str = "") -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    require(request.actor, CONFIRM_TYPED, subject_of(dossier))
    typing = newest_typing(dossier)
    if typing is None or not typing.is_open:
        return redirect("assessments:sheet", pk)
    move = Move(TYPE_FOR_UNIT, "", dossier.status, dossier.status, CONFIRM_TYPED)
    context = {
        **move_context(dossier, move, request.actor),
        "typing": typing,
        "is_closed": SELF not in dossier.step.writable and dossier.submitted_at is not None,
        "may_fill": sheet_page.can_write(dossier, request.actor),
        "objects": OBJECTS,
        "objection": request.POST.get("objection", ""),
        "fault": fault,
        "errors": [{"id": "o-objection", "text": fault}] if fault else [],
    }
    status = 422 if fault else 200
    return render(request, "assessments/typed_answer.html", context, status=status)
