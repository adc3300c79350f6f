"""The look-up code of the sender: made from the key of the row, kept as a hash only."""

import hashlib
from base64 import b32encode
from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner, b62_decode
from django.utils.crypto import salted_hmac

GROUPS, GROUP = 4, 4  # 80 bits: not to be guessed
LONGEST_TYPED = 60
SHOWN_FOR = timedelta(minutes=15)
LEAST_SECONDS = 3  # a person reads the form first
_RECEIPT, _OPENED = TimestampSigner(salt="feedback-receipt"), TimestampSigner(salt="feedback-open")
_ALIKE = str.maketrans("018", "OIB")  # base 32 knows neither of them


def code_of(pk: UUID) -> str:
    """The same at each call, so that a form sent twice shows one code."""
    digest = salted_hmac("tuphap.feedback.code", str(pk), algorithm="sha256").digest()
    letters = b32encode(digest).decode()[: GROUPS * GROUP]
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def hash_of(code: str) -> str:
    """Spaces, dashes, case and letters that look alike do not matter."""
    letters = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_ALIKE)
    return hashlib.sha256(letters.encode()).hexdigest()


def receipt_of(pk: UUID) -> str:
    return _RECEIPT.sign(pk.hex)


def pk_of_receipt(receipt: str) -> UUID | None:
    """None for what is forged, and for what is too old to be shown again."""
    try:
        return UUID(hex=_RECEIPT.unsign(receipt, max_age=SHOWN_FOR))
    except (BadSignature, ValueError):
        return None


def opened_now() -> str:
    return _OPENED.sign("1")


def seconds_open(stamp: str, now: datetime) -> float | None:
    """Since the form was opened; None where that cannot be known."""
    try:
        _OPENED.unsign(stamp)
    except BadSignature:
        return None
    return now.timestamp() - b62_decode(stamp.split(":")[1])
