"""Sending what waits, and writing down what became of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.letters import daily_letter, letter_of
from tuphap.foundation.notices.models import Letter, Notice

WAITING = (Letter.QUEUED, Letter.GAVE_UP)
# With a job in one of these states, somebody or something looks after the letter.
LOOKED_AFTER = ("todo", "doing", "failed")


@transaction.atomic
def send_one(notice_id: UUID, at: datetime) -> bool:
    """Whether a letter left now. The row is held meanwhile, so two jobs send it once."""
    notice = (
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("person")
        .filter(pk=notice_id, letter__in=WAITING)
        .first()
    )
    if notice is None:
        return False
    if not notice.person.is_active:
        _mark([notice], Letter.UNWANTED)
        return False
    letter_of(notice).send()
    _mark([notice], Letter.SENT, at)
    return True


@transaction.atomic
def send_collected(person_id: int, at: datetime) -> bool:
    """One letter with everything collected for this person; none where there is nothing."""
    waiting = Notice.objects.select_for_update(skip_locked=True)
    waiting = waiting.filter(person_id=person_id, letter=Letter.COLLECTED)
    notices = list(waiting.order_by("made_at", "pk"))
    if not notices:
        return False
    person = Person.objects.get(pk=person_id)
    if not person.is_active:
        _mark(notices, Letter.UNWANTED)
        return False
    daily_letter(person, notices, at).send()
    _mark(notices, Letter.SENT, at)
    return True


def give_up(notice_id: UUID) -> None:
    Notice.objects.filter(pk=notice_id, letter=Letter.QUEUED).update(letter=Letter.GAVE_UP)


def people_with_collected() -> list[int]:
    waiting = Notice.objects.filter(letter=Letter.COLLECTED).order_by("person_id")
    return list(waiting.values_list("person_id", flat=True).distinct())


def without_job(before: datetime) -> list[UUID]:
    """Letters queued before this moment that no job looks after."""
    jobs = ProcrastinateJob.objects.annotate(notice=KT("args__notice_id")).filter(
        notice=OuterRef("name"), status__in=LOOKED_AFTER
    )
    waiting = Notice.objects.filter(letter=Letter.QUEUED, made_at__lt=before)
    named = waiting.annotate(name=Cast(F("pk"), CharField()))
    return list(named.filter(~Exists(jobs)).values_list("pk", flat=True))


def _mark(notices: list[Notice], letter: Letter, at: datetime | None = None) -> None:
    ids = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=ids).update(letter=letter, mailed_at=at)
