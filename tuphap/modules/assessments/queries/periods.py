"""Periods as their manager sees them, and what a new one can be made of."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment, Period, StepDate
from tuphap.modules.assessments.sheet.stepper import dated_steps, without_days
from tuphap.modules.criteria.models import RuleSet
from tuphap.modules.criteria.queries import newest_versions
from tuphap.rules.permissions import Actor, posts_with
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflows.assessment import WORKFLOWS

MANAGE = "period.manage"


def managed_periods(actor: Actor) -> QuerySet[Period]:
    """Newest year first, with the number of dossiers and of those decided."""
    periods = Period.objects.select_related("rule_set", "scope_unit").defer("rule_set__document")
    return within_reach(periods, actor, MANAGE, "scope_unit").annotate(
        dossiers=Count("assessments"),
        decided=Count("assessments", filter=Q(assessments__decision__isnull=False)),
    )


def get_managed(actor: Actor, period_id: int) -> Period:
    period = managed_periods(actor).filter(pk=period_id).first()
    if period is None:
        raise Http404
    return period


def count_by_status(period: Period) -> dict[str, int]:
    rows = Assessment.objects.filter(period=period).order_by().values_list("status")
    return dict(rows.annotate(Count("pk")))


def steps_without_days(period: Period) -> tuple[str, ...]:
    """What the province has still to enter where no text of the law gives a day."""
    rows = StepDate.objects.filter(period=period).values_list("step", "starts_on", "ends_on")
    days = {step: StepDays(starts, ends) for step, starts, ends in rows}
    steps = dated_steps(period.workflow, registration=period.asks_registration)
    return without_days(steps, days)


def sets_to_use() -> list[RuleSet]:
    """Sets with a table of moves; the others only take imported results."""
    return [row for row in newest_versions() if row.code in WORKFLOWS]


def scopes_to_open(actor: Actor) -> list[Unit]:
    """The units at which this person may open a period: those of the posts themselves."""
    spans = {
        (span.path, span.valid_from)
        for post in posts_with(actor, MANAGE)
        for span in post.spans
        if not span.read_only
    }
    wanted = Q(pk__in=())
    for path, first in spans:
        wanted |= Q(path=path, valid_from=first)
    return list(Unit.objects.filter(wanted).order_by("path", "-valid_from"))
