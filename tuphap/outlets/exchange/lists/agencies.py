"""Which agencies are asked, and what they answered."""

from collections.abc import Iterator, Mapping

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.agencies.overview import Overview, overview
from tuphap.modules.assessments.agencies.queries import MANAGE, agencies_managed
from tuphap.modules.assessments.agencies.views.managing import period_asked
from tuphap.outlets.exchange.lists.table import Line, ListTable
from tuphap.rules.permissions import require_anywhere


def _agencies(request: PersonRequest) -> Iterator[Line]:
    for agency, missing in _asked(request).missing:
        yield [
            agency.name,
            agency.unit.name,
            ", ".join(agency.codes),
            agency.person.full_name,
            agency.term_days,
            missing,
        ]


def _answers(request: PersonRequest) -> Iterator[Line]:
    """One line per dossier and agency."""
    for row in _asked(request).rows:
        for cell in row.cells:
            due = cell.due if cell.is_missing else None
            yield [row.dossier.unit.name, cell.agency.name, cell.label, due]


def _asked(request: PersonRequest) -> Overview:
    require_anywhere(request.actor, MANAGE)
    period = period_asked(request)
    if period is None:
        return Overview((), ())
    return overview(agencies_managed(request.actor, period), at=request.actor.at)


AGENCIES: Mapping[str, ListTable] = {
    "co-quan": ListTable(
        "Cơ quan phối hợp",
        "agencies:manage",
        (
            "Cơ quan",
            "Nơi thẩm tra",
            "Phần được hỏi",
            "Người trả lời",
            "Thời hạn (ngày làm việc)",
            "Chưa trả lời",
        ),
        _agencies,
    ),
    "tra-loi-cua-co-quan": ListTable(
        "Trả lời của cơ quan phối hợp",
        "agencies:manage",
        ("Đơn vị", "Cơ quan", "Trả lời", "Hạn"),
        _answers,
    ),
}
