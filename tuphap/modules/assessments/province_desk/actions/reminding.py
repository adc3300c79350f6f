"""One press reminds whoever has a dossier whose day is over; once a day and step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.actions import record
from tuphap.foundation.notices.actions import Message, notify_each
from tuphap.foundation.notices.queries import told_before
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.province_desk.progress import Wanted, late_first
from tuphap.modules.assessments.province_desk.queries.progress import ProgressRow, progress_rows
from tuphap.modules.assessments.queries.told import UNIT, people_at
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require_anywhere
from tuphap.rules.progress import UNSENT, next_permission

PERMISSION = "assessment.remind"


@dataclass(frozen=True)
class Reminded:
    """Dossiers by what became of them; of the last ones nobody has an account."""

    now: tuple[ProgressRow, ...] = ()
    before: tuple[ProgressRow, ...] = ()
    nobody: tuple[ProgressRow, ...] = ()


@transaction.atomic
def remind_late(period: Period, wanted: Wanted, dossier: str = "", *, by: Actor) -> Reminded:
    """The late dossiers wanted, or one of them (by id). Who still writes is reminded at the unit;
    else whoever does the next step at the unit that appraises, once for all its dossiers."""
    require_anywhere(by, PERMISSION)
    today = timezone.localdate(by.at)
    rows = [
        row
        for row in late_first(progress_rows(period, by, today, PERMISSION))
        if wanted.keeps(row) and dossier in ("", str(row.id))
    ]
    people, messages = _people(rows, period, today), _messages(rows, period, today)
    before = told_before(message.key for message in messages.values())
    pairs = {
        (person.pk, messages[row].key): (person, messages[row])
        for row in rows
        for person in people[row]
    }
    notify_each(pairs.values(), at=by.at)
    reached = [row for row in rows if people[row]]
    told = Reminded(
        now=tuple(row for row in reached if messages[row].key not in before),
        before=tuple(row for row in reached if messages[row].key in before),
        nobody=tuple(row for row in rows if not people[row]),
    )
    if told.now:
        _note(period, told, by=by)
    return told


def _people(
    rows: Iterable[ProgressRow], period: Period, today: date
) -> dict[ProgressRow, list[Person]]:
    """One question for each permission that some step needs."""
    asked: dict[str, list[tuple[ProgressRow, int]]] = {}
    for row in rows:
        at_unit = row.phase == UNSENT
        permission = UNIT if at_unit else next_permission(period.workflow, row.status)
        asked.setdefault(permission, []).append((row, row.unit_id if at_unit else row.office_id))
    found: dict[ProgressRow, list[Person]] = {}
    for permission, places in asked.items():
        people = people_at((unit for _, unit in places), permission, today)
        found |= {row: people.get(unit, []) for row, unit in places}
    return found


def _messages(rows: list[ProgressRow], period: Period, today: date) -> dict[ProgressRow, Message]:
    at_offices: dict[tuple[int, str], list[ProgressRow]] = {}
    for row in rows:
        if row.phase != UNSENT:
            at_offices.setdefault((row.office_id, row.status), []).append(row)
    found = {row: _to_unit(row, period, today) for row in rows if row.phase == UNSENT}
    for (office, status), own in at_offices.items():
        message = _to_office(office, status, own, period, today)
        found |= dict.fromkeys(own, message)
    return found


def _to_unit(row: ProgressRow, period: Period, today: date) -> Message:
    step = period.workflow.status(row.status)
    deed = "gửi lại" if row.status == "returned" else "gửi"
    return Message(
        key=f"assessment.late:{row.id}:{row.status}:{today.isoformat()}",
        title=f"Hồ sơ năm {period.year} của {row.name} đã quá hạn",
        body=f"Hồ sơ đang ở bước “{step.label}”, hạn hết ngày {row.due:%d/%m/%Y}, "
        f"trễ {format_count(row.days_late or 0)} ngày làm việc. Hoàn thành rồi {deed} hồ sơ. "
        "Cần lùi hạn thì đề nghị nơi thẩm tra.",
        address=reverse("assessments:sheet", args=[row.id]),
    )


def _to_office(
    office: int, status: str, rows: list[ProgressRow], period: Period, today: date
) -> Message:
    step = period.workflow.status(status)
    return Message(
        key=f"assessment.late_at:{period.pk}:{office}:{status}:{today.isoformat()}",
        title=f"{format_count(len(rows))} hồ sơ năm {period.year} quá hạn ở bước “{step.label}”",
        body=f"Trễ nhiều nhất: {rows[0].name}, {format_count(rows[0].days_late or 0)} ngày "
        "làm việc. Danh sách có ghi hạn của từng hồ sơ.",
        address=f"{reverse('assessments:queue')}?nam={period.year}",
    )


def _note(period: Period, told: Reminded, *, by: Actor) -> None:
    record(
        "late_reminded",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=by.posts[0].unit_name if by.posts else "",
        subject=str(period),
        detail={"units": len(told.now), "without_account": len(told.nobody)},
    )
