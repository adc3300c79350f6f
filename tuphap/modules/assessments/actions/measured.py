"""Filling in what the system knows, when the unit asks for it; nothing is taken over in silence."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from tuphap.modules.assessments.actions.entries import Saved, lock_for_writing, save_entries
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.marks import mark_of
from tuphap.modules.assessments.queries.measured import known_of, own_given
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import SELF


@transaction.atomic
def take_known_figure(assessment_id: UUID, item: str, mark: str, *, by: Actor) -> Saved:
    """The figure of the system becomes the unit's own; its sentence stays as it is.

    `mark` names the version the person saw: a line changed meanwhile is not overwritten (R5).
    """
    assessment = lock_for_writing(assessment_id, SELF, by=by)
    known = known_of(assessment).get(item)
    line = next((line for line in items_of(assessment.period) if line.code == item), None)
    if known is None or line is None:
        raise Http404
    before = own_given(assessment, [item]).get(item, Given())
    if before.answer.not_applicable and not line.is_absent_alone:
        raise Refused(
            "absent_together",
            f"Chỉ tiêu {line.unit} đang ghi không phát sinh. Bỏ chọn ô đó rồi lấy số của hệ thống.",
            Kind.CONFLICT,
        )
    if mark != mark_of(SELF, None, before):
        raise Refused(
            "changed_meanwhile",
            f"Nội dung {item} vừa được sửa ở nơi khác nên chưa lấy số của hệ thống. "
            "Tải lại trang rồi xem lại.",
            Kind.CONFLICT,
        )
    taken = Given(known.answer, before.explanation)
    return save_entries(assessment_id, SELF, {item: taken}, by=by)
