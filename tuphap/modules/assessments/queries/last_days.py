"""The days of a dossier, as they hold for this one; for the page, and for the sending itself."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.workflow.perform import history
from tuphap.modules.assessments.models import Assessment, Period, StepDate
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.dossier_days import RETURNED, DossierDays, days_late, extended
from tuphap.rules.step_deadlines import StepDays

_DATES = KeptQuery(lambda period: StepDate.objects.filter(period=period), example=(-1,))


def step_days(assessment: Assessment) -> dict[str, StepDays]:
    """Those of the period, with what was extended for this dossier alone."""
    rows = _DATES.all(assessment.period_id)
    days = {row.step: StepDays(row.starts_on, row.ends_on) for row in rows}
    return extended(days, assessment.extended)


def own_days(
    assessment: Assessment, *, status: str = "", steps: Mapping[str, StepDays] | None = None
) -> DossierDays:
    """One question, and two more once it was sent where the period counts from a return."""
    steps = step_days(assessment) if steps is None else steps
    counts = assessment.submitted_at and assessment.period.completion_working_days
    returned_on = last_return(assessment) if counts else None
    calendar = work_calendar() if returned_on else WorkCalendar()
    return days_in(assessment.period, status or assessment.status, steps, returned_on, calendar)


def days_in(
    period: Period,
    status: str,
    steps: Mapping[str, StepDays],
    returned_on: date | None,
    calendar: WorkCalendar,
) -> DossierDays:
    return DossierDays(
        workflow=period.workflow,
        status=status,
        steps=steps,
        posting_days=period.posting_days,
        completing=period.completion_working_days,
        returned_on=returned_on,
        calendar=calendar,
    )


def last_return(assessment: Assessment) -> date | None:
    newest = history(assessment).filter(target=RETURNED).order_by("-pk").first()
    return timezone.localdate(newest.made_at) if newest else None


def counts_as(period: Period, at: datetime) -> date:
    """The day a request that arrived at this moment belongs to: the grace is taken off (R13)."""
    return timezone.localdate(at - timedelta(seconds=period.grace_seconds))


def days_late_at(assessment: Assessment, at: datetime, *, status: str = "") -> int:
    """How late a dossier is that is sent at this moment; 0 in time."""
    return days_late(counts_as(assessment.period, at), own_days(assessment, status=status).send_by)
