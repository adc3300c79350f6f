"""Answers for pages of papers. Whoever calls has let the reader see the row."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.downloads import HEADERS
from tuphap.foundation.made_papers.models import FORMATS, PDF, WORD, MadePaper
from tuphap.foundation.made_papers.shelf import Addresses, place

CONTENT_TYPES = {
    PDF: "application/pdf",
    WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def require_format(file_format: str) -> None:
    if file_format not in FORMATS:
        raise Http404


def answer_place(
    request: PersonRequest, paper: MadePaper, at: Addresses, page: str
) -> HttpResponse:
    """The place of this paper on the shelf, asked for again and again until the file is there; on
    its page where there is no script."""
    shown = place(paper, at, timezone.now())
    if not request.htmx:
        return redirect(f"{page}#{shown.anchor}")
    return render(request, "made_papers/_place.html", {"place": shown})


def answer_with_paper(
    request: PersonRequest, paper: MadePaper, name: str, *, unit: str
) -> HttpResponse:
    """The file as attachment, noted in the journal."""
    if paper.body is None:
        raise Http404
    file_name = f"{paper.form}-{name}.{paper.format}"
    record(
        "file_downloaded",
        at=request.actor.at,
        person_id=request.actor.person_id,
        person_name=request.actor.name,
        unit=unit,
        subject=file_name,
        detail={"paper": paper.pk, "form": paper.form},
    )
    sent_as = content_disposition_header(True, file_name) or ""
    headers = {**HEADERS, "Content-Disposition": sent_as}
    return HttpResponse(bytes(paper.body), CONTENT_TYPES[paper.format], headers=headers)
