"""Promise 12: from the start of the web processes to the first page, everything being installed.

The database runs already. Besides the server as a service starts it, the one door is timed, which
also asks for migrations, static files and data each time.
"""

import time
import urllib.request
from subprocess import Popen

from bench.measuring import Figure, at_most, median
from bench.run import Figures, Run
from bench.server import FIRST_PORT, starting
from bench.shipped import as_shipped
from tuphap.config import launch

PROMISED_SECONDS = 3.0
PATIENCE = 60.0
PAGE = "/dang-nhap/"


def measure(run: Run) -> Figures:
    rounds = 1 if run.effort.is_quick else run.effort.rounds
    first_pages = [server_start() for _ in range(rounds)]
    return [
        Figure(
            "process start to first page",
            "s",
            median(first_pages),
            bound=at_most(PROMISED_SECONDS),
            note=f"{PAGE}; {rounds} starts, {min(first_pages):.2f} to {max(first_pages):.2f} s",
        ),
    ]


def server_start() -> float:
    port = launch.free_port(FIRST_PORT)
    with as_shipped(), starting(launch.server_command(port)) as (begun, process):
        return first_answer(port, process) - begun


def first_answer(port: int, process: "Popen[bytes]") -> float:
    """The moment in which the whole page was there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{PAGE}", timeout=PATIENCE) as page:
                page.read()
                return time.monotonic()
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("The server did not answer; see the messages above.")
