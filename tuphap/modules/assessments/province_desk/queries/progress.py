"""How far the dossiers of a year are, whose day is over, and how much their units did here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Max
from django.utils import timezone

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.accounts.models import Post
from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.units.kinds import short_name
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment, Period, StepDate
from tuphap.modules.assessments.queries.comparison import PERMISSION
from tuphap.modules.assessments.queries.last_days import days_in
from tuphap.rules.deadlines import WorkCalendar, working_days_between
from tuphap.rules.dossier_days import RETURNED, extended
from tuphap.rules.permissions import Actor
from tuphap.rules.progress import DECIDED, phases
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.vietnamese import slug
from tuphap.rules.workflows.assessment import SELF


@dataclass(frozen=True)
class ProgressRow:
    """One dossier. `group` is the unit between it and the province, or the kind of unit where
    there is none; `days_late` are working days, None in time (0: late since a day off)."""

    id: UUID
    unit_id: int
    office_id: int
    name: str
    name_sort: str
    kind: str
    group_code: str
    group: str
    status: str
    phase: str
    due: date | None
    days_late: int | None

    @property
    def is_late(self) -> bool:
        return self.days_late is not None


@dataclass(frozen=True)
class Usage:
    """What the people of a unit did here: `saves` are those of its own column in this period."""

    people: int = 0
    signed_in: datetime | None = None
    saved: datetime | None = None
    saves: int = 0


def progress_rows(
    period: Period, actor: Actor, today: date, permission: str = PERMISSION
) -> list[ProgressRow]:
    """All dossiers of the period in reach that count, by name; four questions, however many."""
    found = within_reach(Assessment.objects.filter(period=period), actor, permission)
    known = phases(period.workflow)
    rows = found.filter(status__in=known).order_by("unit__name_sort", "pk").values_list(*_ASKED)
    dues = _Dues(period, today)
    return [_row(row, period, known, dues) for row in rows]


_ASKED = (
    "pk",
    "unit_id",
    "appraising_unit_id",
    "status",
    "extended",
    "unit__name",
    "unit__name_sort",
    "unit__kind",
    "unit__parent_id",
    "unit__parent__code",
    "unit__parent__name",
    "unit__parent__kind",
)


def _row(
    row: tuple[object, ...], period: Period, known: Mapping[str, str], dues: "_Dues"
) -> ProgressRow:
    pk, unit, office, status, until, name, name_sort, kind, parent, code, above, its_kind = row
    assert isinstance(pk, UUID)
    assert isinstance(until, dict)
    phase = known[str(status)]
    between = parent is not None and parent != period.scope_unit_id
    due = None if phase == DECIDED else dues.of(pk, str(status), until)
    return ProgressRow(
        id=pk,
        unit_id=int(str(unit)),
        office_id=int(str(office)),
        name=str(name),
        name_sort=str(name_sort),
        kind=str(kind),
        group_code=str(code) if between else slug(str(kind)),
        group=short_name(str(above), str(its_kind)) if between else str(kind).capitalize(),
        status=str(status),
        phase=phase,
        due=due,
        days_late=dues.late(due),
    )


class _Dues:
    """Last days of many dossiers: most have the same, so each is counted once."""

    def __init__(self, period: Period, today: date) -> None:
        self._period, self._today = period, today
        self._calendar = work_calendar()
        self._steps = _step_days(period)
        self._returned = _returned_on(period)
        self._known: dict[tuple[object, ...], date | None] = {}
        self._late: dict[date, int] = {}

    def of(self, pk: UUID, status: str, until: Mapping[str, str]) -> date | None:
        returned = self._returned.get(str(pk)) if status == RETURNED else None
        key = (status, returned, *sorted(until.items()))
        if key not in self._known:
            steps = extended(self._steps, until)
            days = days_in(self._period, status, steps, returned, self._calendar)
            self._known[key] = days.due
        return self._known[key]

    def late(self, due: date | None) -> int | None:
        if due is None or due >= self._today:
            return None
        if due not in self._late:
            self._late[due] = _late_days(due, self._today, self._calendar)
        return self._late[due]


def _late_days(due: date, today: date, calendar: WorkCalendar) -> int:
    return working_days_between(due, today, calendar)


def _step_days(period: Period) -> dict[str, StepDays]:
    rows = StepDate.objects.filter(period=period).values_list("step", "starts_on", "ends_on")
    return {step: StepDays(starts, ends) for step, starts, ends in rows}


def _returned_on(period: Period) -> dict[str, date]:
    """The day of the newest return of those that are returned now."""
    now = Assessment.objects.filter(period=period, status=RETURNED).order_by()
    ids = [str(pk) for pk in now.values_list("pk", flat=True)]
    changes = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower, record_id__in=ids, target=RETURNED
    )
    rows = changes.order_by("pk").values_list("record_id", "made_at")
    return {pk: timezone.localdate(at) for pk, at in rows}


def usage_of(rows: Iterable[ProgressRow], today: date) -> dict[UUID, Usage]:
    """By dossier; two questions, however many."""
    shown = list(rows)
    posts = (
        Post.held_on(today)
        .filter(unit_id__in={row.unit_id for row in shown}, person__is_active=True)
        .order_by()
        .values_list("unit_id")
        .annotate(Count("person", distinct=True), Max("person__last_login"))
    )
    people = {unit: (count, signed_in) for unit, count, signed_in in posts}
    history = apps.get_model("assessments", "EntryHistory").objects.order_by()
    saves = (
        history.filter(assessment_id__in=[row.id for row in shown], column=SELF)
        .values_list("assessment_id")
        .annotate(Max("written_at"), Count("written_at", distinct=True))
    )
    saved = {pk: (last, count) for pk, last, count in saves}
    return {
        row.id: Usage(*people.get(row.unit_id, (0, None)), *saved.get(row.id, (None, 0)))
        for row in shown
    }
