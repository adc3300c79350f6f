"""Stopping a reading, and beginning it anew."""

from uuid import UUID

from django.db import transaction

from tuphap.foundation.access.reach import place_of
from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.former_years.queries.batches import PERMISSION
from tuphap.modules.assessments.import_progress.models import STOPPED, WAITING, ReadingProgress
from tuphap.rules.permissions import Actor, Subject, require

SENTENCE = "Việc đọc tệp đã dừng theo yêu cầu, chưa giữ lại gì."


@transaction.atomic
def stop_reading(pk: UUID, *, by: Actor) -> bool:
    """Whether there was anything left to stop. What reads it meanwhile keeps nothing."""
    batch = _locked(pk, by)
    if batch.read_at is not None:
        return False
    batch.fault, batch.read_at, batch.read = SENTENCE, by.at, {}
    batch.save()
    keep_step(pk, STOPPED)
    return True


@transaction.atomic
def begin_anew(pk: UUID, *, by: Actor) -> bool:
    """Whether it had been stopped; then it is to be read again."""
    batch = _locked(pk, by)
    if not ReadingProgress.objects.filter(pk=pk, step=STOPPED).exists():
        return False
    batch.fault, batch.read_at = "", None
    batch.save()
    keep_step(pk, WAITING)
    return True


def keep_step(pk: UUID, step: str, total: int = 0) -> None:
    values = {"step": step, "done": 0, "total": total}
    ReadingProgress.objects.update_or_create(batch_id=pk, defaults=values)


def keep_row(pk: UUID, done: int) -> None:
    ReadingProgress.objects.filter(pk=pk).update(done=done)


def _locked(pk: UUID, by: Actor) -> ImportBatch:
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("scope_unit")
    batch = rows.get(pk=pk)
    require(by, PERMISSION, Subject(place_of(batch.scope_unit)))
    return batch
