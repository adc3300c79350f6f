"""Setting up a council: its paper, its rules, who sits on it and until when."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tuphap.foundation.audit.actions import record
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.council.models import LONGEST_NAME, Council, CouncilMember
from tuphap.modules.assessments.council.queries import (
    MANAGE,
    get_council,
    places_without,
    seats,
)
from tuphap.modules.assessments.council.seat_people import accounts_for
from tuphap.modules.assessments.models import Period
from tuphap.rules.permissions import Actor, require, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise


@dataclass(frozen=True)
class CouncilSettings:
    """`quorum` and `voting_rule` are keys of the tables in rules/council.py, "" while unknown."""

    paper_number: str = ""
    paper_on: date | None = None
    quorum: str = ""
    voting_rule: str = ""
    written_counts: bool = False


@dataclass(frozen=True)
class Seat:
    """A person with an account by id, else the name alone."""

    person_id: int | None
    name: str
    agency: str
    role: str
    has_vote: bool
    starts_on: date


@transaction.atomic
def set_up(period: Period, unit: Unit, settings: CouncilSettings, *, by: Actor) -> Council:
    """Once per period and unit; the constraint says no to the second of two at one moment."""
    require_anywhere(by, MANAGE)
    if (period, unit) not in places_without(by):
        raise Refused(
            "no_place_for_council",
            "Nơi này đã có Hội đồng của kỳ, hoặc không thẩm tra trong kỳ. Tải lại trang rồi chọn.",
            Kind.CONFLICT,
            {"place": "Nơi này đã có Hội đồng, hoặc không thẩm tra trong kỳ. Chọn lại."},
        )
    assert by.person_id is not None  # whoever holds the permission has a name
    council = Council.objects.create(
        period=period,
        unit=unit,
        **vars(_tidied(settings)),
        changed_by_id=by.person_id,
        changed_at=by.at,
    )
    _record("council_set_up", council, by)
    return council


@transaction.atomic
def change_settings(
    council_id: UUID, settings: CouncilSettings, version: int, *, by: Actor
) -> Council:
    council = locked_council(council_id, by=by)
    require(by, MANAGE, council.subject)
    tidy = _tidied(settings)
    if all(getattr(council, name) == value for name, value in vars(tidy).items()):
        return council
    if council.version != version:
        stored = (council.get_quorum_display(), council.get_voting_rule_display())
        sentence = (
            "Chưa lưu: quy tắc vừa được người khác sửa, trên hệ thống đang là "
            f"“{stored[0] or 'chưa ghi'}”, “{stored[1] or 'chưa ghi'}”. Xem lại rồi lưu."
        )
        raise Refused("outdated", sentence, Kind.CONFLICT, {"quorum": sentence})
    for name, value in vars(tidy).items():
        setattr(council, name, value)
    council.version += 1
    council.changed_by_id, council.changed_at = by.person_id or 0, by.at
    council.save()
    _record("council_changed", council, by)
    return council


@transaction.atomic
def add_member(council_id: UUID, seat: Seat, *, by: Actor) -> CouncilMember:
    council = locked_council(council_id, by=by)
    require(by, MANAGE, council.subject)
    tidy = _sound_seat(council, seat)
    assert by.person_id is not None  # whoever holds the permission has a name
    member = CouncilMember.objects.create(
        council=council, **vars(tidy), changed_by_id=by.person_id, changed_at=by.at
    )
    _record("council_member_added", council, by, member)
    return member


@transaction.atomic
def end_seat(council_id: UUID, member_id: UUID, ends_on: date, *, by: Actor) -> CouncilMember:
    """The last day on the council; what was said until then stays."""
    council = locked_council(council_id, by=by)
    require(by, MANAGE, council.subject)
    member = CouncilMember.objects.filter(council=council, pk=member_id).first()
    if member is None:
        raise Http404
    if member.ends_on == ends_on:
        return member
    if ends_on < member.starts_on:
        raise _fault(
            "ends_on",
            f"Ngày cuối {ends_on:%d/%m/%Y} trước ngày tham gia {member.starts_on:%d/%m/%Y}. "
            "Ghi ngày từ đó trở đi.",
        )
    member.ends_on = ends_on
    member.changed_by_id, member.changed_at = by.person_id or 0, by.at
    member.save(update_fields=["ends_on", "changed_by", "changed_at"])
    _record("council_member_ended", council, by, member)
    return member


def locked_council(council_id: UUID, *, by: Actor) -> Council:
    """Held until the deed is done, so that two deeds on one council follow each other; or 404."""
    found = get_council(by, council_id)
    Council.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
    found.refresh_from_db(fields=["quorum", "voting_rule", "written_counts", "version"])
    return found


def _tidied(settings: CouncilSettings) -> CouncilSettings:
    return replace(settings, paper_number=_tidy(settings.paper_number))


def _sound_seat(council: Council, seat: Seat) -> Seat:
    people = {person.pk: person for person in accounts_for(council, seat.starts_on)}
    if seat.person_id is not None and seat.person_id not in people:
        raise _fault("person", "Người này không còn trong danh sách để chọn. Chọn lại.")
    name = people[seat.person_id].full_name if seat.person_id is not None else _tidy(seat.name)
    tidy = replace(seat, name=name, agency=_tidy(seat.agency))
    if not tidy.name:
        raise _fault("name", "Chưa có thành viên. Chọn tài khoản hoặc ghi họ và tên.")
    if len(tidy.name) > LONGEST_NAME or len(tidy.agency) > LONGEST_NAME:
        raise _fault("name", f"Họ tên, chức vụ dài nhất {LONGEST_NAME} ký tự. Ghi ngắn lại.")
    _require_free(council, tidy)
    return tidy


def _require_free(council: Council, seat: Seat) -> None:
    for other in [*seats(council, seat.starts_on), *council.members.filter(ends_on=None)]:
        if seat.person_id is not None and other.person_id == seat.person_id:
            raise _fault("person", f"{other.name} đã là thành viên. Chọn người khác.")
        if seat.role == CouncilMember.CHAIR == other.role:
            raise _fault(
                "role",
                f"Hội đồng đã có Chủ tịch ({other.name}). Chọn vai trò khác, hoặc ghi ngày cuối "
                "của người trước.",
            )
        if seat.person_id is None and _is_same_name(seat, other):
            raise _fault(
                "name",
                f"{other.name} đã là thành viên. Nếu là người khác cùng tên, ghi rõ chức vụ, "
                "cơ quan.",
            )


def _is_same_name(seat: Seat, other: CouncilMember) -> bool:
    """Without an account the name and the agency are all there is to tell people apart."""
    ours, theirs = (seat.name, seat.agency), (other.name, other.agency)
    return other.person_id is None and [t.casefold() for t in ours] == [
        t.casefold() for t in theirs
    ]


def _record(kind: str, council: Council, by: Actor, member: CouncilMember | None = None) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=council.unit.name,
        subject=member.name if member else str(council),
        detail={"council": str(council.pk)},
    )


def _tidy(text: str) -> str:
    return " ".join(normalise(text).split())


def _fault(field: str, sentence: str) -> Refused:
    return Refused("faulty_council", sentence, Kind.INVALID, {field: sentence})
