"""The key of a request, and what the request says."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from tuphap.rules.numbers import quoted
from tuphap.rules.refusals import Kind, Refused

FIELD, HEADER = "khoa-gui", "Request-Key"
CHANGING = "csrfmiddlewaretoken"  # another one each time the same form is shown

# Words that are kept nowhere, not even as a part of a hash.
SECRETS = frozenset({"passphrase"})

NOBODY = 0  # who did not sign in: the key alone, which nobody can guess


@dataclass(frozen=True)
class SentOnce:
    """A request by its key; two are the same when path and content are."""

    person: int
    key: UUID
    path: str
    content: bytes


class KeyedRequest(HttpRequest):
    """As the middleware leaves the request of a form. Only ever an annotation."""

    request_key: str


def take_key(request: HttpRequest) -> str:
    """Out of the fields, where no form expects it; a header wins."""
    fields: Any = request.POST
    in_form = [""]
    if FIELD in fields:
        # In place: the copy of a whole sheet would cost more than everything else here.
        fields._mutable = True
        in_form = fields.pop(FIELD)
        fields._mutable = False
    return request.headers.get(HEADER, in_form[-1])


def sent_once(request: HttpRequest) -> SentOnce | None:
    """None where the request has no key."""
    text: str = getattr(request, "request_key", "")
    if not text:
        return None
    return SentOnce(
        person=request.user.pk or NOBODY,
        key=_key(text),
        path=f"{request.method} {request.get_full_path()}"[:500],
        content=_content(request),
    )


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        sentence = (
            f"Lần gửi có khóa gửi sai mẫu: {quoted(text)}. Chưa lưu gì. Tải lại trang rồi nhập lại."
        )
        raise Refused("bad_key", sentence, Kind.INVALID) from None


def _content(request: HttpRequest) -> bytes:
    whole = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name != CHANGING and name not in SECRETS:
            whole.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        whole.update(repr((name, [_file(file) for file in files])).encode())
    return whole.digest()


def _file(file: UploadedFile) -> Iterable[object]:
    bytes_of_it = hashlib.sha256()
    for chunk in file.chunks():
        bytes_of_it.update(chunk)
    file.seek(0)
    return [file.name, file.size, bytes_of_it.digest()]
