"""What is said about one line: its page, a new question or note, and the answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions import comments as actions
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.lines.items import Item, anchor, items_of
from tuphap.modules.assessments.lines.words import name_of
from tuphap.modules.assessments.models import LONGEST_COMMENT, Assessment, Comment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.comments import reads_notes, threads
from tuphap.modules.assessments.second_appraisal.blind import require_sight
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.criteria.queries import notice
from tuphap.rules.permissions import may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.comment import ANSWERS, ASKS

KIND, BACK = "loai", "ve"
NO_VERSION = "Lần gửi thiếu số bản của trao đổi. Tải lại trang rồi làm lại."
# The last part of an address for each move.
ADDRESSES = {
    "tra-loi": "answer",
    "da-bo-sung": "supplement",
    "hoi-lai": "ask_again",
    "dong-y": "agree",
    "khong-dong-y": "object",
    "dong": "close",
}
DONE = {
    "answer": "Đã ghi câu trả lời cho {item}.",
    "supplement": "Đã đánh dấu {item} là đã bổ sung.",
    "ask_again": "Đã hỏi lại về {item}.",
    "agree": "Đã ghi đồng ý với việc sửa {item}.",
    "object": "Đã ghi ý kiến không đồng ý với việc sửa {item}, nơi thẩm tra đọc được lý do.",
    "close": "Đã đóng trao đổi về {item}.",
}
# Where one may go back to; anything else leads to the page of the line.
PLACES = {"phieu": "assessments:sheet", "ban": "assessments:desk"}


def asked_with_faults(request: PersonRequest, refused: Refused, pk: UUID, item: str) -> Any:
    return _page(request, get_visible(request.actor, pk), item, refused)


@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(asked_with_faults)
@once_per_key
def thread(request: PersonRequest, pk: UUID, item: str) -> HttpResponse:
    """Everything said about a line; whoever appraises asks or notes here."""
    dossier = get_visible(request.actor, pk)
    require_sight(request.actor, dossier)
    if request.method != "POST":
        return _page(request, dossier, item)
    desk_page.require_fields(request.POST, KIND, actions.TEXT, BACK)
    kind, text = request.POST.get(KIND, ""), request.POST.get(actions.TEXT, "")
    said = actions.ask(pk, item, kind, text, by=request.actor)
    messages.success(request, f"Đã ghi vào trao đổi về {item}.")
    return redirect(_back(request, said))


def answered_with_faults(request: PersonRequest, refused: Refused, pk: UUID, address: str) -> Any:
    found = get_object_or_404(Comment, pk=pk)
    dossier = get_visible(request.actor, found.assessment_id)
    return _page(request, dossier, found.item, refused, at=pk)


@require_POST
@faults_answered_by(answered_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def respond(request: PersonRequest, pk: UUID, address: str) -> HttpResponse:
    """`address` is one of the Vietnamese words of ADDRESSES."""
    if address not in ADDRESSES:
        raise Http404
    desk_page.require_fields(request.POST, VERSION, actions.TEXT, BACK)
    move, text = ADDRESSES[address], request.POST.get(actions.TEXT, "")
    said = actions.respond(pk, move, text, version_in(request.POST, NO_VERSION), by=request.actor)
    messages.success(request, DONE[move].format(item=said.item))
    return redirect(_back(request, said))


def _page(
    request: PersonRequest,
    dossier: Assessment,
    code: str,
    refused: Refused | None = None,
    at: UUID | None = None,
) -> HttpResponse:
    """`at` is the thread whose answer was refused; without it the new words were."""
    item = _item(dossier, code)
    said = threads(request.actor, dossier).get(code, ())
    fault = refused.fields.get(actions.TEXT, refused.sentence) if refused else ""
    field = f"o-{at}" if at else "o-loi"
    context = {
        "dossier": dossier,
        "item": item,
        "name": name_of(item),
        "threads": said,
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        **rights(request, dossier),
        "longest": LONGEST_COMMENT,
        "at": at,
        "fault": fault,
        "errors": [{"id": field, "text": fault}] if refused else [],
        "typed": request.POST.get(actions.TEXT, "") if refused else "",
        "typed_kind": request.POST.get(KIND, ""),
        "place": request.POST.get(BACK) or request.GET.get(BACK, ""),
        "sheet_url": reverse("assessments:sheet", args=[dossier.pk]),
        "strip_notice": notice(dossier.period.rule_set),
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "assessments/thread.html", context, status=status)


def rights(request: PersonRequest, dossier: Assessment) -> dict[str, bool]:
    """What this person may do in the threads of a dossier."""
    subject = dossier.subject
    in_hand = dossier.submitted_at is not None and dossier.decision_id is None
    return {
        "may_ask": in_hand and may(request.actor, ASKS, subject),
        "may_close": may(request.actor, ASKS, subject),
        "may_answer": may(request.actor, ANSWERS, subject),
        "may_note": reads_notes(request.actor, dossier),
    }


def _item(dossier: Assessment, code: str) -> Item:
    found = next((item for item in items_of(dossier.period) if item.code == code), None)
    if found is None:
        raise Http404
    return found


def _back(request: PersonRequest, said: Comment) -> str:
    place = PLACES.get(request.POST.get(BACK, ""))
    if place is None:
        return reverse("assessments:thread", args=[said.assessment_id, said.item])
    line = f"?noi-dung={said.item}" if place == PLACES["ban"] else ""
    return f"{reverse(place, args=[said.assessment_id])}{line}#nd-{anchor(said.item)}"
