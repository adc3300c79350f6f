"""What a process that reads foreign files gives up before it reads: time, memory, network."""

import ctypes
import os
import resource
import signal
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


def end_with_parent(parent: int) -> None:
    """A killed web process takes its checks along."""
    process = ctypes.CDLL(None)
    if hasattr(process, "prctl"):
        process.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        process.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def bound(seconds: int, memory: int, written: int = 0) -> None:
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def leave_network() -> None:
    """Where the kernel allows it there is no network at all; the hook below holds everywhere."""
    process = ctypes.CDLL(None)
    if hasattr(process, "unshare"):
        process.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def most_memory() -> int:
    """Of this program alone; what the parent counts includes what it held itself at the start."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def refuse_event(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(REFUSED_EVENTS):
        raise PermissionError(event)
