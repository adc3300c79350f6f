"""Meetings: who was there, over which dossiers, the minutes; closing settles the proposals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.audit.actions import record
from tuphap.modules.assessments.council.actions.councils import locked_council
from tuphap.modules.assessments.council.models import (
    LONGEST_MINUTES,
    LONGEST_NAME,
    Attendance,
    Council,
    CouncilMember,
    Meeting,
    TreatedDossier,
)
from tuphap.modules.assessments.council.queries import (
    RECORD,
    final_summaries,
    get_meeting,
    opinions,
    present_ids,
    recused,
    seats,
    settled,
    treated,
    voters,
    waiting_dossiers,
    waiting_steps,
)
from tuphap.modules.assessments.council.results import Row, result_document, rows
from tuphap.modules.assessments.models import Assessment
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

MOST_NAMED = 8
CHANGED = "meeting_changed"


@dataclass(frozen=True)
class Plan:
    """What is written of a meeting."""

    place: str
    begins_at: datetime
    ends_at: datetime | None
    minutes: str
    present: frozenset[UUID]
    dossiers: frozenset[UUID]


@transaction.atomic
def hold(council_id: UUID, plan: Plan, *, by: Actor) -> Meeting:
    council = locked_council(council_id, by=by)
    require(by, RECORD, council.subject)
    tidy = _sound(council, plan)
    assert by.person_id is not None  # whoever holds the permission has a name
    meeting = Meeting.objects.create(
        council=council, **_fields(tidy), changed_by_id=by.person_id, changed_at=by.at
    )
    _write_lists(meeting, tidy)
    return meeting


@transaction.atomic
def change(council_id: UUID, meeting_id: UUID, plan: Plan, version: int, *, by: Actor) -> Meeting:
    meeting = _open_meeting(council_id, meeting_id, by)
    tidy = _sound(meeting.council, plan, meeting)
    if _same(meeting, tidy):
        return meeting
    if meeting.version != version:
        sentence = (
            "Chưa lưu: biên bản này vừa được sửa ở cửa sổ khác. Không có gì bị ghi đè; "
            "xem hai bản rồi lưu."
        )
        raise Refused(CHANGED, sentence, Kind.CONFLICT, {"minutes": sentence})
    for name, value in _fields(tidy).items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.changed_by_id, meeting.changed_at = by.person_id or 0, by.at
    meeting.save()
    _write_lists(meeting, tidy)
    return meeting


@transaction.atomic
def give_up(council_id: UUID, meeting_id: UUID, version: int, *, by: Actor) -> None:
    """One that was opened by mistake; its minutes stay in the journal, its dossiers are free."""
    meeting = _open_meeting(council_id, meeting_id, by)
    if meeting.version != version:
        raise _conflict(
            "outdated",
            "Chưa bỏ: biên bản vừa được sửa ở cửa sổ khác. Mở lại trang, xem rồi bỏ nếu đúng.",
        )
    record(
        "council_meeting_given_up",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=meeting.council.unit.name,
        subject=str(meeting),
        detail={"meeting": str(meeting.pk), "minutes": meeting.minutes},
    )
    meeting.delete()


@transaction.atomic
def close(council_id: UUID, meeting_id: UUID, version: int, *, by: Actor) -> Meeting:
    """Settles every dossier of the meeting in the version it has now; nothing of it changes."""
    meeting = _open_meeting(council_id, meeting_id, by)
    if meeting.version != version:
        raise _conflict(
            "outdated",
            "Biên bản đã thay đổi sau khi trang xác nhận này mở. Mở lại trang, xem rồi xác nhận.",
        )
    lines = treated(meeting)
    wanted = [line.assessment_id for line in lines]
    # Held until the end, so that no opinion and no figure changes beside the result.
    list(Assessment.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    found = meeting_rows(meeting, at=by.at)
    require_ready(meeting, found, at=by.at)
    by_dossier = {row.dossier.pk: row for row in found}
    for line in lines:
        row = by_dossier[line.assessment_id]
        assert row.proposal is not None  # required above
        line.dossier_version = row.dossier.version
        line.proposed_met, line.result = row.proposal.met, result_document(row)
    TreatedDossier.objects.bulk_update(lines, ["dossier_version", "proposed_met", "result"])
    meeting.closed_at, meeting.closed_by_id = by.at, by.person_id
    meeting.save(update_fields=["closed_at", "closed_by"])
    record(
        "council_meeting_closed",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=meeting.council.unit.name,
        subject=str(meeting),
        detail={"dossiers": len(lines), "meeting": str(meeting.pk)},
    )
    return meeting


def meeting_rows(meeting: Meeting, *, at: datetime) -> tuple[Row, ...]:
    """The dossiers of an open meeting as they stand, with the votes of who sits on its day."""
    council = meeting.council
    ids = [line.assessment_id for line in treated(meeting)]
    dossiers = list(Assessment.objects.filter(pk__in=ids).order_by("unit__name_sort", "pk"))
    members = voters(council, timezone.localdate(meeting.begins_at))
    return rows(
        council,
        dossiers,
        members,
        opinions(dossiers),
        recused(members, dossiers, at),
        final_summaries(dossiers),
        present_ids(meeting),
    )


def taking_part(
    council: Council,
    members: Sequence[CouncilMember],
    found: Sequence[Row],
    present: frozenset[UUID],
) -> list[CouncilMember]:
    """Who counts for the quorum: those there and, where it is so set, those who sent all words."""
    wrote = {
        member.pk
        for place, member in enumerate(members)
        if council.written_counts
        and found
        and all(not row.cells[place].is_missing for row in found)
    }
    return [row for row in members if row.pk in present or row.pk in wrote]


def why_not_ready(meeting: Meeting, found: Sequence[Row], *, at: datetime) -> str:
    """The sentence beside a button that cannot be pressed; "" where it can."""
    try:
        require_ready(meeting, found, at=at)
    except Refused as refused:
        return refused.sentence
    return ""


def require_ready(meeting: Meeting, found: Sequence[Row], *, at: datetime) -> None:
    """Everything that keeps a meeting from being closed, the first reason as a sentence."""
    council = meeting.council
    if council.quorum_share is None or council.voting is None:
        raise _conflict(
            "rules_missing",
            "Chưa ghi điều kiện họp và cách tính phiếu của Hội đồng. "
            "Ghi theo quy chế của Hội đồng ở trang “Thành phần, quy tắc”.",
        )
    if not found:
        raise _conflict("no_dossiers", "Cuộc họp chưa có hồ sơ nào. Chọn hồ sơ đã xem xét.")
    if meeting.ends_at is None or not meeting.minutes:
        raise _conflict(
            "minutes_missing",
            "Biên bản chưa có giờ kết thúc hoặc chưa có diễn biến, kết luận. Ghi đủ rồi đóng.",
        )
    if meeting.begins_at > at:
        day = timezone.localdate(meeting.begins_at)
        raise _conflict(
            "not_held_yet",
            f"Cuộc họp ghi ngày {day:%d/%m/%Y} chưa diễn ra. Họp xong mới đóng biên bản; nếu ghi "
            "nhầm ngày thì sửa rồi lưu.",
        )
    _require_quorum(meeting, found)
    _require_before_council(found)
    _require_opinions(found)


def _require_quorum(meeting: Meeting, found: Sequence[Row]) -> None:
    council, present = meeting.council, found[0].present
    members = [cell.member for cell in found[0].cells]
    counted = taking_part(council, members, found, present)
    assert council.quorum_share is not None  # asked before
    if not council.quorum_share.reached(len(counted), len(members)):
        away = ", ".join(row.name for row in members if row not in counted)
        raise _conflict(
            "no_quorum",
            f"Chưa đủ điều kiện họp: có mặt {len(counted)} trong {len(members)} thành viên, cần "
            f"ít nhất {council.quorum_share.least(len(members))}. Vắng: {away}.",
        )


def _require_before_council(found: Sequence[Row]) -> None:
    done = settled(row.dossier for row in found)
    gone = [
        row.dossier.unit.name
        for row in found
        if row.dossier.status not in waiting_steps(row.dossier.workflow)
    ]
    again = [row.dossier.unit.name for row in found if row.dossier.pk in done]
    if gone or again:
        raise _conflict(
            "not_before_council",
            f"Hồ sơ không còn chờ ý kiến Hội đồng: {_listed([*gone, *again])}. "
            "Bỏ khỏi cuộc họp rồi đóng.",
        )
    unknown = [r.dossier.unit.name for r in found if r.proposal is None or r.proposal.met is None]
    if unknown:
        raise _conflict(
            "figures_missing",
            f"Cột chính thức chưa đủ số liệu để kết luận: {_listed(unknown)}. "
            "Hoàn thành số liệu hoặc bỏ khỏi cuộc họp.",
        )


def _require_opinions(found: Sequence[Row]) -> None:
    """Who was there has said something of every dossier; “no opinion” is a choice of its own."""
    missing = [
        f"{row.dossier.unit.name} ({', '.join(c.member.name for c in cells)})"
        for row in found
        if (cells := [c for c in row.missing if c.member.pk in row.present])
    ]
    if missing:
        raise _conflict(
            "opinions_missing",
            f"Thành viên có mặt chưa cho ý kiến: {_listed(missing)}. "
            "Cho ý kiến trên hệ thống, hoặc thư ký ghi từ phiếu giấy.",
        )


def _open_meeting(council_id: UUID, meeting_id: UUID, by: Actor) -> Meeting:
    council = locked_council(council_id, by=by)
    found = get_meeting(by, council_id, meeting_id)
    require(by, RECORD, council.subject)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=found.pk)
    meeting.council = council
    if meeting.closed_at is not None:
        raise _conflict(
            "meeting_closed",
            "Cuộc họp đã đóng, biên bản không sửa được nữa. "
            "Nội dung mới được ghi ở một cuộc họp khác.",
        )
    return meeting


def _sound(council: Council, plan: Plan, meeting: Meeting | None = None) -> Plan:
    tidy = replace(
        plan,
        place=" ".join(normalise(plan.place).split()),
        minutes=normalise(plan.minutes, keep_lines=True).strip(),
    )
    faults = dict(_faults(council, tidy, meeting))
    if faults:
        raise Refused("faulty_meeting", next(iter(faults.values())), Kind.INVALID, faults)
    return tidy


def _faults(council: Council, plan: Plan, meeting: Meeting | None) -> Iterable[tuple[str, str]]:
    day = timezone.localdate(plan.begins_at)
    if day.year < council.period.year:
        yield "day", f"Ngày họp {day:%d/%m/%Y} trước năm đánh giá {council.period.year}. Ghi lại."
    if len(plan.place) > LONGEST_NAME:
        yield "place", f"Địa điểm dài nhất {LONGEST_NAME} ký tự. Ghi ngắn lại."
    if len(plan.minutes) > LONGEST_MINUTES:
        yield (
            "minutes",
            f"Biên bản dài {format_count(len(plan.minutes))} ký tự, tối đa "
            f"{format_count(LONGEST_MINUTES)}. Rút gọn.",
        )
    if plan.ends_at is not None and plan.ends_at < plan.begins_at:
        yield "ends_at", "Giờ kết thúc trước giờ bắt đầu. Kiểm tra lại."
    sitting = {row.pk for row in seats(council, day)}
    if plan.present - sitting:
        yield "present", "Có người không phải thành viên vào ngày họp. Chọn lại người dự họp."
    before = {row.pk for row in waiting_dossiers(council)}
    kept = {line.assessment_id for line in treated(meeting)} if meeting else set()
    if plan.dossiers - before - kept:
        yield "dossiers", "Có hồ sơ không chờ ý kiến Hội đồng. Tải lại trang rồi chọn lại."
    others = TreatedDossier.objects.filter(
        assessment__in=plan.dossiers, meeting__closed_at__isnull=True
    ).exclude(meeting=meeting)
    taken = list(others.values_list("assessment__unit__name", flat=True))
    if taken:
        yield "dossiers", f"Hồ sơ đã có trong cuộc họp khác chưa đóng: {_listed(taken)}."


def _fields(plan: Plan) -> dict[str, object]:
    return {
        "place": plan.place,
        "begins_at": plan.begins_at,
        "ends_at": plan.ends_at,
        "minutes": plan.minutes,
    }


def _same(meeting: Meeting, plan: Plan) -> bool:
    lists = present_ids(meeting), frozenset(line.assessment_id for line in treated(meeting))
    stored = {name: getattr(meeting, name) for name in _fields(plan)}
    return stored == _fields(plan) and lists == (plan.present, plan.dossiers)


def _write_lists(meeting: Meeting, plan: Plan) -> None:
    meeting.attendance.exclude(member__in=plan.present).delete()
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, member_id=pk) for pk in plan.present - present_ids(meeting)]
    )
    meeting.dossiers.exclude(assessment__in=plan.dossiers).delete()
    known = frozenset(meeting.dossiers.values_list("assessment_id", flat=True))
    TreatedDossier.objects.bulk_create(
        [TreatedDossier(meeting=meeting, assessment_id=pk) for pk in plan.dossiers - known]
    )


def _listed(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} và {rest} đơn vị nữa" if rest > 0 else shown


def _conflict(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.CONFLICT)
