"""Tells how far a reading is, and learns whether somebody stopped it meanwhile."""

from uuid import UUID

from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.import_progress.actions import keep_row, keep_step
from tuphap.modules.assessments.import_progress.models import CHECKING, KEEPING, OPENING
from tuphap.outlets.exchange.reading_faults import unreadable

# Rows between two notes of how far it is: several a second.
EVERY = 250


class Watch:
    """Of a reading in the queue. A batch that is read, or gone, is not to be read any further."""

    def __init__(self, batch_id: UUID, every: int = EVERY) -> None:
        self.batch_id, self.every, self.next = batch_id, every, every

    def stopped(self) -> bool:
        return not ImportBatch.objects.filter(pk=self.batch_id, read_at=None).exists()

    def opening(self) -> None:
        self._step(OPENING)

    def checking(self, total: int) -> None:
        self._step(CHECKING, total)

    def row(self, number: int) -> None:
        if number >= self.next:
            self.next = number + self.every
            self._require_wanted()
            keep_row(self.batch_id, number)

    def keeping(self) -> None:
        self._step(KEEPING)

    def _step(self, step: str, total: int = 0) -> None:
        self._require_wanted()
        keep_step(self.batch_id, step, total)

    def _require_wanted(self) -> None:
        if self.stopped():
            raise unreadable("stopped")


class Unwatched(Watch):
    """A small file is read while somebody waits for the page."""

    def __init__(self) -> None: ...

    def stopped(self) -> bool:
        return False

    def row(self, number: int) -> None: ...

    def _step(self, step: str, total: int = 0) -> None: ...
