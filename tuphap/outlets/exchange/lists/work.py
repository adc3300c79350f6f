"""What people are given to do and to read: assigned work, measures, notices, guidance, reports."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils import timezone

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.notices.views import found_notices
from tuphap.modules.assessments.remedies.queries import plan_of
from tuphap.modules.assessments.reports import queries as reports
from tuphap.modules.assessments.reports.models import ADDRESSEES
from tuphap.modules.assigned_work import queries as work
from tuphap.modules.assigned_work.views import found_work, year_asked
from tuphap.modules.criteria.library.views import found_documents
from tuphap.outlets.exchange.lists.table import (
    ID,
    UNIT_AND_YEAR,
    YEAR,
    Line,
    ListTable,
    moment,
    moment_or_none,
)


def _counts(request: PersonRequest) -> Iterator[Line]:
    year, _ = year_asked(request)
    for row in work.counts(request.actor, year):
        changed = moment(cast(datetime, row.changed_at))
        yield [row.name, row.assigned, row.reported, changed]


def _work(request: PersonRequest, unit_id: int, year: int) -> Iterator[Line]:
    for group in found_work(request, unit_id, year)[1]:
        for row in group.lines:
            line = row.line
            done = (line.done_count, line.quantity) if line.is_number else (None, None)
            yield [
                group.kind.label,
                line.title,
                line.assigning_unit,
                moment(line.assigned_at).date(),
                line.due_on,
                line.issued_on,
                *done,
                line.judged_on if row.basis else line.signed_on,
                row.basis,
                line.reference,
                line.url,
                line.file.name if line.file else None,
                row.label,
            ]


def _measures(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    """A line per measure; a line of the sheet without any has one of its own."""
    for line in plan_of(request.actor, pk, timezone.localdate(request.actor.at)).lines:
        head = [line.code, line.name, line.result]
        for row in line.measures:
            found = row.remedy
            days = (found.until, found.done_on)
            yield [*head, found.what, found.by_whom, *days, row.label, found.note]
        if not line.measures:
            yield [*head, *[None] * 6]


def _notices(request: PersonRequest) -> Iterator[Line]:
    for row in found_notices(request):
        state = None if row.read_at else "Chưa đọc"
        yield [moment(row.made_at), row.title, row.body, state]


def _documents(request: PersonRequest) -> Iterator[Line]:
    sets, _, found = found_documents(request)
    today = timezone.localdate(request.actor.at)
    for row in found:
        ended = row.ended_on is not None and row.ended_on <= today
        yield [
            row.get_kind_display(),
            row.number,
            row.issued_on,
            row.issuer,
            row.abstract,
            row.row,
            sets.get(row.rule_set, row.rule_set),
            row.year,
            "Hết hiệu lực" if ended else "Còn hiệu lực",
            row.ended_on,
            row.replaced_by.number if row.replaced_by else None,
            row.file.name,
            row.file.size,
        ]


def _reports(request: PersonRequest, year: int) -> Iterator[Line]:
    for row in reports.reports_of(reports.get_period(request.actor, year)):
        frozen_by = row.frozen_by.full_name if row.frozen_by else None
        yield [
            ADDRESSEES[row.addressee],
            row.number,
            "Bản nháp" if row.is_draft else "Đã chốt",
            row.written_by.full_name if row.is_draft else None,
            moment(row.written_at) if row.is_draft else None,
            frozen_by,
            moment_or_none(row.frozen_at),
            row.reason,
        ]


WORK: Mapping[str, ListTable] = {
    "giao-viec": ListTable(
        "Việc giao cho các đơn vị",
        "assigned_work:index",
        ("Đơn vị", "Việc đã giao", "Đã ghi kết quả", "Sửa gần nhất"),
        _counts,
    ),
    "viec-duoc-giao": ListTable(
        "Việc được giao",
        "assigned_work:unit",
        (
            "Loại việc",
            "Việc",
            "Nơi giao",
            "Ngày giao",
            "Hạn",
            "Ngày thực hiện",
            "Số đã thực hiện",
            "Số được giao",
            "Ngày ký",
            "Ngày ký lấy theo",
            "Số, ký hiệu",
            "Đường dẫn",
            "Tệp",
            "Tình trạng",
        ),
        _work,
        UNIT_AND_YEAR,
    ),
    "bien-phap-khac-phuc": ListTable(
        "Biện pháp khắc phục",
        "remedies:plan",
        (
            "Nội dung",
            "Tên",
            "Kết quả",
            "Biện pháp",
            "Người làm",
            "Hạn",
            "Ngày xong",
            "Tình trạng",
            "Kết quả thực hiện",
        ),
        _measures,
        ID,
    ),
    "thong-bao": ListTable(
        "Thông báo",
        "notices:list",
        ("Lúc", "Thông báo", "Nội dung", "Tình trạng"),
        _notices,
    ),
    "van-ban-huong-dan": ListTable(
        "Văn bản hướng dẫn",
        "library:list",
        (
            "Loại",
            "Số, ký hiệu",
            "Ngày ban hành",
            "Cơ quan ban hành",
            "Trích yếu",
            "Nói về",
            "Bộ tiêu chí",
            "Năm",
            "Hiệu lực",
            "Hết hiệu lực từ",
            "Thay bởi",
            "Tệp",
            "Dung lượng (byte)",
        ),
        _documents,
    ),
    "bao-cao": ListTable(
        "Báo cáo của năm",
        "reports:index",
        (
            "Gửi",
            "Bản số",
            "Tình trạng",
            "Người ghi",
            "Ghi lúc",
            "Người chốt",
            "Chốt lúc",
            "Lý do đính chính",
        ),
        _reports,
        YEAR,
    ),
}
