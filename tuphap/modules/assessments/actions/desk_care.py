"""Who works on a dossier at the desk, and one more time to finish a step for one unit."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.units.models import Unit
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.actions.telling import tell_extended
from tuphap.modules.assessments.models import Assessment, Extension
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.modules.assessments.queries.desk_care import appraisers_at, extendable
from tuphap.modules.assessments.queries.queue import in_charge
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

EXTEND, ASSIGN = "assessment.extend", "assessment.assign"
LONGEST_REASON = 1000
MOST_DAYS_AHEAD = 366
MOST_TOGETHER = 600


@transaction.atomic
def extend(assessment_id: UUID, until: date, reason: str, *, by: Actor) -> Assessment:
    """The last day of the step the unit has to finish, for this unit alone; it ends by itself."""
    found = require_visible(by, assessment_id)
    dossier = Assessment.objects.select_for_update(of=("self",)).get(pk=found.pk)
    require(by, EXTEND, subject_of(dossier))
    step, before = extendable(dossier)
    reason = _sound_reason(reason)
    _require_later(until, before, timezone.localdate(by.at))
    assert by.person_id is not None  # whoever holds the permission has a name
    extension = Extension.objects.create(
        assessment=dossier,
        step=step,
        before=before,
        until=until,
        reason=reason,
        granted_by_id=by.person_id,
        granted_at=by.at,
    )
    dossier.extended = {**dossier.extended, step: until.isoformat()}
    dossier.save(update_fields=["extended"])
    tell_extended(dossier, extension, by=by)
    return dossier


@transaction.atomic
def assign(
    assessment_ids: Collection[UUID], officer_id: int | None, *, by: Actor
) -> list[Assessment]:
    """Hand dossiers to somebody who appraises at the same unit, to oneself, or back to all."""
    wanted = set(assessment_ids)
    if not wanted or len(wanted) > MOST_TOGETHER:
        raise _faulty("don-vi", "Chọn ít nhất một hồ sơ rồi giao." if not wanted else _TOO_MANY)
    rows = in_charge(by, [ASSIGN]).filter(pk__in=wanted).order_by("pk")
    dossiers = list(rows.select_for_update(of=("self",)))
    if len(dossiers) != len(wanted):
        raise Http404
    for dossier in dossiers:
        require(by, ASSIGN, dossier.subject)
        dossier.officer_id = officer_id
    if officer_id is not None:
        offices = {dossier.appraising_unit_id: dossier.appraising_unit for dossier in dossiers}
        for office in offices.values():
            _require_colleague(office, officer_id, timezone.localdate(by.at))
    Assessment.objects.bulk_update(dossiers, ["officer"])
    return dossiers


_TOO_MANY = f"Mỗi lần giao nhiều nhất {MOST_TOGETHER} hồ sơ. Bỏ bớt rồi giao."


@transaction.atomic
def receive(assessment_id: UUID, *, by: Actor) -> Assessment:
    """Begin the appraisal; where nobody works on it yet, whoever begins does."""
    dossier = move(assessment_id, "receive", by=by)
    if dossier.officer_id is None:
        dossier.officer_id = by.person_id
        dossier.save(update_fields=["officer"])
    return dossier


def take(assessment_id: UUID, *, by: Actor) -> Assessment:
    """Work on it oneself from now on."""
    (dossier,) = assign([assessment_id], by.person_id, by=by)
    return dossier


def _require_colleague(office: Unit, officer_id: int, day: date) -> None:
    if officer_id not in {person.pk for person in appraisers_at(office.pk, day)}:
        raise _faulty(
            "nguoi",
            f"Người được chọn không thẩm tra ở {office.name}. Chọn người trong danh sách.",
        )


def _sound_reason(reason: str) -> str:
    reason = normalise(reason, keep_lines=True).strip()
    if not reason:
        raise _faulty("reason", "Chưa có lý do lùi hạn. Đơn vị đọc được lý do này.")
    if len(reason) > LONGEST_REASON:
        raise _faulty(
            "reason",
            f"Lý do dài {format_count(len(reason))} ký tự, tối đa "
            f"{format_count(LONGEST_REASON)}. Rút gọn lại.",
        )
    return reason


def _require_later(until: date, before: date | None, today: date) -> None:
    if until < today:
        raise _faulty("until", "Hạn mới đã qua. Chọn hôm nay hoặc một ngày sau.")
    if before is not None and until <= before:
        raise _faulty("until", f"Hạn hiện nay là {before:%d/%m/%Y}. Chọn một ngày sau ngày đó.")
    if (until - today).days > MOST_DAYS_AHEAD:
        raise _faulty("until", "Hạn mới quá xa. Chọn một ngày trong vòng một năm tới.")


def _faulty(field: str, sentence: str) -> Refused:
    return Refused("faulty_care", sentence, Kind.INVALID, {field: sentence})
