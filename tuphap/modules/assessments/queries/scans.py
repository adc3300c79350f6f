"""Scanned papers of a dossier, with their pages."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment, Entry, ScannedPage, ScannedPaper
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import FOR_CHAIR, SELF


def paper_of_version(assessment: Assessment, use: str, version: int) -> ScannedPaper | None:
    """The paper that belongs to the sending that made this version."""
    return _papers(assessment, use).filter(version=version).first()


def newest_paper(assessment: Assessment, use: str) -> ScannedPaper | None:
    return _papers(assessment, use).order_by("-version").first()


@dataclass(frozen=True)
class ShownPaper:
    """A paper beside the figures it was handed in with: were they saved after it was signed?"""

    paper: ScannedPaper
    figures_on: date | None

    @property
    def is_older(self) -> bool:
        return self.figures_on is not None and self.figures_on > self.paper.signed_on


def shown_paper(paper: ScannedPaper | None) -> ShownPaper | None:
    if paper is None:
        return None
    # As they were sent: what was saved later belongs to another sending.
    own = Entry.objects.filter(assessment=paper.assessment_id, column=SELF)
    saved = own.filter(written_at__lte=paper.handed_in_at).aggregate(at=Max("written_at"))["at"]
    return ShownPaper(paper, timezone.localdate(saved) if saved else None)


def paper_of_sending(assessment: Assessment, sending: StatusChange | None) -> ShownPaper | None:
    """Asked for only where the last sending was one for the chair."""
    if sending is None or sending.move != FOR_CHAIR:
        return None
    return shown_paper(newest_paper(assessment, ScannedPaper.SENT))


def visible_page(actor: Actor, file_id: UUID) -> ScannedPage | None:
    """The page with this file, of a dossier the actor may see."""
    rows = ScannedPage.objects.filter(file_id=file_id)
    seen = within_reach(rows, actor, "assessment.view", "paper__assessment__unit")
    return seen.select_related(
        "file", "paper__assessment__unit", "paper__assessment__period__rule_set"
    ).first()


def _papers(assessment: Assessment, use: str) -> QuerySet[ScannedPaper]:
    found = ScannedPaper.objects.filter(assessment=assessment.pk, use=use)
    return found.select_related("handed_in_by").prefetch_related("pages__file")
