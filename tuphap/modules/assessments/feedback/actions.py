"""Leaving feedback on a published result, and dealing with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone

from tuphap.foundation.audit.actions import record
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.feedback.codes import code_of, hash_of
from tuphap.modules.assessments.feedback.models import Feedback
from tuphap.modules.assessments.feedback.queries import RECORD_KIND, get_visible
from tuphap.modules.assessments.feedback.results import Result, who_answers
from tuphap.modules.assessments.feedback.telling import tell_of_move, tell_of_new
from tuphap.modules.assessments.public_words import (
    CONTACT,
    NAME,
    TEXT,
    Limit,
    faulty,
    require_room,
    sender_of,
    sound_reply,
    sound_words,
)
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.workflow import find_move
from tuphap.rules.workflows.feedback import ENDED

CONSENT = "dong-y"
NEEDED = {TEXT: "Chưa có ý kiến. Ghi nội dung góp ý rồi gửi."}
# An office or a village hall has one address for all who come there.
FROM_ONE_PLACE = (Limit(1, 30), Limit(24, 100))
FROM_ONE_PLACE_ON_ONE_RESULT = (Limit(1, 10), Limit(24, 30))
ON_ONE_RESULT = (Limit(24, 300),)
# Name and contact: so long after the end, and at most so long at all.
KEPT_DAYS, LONGEST_KEPT_DAYS = 30, 365


@dataclass(frozen=True)
class Words:
    """What somebody typed into the public form."""

    text: str
    name: str = ""
    contact: str = ""
    consents: bool = False


@transaction.atomic
def leave(result: Result, words: Words, address: str, *, at: datetime) -> Feedback:
    """Keep what anybody says; twice the same is once."""
    sound, sender = _sound(words), sender_of(address)
    _lock()
    same = Feedback.objects.filter(copy=result.copy, unit_code=result.code, sender=sender)
    before = same.filter(text=sound.text, name=sound.name).first()
    if before is not None:
        return before
    _require_room(result, sender, at)
    return _kept(result, sound, sender, at)


@transaction.atomic
def deal_with(pk: UUID, move: str, text: str, version: int, *, by: Actor) -> Feedback:
    """Let it through, refuse it with a reason, draft an answer, answer."""
    get_visible(by, pk)
    found = Feedback.objects.select_for_update(of=("self",)).get(pk=pk)
    _hand_on(found, by)
    wanted = find_move(found.workflow, move, found.status)
    require(by, wanted.needs, found.subject)
    words = sound_reply(text, f"Phần “{wanted.label}”") if wanted.needs_reason else ""
    if found.version != version:
        raise Refused(
            "outdated",
            "Góp ý này vừa được người khác xử lý. Xem bản mới nhất rồi làm lại; chưa ghi gì.",
            Kind.CONFLICT,
            {TEXT: "Góp ý này vừa được người khác xử lý. Lời vừa viết còn ở dưới."},
        )
    moved = perform(found, move, by=by, reason=words)
    _note(moved, wanted.label, by)
    tell_of_move(moved, move, by=by)
    return moved


@transaction.atomic
def forget_senders(now: datetime) -> int:
    """Erase names and contacts some time after the end, and hashes of addresses after a day."""
    Feedback.objects.filter(sent_at__lt=now - timedelta(hours=25)).exclude(sender="").update(
        sender=""
    )
    moved_later = StatusChange.objects.filter(
        record_kind=RECORD_KIND,
        record_id=Cast(OuterRef("pk"), CharField()),
        made_at__gte=now - timedelta(days=KEPT_DAYS),
    )
    ended = Q(status__in=ENDED) & ~Exists(moved_later)
    old = Q(sent_at__lt=now - timedelta(days=LONGEST_KEPT_DAYS))
    known = Feedback.objects.exclude(name="", contact="")
    gone = known.filter(ended | old).update(name="", contact="", consented_at=None)
    if gone:
        record("feedback_forgotten", at=now, detail={"count": gone})
    return gone


def _sound(words: Words) -> Words:
    """All faults at once. Who names nobody need not consent to anything."""
    typed = {NAME: words.name, CONTACT: words.contact, TEXT: words.text}
    sound = sound_words(typed, NEEDED)
    if (sound[NAME] or sound[CONTACT]) and not words.consents:
        raise faulty(
            CONSENT,
            "Chưa đánh dấu đồng ý cho dùng họ tên, cách liên hệ. "
            "Đánh dấu ô đồng ý, hoặc để trống hai ô đó.",
        )
    return Words(sound[TEXT], sound[NAME], sound[CONTACT], words.consents)


def _lock() -> None:
    """Two who send at once are counted one after the other; there is no row to lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('feedback'))")


def _require_room(result: Result, sender: str, at: datetime) -> None:
    own = Feedback.objects.filter(sender=sender)
    here = Feedback.objects.filter(copy__year=result.copy.year, unit_code=result.code)
    require_room(here.filter(sender=sender), FROM_ONE_PLACE_ON_ONE_RESULT, at, _FROM_HERE)
    require_room(own, FROM_ONE_PLACE, at, _FROM_HERE)
    require_room(here, ON_ONE_RESULT, at, "Kết quả này đã nhận {most} góp ý")


_FROM_HERE = "Đường truyền này đã gửi {most} góp ý"


def _kept(result: Result, words: Words, sender: str, at: datetime) -> Feedback:
    pk = uuid4()
    kept = Feedback.objects.create(
        pk=pk,
        copy=result.copy,
        unit_code=result.code,
        unit_name=result.name,
        unit=result.unit,
        answering_unit=who_answers(result.unit, timezone.localdate(at)),
        name=words.name,
        contact=words.contact,
        consented_at=at if words.name or words.contact else None,
        text=words.text,
        sent_at=at,
        sender=sender,
        code=hash_of(code_of(pk)),
    )
    record("feedback_received", at=at, unit=result.name, subject=str(pk))
    tell_of_new(kept, at)
    return kept


def _hand_on(found: Feedback, by: Actor) -> None:
    """To who stands in the place of the unit today; a merger may have come in between."""
    answering = who_answers(found.unit, timezone.localdate(by.at))
    if answering.pk != found.answering_unit_id:
        found.answering_unit = answering
        found.save(update_fields=["answering_unit"])


def _note(found: Feedback, label: str, by: Actor) -> None:
    record(
        "feedback_dealt_with",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=found.unit_name,
        subject=str(found.pk),
        detail={"move": label},
    )
