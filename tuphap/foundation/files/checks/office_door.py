"""The bounds of an office program: the same fence, wider, then the program itself.

Started as `python -I office_door.py <parent> <seconds> <megabytes> <program> <words …>`.
"""

import ctypes
import os
import resource
import signal
import sys

MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38  # <sys/prctl.h>
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # <sched.h>
FILES, WRITTEN = 512, 100 * MEGABYTE


def main() -> None:
    parent, seconds, megabytes = (int(word) for word in sys.argv[1:4])
    process = ctypes.CDLL(None)
    if hasattr(process, "prctl"):
        process.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        process.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * MEGABYTE),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    if hasattr(process, "unshare"):
        process.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 – the program an administrator named


if __name__ == "__main__":
    main()
