"""The unit above begins to type for a unit without a line; the unit confirms, or objects."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Upload
from tuphap.foundation.notices.actions import Message, notify
from tuphap.foundation.workflow.perform import LONGEST_REASON, perform, subject_of
from tuphap.modules.assessments.actions.scans import (
    SignedPaper,
    keep_paper,
    received_pages,
    sound_paper,
)
from tuphap.modules.assessments.models import Assessment, ScannedPaper, Typing
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.modules.assessments.queries.told import people_at
from tuphap.modules.assessments.queries.typing import open_typing
from tuphap.rules import workflow
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflows.assessment import SELF, TYPE_FOR_UNIT

CONFIRM_TYPED = "assessment.confirm_typed"


def type_for_unit(
    assessment_id: UUID, reason: str, paper: SignedPaper, uploads: Sequence[Upload], *, by: Actor
) -> Assessment:
    """Asked for twice, so that no file is looked at in vain and no lock held meanwhile."""
    with transaction.atomic():
        asked = _ready(assessment_id, by)
    paper = sound_paper(paper, asked.period.year, timezone.localdate(by.at))
    with received_pages(uploads) as pages, transaction.atomic():
        assessment = _ready(assessment_id, by)
        scan = keep_paper(assessment, ScannedPaper.TYPED, paper, pages, by=by)
        moved = perform(assessment, TYPE_FOR_UNIT, by=by, reason=reason)
        _begin(moved, scan, reason, by)
        return moved


@transaction.atomic
def confirm_typed(assessment_id: UUID, version: int, *, by: Actor) -> Typing:
    """The unit says that the figures are its own, in the version it was shown."""
    assessment, typing = _asked(assessment_id, version, by)
    return _answer(assessment, typing, Typing.CONFIRMED, "", by)


@transaction.atomic
def object_to_typed(assessment_id: UUID, version: int, objection: str, *, by: Actor) -> Typing:
    """Only where the sheet is closed: an open one is put right by the unit itself."""
    assessment, typing = _asked(assessment_id, version, by)
    if SELF in assessment.step.writable or assessment.submitted_at is None:
        raise Refused(
            "still_open",
            "Hồ sơ chưa gửi nên đơn vị tự sửa được số liệu. Sửa trên phiếu rồi xác nhận.",
            Kind.CONFLICT,
        )
    words = _sound_objection(objection)
    answered = _answer(assessment, typing, Typing.OBJECTED, words, by)
    told = people_at([assessment.appraising_unit_id], "assessment.receive", _day(by))
    office = told.get(assessment.appraising_unit_id, ())
    notify(office, _objected_message(assessment, answered), at=by.at)
    return answered


def _ready(assessment_id: UUID, by: Actor) -> Assessment:
    seen = require_visible(by, assessment_id)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    move = workflow.find_move(assessment.workflow, TYPE_FOR_UNIT, assessment.status)
    require(by, move.needs, subject_of(assessment))
    if assessment.typed_by_id == by.person_id:
        raise Refused(
            "typing_already",
            "Tài khoản này đang nhập thay hồ sơ này rồi. Mở phiếu để nhập tiếp.",
            Kind.CONFLICT,
        )
    return assessment


def _begin(assessment: Assessment, scan: ScannedPaper, reason: str, by: Actor) -> None:
    before = open_typing(assessment)
    if before:
        _close(before, Typing.TAKEN_OVER, "", by)
    assert by.person_id is not None  # whoever holds the permission has a name
    Typing.objects.create(
        assessment=assessment,
        paper=scan,
        office=assessment.appraising_unit,
        typed_by_id=by.person_id,
        begun_at=by.at,
        reason=normalise(reason, keep_lines=True).strip(),
    )
    assessment.typed_by_id = by.person_id
    assessment.save(update_fields=["typed_by"])
    told = people_at([assessment.unit_id], CONFIRM_TYPED, _day(by))
    notify(told.get(assessment.unit_id, ()), _begun_message(assessment, by), at=by.at)
    _note("typing_begun", assessment, by)


def _asked(assessment_id: UUID, version: int, by: Actor) -> tuple[Assessment, Typing]:
    seen = require_visible(by, assessment_id)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    require(by, CONFIRM_TYPED, subject_of(assessment))
    typing = open_typing(assessment)
    if typing is None:
        raise Refused(
            "nothing_typed",
            "Hồ sơ không có số liệu nhập thay nào đang chờ xác nhận. Tải lại trang để xem.",
            Kind.CONFLICT,
        )
    if assessment.version != version:
        raise Refused(
            "changed_meanwhile",
            "Hồ sơ vừa thay đổi, chưa ghi gì. Tải lại trang, xem số mới rồi trả lời.",
            Kind.CONFLICT,
        )
    return assessment, typing


def _answer(
    assessment: Assessment, typing: Typing, answer: str, objection: str, by: Actor
) -> Typing:
    """With the word of the unit the right to write for it ends."""
    _close(typing, answer, objection, by)
    assessment.typed_by = None
    assessment.save(update_fields=["typed_by"])
    _note("typing_answered", assessment, by, answer)
    return typing


def _close(typing: Typing, answer: str, objection: str, by: Actor) -> None:
    typing.answer, typing.objection = answer, objection
    typing.answered_by_id, typing.answered_at = by.person_id, by.at
    typing.save(update_fields=["answer", "objection", "answered_by", "answered_at"])


def _sound_objection(text: str) -> str:
    words = normalise(text, keep_lines=True).strip()
    sentence = ""
    if not words:
        sentence = "Chưa có lý do không xác nhận. Ghi số liệu nào khác bản của đơn vị."
    elif len(words) > LONGEST_REASON:
        count, most = format_count(len(words)), format_count(LONGEST_REASON)
        sentence = f"Lý do dài {count} ký tự, tối đa {most}. Rút gọn lại."
    if sentence:
        raise Refused("faulty_objection", sentence, Kind.INVALID, {"objection": sentence})
    return words


def _begun_message(dossier: Assessment, by: Actor) -> Message:
    return Message(
        key=f"assessment.typing_begun:{dossier.pk}:{dossier.version}",
        title=f"{dossier.unit.name}: nhập thay từ bản giấy năm {dossier.period.year}",
        body=f"{by.name} ({dossier.appraising_unit.name}) nhập phiếu của đơn vị từ bản giấy. "
        "Xem số liệu rồi xác nhận trên phiếu.",
        address=reverse("assessments:typed_answer", args=[dossier.pk]),
    )


def _objected_message(dossier: Assessment, typing: Typing) -> Message:
    return Message(
        key=f"assessment.typing_objected:{typing.pk}",
        title=f"{dossier.unit.name} không xác nhận số liệu nhập thay",
        body=f"Lý do: {typing.objection}",
        address=reverse("assessments:desk", args=[dossier.pk]),
    )


def _day(by: Actor) -> date:
    return timezone.localdate(by.at)


def _note(kind: str, dossier: Assessment, by: Actor, answer: str = "") -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=dossier.unit.name,
        subject=dossier.unit.name,
        detail={"assessment": str(dossier.pk), "version": dossier.version, "answer": answer},
    )
