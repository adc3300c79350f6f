"""The answer that carries a stored file. Whoever calls has checked that the person may see it."""

import hashlib
from io import BufferedReader
from pathlib import Path

from django.http import FileResponse
from django.utils import timezone

from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.places import place_of_hash
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

# A stored file is foreign: it must not run as a page of ours (F9).
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def answer_with(stored: StoredFile, *, by: Actor, unit: str = "") -> FileResponse:
    """As attachment under its own name; refused where the bytes have changed (F10)."""
    body = _open_sound(stored, by)
    record(
        "file_downloaded",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=unit,
        subject=stored.name,
        detail={"file": str(stored.pk), "sha256": stored.sha256},
    )
    return FileResponse(
        body,
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
        headers=HEADERS,
    )


def picture_answer(place: Path) -> FileResponse:
    """A page as picture, shown within our pages; made by us, so it is no foreign file any more."""
    headers = {**HEADERS, "Cache-Control": "private, max-age=3600"}
    return FileResponse(place.open("rb"), content_type="image/png", headers=headers)


def require_scanned(stored: StoredFile, *, is_own: bool) -> None:
    """A waiting file is for who handed it in; one with a virus is for nobody (F11)."""
    if stored.scan == Scan.INFECTED:
        raise Refused(
            "file_infected",
            f"Tệp “{stored.name}” có vi-rút nên không tải về được. Thay bằng tệp khác.",
            Kind.CONFLICT,
        )
    if stored.scan == Scan.WAITING and not is_own:
        raise Refused(
            "file_waiting",
            f"Tệp “{stored.name}” đang được quét vi-rút, chưa mở được. Thử lại sau ít phút.",
            Kind.CONFLICT,
        )


def is_sound(stored: StoredFile) -> bool:
    """Whether the bytes on the disk still have the hash of the day they came."""
    try:
        with place_of_hash(stored.sha256).open("rb") as body:
            return _digest(body) == stored.sha256
    except OSError:
        return False


def _open_sound(stored: StoredFile, by: Actor) -> BufferedReader:
    """The same open file is checked and sent, so nothing can be exchanged in between."""
    try:
        body = place_of_hash(stored.sha256).open("rb")
    except OSError:
        raise _damaged(stored, by) from None
    if _digest(body) != stored.sha256:
        body.close()
        raise _damaged(stored, by)
    body.seek(0)
    return body


def _digest(body: BufferedReader) -> str:
    return hashlib.file_digest(body, "sha256").hexdigest()


def _damaged(stored: StoredFile, by: Actor) -> Refused:
    record(
        "file_damaged",
        at=timezone.now(),
        person_id=by.person_id,
        person_name=by.name,
        subject=stored.name,
        detail={"file": str(stored.pk), "sha256": stored.sha256},
    )
    return Refused(
        "file_damaged",
        f"Tệp “{stored.name}” trên máy chủ không còn nguyên như lúc nhận nên không tải về được. "
        "Báo quản trị hệ thống để khôi phục từ bản sao lưu.",
        Kind.CONFLICT,
    )
