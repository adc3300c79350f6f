"""Where the bytes of files of results lie, for some days: outside every folder the web serves."""

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.outlets.exchange.reading_limits import MOST_BYTES

KEPT = timedelta(days=30)
FOLDER = "imports"
MOST_MEGABYTES = MOST_BYTES // 1_000_000


def place_of(batch_id: UUID) -> Path:
    """The name says nothing."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / str(batch_id)


def keep_bytes(batch_id: UUID, data: bytes) -> None:
    """The whole file takes its place in one step."""
    whole = place_of(batch_id)
    part = whole.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(whole)


def bytes_of(batch: ImportBatch) -> bytes | None:
    """None after their days, or where they are not what was handed in."""
    place = place_of(batch.pk)
    data = place.read_bytes() if place.is_file() else None
    return data if data is not None and digest_of(data) == batch.sha256 else None


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def forget_old(now: datetime) -> int:
    """Files that were only looked at go with their bytes; of those written the row stays."""
    old = ImportBatch.objects.filter(asked_at__lt=now - KEPT)
    _, gone = old.filter(committed_at=None).delete()
    recent = ImportBatch.objects.filter(asked_at__gte=now - KEPT).values_list("pk", flat=True)
    kept = {str(pk) for pk in recent}
    for path in place_of(UUID(int=0)).parent.iterdir():
        if path.name.split(".")[0] not in kept:
            path.unlink(missing_ok=True)
    return gone.get(ImportBatch._meta.label, 0)
