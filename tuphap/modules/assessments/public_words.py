"""What anybody may write to the office without signing in: its limits, and who sent too often.

One place for both: comments on a posted result, and feedback on a published one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from tuphap.rules.numbers import format_count
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.required_words import require_words
from tuphap.rules.vietnamese import normalise

NAME, CONTACT, TEXT, TRAP = "ho-ten", "lien-he", "y-kien", "trang-rieng"
LONGEST = {NAME: 120, CONTACT: 200, TEXT: 2000}
CALLED = {NAME: "Họ và tên", CONTACT: "Cách liên hệ", TEXT: "Ý kiến"}
TOO_MANY = "too_many"


@dataclass(frozen=True)
class Limit:
    """At most so many within so many hours."""

    hours: int
    most: int


def sound_words(typed: Mapping[str, str], needed: Mapping[str, str]) -> dict[str, str]:
    """In one form, or all faults at once, each beside its field; `needed` has the sentences for
    fields that may not be empty."""
    words = {
        field: normalise(text, keep_lines=field == TEXT).strip() for field, text in typed.items()
    }
    faults = {field: too_long(field, text, CALLED[field]) for field, text in words.items()}
    faults |= {field: sentence for field, sentence in needed.items() if not words[field]}
    faults = {field: sentence for field, sentence in faults.items() if sentence}
    if faults:
        raise Refused("faulty_words", next(iter(faults.values())), Kind.INVALID, faults)
    return words


def too_long(field: str, text: str, called: str) -> str:
    if len(text) <= LONGEST[field]:
        return ""
    return (
        f"{called} dài {format_count(len(text))} ký tự, tối đa "
        f"{format_count(LONGEST[field])}. Rút gọn rồi gửi."
    )


def sound_reply(text: str, called: str) -> str:
    """What the office writes back: not empty, within the limits of the words it answers."""
    return require_words(
        normalise(text, keep_lines=True),
        TEXT,
        called=called,
        missing=f"{called} chưa có chữ nào. Ghi rồi gửi.",
        longest=LONGEST[TEXT],
    )


def faulty(field: str, sentence: str) -> Refused:
    return Refused("faulty_words", sentence, Kind.INVALID, {field: sentence})


def require_untrapped(sent: Mapping[str, Any]) -> None:
    """A person neither sees nor reaches the field."""
    if sent.get(TRAP):
        sentence = "Ô dành cho máy phải để trống. Chưa gửi ý kiến."
        raise Refused("trapped", sentence, Kind.INVALID, {TRAP: sentence})


def sender_of(address: str) -> str:
    """The same for one line to the internet; nobody can read the address out of it."""
    if not address:
        return ""
    known = ip_address(address)
    if isinstance(known, IPv6Address):
        known = ip_network(f"{known}/64", strict=False).network_address
    return salted_hmac("tuphap.posting", str(known)).hexdigest()[:40]


def require_room(rows: QuerySet[Any], limits: Iterable[Limit], at: datetime, said: str) -> None:
    """`rows` have `sent_at`; `said` begins the sentence: “Đã gửi {most} ý kiến”."""
    rows = rows.filter(sent_at__lte=at).order_by()
    for limit in limits:
        if rows.filter(sent_at__gt=at - timedelta(hours=limit.hours)).count() >= limit.most:
            told = said.format(most=format_count(limit.most))
            raise too_many(f"{told} trong {limit.hours} giờ qua. Gửi tiếp sau ít giờ.")


def too_many(sentence: str) -> Refused:
    return Refused(TOO_MANY, sentence, Kind.CONFLICT, {TEXT: sentence})
