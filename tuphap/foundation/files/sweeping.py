"""Taking away what broken uploads left behind (R8)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.places import INCOMING, PART_ENDING, PICTURES

# The sweep comes every ten minutes: all in all nothing is left after an hour.
LONGEST_UPLOAD = timedelta(minutes=50)


def sweep(now: datetime) -> int:
    """Parts of broken uploads, and whole files whose row was never written; how many."""
    old = list(_older_than(now - LONGEST_UPLOAD, _unnamed()))
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _unnamed() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    yield from (root / INCOMING).glob(f"*{PART_ENDING}")
    yield from (root / PICTURES).glob(f"*/*{PART_ENDING}")
    named = set(StoredFile.objects.values_list("sha256", flat=True))
    yield from (path for path in root.glob("[0-9a-f][0-9a-f]/*") if path.name not in named)


def _older_than(moment: datetime, paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        try:
            if path.stat().st_mtime < moment.timestamp():
                yield path
        except FileNotFoundError:
            continue
