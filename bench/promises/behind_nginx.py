"""Promise 2: the public page through nginx as shipped, against a file of the same bytes in it.

Both come from the same server block, with the same packing, log and headers of the connection. The
load generator is slower than nginx, so the processor time that nginx takes is told beside.
"""

import gzip
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import psutil

from bench import load
from bench.measuring import Figure, alternately, at_least, at_most, median, spread
from bench.promises.public_page import newest_results
from bench.run import Figures, Run
from bench.server import serving
from deploy.nginx import trial
from deploy.nginx.fill import Place, fill
from tuphap.config import launch

RATE, TAIL = 1 / 1.5, 3.0
CLIENTS = 8
FIRST_PORT = 8209
FLOOR = "/cung-so-byte.html"
# nginx closes a connection after its thousandth request; here it is to answer and not to greet.
SERVER = """
include {folder}/shared.conf;
server {{
    listen 127.0.0.1:{port};
    keepalive_requests 1000000000;
    include {folder}/site.conf;
    location = {floor} {{ root {folder}/floor; gzip_static on; }}
}}
"""


@dataclass(frozen=True)
class Turn:
    """Answers a second, the slowest hundredth in ms, processor time of nginx per answer in µs."""

    rate: float
    tail: float
    work: float


def measure(run: Run) -> Figures:
    if trial.program() is None:
        raise SystemExit(f"Promise 2 cannot be measured: {trial.HOW_TO_GET_IT}.")
    page = newest_results()
    with serving() as server, tempfile.TemporaryDirectory() as name:
        lay_floor(Path(name), server.port, page)
        with in_front_of(server.port, Path(name)) as (port, nginx):
            require_same(port, page)
            floor, ours = alternately(
                run.effort.rounds,
                lambda: turn(run, port, nginx, FLOOR),
                lambda: turn(run, port, nginx, page),
            )
    return figures(page, floor, ours)


def figures(page: str, floor: list[Turn], ours: list[Turn]) -> Figures:
    def both(name: str) -> tuple[float, float]:
        return tuple(median([getattr(one, name) for one in turns]) for turns in (ours, floor))

    apart = spread([one.rate for one in ours])
    note = f"{page}, {CLIENTS} connections; runs apart by {apart:.0%}"
    return [
        Figure("answers", "1/s", *both("rate"), at_least(RATE), note),
        Figure("p99", "ms", *both("tail"), at_most(TAIL)),
        Figure("processor time of nginx per answer", "µs", *both("work")),
    ]


def lay_floor(folder: Path, port: int, page: str) -> None:
    """The very bytes the application sends, packed as it packs them."""
    (folder / "floor").mkdir()
    status, head, body = load.fetch(port, load.get(page))
    if status != 200 or b"content-encoding: gzip" not in head.lower():
        raise RuntimeError(f"Status {status} or not packed: {page}")
    file = folder / "floor" / FLOOR.removeprefix("/")
    file.write_bytes(gzip.decompress(body))
    file.with_suffix(".html.gz").write_bytes(body)


@contextmanager
def in_front_of(application: int, folder: Path) -> Iterator[tuple[int, "Popen[bytes]"]]:
    port = launch.free_port(FIRST_PORT)
    here = str(folder)
    fill(
        Place(
            names=("localhost",),
            static=f"{here}/floor",
            certificate="none",
            key="none",
            folder=here,
            application=f"127.0.0.1:{application}",
            cache=f"{here}/cache",
            logs=here,
        )
    )
    with trial.running(folder, SERVER.format(folder=here, port=port, floor=FLOOR), port) as nginx:
        yield port, nginx


def require_same(port: int, page: str) -> None:
    """Also warms both up."""
    load.warm_up(port, (load.get(page), load.get(FLOOR)))
    ours, floor = (load.fetch(port, load.get(path)) for path in (page, FLOOR))
    if (ours[0], ours[2]) != (floor[0], floor[2]):
        raise RuntimeError("The page and the file it is held against are not the same bytes.")


def turn(run: Run, port: int, nginx: "Popen[bytes]", path: str) -> Turn:
    before = processor_seconds(nginx)
    clients = [load.Client((load.get(path),))] * CLIENTS
    answers = load.send(run.pool, port, clients, run.effort.seconds).require_clean()
    work = 1e6 * (processor_seconds(nginx) - before) / len(answers.times)
    return Turn(answers.rate, answers.at(99), work)


def processor_seconds(nginx: "Popen[bytes]") -> float:
    times = [worker.cpu_times() for worker in psutil.Process(nginx.pid).children()]
    return sum(one.user + one.system for one in times)
