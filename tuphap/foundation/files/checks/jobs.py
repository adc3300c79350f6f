"""What the fence can be asked to do; each loads only what it needs."""

from collections.abc import Callable, Mapping
from typing import IO

from tuphap.foundation.files.checks.request import Facts, Request

# `out` is the descriptor a picture is written to, 0 where nothing is.
Job = Callable[[IO[bytes], Request, int], Facts]


def _check() -> Job:
    from tuphap.foundation.files.checks.kinds import check

    return lambda body, request, out: check(body, request)


def _show() -> Job:
    from tuphap.foundation.files.checks.showing import show

    return show


def _signatures() -> Job:
    from tuphap.foundation.files.checks.signatures import look_at_signatures

    return lambda body, request, out: look_at_signatures(body, request)


def _additions() -> Job:
    from tuphap.foundation.files.checks.additions import look_at_additions

    return lambda body, request, out: look_at_additions(body, request)


JOBS: Mapping[str, Callable[[], Job]] = {
    "check": _check,
    "show": _show,
    "signatures": _signatures,
    "additions": _additions,
}
