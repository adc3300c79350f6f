"""Where a request came from, kept beside the call, so that every event can tell it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True)
class Origin:
    address: str | None = None
    request_id: str = ""


_current: ContextVar[Origin] = ContextVar("origin", default=Origin())  # noqa: B039 - frozen


def current() -> Origin:
    return _current.get()


@contextmanager
def coming_from(address: str | None, request_id: str) -> Iterator[None]:
    token = _current.set(Origin(_real(address), request_id))
    try:
        yield
    finally:
        _current.reset(token)


def _real(address: str | None) -> str | None:
    """A server on a socket has no address; the database takes none but real ones."""
    try:
        return str(ip_address(address or ""))
    except ValueError:
        return None
