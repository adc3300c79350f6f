"""What lies on the desks of whoever appraises."""

from collections.abc import Iterator, Mapping

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.feedback.queries import about
from tuphap.modules.assessments.feedback.views import found_feedback
from tuphap.modules.assessments.views.queue import found_queue
from tuphap.outlets.exchange.lists.table import Line, ListTable, moment


def _queue(request: PersonRequest) -> Iterator[Line]:
    for row in found_queue(request)[1]:
        yield [
            row.name,
            row.parent,
            row.shown.label,
            row.times_sent,
            row.total if row.passed is None else row.passed,
            row.due,
            "Đã lùi hạn" if row.extended else None,
            row.late,
            row.typed,
            row.officer_name,
            row.answers,
            row.telephone,
        ]


def _feedback(request: PersonRequest) -> Iterator[Line]:
    """What the list shows; who sent it stands on the page of each alone (A10)."""
    for row in found_feedback(request)[1]:
        status = row.workflow.status(row.status).label
        yield [row.text, row.unit_name, about(row), moment(row.sent_at), status]


DESK: Mapping[str, ListTable] = {
    "tham-tra": ListTable(
        "Hồ sơ thẩm tra",
        "assessments:queue",
        (
            "Đơn vị",
            "Thuộc",
            "Bước",
            "Số lần gửi",
            "Kết quả tự đánh giá",
            "Hạn",
            "Lùi hạn",
            "Trễ",
            "Nhập thay",
            "Thụ lý",
            "Người nhập của đơn vị",
            "Điện thoại",
        ),
        _queue,
    ),
    "gop-y": ListTable(
        "Góp ý về kết quả",
        "feedback:list",
        ("Góp ý", "Đơn vị", "Về kết quả", "Gửi lúc", "Trạng thái"),
        _feedback,
    ),
}
