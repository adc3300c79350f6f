"""Which papers a page offers, and the texts they are made of at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from tuphap.modules.assessments.council.models import (
    Council,
    CouncilMember,
    CouncilPaper,
    Meeting,
)
from tuphap.modules.assessments.council.paper_table import FORMS, MINUTES, OF_MEETING, OPINION
from tuphap.modules.assessments.council.paper_texts import (
    minutes_texts,
    opinion_texts,
    summary_texts,
)
from tuphap.modules.assessments.council.queries import (
    is_current,
    present_ids,
    seats,
    stored_opinion,
    treated,
    waiting_steps,
)
from tuphap.modules.assessments.models import Assessment, ColumnSummary

FORMATS = {CouncilPaper.PDF: "PDF", CouncilPaper.WORD: "Word"}
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class Place:
    """One file of a form: made, on the way, late, or not asked for."""

    council_id: UUID
    form: str
    of: str
    format: str
    paper: CouncilPaper | None
    state: str

    @property
    def word(self) -> str:
        return FORMATS[self.format]

    @property
    def title(self) -> str:
        return FORMS[self.form].title

    @property
    def ask_url(self) -> str:
        if self.form == OPINION:
            parts = [self.council_id, *self.of.split("_"), self.format]
            return reverse("council:opinion_paper", args=parts)
        return reverse(
            "council:meeting_paper", args=[self.council_id, self.of, self.form, self.format]
        )

    @property
    def anchor(self) -> str:
        return f"giay-{self.form}-{self.format}"


def places(council: Council, forms: tuple[str, ...], of: str, now: datetime) -> list[Place]:
    rows = CouncilPaper.objects.filter(council=council, form__in=forms, of=of)
    found = {(row.form, row.format): row for row in rows.defer("data", "body")}
    return [
        place(council.pk, form, of, file_format, found.get((form, file_format)), now)
        for form in forms
        for file_format in FORMATS
    ]


def place(
    council_id: UUID,
    form: str,
    of: str,
    file_format: str,
    paper: CouncilPaper | None,
    now: datetime,
) -> Place:
    return Place(council_id, form, of, file_format, paper, _state(paper, now))


def meeting_places(meeting: Meeting, now: datetime) -> list[Place]:
    return places(meeting.council, OF_MEETING, str(meeting.pk), now)


def opinion_places(member: CouncilMember, dossier: Assessment, now: datetime) -> list[Place]:
    return places(member.council, (OPINION,), of_opinion(member, dossier), now)


def of_opinion(member: CouncilMember, dossier: Assessment) -> str:
    return f"{member.pk}_{dossier.pk}"


def texts_of_meeting(meeting: Meeting, form: str) -> Mapping[str, Any]:
    """Only of a closed one: before, nothing of it is settled."""
    if meeting.closed_at is None or form not in OF_MEETING:
        raise Http404
    lines = treated(meeting)
    if form == MINUTES:
        there = present_ids(meeting)
        sitting = seats(meeting.council, timezone.localdate(meeting.begins_at))
        return minutes_texts(meeting, lines, [(row, row.pk in there) for row in sitting])
    return summary_texts(meeting, lines)


def texts_of_opinion(member: CouncilMember, dossier: Assessment) -> Mapping[str, Any]:
    """With the opinion while it counts, and once it has counted; else to be filled by hand."""
    stored = stored_opinion(member, dossier)
    counts = is_current(stored, dossier) or dossier.status not in waiting_steps(dossier.workflow)
    summaries = {row.column: row for row in ColumnSummary.objects.filter(assessment=dossier)}
    return opinion_texts(member, dossier, stored if counts else None, summaries)


def _state(paper: CouncilPaper | None, now: datetime) -> str:
    if paper is None:
        return "not_asked"
    if paper.made_at is not None:
        return "made"
    return "late" if now - paper.asked_at > PATIENCE else "waiting"
