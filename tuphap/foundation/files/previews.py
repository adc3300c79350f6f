"""Pages as pictures: made by the fence when somebody looks first, kept by the hash of the file."""

import os
import tempfile
from pathlib import Path

from tuphap.foundation.files import fence, office_pages
from tuphap.foundation.files.checks.look import NOTHING
from tuphap.foundation.files.checks.reasons import Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.fence import MEGABYTE, Bounds
from tuphap.foundation.files.kinds import kind_by_type
from tuphap.foundation.files.looks import keep_look
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.places import (
    PART_ENDING,
    place_of_hash,
    place_of_pages,
    place_of_picture,
)

FIRST = 1
SHOWING = Bounds(seconds=15, megabytes=400, written=24 * MEGABYTE)


def is_shown(stored: StoredFile) -> bool:
    """`pages` of Word and Excel are known once they were laid out."""
    return stored.pages > 0


def picture_of(stored: StoredFile, page: int) -> Path | None:
    """Where the picture lies; None where there is no such page or it cannot be drawn."""
    if not is_shown(stored) or not 1 <= page <= stored.pages:
        return None
    place = place_of_picture(stored.sha256, page)
    if not place.exists():
        _draw(stored, page, place)
    return place if place.exists() else None


def _draw(stored: StoredFile, page: int, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    source, kind = _source(stored)
    out, written = tempfile.mkstemp(suffix=PART_ENDING, dir=place.parent)
    part = Path(written)
    try:
        with source.open("rb") as body:
            answer = fence.ask(body, Request("show", kind, 0, page=page), SHOWING, out)
        part.replace(place)
        if page == FIRST:
            keep_look(stored, answer.more["look"])
    except (Unfit, OSError):
        # Without a picture the file itself can still be had.
        return
    finally:
        os.close(out)
        part.unlink(missing_ok=True)


def _source(stored: StoredFile) -> tuple[Path, str]:
    kind = kind_by_type(stored.content_type)
    assert kind
    if kind.code in office_pages.KINDS:
        return place_of_pages(stored.sha256), "pdf"
    return place_of_hash(stored.sha256), kind.code


def look_at(sha256: str) -> bool:
    """Draws the first page and keeps how it looks; nothing to compare where it cannot be drawn."""
    stored = StoredFile.objects.filter(sha256=sha256).exclude(scan=Scan.INFECTED).first()
    if stored is None or not is_shown(stored):
        return False
    _draw(stored, FIRST, place_of_picture(sha256, FIRST))
    rows = StoredFile.objects.filter(sha256=sha256)
    rows.filter(look__isnull=True).update(look=NOTHING)
    return rows.exclude(look=NOTHING).exists()
