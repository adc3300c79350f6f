"""Putting officers in charge of lines, and their word for each line (the form is signed by row)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.modules.assessments.models import Assessment, LineSignature
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.modules.assessments.queries.line_people import (
    CONFIRM,
    codes_below,
    line_people,
    people_of_unit,
)
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import SELF

PUT = "assessment.put_in_charge"


@transaction.atomic
def put_in_charge(assessment_id: UUID, wanted: Mapping[str, int | None], *, by: Actor) -> int:
    """`wanted` maps a criterion, an indicator or a line to a person; how many lines changed.

    Later ones win over earlier ones, so that an indicator stands out of its criterion. Another
    officer means that nobody has confirmed yet; None takes the line out of everybody's charge.
    """
    assessment = _locked_open(assessment_id, PUT, by)
    known = {person.pk for person in people_of_unit(assessment, timezone.localdate(by.at))}
    people = {
        code: person for node, person in wanted.items() for code in codes_below(assessment, node)
    }
    strangers = {person for person in people.values() if person is not None} - known
    if strangers:
        raise Refused(
            "not_of_this_unit",
            f"Người phụ trách phải đang giữ vị trí công tác tại {assessment.unit.name}. "
            "Chọn lại trong danh sách.",
            Kind.INVALID,
        )
    before = {row.item: row for row in LineSignature.objects.filter(assessment=assessment)}
    changed = 0
    for code, person in people.items():
        row = before.get(code)
        if (row.officer_id if row else None) != person:
            _put(assessment, code, person, by)
            changed += 1
    return changed


@transaction.atomic
def confirm_lines(assessment_id: UUID, seen: Mapping[str, str], *, by: Actor) -> int:
    """`seen` maps lines to the mark of the version the officer saw; all of them or none."""
    assessment = _locked_open(assessment_id, CONFIRM, by)
    lines = line_people(assessment)
    for code, mark in seen.items():
        line = lines.get(code)
        if line is None or line.officer_id != by.person_id:
            who = f"do {line.officer} phụ trách" if line and line.officer else "chưa có phụ trách"
            raise Refused("not_in_charge", f"Dòng {code} {who}, tài khoản này không xác nhận.")
        if not line.is_entered:
            raise Refused(
                "nothing_entered",
                f"Dòng {code} chưa có số liệu nên chưa xác nhận được. Nhập số liệu trước.",
                Kind.CONFLICT,
            )
        if line.mark != mark:
            raise Refused(
                "changed_meanwhile",
                f"Dòng {code} vừa được sửa, chưa xác nhận gì. Tải lại trang rồi xem số mới.",
                Kind.CONFLICT,
            )
    for code, mark in seen.items():
        row = LineSignature.objects.get(assessment=assessment, item=code)
        row.mark, row.confirmed_at = mark, by.at
        row.save(update_fields=["mark", "confirmed_at"])
    return len(seen)


def _put(assessment: Assessment, code: str, person: int | None, by: Actor) -> None:
    if person is None:
        LineSignature.objects.filter(assessment=assessment, item=code).delete()
        return
    assert by.person_id is not None  # whoever holds the permission has a name
    LineSignature.objects.update_or_create(
        assessment=assessment,
        item=code,
        defaults={
            "officer_id": person,
            "put_by_id": by.person_id,
            "put_at": by.at,
            "mark": "",
            "confirmed_at": None,
        },
    )


def _locked_open(assessment_id: UUID, permission: str, by: Actor) -> Assessment:
    """The locked dossier before it is sent; the same lock as a save, so that marks are true."""
    seen = require_visible(by, assessment_id)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    require(by, permission, assessment.subject)
    if SELF not in assessment.step.writable and assessment.status != "posted":
        raise Refused(
            "not_open",
            f"Hồ sơ đang ở bước “{assessment.step.label}”, người phụ trách và xác nhận chỉ xem.",
            Kind.CONFLICT,
        )
    return assessment
