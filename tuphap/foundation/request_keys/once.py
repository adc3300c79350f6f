"""A view that acts once for each key, however often its form is sent."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol, cast

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from tuphap.foundation.database.prepared import prepared_cursor
from tuphap.foundation.request_keys.answers import packed, unpacked
from tuphap.foundation.request_keys.keys import SentOnce, sent_once
from tuphap.foundation.request_keys.models import AnsweredRequest
from tuphap.rules.refusals import Kind, Refused

View = Callable[..., HttpResponse]


class _Marked(Protocol):
    acts_once: bool


KEY_USED, STILL_RUNNING, NO_KEY = "key_used", "still_running", "no_key"
# Work that takes longer than this is believed to have died with its process, and may be begun anew.
RUNS_AT_MOST = timedelta(seconds=30)
CHANGES_NOTHING = 400  # and what stands above


def once_per_key(view: View) -> View:
    """The change and the note of its answer are one transaction, so there is never one alone.

    The key is noted last and by one statement: the common case pays for nothing else. Who comes
    second does the work in vain, is stopped by the key, and gets the first answer. Somebody who
    signed in always sends a key; for the public there is the transaction alone without one, so
    that a deed inside may rely on it.
    """

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        sent = _keyed(request)
        try:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                if sent:
                    _require_first(request, sent, response)
        except _Second as second:
            return _first_answer(request, second.sent)
        except Refused as refused:
            # What the first did may be the very reason why the second is refused.
            if sent is None or refused.kind is Kind.FORBIDDEN or _noted(sent) is None:
                raise
            return _first_answer(request, sent)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise _still_running() from error
            raise
        return response

    return _marked(answer)


def once_per_key_unlocked(view: View) -> View:
    """For slow work that must not hold a lock: the key is claimed first and its answer noted later.

    While it is claimed a second request is told to try again. A claim whose process died gives way
    after a while; so the deed itself has to refuse what is there already, as the same file on the
    same line is.
    """

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = _keyed(request) if request.method == "POST" else None
        if sent is None:
            return view(request, *args, **kwargs)
        if not _claimed(sent):
            return _first_answer(request, sent)
        try:
            response = view(request, *args, **kwargs)
            if response.status_code < CHANGES_NOTHING:
                _fill_in(sent, packed(request, response))
        except Refused:
            # Who took over a claim that had not died after all may have been the first to answer.
            if _release(sent) or not _noted(sent):
                raise
            return _first_answer(request, sent)
        except BaseException:
            _release(sent)
            raise
        if response.status_code >= CHANGES_NOTHING:
            _release(sent)
        return response

    return _marked(answer)


def hands_to_once(view: View) -> View:
    """Marks a view of two ways, page and form, that gives its forms to one that acts once."""
    return _marked(view)


def _marked(view: View) -> View:
    cast(_Marked, view).acts_once = True
    return view


class _Second(Exception):  # noqa: N818 - who comes second
    """The key was used before."""

    def __init__(self, sent: SentOnce) -> None:
        self.sent = sent


def _require_first(request: HttpRequest, sent: SentOnce, response: HttpResponse) -> None:
    if response.status_code < CHANGES_NOTHING:
        _note(sent, packed(request, response))
    elif _noted(sent):
        raise _Second(sent)


def _note(sent: SentOnce, answer: bytes) -> None:
    values = (sent.person, sent.key, sent.path, sent.content, answer, timezone.now())
    with prepared_cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        if not cursor.rowcount:
            raise _Second(sent)


def _keyed(request: HttpRequest) -> SentOnce | None:
    sent = sent_once(request)
    if sent is None and request.user.is_authenticated:
        raise Refused(
            NO_KEY,
            "Lần gửi này thiếu khóa gửi nên chưa lưu gì. Mở lại trang rồi gửi lần nữa.",
            Kind.INVALID,
        )
    return sent


def _claimed(sent: SentOnce) -> bool:
    """A note without an answer, seen by everybody at once."""
    now = timezone.now()
    values = (sent.person, sent.key, sent.path, sent.content, CLAIM, now, CLAIM, now - RUNS_AT_MOST)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_STATEMENT, values)
        return bool(cursor.rowcount)


def _fill_in(sent: SentOnce, answer: bytes) -> None:
    _claim_of(sent).update(answer=answer, made_at=timezone.now())


def _release(sent: SentOnce) -> bool:
    """Whether it was still claimed."""
    return bool(_claim_of(sent).delete()[0])


def _claim_of(sent: SentOnce) -> QuerySet[AnsweredRequest]:
    return AnsweredRequest.objects.filter(person=sent.person, key=sent.key, answer=CLAIM)


CLAIM = b""
_CLAIM_STATEMENT = (
    "insert into request_keys_answeredrequest as noted"
    " (person, key, path, content, answer, made_at)"
    " values (%s, %s, %s, %s, %s, %s) on conflict (person, key) do update"
    " set made_at = excluded.made_at where noted.answer = %s and noted.made_at < %s"
    " and noted.path = excluded.path and noted.content = excluded.content"
)
_STATEMENT = (
    "insert into request_keys_answeredrequest (person, key, path, content, answer, made_at) "
    "values (%s, %s, %s, %s, %s, %s) on conflict (person, key) do nothing"
)


def _noted(sent: SentOnce) -> AnsweredRequest | None:
    return AnsweredRequest.objects.filter(person=sent.person, key=sent.key).first()


def _first_answer(request: HttpRequest, sent: SentOnce) -> HttpResponse:
    first = _noted(sent)
    if first is None:
        raise _still_running()
    if (first.path, bytes(first.content)) != (sent.path, sent.content):
        local = timezone.localtime(first.made_at)
        raise Refused(
            KEY_USED,
            f"Biểu mẫu này đã gửi một lần lúc {local:%H:%M, %d/%m/%Y} với nội dung khác. "
            "Lần gửi này chưa được lưu. Xem lại nội dung rồi gửi lần nữa.",
            Kind.INVALID,
        )
    if bytes(first.answer) == CLAIM:
        raise _still_running()
    return unpacked(request, bytes(first.answer))


def _still_running() -> Refused:
    return Refused(
        STILL_RUNNING,
        "Một lần gửi khác cho hồ sơ này đang được xử lý, lần này chưa lưu. Thử lại sau vài giây.",
        Kind.CONFLICT,
    )
