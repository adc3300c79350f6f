"""What waits for a person: the sheets of the own unit, and how many dossiers stand where."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tuphap.modules.assessments.former_years.queries.brought_in import listed_among, made_here
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Comment
from tuphap.modules.assessments.queries.assessments import base
from tuphap.rules.permissions import Actor, posts_with
from tuphap.rules.workflows.assessment import FINAL, SELF
from tuphap.rules.workflows.comment import CORRECTION, OPEN, QUESTION

# Whoever may do one of these has a sheet of the own unit.
OWN_WORK = ("assessment.fill", "assessment.post", "assessment.submit")


@dataclass(frozen=True)
class OwnSheet:
    """A dossier of the own unit with the sums of its own column, or of the list it came from."""

    dossier: Assessment
    summary: ColumnSummary | None
    is_predecessor: bool
    is_listed: bool = False


@dataclass(frozen=True)
class YearCount:
    """How many dossiers of a year stand in a status."""

    year: int
    rule_set: str
    status: str
    count: int


def own_sheets(actor: Actor) -> list[OwnSheet]:
    """Of the units of the own posts and, to read, of those they came from; newest year first."""
    dossiers = list(_own_dossiers(actor))
    listed = listed_among(dossiers)
    sums = ColumnSummary.objects.filter(assessment__in=dossiers, column__in=(SELF, FINAL))
    summaries = {(row.assessment_id, row.column): row for row in sums}
    here = {post.unit_path for p in OWN_WORK for post in posts_with(actor, p)}
    return [
        OwnSheet(
            dossier,
            summaries.get((dossier.pk, FINAL if dossier.pk in listed else SELF)),
            dossier.unit.path not in here,
            dossier.pk in listed,
        )
        for dossier in dossiers
    ]


def waiting_threads(dossiers: Iterable[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Kind and line of what a unit is still asked, per dossier; a return is work of its own."""
    rows = (
        Comment.objects.filter(
            assessment__in=dossiers, status=OPEN, kind__in=(QUESTION, CORRECTION)
        )
        .order_by("written_at")
        .values_list("assessment_id", "kind", "item")
    )
    found: dict[UUID, list[tuple[str, str]]] = {}
    for dossier, kind, item in rows:
        found.setdefault(dossier, []).append((kind, item))
    return found


def newest_own(actor: Actor) -> Assessment | None:
    return made_here(_own_dossiers(actor)).first()


def counts_by_year(dossiers: QuerySet[Assessment]) -> list[YearCount]:
    """One question for any number of dossiers; newest year first."""
    rows = (
        dossiers.order_by("-period__year", "period_id")
        .values_list("period__year", "period__rule_set__code", "status")
        .annotate(count=Count("pk"))
    )
    return [YearCount(*row) for row in rows]


def _own_dossiers(actor: Actor) -> QuerySet[Assessment]:
    condition = Q(pk__in=())
    for span in {s for p in OWN_WORK for post in posts_with(actor, p) for s in post.spans}:
        condition |= Q(
            unit__path=span.path,
            unit__valid_from__gte=span.valid_from,
            unit__valid_from__lte=span.valid_to,
        )
    return base().filter(condition).order_by("-period__year", "unit__name_sort")
