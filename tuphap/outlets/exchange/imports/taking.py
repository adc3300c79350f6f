"""Taking a file in: small ones are read at once, larger ones by the queue."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.modules.assessments.former_years.actions.batches import (
    Upload,
    Wanted,
    explain,
    take_in,
)
from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.import_progress.actions import begin_anew, keep_step
from tuphap.modules.assessments.import_progress.models import WAITING
from tuphap.outlets.exchange import tasks
from tuphap.outlets.exchange.imports.places import digest_of, keep_bytes, place_of
from tuphap.outlets.exchange.imports.reading import read_batch
from tuphap.outlets.exchange.pasted import read_pasted
from tuphap.outlets.exchange.reading_faults import not_pasted
from tuphap.rules.numbers import shortened
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

# A list of all communes of the largest province is about a tenth of it.
READ_AT_ONCE = 500_000
PASTED_NAME, PASTED_FIELD = "Bảng dán", "pasted"


@transaction.atomic
def take_in_file(data: bytes, about: Upload, wanted: Wanted, *, by: Actor) -> ImportBatch:
    batch = take_in(about, wanted, by=by)
    keep_bytes(batch.pk, data)
    read_or_queue(batch.pk, len(data), by.at)
    return batch


def take_in_pasted(text: str, wanted: Wanted, *, by: Actor) -> ImportBatch:
    """Like a file; what cannot be read is said at once, so that the block stays on the page."""
    require_block(text)
    data = text.encode()
    about = Upload(_name_of(text, by.at), digest_of(data), len(data), pasted=True)
    with transaction.atomic():
        batch = take_in_file(data, about, wanted, by=by)
        fault = ImportBatch.objects.values_list("fault", flat=True).get(pk=batch.pk)
        if fault:
            place_of(batch.pk).unlink(missing_ok=True)
            raise Refused("not_read", fault, Kind.INVALID, {PASTED_FIELD: fault})
    return batch


def _name_of(text: str, at: datetime) -> str:
    """Moment and first words, or blocks of one day could not be told apart in the list."""
    words = " ".join(text.split())
    return f"{PASTED_NAME} {timezone.localtime(at):%H:%M %d/%m/%Y}: {shortened(words)}"


def require_block(text: str) -> None:
    """Refused for what is no block of cells, before anything is kept."""
    try:
        rows = read_pasted(text).sheets[0].rows
    except Refused as refused:
        raise _beside_field(refused) from None
    if max(len(row) for row in rows) == 1:
        raise _beside_field(not_pasted("pasted_one_column"))
    for number, row in enumerate(rows, 1):
        if any(_has_control_signs(cell) for cell in row if isinstance(cell, str)):
            raise _beside_field(not_pasted("pasted_control_signs", row=number))


def _has_control_signs(cell: str) -> bool:
    """Beside the line break of a cell with several lines."""
    return any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in cell)


def _beside_field(refused: Refused) -> Refused:
    return Refused(refused.code, refused.sentence, refused.kind, {PASTED_FIELD: refused.sentence})


@transaction.atomic
def explain_and_read(batch: ImportBatch, choices: Mapping[str, str], *, by: Actor) -> None:
    explain(batch.pk, choices, by=by)
    read_or_queue(batch.pk, batch.size, by.at)


@transaction.atomic
def read_again(batch: ImportBatch, *, by: Actor) -> bool:
    """What was stopped; whether it was."""
    was_stopped = begin_anew(batch.pk, by=by)
    if was_stopped:
        read_or_queue(batch.pk, batch.size, by.at)
    return was_stopped


def read_or_queue(batch_id: UUID, size: int, at: datetime) -> None:
    if size > READ_AT_ONCE:
        keep_step(batch_id, WAITING)
        queue_each(tasks.read_import, [{"batch_id": str(batch_id)}])
    else:
        read_batch(batch_id, at)
