"""Dossiers that their units have not sent yet, with the last day and since when it is known."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment, Period, StepDate
from tuphap.modules.assessments.queries.last_days import days_in
from tuphap.rules.deadlines import WorkCalendar, add_working_days
from tuphap.rules.dossier_days import extended
from tuphap.rules.reminders import waits_for_sending
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflows.assessment import WORKFLOWS

RETURNED = "returned"


@dataclass(frozen=True)
class Unsent:
    dossier: Assessment
    last_day: date
    known_since: date
    post_by: date | None = None  # while it is not posted yet


def unsent_dossiers() -> list[Unsent]:
    """Of all periods; those without a last day are left out. Four questions, however many."""
    statuses = frozenset().union(*(waits_for_sending(table) for table in WORKFLOWS.values()))
    dossiers = list(Assessment.objects.filter(status__in=statuses).order_by("pk"))
    returned = _returned_on([d for d in dossiers if d.status == RETURNED])
    days, calendar = _step_days(), work_calendar()
    found = []
    for dossier in dossiers:
        set_on = returned.get(str(dossier.pk), timezone.localdate(dossier.period.opened_at))
        steps = extended(days.get(dossier.period_id, {}), dossier.extended)
        own = days_in(dossier.period, dossier.status, steps, set_on, calendar)
        if own.send_by is not None:
            found.append(Unsent(dossier, own.send_by, set_on, own.post_by))
    return found


def completion_day(period: Period, returned_on: date, calendar: WorkCalendar) -> date | None:
    """Until when a dossier returned on this day is to be sent again, where the period says so."""
    if not period.completion_working_days:
        return None
    return add_working_days(returned_on, period.completion_working_days, calendar)


def _returned_on(dossiers: list[Assessment]) -> dict[str, date]:
    changes = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id__in=[str(dossier.pk) for dossier in dossiers],
        target=RETURNED,
    )
    rows = changes.order_by("pk").values_list("record_id", "made_at")
    return {record_id: timezone.localdate(made_at) for record_id, made_at in rows}


def _step_days() -> dict[int, dict[str, StepDays]]:
    found: dict[int, dict[str, StepDays]] = {}
    for row in StepDate.objects.all():
        found.setdefault(row.period_id, {})[row.step] = StepDays(row.starts_on, row.ends_on)
    return found
