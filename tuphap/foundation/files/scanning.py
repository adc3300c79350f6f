"""What a scan changes: all rows of the same bytes at once. Safe to run twice."""

from datetime import datetime, timedelta

from django.db import transaction

from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.places import place_of_hash
from tuphap.foundation.files.scanner import virus_in

FORGOTTEN_AFTER = timedelta(minutes=10)


def scan(sha256: str, now: datetime) -> bool:
    """Whether something was found out; raises ScannerSilent while the scanner is down."""
    waiting = StoredFile.objects.filter(sha256=sha256, scan=Scan.WAITING)
    if not waiting.exists():
        return False
    found = virus_in(place_of_hash(sha256))
    with transaction.atomic():
        names = list(waiting.select_for_update().values_list("name", flat=True))
        waiting.update(scan=Scan.INFECTED if found else Scan.CLEAN)
        for name in names if found else ():
            record("file_infected", at=now, subject=name, detail={"sha256": sha256, "found": found})
    return bool(names)


def forgotten(now: datetime) -> list[str]:
    """Hashes that wait for longer than a scan takes, as after the scanner was down."""
    rows = StoredFile.objects.filter(scan=Scan.WAITING, stored_at__lt=now - FORGOTTEN_AFTER)
    return list(rows.order_by("sha256").values_list("sha256", flat=True).distinct())
