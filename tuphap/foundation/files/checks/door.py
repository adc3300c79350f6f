"""The process behind the fence: takes off every power, reads one file, answers one line of JSON.

Started as `python -I door.py` with the request on standard input and the file as an open
descriptor, so it never opens a path a person gave (N2).
"""

import ctypes
import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38  # <sys/prctl.h>
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # <sched.h>
FILES = 24
REFUSED_EVENTS = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostby",
    "socket.sendto",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "os.fork",
)


def main() -> None:
    parent, order = int(sys.argv[1]), json.loads(sys.stdin.buffer.read())
    _end_with_parent(parent)
    _bound(order["seconds"], order["megabytes"] * MEGABYTE, order["written"])
    _leave_network()
    sys.path.insert(0, str(Path(__file__).resolve().parents[4]))
    try:
        answer = _answer(order)
    except MemoryError:
        answer = {"unfit": "check_too_big", "values": {"megabytes": order["megabytes"]}}
    sys.stdout.write(json.dumps({**answer, "kilobytes": _most_memory()}))
    sys.stdout.flush()
    # No tidying up: whatever a broken file left behind ends here.
    os._exit(0)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    from tuphap.foundation.files.checks.jobs import JOBS
    from tuphap.foundation.files.checks.reasons import Unfit
    from tuphap.foundation.files.checks.request import Request

    request = Request(**order["request"])
    job = JOBS[request.job]()
    sys.addaudithook(_refuse)
    with os.fdopen(order["file"], "rb") as body:
        try:
            facts = job(body, request, order["out"])
        except Unfit as unfit:
            return {"unfit": unfit.code, "values": unfit.values}
        except MemoryError:
            raise
        except Exception:
            # A reader that stumbles has met a broken file.
            return {"unfit": "file_broken", "values": {}}
    return {"pages": facts.pages, "signed": facts.signed, "more": dict(facts.more)}


def _end_with_parent(parent: int) -> None:
    """A killed web process takes its checks along."""
    process = ctypes.CDLL(None)
    if hasattr(process, "prctl"):
        process.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        process.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _bound(seconds: int, memory: int, written: int) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _leave_network() -> None:
    """Where the kernel allows it there is no network at all; the hook below holds everywhere."""
    process = ctypes.CDLL(None)
    if hasattr(process, "unshare"):
        process.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _most_memory() -> int:
    """Of this program alone; what the parent counts includes what it held itself at the start."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(event)


if __name__ == "__main__":
    main()
