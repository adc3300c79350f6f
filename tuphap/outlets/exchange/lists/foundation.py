"""People, units, the journal."""

from collections.abc import Iterator, Mapping

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.access.views.journal import found_events
from tuphap.foundation.access.views.people import found_people
from tuphap.foundation.audit.kinds import label_of
from tuphap.foundation.mergers.views import found_units
from tuphap.outlets.exchange.lists.table import Line, ListTable, moment


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
            moment(event.at),
            event.person_name,
            event.unit,
            label_of(event.kind),
            event.subject,
            said if isinstance(said, str) else None,
            event.address,
            event.request_id,
        ]


FOUNDATION: Mapping[str, ListTable] = {
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
        day=lambda request: found_units(request)[2],
    ),
    "nhat-ky": ListTable(
        "Nhật ký",
        "access:journal",
        ("Lúc", "Ai", "Đơn vị", "Việc", "Về", "Câu trả lời", "Địa chỉ mạng", "Mã sự việc"),
        _events,
    ),
}
