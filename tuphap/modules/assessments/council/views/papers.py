"""Papers of the council: asked for here, made by the queue, downloaded here."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.downloads import HEADERS
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.council.actions.papers import ask_paper
from tuphap.modules.assessments.council.models import CouncilPaper
from tuphap.modules.assessments.council.paper_places import (
    FORMATS,
    of_opinion,
    place,
    texts_of_meeting,
    texts_of_opinion,
)
from tuphap.modules.assessments.council.paper_table import OPINION
from tuphap.modules.assessments.council.queries import (
    get_council,
    get_meeting,
    visible_paper,
    visible_seat,
)
from tuphap.modules.assessments.papers.table import CONTENT_TYPES
from tuphap.modules.assessments.queries.assessments import get_visible


@require_POST
@once_per_key
def ask_of_meeting(
    request: PersonRequest, pk: UUID, meeting: UUID, form: str, file_format: str
) -> HttpResponse:
    council, found = get_council(request.actor, pk), get_meeting(request.actor, pk, meeting)
    _require_format(file_format)
    texts = texts_of_meeting(found, form)
    paper = ask_paper(council, form, str(found.pk), file_format, texts, by=request.actor)
    return _answer(request, paper, reverse("council:meeting", args=[pk, meeting]))


@require_POST
@once_per_key
def ask_of_opinion(
    request: PersonRequest, pk: UUID, member: UUID, dossier: UUID, file_format: str
) -> HttpResponse:
    """For the secretary, and for the member of the own opinion."""
    seat = visible_seat(request.actor, pk, member)
    found = get_visible(request.actor, dossier)
    _require_format(file_format)
    texts = texts_of_opinion(seat, found)
    of = of_opinion(seat, found)
    paper = ask_paper(seat.council, OPINION, of, file_format, texts, by=request.actor)
    is_own = seat.person_id == request.actor.person_id
    back = ("council:opinion", [dossier]) if is_own else ("council:enter", [pk, member, dossier])
    return _answer(request, paper, reverse(back[0], args=back[1]))


@require_safe
def progress(request: PersonRequest, pk: UUID, paper_id: int) -> HttpResponse:
    """One place of the list, asked for again and again until the paper is there."""
    paper = visible_paper(request.actor, pk, paper_id)
    if not request.htmx:
        return redirect("council:show", pk)
    return _place(request, paper)


@require_safe
def download(request: PersonRequest, pk: UUID, paper_id: int) -> HttpResponse:
    paper = visible_paper(request.actor, pk, paper_id)
    if paper.body is None:
        raise Http404
    year, code = paper.council.period.year, paper.council.unit.code
    name = f"{paper.form}-{year}-{code}.{paper.format}"
    record(
        "file_downloaded",
        at=request.actor.at,
        person_id=request.actor.person_id,
        person_name=request.actor.name,
        unit=paper.council.unit.name,
        subject=name,
        detail={"paper": paper.pk, "form": paper.form},
    )
    headers = {**HEADERS, "Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(bytes(paper.body), CONTENT_TYPES[paper.format], headers=headers)


def _require_format(file_format: str) -> None:
    if file_format not in FORMATS:
        raise Http404


def _answer(request: PersonRequest, paper: CouncilPaper, back: str) -> HttpResponse:
    if request.htmx:
        return _place(request, paper)
    return redirect(f"{back}#giay-{paper.form}-{paper.format}")


def _place(request: HttpRequest, paper: CouncilPaper) -> HttpResponse:
    shown = place(paper.council_id, paper.form, paper.of, paper.format, paper, timezone.now())
    return render(request, "council/_place.html", {"place": shown})
