"""Lists that people see, as tables: what is filtered and sorted on the page, in plain cells.

Each asks what its page asks, with the parameters of the address and the same permission.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.access.views.journal import found_events
from tuphap.foundation.access.views.people import found_people
from tuphap.foundation.audit.kinds import label_of
from tuphap.foundation.mergers.views import found_units
from tuphap.modules.assessments.feedback.queries import about
from tuphap.modules.assessments.feedback.views import found_feedback
from tuphap.modules.assessments.views.queue import found_queue
from tuphap.outlets.exchange.tables import Cell

Line = Sequence[Cell]


@dataclass(frozen=True)
class ListTable:
    """`address` is the name of the page whose parameters it takes."""

    title: str
    address: str
    heads: tuple[str, ...]
    lines: Callable[[PersonRequest], Iterable[Line]]


def _people(request: PersonRequest) -> Iterator[Line]:
    """A line per post; whoever has none has a line without one."""
    for person in found_people(request)[2]:
        state = "Đang dùng" if person.is_active else "Đã khóa"
        told = [
            [post.role_label, post.unit.name, post.starts_on, post.ends_on]
            for post in person.seen_posts  # type: ignore[attr-defined]
        ]
        for post in told or [[None] * 4]:
            yield [person.full_name, person.email, *post, state]


def _units(request: PersonRequest) -> Iterator[Line]:
    for unit in found_units(request)[3]:
        above = unit.parent.name if unit.parent else None
        days = (unit.valid_from, unit.valid_to)
        yield [unit.name, unit.code, unit.kind, above, *days, unit.people]  # type: ignore[attr-defined]


def _events(request: PersonRequest) -> Iterator[Line]:
    for event in found_events(request)[1]:
        said = event.detail.get("sentence")
        yield [
            _moment(event.at),
            event.person_name,
            event.unit,
            label_of(event.kind),
            event.subject,
            said if isinstance(said, str) else None,
            event.address,
            event.request_id,
        ]


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
        yield [row.text, row.unit_name, about(row), _moment(row.sent_at), status]


def _moment(at: datetime) -> datetime:
    """As the clock on the wall shows it, to the second."""
    return localtime(at).replace(tzinfo=None, microsecond=0)


LISTS: Mapping[str, ListTable] = {
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
    "nguoi-dung": ListTable(
        "Người dùng và vị trí công tác",
        "access:people",
        ("Họ và tên", "Thư điện tử", "Vai trò", "Đơn vị", "Từ ngày", "Đến ngày", "Tài khoản"),
        _people,
    ),
    "don-vi": ListTable(
        "Đơn vị",
        "mergers:units",
        ("Đơn vị", "Mã", "Loại", "Đơn vị cấp trên", "Từ ngày", "Đến ngày", "Người giữ vị trí"),
        _units,
    ),
    "nhat-ky": ListTable(
        "Nhật ký",
        "access:journal",
        ("Lúc", "Ai", "Đơn vị", "Việc", "Về", "Câu trả lời", "Địa chỉ mạng", "Mã sự việc"),
        _events,
    ),
    "gop-y": ListTable(
        "Góp ý về kết quả",
        "feedback:list",
        ("Góp ý", "Đơn vị", "Về kết quả", "Gửi lúc", "Trạng thái"),
        _feedback,
    ),
}
