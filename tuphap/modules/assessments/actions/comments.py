"""Speaking about one line of a dossier: asking, noting, answering, closing (W9)."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.telling import tell_of_comment
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import LONGEST_COMMENT, Assessment, Comment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.comments import seen_by
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflow import find_move
from tuphap.rules.workflows.comment import ASKS, CLOSED, NOTE, QUESTION, RETURN

TEXT = "loi"
MOST_OPEN_PER_ITEM = 20


@transaction.atomic
def ask(assessment_id: UUID, item: str, kind: str, text: str, *, by: Actor) -> Comment:
    """A question to the unit, or a note it never sees; the same words twice are said once."""
    assessment = _locked(assessment_id, by)
    require(by, ASKS, assessment.subject)
    _require_in_hand(assessment)
    if kind not in (QUESTION, NOTE):
        raise Refused("unknown_kind", "Chọn “Hỏi” hoặc “Ghi chú nội bộ”.", Kind.INVALID)
    text = sound_text(text)
    said = _open_ones(assessment, item)
    same = next((row for row in said if (row.kind, row.text) == (kind, text)), None)
    if same is not None:
        return same
    if len(said) >= MOST_OPEN_PER_ITEM:
        raise Refused(
            "too_many_comments",
            f"Nội dung {item} đã có {len(said)} trao đổi chưa đóng, nhiều nhất "
            f"{MOST_OPEN_PER_ITEM}. Đóng bớt rồi ghi tiếp.",
            Kind.CONFLICT,
        )
    (comment,) = write(assessment, {item: text}, kind, by=by)
    tell_of_comment(comment, by=by)
    return comment


def write(
    assessment: Assessment, texts: Mapping[str, str], kind: str, *, by: Actor
) -> list[Comment]:
    """New comments in the order of the sheet, one per line named."""
    assert by.person_id is not None  # whoever passed the door has a name
    named = [item.code for item in items_of(assessment.period) if item.code in texts]
    if len(named) != len(texts):
        raise Http404
    return Comment.objects.bulk_create(
        Comment(
            assessment=assessment,
            item=item,
            kind=kind,
            text=texts[item],
            author_id=by.person_id,
            written_at=by.at,
        )
        for item in named
    )


@transaction.atomic
def respond(comment_id: UUID, move: str, text: str, version: int, *, by: Actor) -> Comment:
    """Answer, mark as supplemented, ask again or close; what was said meanwhile is read first."""
    found = Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if found is None or not seen_by(by, get_visible(by, found.assessment_id), found.kind):
        raise Http404
    wanted = find_move(found.workflow, move, found.status)
    require(by, wanted.needs, found.assessment.subject)
    text = sound_text(text) if wanted.needs_reason else _tidy(text)
    if found.version != version:
        raise Refused(
            "outdated",
            f"Nội dung {found.item} vừa có lời mới trong trao đổi này. "
            "Đọc lời mới rồi làm lại; chưa ghi gì.",
            Kind.CONFLICT,
            {TEXT: "Trao đổi này vừa có lời mới. Đọc rồi gửi lại, lời vừa viết còn ở dưới."},
        )
    moved = perform(found, move, by=by, reason=text)
    tell_of_comment(moved, by=by)
    return moved


def sound_text(text: str, called: str = "Lời trao đổi", field: str = TEXT) -> str:
    """Clean text within its limits, or Refused with the sentence for the field."""
    text = _tidy(text)
    if not text:
        raise _fault(field, f"{called} chưa có chữ nào. Ghi nội dung rồi gửi.")
    if len(text) > LONGEST_COMMENT:
        raise _fault(
            field,
            f"{called} dài {format_count(len(text))} ký tự, tối đa "
            f"{format_count(LONGEST_COMMENT)}. Rút gọn rồi gửi.",
        )
    return text


def _tidy(text: str) -> str:
    return normalise(text, keep_lines=True).strip()


def _fault(field: str, sentence: str) -> Refused:
    return Refused("faulty_text", sentence, Kind.INVALID, {field: sentence})


def _locked(assessment_id: UUID, by: Actor) -> Assessment:
    found = get_visible(by, assessment_id)
    return Assessment.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _require_in_hand(assessment: Assessment) -> None:
    """Between the first submission and the decision somebody can still act upon it."""
    if assessment.submitted_at is None or assessment.decision_id is not None:
        raise Refused(
            "not_in_hand",
            f"Hồ sơ đang ở bước “{assessment.step.label}”, không ghi trao đổi mới. "
            "Trao đổi mở từ khi hồ sơ được gửi đến khi có quyết định.",
            Kind.CONFLICT,
        )


def _open_ones(assessment: Assessment, item: str) -> list[Comment]:
    rows = Comment.objects.filter(assessment=assessment, item=item).exclude(status=CLOSED)
    return list(rows.exclude(kind=RETURN))
