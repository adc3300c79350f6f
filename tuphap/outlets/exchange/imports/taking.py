"""Taking a file in: small ones are read at once, larger ones by the queue."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.modules.assessments.former_years.actions.batches import (
    Upload,
    Wanted,
    explain,
    take_in,
)
from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.outlets.exchange import tasks
from tuphap.outlets.exchange.imports.places import keep_bytes
from tuphap.outlets.exchange.imports.reading import read_batch
from tuphap.rules.permissions import Actor

# A list of all communes of the largest province is about a tenth of it.
READ_AT_ONCE = 500_000


@transaction.atomic
def take_in_file(data: bytes, about: Upload, wanted: Wanted, *, by: Actor) -> ImportBatch:
    batch = take_in(about, wanted, by=by)
    keep_bytes(batch.pk, data)
    read_or_queue(batch.pk, len(data), by.at)
    return batch


@transaction.atomic
def explain_and_read(batch: ImportBatch, choices: Mapping[str, str], *, by: Actor) -> None:
    explain(batch.pk, choices, by=by)
    read_or_queue(batch.pk, batch.size, by.at)


def read_or_queue(batch_id: UUID, size: int, at: datetime) -> None:
    if size > READ_AT_ONCE:
        queue_each(tasks.read_import, [{"batch_id": str(batch_id)}])
    else:
        read_batch(batch_id, at)
