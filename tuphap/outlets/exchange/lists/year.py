"""What the province does with a year as a whole: periods, decisions, publishing, former results."""

from collections.abc import Iterator, Mapping

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.database.snapshot import snapshot
from tuphap.modules.assessments.former_years.queries import batches
from tuphap.modules.assessments.queries.decisions import last_papers
from tuphap.modules.assessments.queries.periods import MANAGE, managed_periods
from tuphap.modules.assessments.queries.publishing import readiness
from tuphap.modules.assessments.views.decisions import found_waiting
from tuphap.modules.assessments.views.publishing import (
    found_findings,
    found_periods,
    period_to_publish,
)
from tuphap.outlets.exchange.imports.shown import state_of
from tuphap.outlets.exchange.lists.table import (
    YEAR,
    Line,
    ListTable,
    met_word,
    moment,
    moment_or_none,
)
from tuphap.rules.permissions import require_anywhere


def _periods(request: PersonRequest) -> Iterator[Line]:
    require_anywhere(request.actor, MANAGE)
    for row in managed_periods(request.actor):
        scope, rule_set = row.scope_unit.name, row.rule_set.short_name
        yield [row.year, scope, rule_set, row.units_on, row.dossiers, row.decided]  # type: ignore[attr-defined]


def _waiting(request: PersonRequest) -> Iterator[Line]:
    group, waits = found_waiting(request)[1:]
    if group is None:
        return
    for row in group.rows:
        yield [
            row.name,
            row.total if group.has_points else row.passed,
            group.most,
            met_word(row.met),
            "Chờ Hội đồng" if row.id in waits else None,
            "; ".join(row.failing),
        ]


def _papers(request: PersonRequest) -> Iterator[Line]:
    found_waiting(request)
    for paper in last_papers(request.actor):
        office, year = paper.deciding_unit.name, paper.period.year
        counts = (paper.units, paper.met)  # type: ignore[attr-defined]
        yield [paper.number, paper.signed_on, office, year, *counts]


def _years(request: PersonRequest) -> Iterator[Line]:
    for period, ready in found_periods(request):
        newest = ready.copies[0] if ready.copies else None
        yield [
            period.year,
            period.rule_set.short_name,
            ready.decided,
            ready.units,
            ready.fresh,
            newest.number if newest else None,
            moment(newest.published_at) if newest else None,
        ]


def _findings(request: PersonRequest, year: int) -> Iterator[Line]:
    period = period_to_publish(request, year)
    with snapshot():
        for row in found_findings(period):
            yield [row.rule, row.word, row.sentence]


def _copies(request: PersonRequest, year: int) -> Iterator[Line]:
    for copy in readiness(period_to_publish(request, year)).copies:
        gone = getattr(copy, "withdrawal", None)
        yield [
            copy.number,
            moment(copy.published_at),
            copy.published_by,
            copy.note,
            copy.sha256,
            moment_or_none(gone and gone.withdrawn_at),
            gone and gone.withdrawn_by,
            gone and gone.reason,
        ]


def _imports(request: PersonRequest) -> Iterator[Line]:
    require_anywhere(request.actor, batches.PERMISSION)
    for row in batches.visible_batches(request.actor):
        written = row.committed_at and not row.undone_at
        yield [
            row.file_name,
            row.get_kind_display(),
            row.year,
            state_of(row)[1],
            row.written["new"] if written else None,
            moment(row.asked_at),
            row.asked_by.full_name,
            moment_or_none(row.committed_at),
            row.committed_by.full_name if row.committed_by else None,
        ]


YEAR_LISTS: Mapping[str, ListTable] = {
    "ky-danh-gia": ListTable(
        "Kỳ đánh giá",
        "assessments:periods",
        (
            "Năm",
            "Phạm vi",
            "Bộ tiêu chí",
            "Danh sách đơn vị ngày",
            "Đơn vị",
            "Đã quyết định",
        ),
        _periods,
    ),
    "cho-quyet-dinh": ListTable(
        "Hồ sơ chờ quyết định",
        "assessments:decisions",
        (
            "Đơn vị",
            "Kết quả chính thức",
            "Tối đa",
            "Kết quả tính được",
            "Đang chờ",
            "Điều kiện chưa đạt",
        ),
        _waiting,
    ),
    "quyet-dinh": ListTable(
        "Quyết định ghi gần đây",
        "assessments:decisions",
        ("Số", "Ngày ký", "Nơi quyết định", "Năm", "Đơn vị", "Đạt chuẩn"),
        _papers,
    ),
    "cong-bo": ListTable(
        "Công bố theo năm",
        "assessments:publishing",
        (
            "Năm",
            "Bộ tiêu chí",
            "Đã quyết định",
            "Đơn vị",
            "Chưa công bố",
            "Bản đang dùng",
            "Công bố lúc",
        ),
        _years,
    ),
    "kiem-tra-cong-bo": ListTable(
        "Kiểm tra trước khi công bố",
        "assessments:publishing_year",
        ("Việc kiểm tra", "Kết quả", "Nội dung"),
        _findings,
        YEAR,
    ),
    "ban-cong-bo": ListTable(
        "Các bản đã công bố",
        "assessments:publishing_year",
        (
            "Bản số",
            "Công bố lúc",
            "Người công bố",
            "Nội dung thay đổi",
            "Mã kiểm tra sha-256",
            "Thu hồi lúc",
            "Người thu hồi",
            "Lý do thu hồi",
        ),
        _copies,
        YEAR,
    ),
    "nhap-lieu": ListTable(
        "Nhập kết quả các năm trước",
        "exchange:imports",
        (
            "Tệp",
            "Loại tệp",
            "Năm",
            "Trạng thái",
            "Đã ghi",
            "Nạp lúc",
            "Người nạp",
            "Ghi lúc",
            "Người ghi",
        ),
        _imports,
    ),
}
