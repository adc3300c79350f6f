"""Work of the queue: files too long for an answer."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tuphap.foundation.jobs.waits import GROWING_WAITS


@app.task(retry=GROWING_WAITS, pass_context=False)
def make_big_export(export_id: str) -> bool:
    from tuphap.outlets.exchange import big_export

    return big_export.make(UUID(export_id), timezone.now())


@app.periodic(cron="20 18 * * *")
@app.task(queueing_lock="forget_big_exports", pass_context=False)
def forget_big_exports(timestamp: int) -> int:
    """What is older than its days goes, row and file."""
    from tuphap.outlets.exchange import big_export

    return big_export.forget_old(timezone.now())


@app.task(retry=GROWING_WAITS, pass_context=False)
def read_import(batch_id: str) -> bool:
    from tuphap.outlets.exchange.imports.reading import read_batch
    from tuphap.outlets.exchange.imports.watching import Watch

    return read_batch(UUID(batch_id), timezone.now(), Watch(UUID(batch_id)))


@app.periodic(cron="33 18 * * *")
@app.task(queueing_lock="forget_imports", pass_context=False)
def forget_imports(timestamp: int) -> int:
    """Bytes of files of former results, and those that were only looked at, go after their days."""
    from tuphap.outlets.exchange.imports.places import forget_old

    return forget_old(timezone.now())
