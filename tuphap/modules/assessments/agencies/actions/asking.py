"""Asking an agency about some criteria, and no longer asking it."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.audit.actions import record
from tuphap.foundation.notices.actions import Message, notify
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.agencies.models import LONGEST_NAME, LONGEST_TERM, Agency
from tuphap.modules.assessments.agencies.queries import (
    MANAGE,
    answerers_at,
    lines_under,
    managed_agency,
)
from tuphap.modules.assessments.models import Period
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.permissions import Actor, Subject, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise, same_text


@dataclass(frozen=True)
class Asked:
    """`codes` are criteria or indicators; `term_days` working days, None where no term is set."""

    name: str
    person_id: int
    codes: tuple[str, ...]
    term_days: int | None = None


@transaction.atomic
def ask_agency(period: Period, unit: Unit, asked: Asked, *, by: Actor) -> Agency:
    require(by, MANAGE, Subject(place_of(unit), place_of(unit)))
    # Held, so that of two who write the same name at one moment the second is told.
    Period.objects.select_for_update(no_key=True, of=("self",)).get(pk=period.pk)
    asked = _sound(period, unit, asked, by)
    assert by.person_id is not None  # whoever holds the permission has a name
    agency = Agency.objects.create(
        period=period,
        unit=unit,
        name=asked.name,
        person_id=asked.person_id,
        codes=list(asked.codes),
        term_days=asked.term_days,
        asked_by_id=by.person_id,
        asked_at=by.at,
    )
    _record("agency_asked", agency, by)
    notify([agency.person], _message(agency), at=by.at)
    return agency


@transaction.atomic
def end_agency(agency_id: UUID, *, by: Actor) -> Agency:
    """What it said stays in the history and no longer stands at the desk."""
    found = managed_agency(by, agency_id)
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if agency.ended_at is None:
        agency.ended_by_id, agency.ended_at = by.person_id, by.at
        agency.save(update_fields=["ended_by", "ended_at"])
        _record("agency_ended", found, by)
    return agency


def _sound(period: Period, unit: Unit, asked: Asked, by: Actor) -> Asked:
    name = " ".join(normalise(asked.name).split())
    if not name or len(name) > LONGEST_NAME:
        raise _fault("name", f"Chưa ghi tên cơ quan, hoặc tên dài hơn {LONGEST_NAME} ký tự.")
    asked_already = Agency.objects.filter(period=period, unit=unit, ended_at=None)
    if any(same_text(name, known) for known in asked_already.values_list("name", flat=True)):
        raise _fault(
            "name", f"{name} đang được hỏi trong kỳ này. Kết thúc dòng cũ trước khi ghi lại."
        )
    rule_set = parsed(period.rule_set)
    unknown = [code for code in asked.codes if not lines_under(rule_set, [code])]
    if not asked.codes or unknown:
        raise _fault("codes", "Chưa chọn tiêu chí hoặc chỉ tiêu nào trong danh sách. Chọn lại.")
    day = timezone.localdate(by.at)
    if asked.person_id not in {person.pk for person in answerers_at(unit, day)}:
        raise _fault("person", "Người này không còn trong danh sách để chọn. Chọn lại.")
    if asked.term_days is not None and not 1 <= asked.term_days <= LONGEST_TERM:
        raise _fault("term_days", f"Thời hạn phải từ 1 đến {LONGEST_TERM} ngày làm việc.")
    return replace(asked, name=name)


def _message(agency: Agency) -> Message:
    term = f" Thời hạn: {agency.term_days} ngày làm việc." if agency.term_days else ""
    return Message(
        key=f"agencies.asked:{agency.pk}",
        title=f"Đề nghị cho ý kiến về số liệu năm {agency.period.year}",
        body=f"{agency.unit.name} đề nghị {agency.name} xem số liệu của các đơn vị ở "
        f"{', '.join(agency.codes)}.{term}",
        address=reverse("agencies:index"),
    )


def _record(kind: str, agency: Agency, by: Actor) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=agency.unit.name,
        subject=agency.name,
        detail={"agency": str(agency.pk), "codes": ", ".join(agency.codes)},
    )


def _fault(field: str, sentence: str) -> Refused:
    return Refused("faulty_agency", sentence, Kind.INVALID, {field: sentence})
