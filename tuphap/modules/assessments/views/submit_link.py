"""The link for the chair: made and cancelled by the officer, used without signing in."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.request_keys.keys import sent_once
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.actions.submit_link import (
    ASK,
    OVER,
    cancel_submit_link,
    count_try,
    make_submit_link,
    submit_by_link,
)
from tuphap.modules.assessments.lateness import told_before_sending
from tuphap.modules.assessments.models import Assessment, SubmitLink
from tuphap.modules.assessments.papers.code import code_of
from tuphap.modules.assessments.papers.letter import letter_context
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.papers.queries import current_copy
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.last_days import own_days
from tuphap.modules.assessments.queries.sheet import self_column
from tuphap.modules.assessments.queries.submit_link import (
    chairs_of,
    letter_word,
    link_of,
    open_link,
    used_or_replaced,
)
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.rules.permissions import require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import display_name


def ask_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    return _ask_page(request, pk, fault=refused.sentence)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(ask_with_faults)
def ask_chair(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The officer's page; a new code is shown in the answer to this one request only."""
    get_visible(request.actor, pk)
    if request.method != "POST":
        return _ask_page(request, pk)
    chosen = request.POST.get("chair", "")
    chair = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0
    made = make_submit_link(pk, chair, seed=_seed(request), by=request.actor)
    return _ask_page(request, pk, code=made.code)


@require_POST
@once_per_key
def cancel(request: PersonRequest, pk: UUID) -> HttpResponse:
    get_visible(request.actor, pk)
    cancel_submit_link(pk, by=request.actor)
    messages.success(request, "Đã hủy đường dẫn gửi hồ sơ.")
    return redirect("assessments:ask_chair", pk)


def link_with_faults(request: PersonRequest, refused: Refused, token: str) -> HttpResponse:
    return _link_page(request, token, fault=refused.sentence)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@faults_answered_by(link_with_faults)
def submit_link(request: PersonRequest, token: str) -> HttpResponse:
    """One page with the totals; the code sends the dossier."""
    if request.method != "POST":
        over = used_or_replaced(token)
        return _over_page(request, over) if over else _link_page(request, token)
    return _send(request, count_try(token, at=request.arrived_at))


def over_with_faults(request: PersonRequest, refused: Refused, link: SubmitLink) -> HttpResponse:
    link.refresh_from_db()
    return _over_page(request, link)


@faults_answered_by(over_with_faults, Kind.CONFLICT, codes=(OVER,))
@once_per_key
def _send(request: PersonRequest, link: SubmitLink) -> HttpResponse:
    """Apart from the counting of tries, which stays whatever comes of the code."""
    code = request.POST.get("code", "")[:20]
    return _sent_page(request, submit_by_link(link.pk, code, at=request.arrived_at))


def _seed(request: PersonRequest) -> bytes:
    sent = sent_once(request)
    return repr((sent.person, sent.key, sent.path, sent.content)).encode() if sent else b""


def _ask_page(request: PersonRequest, pk: UUID, code: str = "", fault: str = "") -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    require(request.actor, ASK, dossier.subject)
    link = open_link(dossier)
    context = {
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "chairs": chairs_of(dossier, timezone.localdate(request.actor.at)),
        "link": link,
        "letter": letter_word(link) if link else "",
        "code": code,
        "fault": fault,
        "errors": [{"id": "o-chair", "text": fault}] if fault else [],
    }
    return render(request, "assessments/ask_chair.html", context, status=422 if fault else 200)


def _sent_page(request: PersonRequest, dossier: Assessment) -> HttpResponse:
    """The receipt itself: whoever sent without signing in sees it here and nowhere else."""
    copy = current_copy(dossier)
    assert copy is not None  # sending freezes one
    address = request.build_absolute_uri(reverse("assessments:receipt", args=[copy.number]))
    context = {
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "copy": copy,
        "sent": letter_context(copy),
        "address": address,
        "qr": code_of(address),
    }
    return render(request, "assessments/submit_link_done.html", context)


def _over_page(request: PersonRequest, link: SubmitLink) -> HttpResponse:
    """Only who holds the real link reads it; the receipt itself needs signing in from here on."""
    dossier = link.assessment
    copies = SubmittedCopy.objects.filter(assessment=dossier)
    copy = copies.filter(submitted_at=link.used_at).first() if link.used_at else None
    context = {"dossier": dossier, "title": sheet_page.title_of(dossier), "copy": copy}
    return render(request, "assessments/submit_link_over.html", context)


def _link_page(request: PersonRequest, token: str, fault: str = "") -> HttpResponse:
    link = link_of(token, request.arrived_at)
    dossier = Assessment.objects.get(pk=link.assessment_id)
    column = self_column(dossier)
    context = {
        "link": link,
        "dossier": dossier,
        "late": told_before_sending(dossier, own_days(dossier).send_by, request.arrived_at),
        "title": sheet_page.title_of(dossier),
        "panel": sheet_page.panel_of(column, score(dossier, column.rule_set, column.given)),
        "names": {row.code: display_name(row) for row in column.rule_set.criteria},
        "fault": fault,
        "errors": [{"id": "o-code", "text": fault}] if fault else [],
    }
    return render(request, "assessments/submit_link.html", context, status=422 if fault else 200)
