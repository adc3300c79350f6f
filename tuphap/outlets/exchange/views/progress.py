"""How far a year is, unit by unit, as a file."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.province_desk.progress import has_units_between
from tuphap.modules.assessments.province_desk.queries.progress import (
    ProgressRow,
    Usage,
    progress_rows,
    usage_of,
)
from tuphap.modules.assessments.queries.comparison import PERMISSION, compared
from tuphap.outlets.exchange.actions import note_export
from tuphap.outlets.exchange.tables import write_xlsx
from tuphap.outlets.exchange.views.comparison import TYPES
from tuphap.rules.permissions import require_anywhere
from tuphap.rules.progress import phase_labels
from tuphap.rules.workflow import Workflow

GROUP = "Thuộc"
HEADS = [
    "Đơn vị",
    "Loại",
    GROUP,
    "Chặng",
    "Trạng thái",
    "Hạn của bước",
    "Trễ (ngày làm việc)",
    "Số tài khoản",
    "Đăng nhập gần nhất",
    "Lưu gần nhất",
    "Số lần lưu trong kỳ",
]


@require_safe
def progress_file(request: PersonRequest, year: str) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    period, _ = compared(request.actor, int(year))
    today = timezone.localdate(request.actor.at)
    rows = progress_rows(period, request.actor, today)
    usage = usage_of(rows, today)
    lines = [HEADS, *(_line(row, usage[row.id], period.workflow) for row in rows)]
    if not has_units_between(rows):
        place = HEADS.index(GROUP)
        lines = [[*line[:place], *line[place + 1 :]] for line in lines]
    title = f"Tiến độ năm {period.year}"
    note_export("progress", title, len(rows), by=request.actor)
    body = write_xlsx(lines, title, request.actor.at, names=1)
    name = f"tien-do-{period.year}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=TYPES["xlsx"], headers=headers)


def _line(row: ProgressRow, usage: Usage, workflow: Workflow) -> list[Any]:
    return [
        row.name,
        row.kind,
        row.group,
        phase_labels(workflow)[row.phase],
        workflow.status(row.status).label,
        f"{row.due:%d/%m/%Y}" if row.due else "",
        row.days_late,
        usage.people,
        _moment(usage.signed_in),
        _moment(usage.saved),
        usage.saves,
    ]


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else ""
