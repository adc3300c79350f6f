"""Papers of the council: asked for here, made by the queue, downloaded here."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.made_papers.actions import ask
from tuphap.foundation.made_papers.views import (
    answer_place,
    answer_with_paper,
    require_format,
)
from tuphap.foundation.request_keys.once import once_per_key
from tuphap.modules.assessments.council.models import CouncilPaper
from tuphap.modules.assessments.council.paper_places import (
    addresses_of,
    name_of,
    of_opinion,
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
from tuphap.modules.assessments.queries.assessments import get_visible


@require_POST
@once_per_key
def ask_of_meeting(
    request: PersonRequest, pk: UUID, meeting: UUID, form: str, file_format: str
) -> HttpResponse:
    council, found = get_council(request.actor, pk), get_meeting(request.actor, pk, meeting)
    require_format(file_format)
    place = {"council": council, "of": str(found.pk), "form": form, "format": file_format}
    paper = ask(CouncilPaper, place, texts_of_meeting(found, form), by=request.actor)
    return _answer(request, paper, reverse("council:meeting", args=[pk, meeting]))


@require_POST
@once_per_key
def ask_of_opinion(
    request: PersonRequest, pk: UUID, member: UUID, dossier: UUID, file_format: str
) -> HttpResponse:
    """For the secretary, and for the member of the own opinion."""
    seat = visible_seat(request.actor, pk, member)
    found = get_visible(request.actor, dossier)
    require_format(file_format)
    of = of_opinion(seat, found)
    place = {"council": seat.council, "of": of, "form": OPINION, "format": file_format}
    paper = ask(CouncilPaper, place, texts_of_opinion(seat, found), by=request.actor)
    if seat.person_id == request.actor.person_id:
        return _answer(request, paper, reverse("council:opinion", args=[dossier]))
    return _answer(request, paper, reverse("council:enter", args=[pk, member, dossier]))


@require_safe
def progress(request: PersonRequest, pk: UUID, paper_id: int) -> HttpResponse:
    paper = visible_paper(request.actor, pk, paper_id)
    return _answer(request, paper, reverse("council:show", args=[pk]))


@require_safe
def download(request: PersonRequest, pk: UUID, paper_id: int) -> HttpResponse:
    paper = visible_paper(request.actor, pk, paper_id)
    return answer_with_paper(request, paper, name_of(paper), unit=paper.council.unit.name)


def _answer(request: PersonRequest, paper: CouncilPaper, page: str) -> HttpResponse:
    return answer_place(request, paper, addresses_of(paper.council_id, paper.of), page)
