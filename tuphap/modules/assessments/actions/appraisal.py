"""Work at the desk: accepting a line, changing it with a reason, closing; in one column only.

Whoever acts hands over the marks of what was on the page: what changed in between is refused, so
nobody accepts a figure unseen and nobody's text is overwritten (W3, R5).
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.modules.assessments.actions.corrections import tell_slips
from tuphap.modules.assessments.actions.entries import (
    Saved,
    lock_for_writing,
    save_entries,
)
from tuphap.modules.assessments.actions.moves import close_appraisal, move
from tuphap.modules.assessments.desk.values import ACCEPTED, UNOPENED
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.marks import require_mark
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.desk import (
    DeskOf,
    acceptable_together,
    column_in_hand,
    get_desk,
)
from tuphap.rules.permissions import Actor, may
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflows.assessment import APPRAISED, COLUMN_PERMISSIONS

# A handful can be looked at before it is ticked; a whole sheet cannot.
MOST_TOGETHER = 10

Seen = Mapping[str, str]  # item -> the mark that stood on the page


@transaction.atomic
def accept(assessment_id: UUID, seen: Seen, *, by: Actor) -> Saved:
    """Take over the figures held against, for the lines seen; several only where they are plain."""
    found = _locked(assessment_id, by)
    _require_chosen(found, seen)
    lines = {item: Given(_theirs(found, item).answer) for item in seen}
    _require_unchanged(found, seen, lines)
    return save_entries(assessment_id, found.column, lines, by=by)


@transaction.atomic
def change(
    assessment_id: UUID,
    lines: Mapping[str, Given],
    seen: Seen,
    *,
    by: Actor,
    slips: Collection[str] = (),
) -> Saved:
    """Enter other figures, each with its reason; points follow from the figures.

    `slips` are the lines on which the unit only made a slip of the pen: it is told, and may object.
    """
    found = _locked(assessment_id, by)
    theirs = {item: _theirs(found, item) for item in lines}
    _require_unchanged(found, {item: seen.get(item, "") for item in lines}, lines)
    saved = save_entries(assessment_id, found.column, lines, by=by)
    corrected = {item: lines[item] for item in lines if item in slips and found.column == APPRAISED}
    tell_slips(found, theirs, corrected, by=by)
    return saved


@transaction.atomic
def finish(assessment_id: UUID, version: int, *, by: Actor) -> Assessment:
    """Close the appraisal, or conclude for the council: whichever the step asks for."""
    assessment = get_visible(by, assessment_id)
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    require_seen(locked, version)
    moves = [row.name for row in locked.workflow.moves_from(locked.status)]
    if "conclude" in moves:
        return move(assessment_id, "conclude", by=by)
    return close_appraisal(assessment_id, by=by)


def require_seen(assessment: Assessment, version: int) -> None:
    """The dossier is still the one that stood on the confirming page."""
    if assessment.version != version:
        raise Refused(
            "outdated",
            "Số liệu hồ sơ đã thay đổi sau khi trang xác nhận này mở. "
            "Mở lại trang, xem số liệu mới rồi xác nhận.",
            Kind.CONFLICT,
        )


def _locked(assessment_id: UUID, by: Actor) -> DeskOf:
    """The desk as it is now, held until the work is saved; 404 outside the reach."""
    column = column_in_hand(get_visible(by, assessment_id))
    if not may(by, COLUMN_PERMISSIONS[column]):
        column = APPRAISED  # whoever appraised is told that the dossier has moved on
    lock_for_writing(assessment_id, column, by=by)
    return get_desk(by, assessment_id, timezone.localdate(by.at))


def _theirs(found: DeskOf, item: str) -> Given:
    line = found.desk.line(item)
    if line is None:
        raise Refused(
            "unknown_item",
            f"Phiếu này không có nội dung “{item[:16]}”. Tải lại trang rồi làm lại.",
            Kind.INVALID,
        )
    if line.theirs is None:
        raise Refused(
            "nothing_to_compare",
            f"Nội dung {item} chưa có số liệu để đối chiếu. Trả lại hồ sơ để bổ sung.",
            Kind.CONFLICT,
        )
    return line.theirs.given


def _require_chosen(found: DeskOf, seen: Seen) -> None:
    if not seen:
        raise Refused(
            "nothing_chosen",
            "Chưa chọn nội dung nào. Đánh dấu nội dung đã xem rồi chấp nhận.",
            Kind.INVALID,
        )
    if len(seen) > MOST_TOGETHER:
        raise Refused(
            "too_many_chosen",
            f"Đang chọn {len(seen)} nội dung, mỗi lần chấp nhận nhiều nhất {MOST_TOGETHER}. "
            "Bỏ bớt rồi chấp nhận lại.",
            Kind.INVALID,
        )
    if len(seen) > 1:
        _require_plain(found, set(seen) - acceptable_together(found))


def _require_plain(found: DeskOf, others: Collection[str]) -> None:
    """Of several at once: no flag, and every document opened by who accepts."""
    lines = found.desk.lines
    wrong = set(others) - {line.code for line in lines if line.state == ACCEPTED}
    unopened = [line.code for line in lines if line.code in wrong and line.why_not_ticked]
    alone = wrong - set(unopened)
    if alone:
        raise Refused(
            "accept_one_by_one",
            f"Nội dung {', '.join(sorted(alone))} thiếu tài liệu hoặc có điểm cần xem. "
            "Xem và chấp nhận riêng từng nội dung này.",
            Kind.INVALID,
        )
    if unopened:
        raise Refused(
            "documents_unopened",
            f"Nội dung {', '.join(unopened)}: {_inside(UNOPENED)} "
            "Mở xem tài liệu rồi chọn lại, hoặc chấp nhận riêng từng nội dung này.",
            Kind.INVALID,
        )


def _inside(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _require_unchanged(found: DeskOf, seen: Seen, wanted: Mapping[str, Given]) -> None:
    """Saving the same twice is no conflict (W7)."""
    for item, mark in seen.items():
        require_mark(item, mark)
        line = found.desk.line(item)
        if line is None or line.mark == mark:
            continue
        if line.ours is not None and line.ours.given == wanted[item] and line.is_done:
            continue
        raise Refused(
            "line_changed",
            f"Chưa lưu: nội dung {item} vừa được người khác sửa. "
            "Xem số liệu mới nhất rồi làm lại; không có gì bị ghi đè.",
            Kind.CONFLICT,
            {item: "Nội dung này vừa được người khác sửa. Xem bản trên hệ thống ở trên."},
        )
