"""A view that acts once for each key, however often its form is sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from tuphap.foundation.database.prepared import prepared_cursor
from tuphap.foundation.request_keys.answers import packed, unpacked
from tuphap.foundation.request_keys.keys import SentOnce, sent_once
from tuphap.foundation.request_keys.models import AnsweredRequest
from tuphap.rules.refusals import Kind, Refused

View = Callable[..., HttpResponse]
KEY_USED, STILL_RUNNING = "key_used", "still_running"
CHANGES_NOTHING = 400  # and what stands above


def once_per_key(view: View) -> View:
    """The change and the note of its answer are one transaction, so there is never one alone.

    The key is noted last and by one statement: the common case pays for nothing else. Who comes
    second does the work in vain, is stopped by the key, and gets the first answer. Without a key
    there is the transaction alone, so that a deed inside may rely on it.
    """

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        sent = sent_once(request)
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

    answer.acts_once = True  # type: ignore[attr-defined]
    return answer


def once_per_key_unlocked(view: View) -> View:
    """For slow work that must not hold a lock: the key is looked up first and noted afterwards.

    Between the two a second request may run the same work, so the deed itself has to refuse what is
    there already, as the same file on the same line is.
    """

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        sent = sent_once(request) if request.method == "POST" else None
        if sent is None:
            return view(request, *args, **kwargs)
        if _noted(sent):
            return _first_answer(request, sent)
        response = view(request, *args, **kwargs)
        if response.status_code < CHANGES_NOTHING:
            try:
                with transaction.atomic():
                    _note(sent, packed(request, response))
            except _Second:
                return _first_answer(request, sent)
        return response

    answer.acts_once = True  # type: ignore[attr-defined]
    return answer


def hands_to_once(view: View) -> View:
    """Marks a view of two ways, page and form, that gives its forms to one that acts once."""
    view.acts_once = True  # type: ignore[attr-defined]
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
    return unpacked(request, bytes(first.answer))


def _still_running() -> Refused:
    return Refused(
        STILL_RUNNING,
        "Một lần gửi khác cho hồ sơ này đang được xử lý, lần này chưa lưu. Thử lại sau vài giây.",
        Kind.CONFLICT,
    )
