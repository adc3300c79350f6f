"""The web processes as shipped, with the addresses of the bench; and the memory they hold."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from bench.shipped import as_shipped
from tuphap.config import launch

FIRST_PORT = 8109
START_SECONDS = 120.0


@dataclass(frozen=True)
class Memory:
    """Bytes. RSS counts pages that processes share once for each of them, PSS only once in all."""

    rss: int
    pss: int


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    def workers(self) -> list[psutil.Process]:
        """The processes that answer; the one that only watches over them is not among them."""
        return psutil.Process(self.pid).children()

    def memory(self) -> Memory:
        held = [worker.memory_full_info() for worker in self.workers()]
        return Memory(sum(part.rss for part in held), sum(part.pss for part in held))

    def processor_seconds(self) -> float:
        times = [worker.cpu_times() for worker in self.workers()]
        return sum(part.user + part.system for part in times)


@contextmanager
def serving() -> Iterator[Server]:
    port = launch.free_port(FIRST_PORT)
    with as_shipped(), starting(launch.server_command(port)) as (_, process):
        if not launch.answers(port, process, START_SECONDS):
            raise RuntimeError("The server did not start; see the messages above.")
        yield Server(port, process.pid)


@contextmanager
def starting(words: list[str]) -> Iterator[tuple[float, "subprocess.Popen[bytes]"]]:
    """A program that is only started; yields the moment before."""
    begun = time.monotonic()
    process = launch.start(words)
    try:
        yield begun, process
    finally:
        launch.stop([process])
