"""What the public says about a posted result, and how the unit deals with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.telling import tell_of_public_comment
from tuphap.modules.assessments.models import Assessment, PublicComment
from tuphap.modules.assessments.public_words import (
    CONTACT,
    NAME,
    TEXT,
    Limit,
    require_room,
    sender_of,
    sound_reply,
    sound_words,
    too_many,
)
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.posting import posting_at
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise
from tuphap.rules.workflow import find_move

# An office or a village hall has one address for all who come there.
MOST_PER_HOUR, MOST_PER_DAY = 10, 30
MOST_PER_DOSSIER = 1000
NEEDED = {
    NAME: "Chưa có họ và tên. Ghi họ và tên người góp ý.",
    TEXT: "Chưa có ý kiến. Ghi nội dung góp ý rồi gửi.",
}


@dataclass(frozen=True)
class Words:
    """What somebody typed into the public form."""

    name: str
    contact: str
    text: str
    name_is_public: bool = False


@transaction.atomic
def leave(year: int, code: str, words: Words, address: str, *, at: datetime) -> PublicComment:
    """Keep a comment of anybody; it appears once the unit has read it. Twice the same is once."""
    posting = posting_at(year, code)
    if posting is None:
        raise Http404
    dossier = Assessment.objects.select_for_update(of=("self",)).get(pk=posting.dossier.pk)
    if dossier.status != posting.dossier.status or not posting.is_on(timezone.localdate(at)):
        raise Refused(
            "posting_ended",
            "Kết quả này không còn niêm yết nên không nhận thêm ý kiến. "
            "Gửi ý kiến trực tiếp tới Ủy ban nhân dân nơi niêm yết.",
            Kind.CONFLICT,
        )
    sound, sender = _sound(words), sender_of(address)
    same = PublicComment.objects.filter(assessment=dossier, sender=sender, text=sound.text)
    before = same.filter(name=sound.name).first()
    if before is not None:
        return before
    _require_room(dossier, sender, at)
    left = PublicComment.objects.create(
        assessment=dossier,
        name=sound.name,
        name_is_public=sound.name_is_public,
        contact=sound.contact,
        text=sound.text,
        sent_at=at,
        sender=sender,
    )
    tell_of_public_comment(posting.dossier, at)
    return left


@transaction.atomic
def deal_with(comment_id: UUID, move: str, text: str, version: int, *, by: Actor) -> PublicComment:
    """Let it appear, withhold it with a reason, or answer it; until the dossier is sent."""
    found = PublicComment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if found is None:
        raise Http404
    dossier = get_visible(by, found.assessment_id)
    wanted = find_move(found.workflow, move, found.status)
    require(by, wanted.needs, dossier.subject)
    if dossier.submitted_at is not None:
        raise Refused(
            "already_sent",
            "Hồ sơ đã gửi nên phần trả lời góp ý chỉ xem. Câu trả lời đã ghi còn nguyên.",
            Kind.CONFLICT,
        )
    text = normalise(text, keep_lines=True).strip()
    if wanted.needs_reason:
        text = sound_reply(text, f"Phần trả lời “{wanted.label}”")
    if found.version != version:
        raise Refused(
            "outdated",
            "Ý kiến này vừa được người khác xử lý. Xem bản mới nhất rồi làm lại; chưa ghi gì.",
            Kind.CONFLICT,
            {TEXT: "Ý kiến này vừa được người khác xử lý. Lời vừa viết còn ở dưới."},
        )
    return perform(found, move, by=by, reason=text)


def _sound(words: Words) -> Words:
    typed = {NAME: words.name, CONTACT: words.contact, TEXT: words.text}
    sound = sound_words(typed, NEEDED)
    return Words(sound[NAME], sound[CONTACT], sound[TEXT], words.name_is_public)


def _require_room(dossier: Assessment, sender: str, at: datetime) -> None:
    """The dossier is locked, so two requests at once are counted one after the other."""
    own = PublicComment.objects.filter(sender=sender)
    limits = (Limit(1, MOST_PER_HOUR), Limit(24, MOST_PER_DAY))
    require_room(own, limits, at, "Đã gửi {most} ý kiến")
    if PublicComment.objects.filter(assessment=dossier).order_by().count() >= MOST_PER_DOSSIER:
        raise too_many(
            f"Trang này đã nhận {format_count(MOST_PER_DOSSIER)} ý kiến, không nhận thêm được. "
            "Gửi ý kiến trực tiếp tới Ủy ban nhân dân nơi niêm yết."
        )
