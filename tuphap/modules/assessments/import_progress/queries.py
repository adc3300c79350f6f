"""How far the reading of a file is."""

from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.import_progress.models import STOPPED, ReadingProgress


def progress_of(batch: ImportBatch) -> ReadingProgress | None:
    """None for a file that was read while somebody waited for the page."""
    found: ReadingProgress | None = getattr(batch, "progress", None)
    return found


def was_stopped(batch: ImportBatch) -> bool:
    found = progress_of(batch)
    return found is not None and found.step == STOPPED
