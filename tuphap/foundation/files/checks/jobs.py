"""What the fence can be asked to do; each loads only what it needs."""

from collections.abc import Callable, Mapping
from typing import IO

from tuphap.foundation.files.checks.request import Facts, Request

# `out` is the descriptor a picture is written to, 0 where nothing is.
Job = Callable[[IO[bytes], Request, int], Facts]


def _check() -> Job:
    from tuphap.foundation.files.checks.kinds import check

    return lambda body, request, out: check(body, request)


JOBS: Mapping[str, Callable[[], Job]] = {"check": _check}
