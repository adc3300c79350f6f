"""The report as PDF and Word: asked for here, made by the queue, downloaded here."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.made_papers.actions import ask as ask_paper
from tuphap.foundation.made_papers.views import answer_place, answer_with_paper, require_format
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.reports import page, queries
from tuphap.modules.assessments.reports.models import ReportPaper
from tuphap.modules.assessments.reports.table import FORMS


@require_POST
@once_per_key
def ask(request: PersonRequest, pk: UUID, form: str, file_format: str) -> HttpResponse:
    report = queries.get_report(request.actor, pk)
    require_format(file_format)
    if form not in FORMS:
        raise Http404
    place = {"report": report, "form": form, "format": file_format}
    texts = page.paper_texts(report, request.actor.at)
    return _answer(request, ask_paper(ReportPaper, place, texts, by=request.actor))


@require_safe
def progress(request: PersonRequest, pk: int) -> HttpResponse:
    return _answer(request, queries.get_paper(request.actor, pk))


@require_safe
def download(request: PersonRequest, pk: int) -> HttpResponse:
    paper = queries.get_paper(request.actor, pk)
    report = paper.report
    return answer_with_paper(request, paper, report.file_words, unit=report.period.scope_unit.name)


def _answer(request: PersonRequest, paper: ReportPaper) -> HttpResponse:
    report = paper.report
    return answer_place(
        request, paper, page.addresses_of(report), reverse("reports:show", args=[report.pk])
    )
