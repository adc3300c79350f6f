"""The page of a decision, its papers, and the draft before it is recorded."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.faults import faults_answered_by
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.made_papers.views import answer_place, answer_with_paper
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.decision_papers import page, queries
from tuphap.modules.assessments.decision_papers.actions.papers import ask_papers_of, draft_decision
from tuphap.modules.assessments.decision_papers.actions.signed import why_not_decider
from tuphap.modules.assessments.decision_papers.actions.signing import way_to_sign
from tuphap.modules.assessments.decision_papers.models import DecisionPaper
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
        "may_sign": bool(way_to_sign(decision)),
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
    paper = queries.get_paper(request.actor, pk)
    return answer_place(request, paper, page.ADDRESSES, _page_of(paper))


@require_safe
def download(request: PersonRequest, pk: int) -> HttpResponse:
    paper = queries.get_paper(request.actor, pk)
    return answer_with_paper(request, paper, _file_mark(paper), unit=paper.copy.office.name)


def _page_of(paper: DecisionPaper) -> str:
    copy = paper.copy
    name, key = ("draft_page", copy.pk) if copy.is_draft else ("show", copy.decision_id)
    return reverse(f"decision_papers:{name}", args=[key])


def _file_mark(paper: DecisionPaper) -> str:
    """“quyet-dinh-214-qd-ubnd-01.pdf”; a draft says so."""
    number = slug(paper.copy.payload["paper"]["number"])
    mark = "ban-nhap" if paper.copy.is_draft else f"{paper.copy.ordinal:02d}"
    return f"{number}-{mark}"
