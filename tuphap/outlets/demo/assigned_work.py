"""Documents assigned to the communes of the year in progress, so that figures flow into sheets."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.models import Entry, Period
from tuphap.modules.assigned_work.actions import Order, Report, assign, keep_file, report
from tuphap.modules.assigned_work.models import Assignment
from tuphap.outlets.demo.papers import small_pdf
from tuphap.outlets.demo.plan import Plan
from tuphap.outlets.demo.walk import Cast
from tuphap.rules.assigned_work import JudgedBy, Line
from tuphap.rules.permissions import Role
from tuphap.rules.vietnamese import fold
from tuphap.rules.workflows.assessment import SELF

CONTENT, KEY = "1.1.1", "assigned_documents.issued_on_time"
NAMES = (
    "Nghị quyết về mức thu, sử dụng quỹ của thôn, làng",
    "Quyết định ban hành Quy chế làm việc của Ủy ban nhân dân",
    "Nghị quyết về phân bổ dự toán ngân sách",
)
TOLD_OTHERWISE = 0.06


def tell(plan: Plan, people: Mapping[str, Person], now: datetime) -> None:
    """By name for the commune of the account, a number for the others; few of them disagree."""
    period = Period.objects.order_by("-year").first()
    if period is None:
        return
    cast, at = Cast(), now - timedelta(days=plan.in_progress["days_ago"]["open"])
    province, officer = people["province"], people["commune"]
    own = officer.posts.select_related("unit").get(role=Role.COMMUNE_OFFICER, ends_on=None).unit
    day = now.date()
    dues = (day - timedelta(days=40), day - timedelta(days=20), day + timedelta(days=10))
    lines = tuple(Line(name, due) for name, due in zip(NAMES, dues, strict=True))
    order = Order(KEY, period.year, JudgedBy.ISSUED, lines)
    made = assign(order, [own], by=cast.act(province, at))
    for line, late in zip(made[:2], (-5, 4), strict=True):
        issued = line.due_on + timedelta(days=late) if line.due_on else None
        told = Report(issued_on=issued, signed_on=issued, reference=f"{late + 8:02d}/NQ-HĐND")
        by = cast.act(officer, now - timedelta(days=1))
        report(line.pk, told, version=1, by=by)
        keep_file(line.pk, _paper(line.name), version=2, by=by)
    _numbers(plan, period, own.pk, cast, province, at)


def _told_then(line: Assignment, entry: Entry) -> None:
    """As if the unit had said so when it filled its sheet: some of them have been sent since, and
    what counted into those is held."""
    Assignment.objects.filter(pk=line.pk).update(
        done_count=entry.done,
        version=line.version + 1,
        changed_by=entry.written_by,
        changed_at=entry.written_at,
    )


def _paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", small_pdf(fold(name).capitalize()))


def _numbers(
    plan: Plan, period: Period, own: int, cast: Cast, province: Person, at: datetime
) -> None:
    """What the unit wrote itself; a sheet typed from paper has no officer of its own to report."""
    random = plan.random("assigned work")
    entries = (
        Entry.objects.filter(assessment__period=period, column=SELF, item=CONTENT, due__gte=1)
        .filter(assessment__typed_by=None)
        .exclude(assessment__unit=own)
        .select_related("assessment__unit", "written_by")
        .order_by("assessment__unit__path")
    )
    for entry in entries:
        due = (entry.due or 1) + (random.random() < TOLD_OTHERWISE)
        order = Order(KEY, period.year, JudgedBy.ISSUED, quantity=due)
        (line,) = assign(order, [entry.assessment.unit], by=cast.act(province, at))
        _told_then(line, entry)
