"""Publishing a copy: the only writer of published figures; and keeping its finished pages."""

import gzip
import hashlib
import logging
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction

from tuphap.foundation.audit.actions import record
from tuphap.foundation.publication.canonical import canonical_text
from tuphap.foundation.publication.models import (
    KeptPage,
    PublishedCopy,
    Withdrawal,
    WithdrawalRequest,
)
from tuphap.foundation.publication.queries import newest_number
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

logger = logging.getLogger(__name__)


def reserve_number(kind: str, year: int, expected: int | None = None) -> int:
    """The next number of a series, held until the transaction ends.

    Of two people who publish at once the second is refused at once (W7): a lock of the series and
    no waiting, because there is no row to lock before the first copy. `expected` is the number
    the person saw; where it is no longer the next one, somebody was faster.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)", [kind, year])
        free = cursor.fetchone()[0]
    number = newest_number(kind, year) + 1
    if free and expected in (None, number):
        return number
    happened = "Bản công bố này đang được người khác lập" if not free else _taken(expected, number)
    raise Refused(
        "number_taken",
        f"{happened}. Chưa có gì thay đổi. Mở lại trang công bố để xem bản mới nhất.",
        Kind.CONFLICT,
    )


def _taken(expected: int | None, number: int) -> str:
    if expected is not None and expected > number:
        return f"Số {expected:02d} chưa tới lượt, số tiếp theo là {number:02d}"
    return f"Bản số {expected or 0:02d} đã được công bố, số tiếp theo là {number:02d}"


@transaction.atomic
def publish_copy(
    kind: str,
    year: int,
    payload: dict[str, Any],
    *,
    by: Actor,
    note: str = "",
    expected_number: int | None = None,
) -> PublishedCopy:
    """Freeze `payload` (plain JSON values) under the next number of its series."""
    number = reserve_number(kind, year, expected_number)
    canonical = canonical_text(payload)
    copy = PublishedCopy.objects.create(
        kind=kind,
        year=year,
        number=number,
        payload=payload,
        canonical=canonical,
        sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        note=note,
        published_at=by.at,
        published_by=by.name,
    )
    record(
        "published",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=str(copy),
        detail={"sha256": copy.sha256, "note": note},
    )
    return copy


@transaction.atomic
def ask_withdrawal(copy: PublishedCopy, reason: str, *, by: Actor) -> WithdrawalRequest:
    """Once for a copy; nothing of it changes before somebody else confirms."""
    assert by.person_id is not None  # permissions are held by people
    if Withdrawal.objects.filter(copy=copy).exists():
        raise _withdrawn_already(copy)
    try:
        with transaction.atomic():
            request = WithdrawalRequest.objects.create(
                copy=copy, reason=reason, asked_at=by.at, asked_by=by.name, person_id=by.person_id
            )
    except IntegrityError as error:
        sentence = f"Bản số {copy.number:02d} đã có đề nghị thu hồi. Chưa có gì thay đổi."
        raise Refused("asked_already", sentence, Kind.CONFLICT) from error
    _record_request("withdrawal_asked", request, by)
    return request


def open_request(copy: PublishedCopy, seen: int) -> WithdrawalRequest:
    """The request a person saw, held until the transaction ends; not one that came after it."""
    found = WithdrawalRequest.objects.select_for_update().filter(copy=copy, pk=seen).first()
    if Withdrawal.objects.filter(copy=copy).exists():
        raise _withdrawn_already(copy)
    if found is None:
        sentence = (
            f"Đề nghị thu hồi bản số {copy.number:02d} không còn như đã xem. "
            "Mở lại trang này để xem hiện trạng."
        )
        raise Refused("request_gone", sentence, Kind.CONFLICT)
    return found


def drop_request(request: WithdrawalRequest, *, by: Actor) -> None:
    """The copy stays in use as if nothing had been asked."""
    _record_request("withdrawal_dropped", request, by)
    request.delete()


def _record_request(kind: str, request: WithdrawalRequest, by: Actor) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=str(request.copy),
        detail={"sha256": request.copy.sha256, "reason": request.reason},
    )


def _withdrawn_already(copy: PublishedCopy) -> Refused:
    sentence = f"Bản số {copy.number:02d} đã được thu hồi trước đó. Chưa có gì thay đổi."
    return Refused("withdrawn_already", sentence, Kind.CONFLICT)


@transaction.atomic
def withdraw_copy(copy: PublishedCopy, reason: str, *, by: Actor) -> Withdrawal:
    """Say that a copy is no longer in use, once; nothing of the copy itself changes."""
    try:
        with transaction.atomic():
            withdrawal = Withdrawal.objects.create(
                copy=copy, reason=reason, withdrawn_at=by.at, withdrawn_by=by.name
            )
    except IntegrityError as error:
        raise _withdrawn_already(copy) from error
    record(
        "publication_withdrawn",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=str(copy),
        detail={"sha256": copy.sha256, "reason": reason},
    )
    return withdrawal


def keep_page(copy_id: int, name: str, release: str, content_type: str, body: bytes) -> KeptPage:
    """Keep a finished page in place of those of earlier releases.

    Reading must go on where nothing can be written (a full disk, a read-only replica), so a page
    that cannot be kept is served all the same.
    """
    page = KeptPage(
        copy_id=copy_id,
        name=name,
        release=release,
        content_type=content_type,
        body=body,
        gzipped=gzip.compress(body, 6, mtime=0),
    )
    try:
        with transaction.atomic():
            KeptPage.objects.filter(copy_id=copy_id, name=name).exclude(release=release).delete()
            KeptPage.objects.bulk_create([page], ignore_conflicts=True)
    except DatabaseError:
        logger.warning("The page %s of copy %s could not be kept", name, copy_id, exc_info=True)
    return page
