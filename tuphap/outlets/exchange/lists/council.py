"""What the council says, and its meetings."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.council.overview import overview
from tuphap.modules.assessments.council.queries import get_council, meetings
from tuphap.modules.assessments.council.results import (
    MISSING,
    OUTDATED,
    REASON_WORDS,
    RECUSED,
    Row,
)
from tuphap.outlets.exchange.lists.table import ID, Line, ListTable, moment
from tuphap.rules.council import Reason, Stance

STANDS: Mapping[str, str] = {
    Stance.MET: "đề nghị công nhận",
    Stance.NOT_MET: "không đề nghị",
    Stance.ABSTAIN: "không có ý kiến",
    OUTDATED: "ý kiến trên số liệu cũ",
    RECUSED: "không tham gia về hồ sơ này",
    MISSING: "chưa có ý kiến",
}
MET, NOT_MET = "Đề nghị công nhận", "Không đề nghị"


def _opinions(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    """One line per dossier and member."""
    found = overview(get_council(request.actor, pk), at=request.actor.at)
    for row in found.rows:
        votes, name, proposed = row.tally, row.dossier.unit.name, _proposed(row)
        for cell in row.cells:
            yield [name, cell.member.name, STANDS[cell.state], votes.yes, votes.no, *proposed]


def _proposed(row: Row) -> tuple[str, str | None]:
    """What the rule gives by now, and why."""
    wanted = row.proposal
    if wanted is None:
        return "chưa ghi cách tính phiếu", None
    if wanted.met is None:
        return "chưa đủ số liệu", None
    if row.missing and wanted.reason != Reason.CONDITIONS:
        return f"còn thiếu {len(row.missing)} ý kiến", None
    if wanted.met:
        return MET, None
    failing = f" ({', '.join(wanted.failing)})" if wanted.failing else ""
    return NOT_MET, f"{REASON_WORDS[wanted.reason]}{failing}"


def _settled(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    found = overview(get_council(request.actor, pk), at=request.actor.at)
    for row in found.done:
        word = MET if row.proposed_met else NOT_MET
        yield [row.assessment.unit.name, word, moment(row.meeting.begins_at).date()]


def _meetings(request: PersonRequest, pk: UUID) -> Iterator[Line]:
    for row in meetings(get_council(request.actor, pk)):
        yield [moment(row.begins_at), row.place, "Đã đóng" if row.closed_at else "Đang ghi"]


COUNCIL: Mapping[str, ListTable] = {
    "y-kien-hoi-dong": ListTable(
        "Ý kiến của Hội đồng",
        "council:show",
        (
            "Đơn vị",
            "Thành viên",
            "Ý kiến",
            "Phiếu đề nghị",
            "Phiếu không đề nghị",
            "Đề nghị theo quy tắc",
            "Lý do",
        ),
        _opinions,
        ID,
    ),
    "ho-so-da-hop": ListTable(
        "Hồ sơ Hội đồng đã họp, chờ bước sau",
        "council:show",
        ("Đơn vị", "Kết quả", "Ngày họp"),
        _settled,
        ID,
    ),
    "cuoc-hop": ListTable(
        "Cuộc họp của Hội đồng",
        "council:show",
        ("Bắt đầu", "Địa điểm", "Tình trạng"),
        _meetings,
        ID,
    ),
}
