"""The dossiers an appraising unit has in hand, with what is to be done first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.accounts.models import Post
from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.units.kinds import short_name
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.lateness import late_words
from tuphap.modules.assessments.models import Assessment, Period, StepDate, Typing
from tuphap.modules.assessments.queries.last_days import days_in
from tuphap.modules.assessments.queries.typing import answers_by_dossier
from tuphap.modules.assessments.shown import ShownStatus, shown_status
from tuphap.rules.deadlines import DeadlineState, WorkCalendar, deadline_state
from tuphap.rules.dossier_days import extended
from tuphap.rules.permissions import Actor, Role, posts_with
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflow import Status
from tuphap.rules.workflows.assessment import SELF

# Whoever holds one of these at the appraising unit has a queue.
DESK_PERMISSIONS = (
    "assessment.receive",
    "assessment.return",
    "assessment.appraise",
    "assessment.conclude",
)
RETURNED, SUBMITTED = "returned", "submitted"
SOON_WITHIN = 3  # working days
_LAST = date.max
# What the queue says of a dossier that the unit above typed, by the unit's answer.
TYPED_WORDS = {
    Typing.OPEN: "Nhập thay, đơn vị chưa xác nhận",
    Typing.CONFIRMED: "Nhập thay, đã xác nhận",
    Typing.OBJECTED: "Nhập thay, đơn vị không xác nhận",
}


@dataclass(frozen=True)
class QueueRow:
    """One dossier in plain values; `total` and `passed` are what the unit said of itself."""

    id: UUID
    name: str
    name_sort: str
    parent_id: int | None
    parent: str
    status: str
    shown: ShownStatus
    total: Decimal | None
    passed: int | None
    due: date | None
    deadline: DeadlineState | None
    to_do: bool
    times_sent: int = 0
    typed: str = ""
    officer: int | None = None
    officer_name: str = ""
    extended: bool = False
    answers: str = ""  # who enters the figures of the unit, and how to reach him
    telephone: str = ""
    days_late: int = 0  # of its last sending

    @property
    def late(self) -> str:
        """Said until it is sent again: a returned dossier has a new day."""
        return "" if self.status == RETURNED else late_words(self.days_late)

    @property
    def urgency(self) -> tuple[bool, date, str]:
        """What can be done comes first, then by deadline, then by name."""
        return (not self.to_do, self.due or _LAST, self.name_sort)

    @property
    def result(self) -> tuple[bool, Decimal]:
        """Points or indicators passed, the lowest first; what is not known stands last."""
        known = self.total if self.total is not None else self.passed
        return (known is None, Decimal(known or 0))


def in_charge(actor: Actor, permissions: Iterable[str] = DESK_PERMISSIONS) -> QuerySet[Assessment]:
    """Dossiers whose appraising unit is one at which the actor holds such a permission."""
    found = Assessment.objects.none()
    for permission in permissions:
        paths = {post.unit_path for post in posts_with(actor, permission)}
        reached = within_reach(Assessment.objects.all(), actor, permission, "appraising_unit")
        found = found | reached.filter(appraising_unit__path__in=paths)
    return found


def periods_in_charge(actor: Actor) -> list[Period]:
    """Newest first."""
    wanted = in_charge(actor).order_by().values("period")
    periods = Period.objects.filter(pk__in=wanted).select_related("rule_set", "scope_unit")
    return list(periods.defer("rule_set__document"))


def queue(actor: Actor, period: Period, today: date) -> list[QueueRow]:
    """All dossiers of the period in charge, most urgent first; five queries, however many rows."""
    rows = list(_values(actor, period, today))
    calendar = work_calendar()
    days = _step_days(period)
    returned, times_sent = _sent_and_returned(row["pk"] for row in rows if row["submitted_at"])
    typed = answers_by_dossier(in_charge(actor).filter(period=period))
    held = {name: {post.unit_path for post in posts_with(actor, name)} for name in DESK_PERMISSIONS}
    built = []
    for row in rows:
        due = _due(period, row, days, returned, calendar)
        shown = _row(period, row, due, today, calendar, held)
        words = TYPED_WORDS[typed[row["pk"]]] if row["pk"] in typed else ""
        built.append(replace(shown, times_sent=times_sent[str(row["pk"])], typed=words))
    return sorted(built, key=lambda row: row.urgency)


def _values(actor: Actor, period: Period, today: date) -> Iterable[Mapping[str, Any]]:
    own = FilteredRelation("summaries", condition=Q(summaries__column=SELF))
    # At most one person enters the figures of a unit (a constraint of the table).
    enters = Post.held_on(today).filter(unit=OuterRef("unit"), role=Role.COMMUNE_OFFICER.value)
    return (
        in_charge(actor)
        .filter(period=period)
        .annotate(
            own=own,
            answers=Subquery(enters.values("person__full_name")[:1]),
            telephone=Subquery(enters.values("person__telephone")[:1]),
        )
        .values(
            "pk",
            "status",
            "met",
            "submitted_at",
            "days_late",
            "extended",
            "officer",
            "officer__full_name",
            "telephone",
            "answers",
            "unit__name",
            "unit__name_sort",
            "unit__parent_id",
            "unit__parent__name",
            "unit__parent__kind",
            "appraising_unit__path",
            "own__total",
            "own__passed_indicators",
        )
    )


def _row(
    period: Period,
    row: Mapping[str, Any],
    due: date | None,
    today: date,
    calendar: WorkCalendar,
    held: Mapping[str, set[str]],
) -> QueueRow:
    step = period.workflow.status(str(row["status"]))
    sent = row["submitted_at"] is not None
    return QueueRow(
        id=row["pk"],
        name=row["unit__name"],
        name_sort=row["unit__name_sort"],
        parent_id=row["unit__parent_id"],
        parent=short_name(row["unit__parent__name"] or "", row["unit__parent__kind"] or ""),
        status=step.code,
        shown=shown_status(period.workflow, step.code, row["met"]),
        total=row["own__total"] if sent else None,
        passed=row["own__passed_indicators"] if sent else None,
        due=due,
        deadline=deadline_state(due, today, calendar, soon_within=SOON_WITHIN) if due else None,
        days_late=row["days_late"],
        officer=row["officer"],
        officer_name=row["officer__full_name"] or "",
        extended=bool(row["extended"]),
        answers=row["answers"] or "",
        telephone=row["telephone"] or "",
        to_do=_can_act(period, step, row["appraising_unit__path"], held),
    )


def _can_act(period: Period, step: Status, path: object, held: Mapping[str, set[str]]) -> bool:
    moves = period.workflow.moves_from(step.code)
    return any(path in held.get(move.needs, ()) for move in moves)


def _step_days(period: Period) -> dict[str, StepDays]:
    rows = StepDate.objects.filter(period=period).values_list("step", "starts_on", "ends_on")
    return {step: StepDays(starts, ends) for step, starts, ends in rows}


def _sent_and_returned(ids: Iterable[UUID]) -> tuple[dict[str, date], Counter[str]]:
    """The day of the newest return of each dossier, and how many times it was sent."""
    changes = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id__in=[str(pk) for pk in ids],
        target__in=(RETURNED, SUBMITTED),
    ).order_by("pk")
    rows = list(changes.values_list("record_id", "target", "made_at"))
    days = {pk: timezone.localdate(at) for pk, target, at in rows if target == RETURNED}
    return days, Counter(pk for pk, target, _ in rows if target == SUBMITTED)


def _due(
    period: Period,
    row: Mapping[str, Any],
    days: Mapping[str, StepDays],
    returned: Mapping[str, date],
    calendar: WorkCalendar,
) -> date | None:
    given_back = returned.get(str(row["pk"]))
    steps = extended(days, row["extended"])
    return days_in(period, str(row["status"]), steps, given_back, calendar).due
