"""The page of a decision, its papers, and the draft before it is recorded."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.downloads import HEADERS
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.decision_papers import page, queries
from tuphap.modules.assessments.decision_papers.actions.papers import ask_papers_of, draft_decision
from tuphap.modules.assessments.decision_papers.actions.signed import why_not_decider
from tuphap.modules.assessments.decision_papers.actions.signing import has_certificate
from tuphap.modules.assessments.decision_papers.models import DecisionPaper
from tuphap.modules.assessments.decision_papers.table import CONTENT_TYPES
from tuphap.modules.assessments.models import Decision
from tuphap.modules.assessments.views.decisions import FOUR_EYES, page_with_faults, previewed
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import slug


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    return decision_page(request, queries.get_decision(request.actor, pk))


def decision_page(
    request: PersonRequest, decision: Decision, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    copy = queries.newest_copy(decision)
    payload = page.payload_of(decision, copy, request.actor.at)
    files = page.shown_files(queries.signed_files(decision))
    fault = refused.fields.get("file", "") if refused else ""
    context: dict[str, Any] = {
        **page.page_values(payload, queries.unlocked_codes(decision)),
        "decision": decision,
        "copy": copy,
        "forms": page.shelf(payload, queries.papers_of(copy) if copy else (), timezone.now()),
        "current": files[0] if files else None,
        "older": files[1:],
        "why_not": why_not_decider(decision, by=request.actor),
        "may_sign": has_certificate(decision),
        "fault": fault,
        "errors": [{"id": "o-file", "text": fault}] if fault else [],
    }
    return render(request, "decision_papers/show.html", context, status=status)


@require_POST
@once_per_key
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Papers that are missing are asked for again."""
    decision = queries.get_decision(request.actor, pk)
    ask_papers_of(decision, by=request.actor)
    return redirect("decision_papers:show", pk)


@require_POST
@faults_answered_by(page_with_faults, *Kind, codes=(FOUR_EYES,))
@once_per_key
def draft(request: PersonRequest) -> HttpResponse:
    chosen, paper = previewed(request)
    copy = draft_decision(chosen, paper.number, paper.signed_on, paper.decided_by, by=request.actor)
    return redirect("decision_papers:draft_page", copy.pk)


@require_safe
def draft_page(request: PersonRequest, pk: UUID) -> HttpResponse:
    copy = queries.get_draft(request.actor, pk)
    forms = page.shelf(copy.payload, queries.papers_of(copy), timezone.now())
    context = {**page.page_values(copy.payload), "copy": copy, "forms": forms}
    return render(request, "decision_papers/draft.html", context)


@require_safe
def progress(request: PersonRequest, pk: int) -> HttpResponse:
    """One place of the list, asked for again and again until the paper is there."""
    paper = queries.get_paper(request.actor, pk)
    if not request.htmx:
        return redirect(_page_of(paper))
    shown = page.place(paper, paper.format, timezone.now())
    return render(request, "decision_papers/_place.html", {"place": shown})


@require_safe
def download(request: PersonRequest, pk: int) -> HttpResponse:
    paper = queries.get_paper(request.actor, pk)
    if paper.body is None:
        raise Http404
    name = _file_name(paper)
    record(
        "file_downloaded",
        at=request.actor.at,
        person_id=request.actor.person_id,
        person_name=request.actor.name,
        unit=paper.copy.office.name,
        subject=name,
        detail={"paper": paper.pk, "form": paper.form},
    )
    headers = {**HEADERS, "Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(bytes(paper.body), CONTENT_TYPES[paper.format], headers=headers)


def _page_of(paper: DecisionPaper) -> str:
    copy = paper.copy
    name, key = ("draft_page", copy.pk) if copy.is_draft else ("show", copy.decision_id)
    return redirect(f"decision_papers:{name}", key).url


def _file_name(paper: DecisionPaper) -> str:
    """“quyet-dinh-214-qd-ubnd-01.pdf”; a draft says so."""
    number = slug(paper.copy.payload["paper"]["number"])
    mark = "ban-nhap" if paper.copy.is_draft else f"{paper.copy.ordinal:02d}"
    return f"{paper.form}-{number}-{mark}.{paper.format}"
