"""Finding submitted copies and papers: always by a dossier the actor may see."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.made_papers.queries import LEFT_BEHIND
from tuphap.foundation.units.models import Unit
from tuphap.foundation.workflow.perform import history
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.papers.models import CopyLetter, Paper, ReportText, SubmittedCopy
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.rules.permissions import Actor, Role
from tuphap.rules.workflows.assessment import SELF

# Who gets the copy of what the unit submitted, until units register an address of their own.
TOLD = (Role.COMMUNE_OFFICER, Role.COMMUNE_CHAIR)


def newest_copy(dossier: Assessment) -> SubmittedCopy | None:
    return copies(dossier).first()


def copies(dossier: Assessment) -> QuerySet[SubmittedCopy]:
    """All submissions of a dossier, newest first, without what was entered."""
    found = SubmittedCopy.objects.filter(assessment=dossier.pk)
    return found.defer("payload", "canonical").order_by("-ordinal")


def current_copy(dossier: Assessment) -> SubmittedCopy | None:
    """The submission in force; none while the unit may still change or send the sheet."""
    workflow, status = dossier.workflow, dossier.status
    opens_again = any(move.name == "submit" for move in workflow.moves_from(status))
    if dossier.submitted_at is None or opens_again or SELF in dossier.step.writable:
        return None
    return newest_copy(dossier)


def visible_copy(actor: Actor, number: str) -> SubmittedCopy:
    """One copy; out of reach it is the same 404 as one that does not exist (A3)."""
    copy = SubmittedCopy.objects.filter(number=number).select_related("letter").first()
    if copy is None:
        raise Http404
    copy.assessment = get_visible(actor, copy.assessment_id)
    return copy


def visible_paper(dossier: Assessment, paper_id: int) -> Paper:
    """A paper of a dossier somebody may see, without its texts."""
    paper = Paper.objects.filter(assessment=dossier.pk, pk=paper_id).defer("data").first()
    if paper is None:
        raise Http404
    return paper


def papers_of(dossier: Assessment, copy: SubmittedCopy | None) -> list[Paper]:
    """Of one copy, or the drafts; without texts and bytes."""
    found = Paper.objects.filter(assessment=dossier.pk, copy=copy)
    return list(found.defer("data", "body").order_by("pk"))


def letters_left_behind(now: datetime) -> Iterable[int]:
    """Letters not sent that wait for too long."""
    rows = CopyLetter.objects.filter(sent_at__isnull=True, asked_at__lt=now - LEFT_BEHIND)
    return rows.values_list("pk", flat=True)


def measured_as_sent(dossier: Assessment) -> dict[str, Any]:
    """By content, the figures of the system in the submission in force; empty where none is."""
    copy = current_copy(dossier)
    if copy is None:
        return {}
    rows = SubmittedCopy.objects.filter(pk=copy.pk).values_list("payload__measured", flat=True)
    return rows.first() or {}


def late_sendings(dossier: Assessment) -> dict[datetime, int]:
    """By moment, the days by which a sending was late; those in time are left out."""
    rows = copies(dossier).filter(payload__days_late__gt=0)
    return dict(rows.values_list("submitted_at", "payload__days_late"))


def posted_on(dossier: Assessment) -> date | None:
    """The day from which the result hung out last."""
    posted = history(dossier).filter(target="posted").order_by("-pk").first()
    return timezone.localdate(posted.made_at) if posted else None


def officer_of(unit: Unit, day: date) -> str:
    """Who enters the figures of a unit; "" where nobody does."""
    posts = _held(unit, day).filter(role=Role.COMMUNE_OFFICER.value)
    return posts.order_by("pk").values_list("person__full_name", flat=True).first() or ""


def report_text(dossier: Assessment) -> ReportText:
    """What the unit wrote for its report; an empty one, not stored, where it wrote nothing."""
    return ReportText.objects.filter(pk=dossier.pk).first() or ReportText(pk=dossier.pk)


def addresses_of(unit: Unit, day: date) -> list[str]:
    posts = _held(unit, day).filter(role__in=[role.value for role in TOLD], person__is_active=True)
    return sorted(set(posts.values_list("person__email", flat=True)))


def _held(unit: Unit, day: date) -> QuerySet[Post]:
    return Post.held_on(day).filter(unit=unit)
