"""The list of feedback, and one of them with what may be done about it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.feedback import actions, queries
from tuphap.modules.assessments.feedback.models import Feedback
from tuphap.modules.assessments.feedback.results import merged_words, who_answers
from tuphap.modules.assessments.public_words import LONGEST, TEXT
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.modules.assessments.views.comments import NO_VERSION
from tuphap.rules.permissions import may, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.feedback import (
    ANSWER_MOVES,
    DRAFT,
    LET_THROUGH,
    MODERATES,
    VIEWS,
    VIEWS_ALL,
)

PAGE_SIZE = 50
ADDRESSES = {
    "tiep-nhan": "accept",
    "khong-tiep-nhan": "refuse",
    "xem-lai": "look_again",
    "du-thao": DRAFT,
    "tra-lai": "send_back",
    "dang": "publish",
    "tra-loi-rieng": "reply",
    "thoi-dang": "take_down",
    "dang-lai": "show_again",
}
ASKED = {
    "refuse": "Lý do không tiếp nhận (người gửi đọc được khi tra cứu)",
    DRAFT: "Dự thảo trả lời",
    "send_back": "Lý do trả lại dự thảo",
    "publish": "Nội dung trả lời (đăng công khai)",
    "reply": "Nội dung trả lời (chỉ người gửi đọc được)",
    "take_down": "Lý do thôi đăng",
}


@require_safe
def received(request: PersonRequest) -> HttpResponse:
    choice, rows = found_feedback(request)
    filters = queries.filters(request.actor)
    sees_all, counts = may(request.actor, VIEWS_ALL), queries.counts(request.actor)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": [
            {"one": row, "status": row.workflow.status(row.status), "about": queries.about(row)}
            for row in page
        ],
        "choice": choice,
        "choices": [
            (word, label, counts[word])
            for word, (label, statuses) in filters.items()
            if sees_all or not statuses or set(statuses) & set(LET_THROUGH)
        ],
    }
    return render(request, "feedback/list.html", context)


def found_feedback(request: PersonRequest) -> tuple[str, QuerySet[Feedback]]:
    """What the address asks for; the page and its files show the same."""
    if not may(request.actor, VIEWS_ALL):
        require_anywhere(request.actor, VIEWS)
    choice = request.GET.get("xem", "")
    filters = queries.filters(request.actor)
    choice = choice if choice in filters else "tat-ca"
    rows, wanted = queries.visible(request.actor), filters[choice][1]
    return choice, rows.filter(status__in=wanted) if wanted else rows


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    return _page(request, queries.get_visible(request.actor, pk))


def dealt_with_faults(
    request: PersonRequest, refused: Refused, pk: UUID, address: str
) -> HttpResponse:
    return _page(request, queries.get_visible(request.actor, pk), refused, address)


@require_POST
@faults_answered_by(dealt_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def deal_with(request: PersonRequest, pk: UUID, address: str) -> HttpResponse:
    """`address` is the Vietnamese word: tiep-nhan, du-thao, dang, …"""
    if address not in ADDRESSES:
        raise Http404
    queries.get_visible(request.actor, pk)
    require_fields(request.POST, VERSION, TEXT)
    version = version_in(request.POST, NO_VERSION)
    text = request.POST.get(TEXT, "")
    done = actions.deal_with(pk, ADDRESSES[address], text, version, by=request.actor)
    messages.success(request, f"Đã ghi: {done.workflow.status(done.status).label.lower()}.")
    return redirect("feedback:show", pk)


def _page(
    request: PersonRequest, row: Feedback, refused: Refused | None = None, address: str = ""
) -> HttpResponse:
    fault = refused.fields.get(TEXT, refused.sentence) if refused else ""
    context = {
        "one": row,
        "status": row.workflow.status(row.status),
        "about": queries.about(row),
        "merged": merged_words(row.unit, timezone.localdate(request.actor.at)),
        "turns": queries.turns(row),
        "ways": [
            _way(row, move, request, address if refused else "") for move in _moves(request, row)
        ],
        "may_moderate": may(request.actor, MODERATES),
        "fault": fault,
        "longest": LONGEST[TEXT],
        "errors": [{"id": f"o-{address}", "text": fault}] if fault else [],
        "kept_days": actions.KEPT_DAYS,
    }
    status = STATUS_OF[refused.kind] if refused else 200
    return render(request, "feedback/one.html", context, status=status)


def _moves(request: PersonRequest, row: Feedback) -> list[Move]:
    """What this person may do now, at who stands in the place of the unit today."""
    row.answering_unit = who_answers(row.unit, timezone.localdate(request.actor.at))
    return [
        move
        for move in row.workflow.moves_from(row.status)
        if may(request.actor, move.needs, row.subject)
    ]


def _way(row: Feedback, move: Move, request: PersonRequest, faulty: str) -> dict[str, object]:
    """One button, or a button that opens a field; the words of the draft go on in it."""
    word = next(word for word, name in ADDRESSES.items() if name == move.name)
    begun = queries.newest_draft(row) if move.name in (DRAFT, *ANSWER_MOVES) else ""
    is_faulty = word == faulty
    return {
        "move": move,
        "word": word,
        "asked": ASKED.get(move.name, ""),
        "text": request.POST.get(TEXT, "") if is_faulty else begun,
        "is_faulty": is_faulty,
    }
