"""The moves of the unit itself: each a page that says what will happen, then one button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import hands_to_once, once_per_key
from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.desk.already_done import already_done_leads_on
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.second_try import second_try_shows_receipt
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.sheet import self_column
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.sheet.move_page import TOLD_AT, move_context
from tuphap.rules import workflow
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflow import Move

AFTERWARDS = {"submit": "assessments:newest_receipt"}
NAMES = {address: name for name, address in sheet_page.ADDRESSES.items()}


@dataclass(frozen=True)
class Wording:
    """What a page of confirmation says; {office} is the unit that appraises."""

    will_happen: tuple[str, ...]
    done: str


WORDINGS: Mapping[str, Wording] = {
    "register": Wording(
        (
            "Đơn vị tham gia đánh giá của năm; {office} thấy đơn vị đã đăng ký.",
            "Sau khi đăng ký mới bắt đầu nhập phiếu.",
        ),
        "Đã đăng ký đánh giá. Mở phiếu để bắt đầu nhập.",
    ),
    "start": Wording((), "Đã bắt đầu. Số liệu được lưu ngay khi rời từng ô."),
    "post": Wording(
        (
            "Kết quả của đơn vị được niêm yết để lấy ý kiến góp ý.",
            "Trong thời gian niêm yết số liệu và tài liệu chỉ xem. Muốn sửa phải ghi lý do, "
            "rồi niêm yết lại.",
        ),
        "Đã niêm yết kết quả.",
    ),
    "reopen": Wording(
        (
            "Phiếu mở lại để sửa số liệu và tài liệu.",
            "Sửa xong phải niêm yết lại trước khi gửi hồ sơ.",
        ),
        "Đã mở lại phiếu để sửa.",
    ),
    "submit": Wording(
        (
            "Hồ sơ chuyển tới {office} để thẩm tra.",
            "Sau khi gửi, số liệu và tài liệu chỉ xem. Chỉ sửa được khi hồ sơ bị trả lại "
            "kèm lý do.",
            "Đạt hay chưa đạt đều gửi như nhau; kết quả chính thức do cấp thẩm tra kết luận.",
        ),
        "Đã gửi hồ sơ tới {office}.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@already_done_leads_on(
    lambda address: (NAMES.get(address, ""),),
    lambda pk: reverse("assessments:sheet", args=[pk]),
)
@second_try_shows_receipt
@hands_to_once
def sheet_move(request: PersonRequest, pk: UUID, address: str) -> HttpResponse:
    """`address` is the Vietnamese word in the address: gui, niem-yet, sua-lai, bat-dau."""
    if address not in NAMES:
        raise Http404
    if request.method == "POST":
        return do_move(request, pk, NAMES[address])
    if NAMES[address] == "start":
        return redirect("assessments:sheet", pk)
    return _page(request, pk, NAMES[address])


def page_with_faults(request: PersonRequest, refused: Refused, pk: UUID, name: str) -> HttpResponse:
    return _page(request, pk, name, refused, status=STATUS_OF[refused.kind])


@faults_answered_by(page_with_faults, Kind.INVALID, Kind.CONFLICT, codes=tuple(TOLD_AT))
@once_per_key
def do_move(request: PersonRequest, pk: UUID, name: str) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    found = _allowed(dossier, name, request.actor)
    if "self_complete" in found.guards and _todo(dossier):
        # The same page again, with the list of what is missing.
        return _page(request, pk, name, status=409)
    DEEDS.get(name, _plain_move)(dossier, name, request)
    messages.success(request, WORDINGS[name].done.format(office=dossier.appraising_unit.name))
    return redirect(AFTERWARDS.get(name, "assessments:sheet"), pk)


def _plain_move(dossier: Assessment, name: str, request: PersonRequest) -> None:
    move(dossier.pk, name, by=request.actor, reason=request.POST.get("reason", ""))


def _submit(dossier: Assessment, name: str, request: PersonRequest) -> None:
    submit(dossier.pk, by=request.actor)


DEEDS: Mapping[str, Callable[[Assessment, str, PersonRequest], None]] = {"submit": _submit}


def _allowed(dossier: Assessment, name: str, actor: Actor) -> Move:
    """The line of the table, for a person who may; else Refused, before any page is shown."""
    found = workflow.find_move(dossier.workflow, name, dossier.status)
    require(actor, found.needs, sheet_page.subject_of_own_work(dossier))
    return found


def _todo(dossier: Assessment) -> tuple[Any, ...]:
    column = self_column(dossier)
    return sheet_page.panel_of(column, score(dossier, column.rule_set, column.given)).todo


def _page(
    request: PersonRequest,
    pk: UUID,
    name: str,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    found = _allowed(dossier, name, request.actor)
    faults = refused.fields if refused else {}
    errors = [{"id": "o-reason", "text": text} for text in faults.values()]
    if refused and refused.code in TOLD_AT:
        errors = [{"id": TOLD_AT[refused.code], "text": refused.sentence}]
    context = {
        **move_context(dossier, found, request.actor),
        "will_happen": will_happen(name, dossier),
        "fault": faults.get("reason", ""),
        "errors": errors,
        "typed_reason": request.POST.get("reason", ""),
    }
    return render(request, "assessments/submit.html", context, status=status)


def will_happen(name: str, dossier: Assessment) -> list[str]:
    office = dossier.appraising_unit.name
    return [text.format(office=office) for text in WORDINGS[name].will_happen]
