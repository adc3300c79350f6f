"""Which papers a page offers, and the texts they are made of at this moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.made_papers.shelf import Addresses, ShownForm, shelf
from tuphap.modules.assessments.council.models import CouncilMember, CouncilPaper, Meeting
from tuphap.modules.assessments.council.paper_table import MINUTES, OF_MEETING, OF_OPINION
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
from tuphap.rules.vietnamese import slug

Shelf = tuple[ShownForm, ...]


def meeting_shelf(meeting: Meeting, now: datetime) -> Shelf:
    return _shelf(OF_MEETING, meeting.council_id, str(meeting.pk), now)


def opinion_shelf(member: CouncilMember, dossier: Assessment, now: datetime) -> Shelf:
    return _shelf(OF_OPINION, member.council_id, of_opinion(member, dossier), now)


def _shelf(titles: Mapping[str, str], council: UUID, of: str, now: datetime) -> Shelf:
    rows = CouncilPaper.objects.filter(council=council, of=of).defer("data", "body")
    return shelf(titles, rows, addresses_of(council, of), now)


def of_opinion(member: CouncilMember, dossier: Assessment) -> str:
    return f"{member.pk}_{dossier.pk}"


def name_of(paper: CouncilPaper) -> str:
    """For the file: year, office, then whose opinion of which unit, or the day of the meeting."""
    council = paper.council
    words = [str(council.period.year), council.unit.code]
    if paper.form in OF_OPINION:
        member, dossier = paper.of.split("_")
        unit = Assessment.objects.get(pk=dossier).unit
        words += [unit.code, unit.name, CouncilMember.objects.get(pk=member).name]
    else:
        begins = Meeting.objects.get(pk=paper.of).begins_at
        words.append(timezone.localdate(begins).isoformat())
    return slug(" ".join(words))


def addresses_of(council: UUID, of: str) -> Addresses:
    def ask(form: str, file_format: str) -> str:
        if form in OF_OPINION:
            return reverse("council:opinion_paper", args=[council, *of.split("_"), file_format])
        return reverse("council:meeting_paper", args=[council, of, form, file_format])

    return Addresses(
        progress=lambda paper: reverse("council:paper_progress", args=[council, paper.pk]),
        download=lambda paper: reverse("council:paper_download", args=[council, paper.pk]),
        ask=ask,
        again=True,
    )


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
