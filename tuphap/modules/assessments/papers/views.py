"""Pages of papers and receipts. Nothing is made here: a page asks for a paper, another shows it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import STATUS_OF, faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.made_papers.views import (
    answer_place,
    answer_with_paper,
    require_format,
)
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.desk.page import require_fields
from tuphap.modules.assessments.models import Assessment, ScannedPaper
from tuphap.modules.assessments.papers import queries
from tuphap.modules.assessments.papers.actions import ask_paper
from tuphap.modules.assessments.papers.code import code_of
from tuphap.modules.assessments.papers.letter import letter_context
from tuphap.modules.assessments.papers.models import ReportText, SubmittedCopy
from tuphap.modules.assessments.papers.present import present_payload
from tuphap.modules.assessments.papers.queries import (
    copies,
    current_copy,
    newest_copy,
    papers_of,
    visible_copy,
    visible_paper,
)
from tuphap.modules.assessments.papers.report_text import (
    FIELD,
    LONGEST,
    can_write_report,
    write_report,
)
from tuphap.modules.assessments.papers.shelf import addresses_of, file_mark, shelf
from tuphap.modules.assessments.papers.table import FORMS
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.scans import paper_of_version, shown_paper
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.versions import VERSION, version_in
from tuphap.rules.refusals import Kind, Refused

NO_VERSION = "Lần gửi thiếu số bản của nội dung. Tải lại trang rồi làm lại."


@require_safe
def papers(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The papers of the submission in force, else of the draft."""
    return _papers(request, get_visible(request.actor, pk))


def report_with_faults(request: PersonRequest, refused: Refused, pk: UUID) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    fault, status = refused.fields[FIELD], STATUS_OF[refused.kind]
    if not request.htmx:
        return _papers(request, dossier, fault, status)
    clash = refused.kind is Kind.CONFLICT
    return _report_saved(request, queries.report_text(dossier), fault, clash=clash, status=status)


@require_POST
@faults_answered_by(report_with_faults, Kind.INVALID, Kind.CONFLICT)
@once_per_key
def report_text(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What the unit organised in the year, for part I.1 of its report: saved on its own, or by
    its button."""
    require_fields(request.POST, FIELD, VERSION)
    version = version_in(request.POST, NO_VERSION)
    written = write_report(pk, request.POST.get(FIELD, ""), version, by=request.actor)
    if request.htmx:
        return _report_saved(request, written)
    messages.success(request, "Đã lưu nội dung của báo cáo.")
    return redirect("assessments:papers", pk)


def _report_saved(
    request: PersonRequest,
    report: ReportText,
    fault: str = "",
    *,
    clash: bool = False,
    status: int = 200,
) -> HttpResponse:
    """What a save changes on the open page; the text itself is left alone."""
    words = sheet_page.saved_words(report.written_at, request.actor.at)
    context = {"report": report, "fault": fault, "clash": clash, "saved_words": words}
    return render(request, "papers/_report_saved.html", context, status=status)


def _papers(
    request: PersonRequest, dossier: Assessment, fault: str = "", status: int = 200
) -> HttpResponse:
    copy = current_copy(dossier)
    payload = copy.payload if copy else present_payload(dossier, request.actor.at)
    stored = queries.report_text(dossier)
    context = {
        **_head(dossier),
        "copy": copy,
        "forms": shelf(payload, papers_of(dossier, copy), dossier, copy, timezone.now()),
        "strip_notice": payload["rule_set"]["notice"],
        "report": stored,
        "typed": request.POST.get(FIELD, "") if fault else stored.text,
        "fault": fault,
        "errors": [{"id": FIELD, "text": fault}] if fault else [],
        "may_write": can_write_report(dossier, request.actor),
        "saved_words": sheet_page.saved_words(stored.written_at, request.actor.at),
        "longest": LONGEST,
    }
    return render(request, "papers/papers.html", context, status=status)


@require_POST
@once_per_key
def ask(request: PersonRequest, pk: UUID, form: str, file_format: str) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    return _asked(request, dossier, current_copy(dossier), form, file_format)


@require_POST
@once_per_key
def ask_of_copy(request: PersonRequest, number: str, form: str, file_format: str) -> HttpResponse:
    copy = visible_copy(request.actor, number)
    return _asked(request, copy.assessment, copy, form, file_format)


@require_safe
def progress(request: PersonRequest, pk: UUID, paper_id: int) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    paper = visible_paper(dossier, paper_id)
    page = reverse("assessments:papers", args=[pk])
    return answer_place(request, paper, addresses_of(dossier, paper.copy), page)


@require_safe
def download(request: PersonRequest, pk: UUID, paper_id: int) -> HttpResponse:
    dossier = get_visible(request.actor, pk)
    paper = visible_paper(dossier, paper_id)
    name = file_mark(dossier, paper.copy)
    return answer_with_paper(request, paper, name, unit=dossier.unit.name)


@require_safe
def newest_receipt(request: PersonRequest, pk: UUID) -> HttpResponse:
    copy = newest_copy(get_visible(request.actor, pk))
    if copy is None:
        raise Http404
    return redirect("assessments:receipt", copy.number)


@require_safe
def receipt(request: PersonRequest, number: str) -> HttpResponse:
    """What was sent, when, by whom, with which hash and files; to be printed or looked up (R9)."""
    copy = visible_copy(request.actor, number)
    dossier = copy.assessment
    address = request.build_absolute_uri(reverse("assessments:receipt", args=[number]))
    context = {
        **_head(dossier),
        "copy": copy,
        "sent": letter_context(copy),
        "scan": shown_paper(paper_of_version(dossier, ScannedPaper.SENT, copy.version)),
        "letter": getattr(copy, "letter", None),
        "others": copies(dossier).exclude(pk=copy.pk),
        "forms": shelf(copy.payload, papers_of(dossier, copy), dossier, copy, timezone.now()),
        "address": address,
        "qr": code_of(address),
        "strip_notice": copy.payload["rule_set"]["notice"],
    }
    return render(request, "papers/receipt.html", context)


def _head(dossier: Assessment) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "title": sheet_page.title_of(dossier),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
    }


def _asked(
    request: PersonRequest,
    dossier: Assessment,
    copy: SubmittedCopy | None,
    form: str,
    file_format: str,
) -> HttpResponse:
    require_format(file_format)
    if form not in FORMS:
        raise Http404
    paper = ask_paper(dossier, form, file_format, copy=copy, by=request.actor)
    name, key = ("receipt", copy.number) if copy else ("papers", dossier.pk)
    page = reverse(f"assessments:{name}", args=[key])
    return answer_place(request, paper, addresses_of(dossier, copy), page)
