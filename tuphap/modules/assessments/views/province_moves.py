"""What the province alone does to a dossier: a page that says what follows, then one button."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions.province_moves import DEEDS
from tuphap.modules.assessments.desk.already_done import already_done_leads_on
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.criteria.queries import notice
from tuphap.rules import workflow
from tuphap.rules.permissions import require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.province_moves import EXEMPT, READMIT, UNLOCK


@dataclass(frozen=True)
class Wording:
    """What follows, what is asked for as a reason, and what is said once it is done."""

    follows: tuple[str, ...]
    hint: str
    done: str


WORDINGS: Mapping[str, Wording] = {
    EXEMPT: Wording(
        (
            "Đơn vị không còn trong số đơn vị được đánh giá và không tính vào tỷ lệ.",
            "Số liệu, tài liệu đã nhập được giữ nguyên, chỉ xem. Đơn vị không nhận nhắc việc nữa.",
            "Khi cần, đưa đơn vị trở lại kỳ đánh giá từ bước đầu.",
        ),
        "Ví dụ đã sắp xếp vào đơn vị khác, đã giải tỏa; ghi cả văn bản làm căn cứ.",
        "Đã ghi {unit} không đánh giá năm {year}.",
    ),
    READMIT: Wording(
        (
            "Đơn vị trở lại số đơn vị được đánh giá, bắt đầu từ bước đầu.",
            "Số liệu, tài liệu đã nhập trước đây vẫn còn nguyên.",
        ),
        "Vì sao đơn vị được đánh giá trở lại.",
        "Đã đưa {unit} trở lại kỳ đánh giá {year}.",
    ),
    UNLOCK: Wording(
        (
            "Hồ sơ trở lại bước ghi cột chính thức; quyết định hiện có không còn hiệu lực với hồ "
            "sơ này trong hệ thống.",
            "Kết quả đang chính thức được giữ nguyên để xem lại, kèm lý do mở lại.",
            "Bản đã công bố không đổi. Kết quả mới cần quyết định mới và một bản công bố mới.",
        ),
        "Sai ở nội dung nào, căn cứ vào đâu. Đơn vị và nơi thẩm tra đọc được.",
        "Đã mở lại số liệu của {unit}, năm {year}.",
    ),
}
ADDRESSES = {EXEMPT: "khong-danh-gia", READMIT: "dua-tro-lai", UNLOCK: "mo-lai"}
NAMES = {address: name for name, address in ADDRESSES.items()}


def page_with_faults(
    request: PersonRequest, refused: Refused, pk: UUID, address: str
) -> HttpResponse:
    return _page(request, pk, NAMES[address], refused)


def _afterwards(pk: UUID) -> str:
    return reverse("assessments:line_results", args=[pk])


@require_http_methods(["GET", "HEAD", "POST"])
@already_done_leads_on(lambda address: (NAMES.get(address, ""),), _afterwards)
@faults_answered_by(page_with_faults, Kind.INVALID)
@once_per_key
def province_move(request: PersonRequest, pk: UUID, address: str) -> HttpResponse:
    name = NAMES.get(address)
    if name is None:
        raise Http404
    if request.method != "POST":
        return _page(request, pk, name)
    dossier = DEEDS[name](pk, request.POST.get("reason", ""), by=request.actor)
    told = WORDINGS[name].done.format(unit=dossier.unit.name, year=dossier.period.year)
    messages.success(request, told)
    return redirect(_afterwards(pk))


def _page(
    request: PersonRequest, pk: UUID, name: str, refused: Refused | None = None
) -> HttpResponse:
    """Refused, before any page is shown, where the move itself would be."""
    dossier = get_visible(request.actor, pk)
    asked = workflow.find_move(dossier.workflow, name, dossier.status)
    require(request.actor, asked.needs, subject_of(dossier))
    faults = refused.fields if refused else {}
    context = {
        "dossier": dossier,
        "move": asked,
        "wording": WORDINGS[name],
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "fault": faults.get("reason", ""),
        "errors": [{"id": "o-reason", "text": text} for text in faults.values()],
        "typed_reason": request.POST.get("reason", ""),
        "strip_notice": notice(dossier.period.rule_set),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "assessments/province_move.html", context, status=status)
