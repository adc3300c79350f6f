"""Sends requests over kept connections and times the answers; standard library only.

Bounded: so many connections, so many seconds, this machine only. A client sends its requests one
after the other and begins anew at the end. Several processes, so that the server is the slower one.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.pool import Pool
from uuid import uuid4

from bench.measuring import percentile

HOST = "127.0.0.1"
MOST_CLIENTS, MOST_SECONDS = 128, 4 * 60 * 60
PATIENCE = 10.0
HEAD_START = 0.3  # so that all processes begin in the same moment
# Each form sent is another one: to the same key the server would answer what it did at first.
ANY_KEY = b"00000000-0000-4000-8000-000000000000"
PROCESSES = 4


@dataclass(frozen=True)
class Client:
    """One connection; `expected` is the status that counts as an answer."""

    requests: tuple[bytes, ...]
    expected: int = 200


@dataclass
class Answers:
    """`wrong` counts answers with another status than the client expects."""

    seconds: float
    times: list[float] = field(default_factory=list)
    wrong: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def at(self, percent: float) -> float:
        """Milliseconds in which so many per cent were answered."""
        return 1000 * percentile(self.times, percent)

    def require_clean(self) -> "Answers":
        """A refused request is fast; a measurement with some of them is none."""
        if self.wrong or not self.times:
            raise RuntimeError(f"Wrong answers {dict(self.wrong)}, right ones {len(self.times)}.")
        return self


def processes() -> Pool:
    """Started anew and not forked: nothing of this process may weigh on them."""
    return get_context("spawn").Pool(PROCESSES)


def send(pool: Pool, port: int, clients: Sequence[Client], seconds: float) -> Answers:
    """All clients at once, shared among few processes; their cores are the server's, too."""
    if len(clients) > MOST_CLIENTS or seconds > MOST_SECONDS:
        raise ValueError(f"At most {MOST_CLIENTS} clients and {MOST_SECONDS} seconds.")
    share = min(2, len(clients))
    begin = time.monotonic() + HEAD_START
    jobs = [(port, clients[number::share], begin, seconds) for number in range(share)]
    return together(pool.starmap(run, jobs), seconds)


def warm_up(port: int, requests: Iterable[bytes], times: int = 30) -> None:
    """Over connections of their own, so that every web process sees some of them."""
    for request_bytes in requests:
        for _ in range(times):
            fetch(port, request_bytes)


def fetch(port: int, request_bytes: bytes) -> tuple[int, bytes, bytes]:
    """One request alone: status, head and body of the answer."""
    line = _Line(port, Client((request_bytes,)), selectors.DefaultSelector())
    try:
        line.ask()
        while (status := line.listen()) is None:
            pass
        head, _, body = line.read.partition(b"\r\n\r\n")
        return status, head, body
    finally:
        line.close()


def together(parts: Iterable[Answers], seconds: float) -> Answers:
    whole = Answers(seconds)
    for part in parts:
        whole.times += part.times
        whole.wrong += part.wrong
    return whole


def run(port: int, clients: Sequence[Client], begin: float, seconds: float) -> Answers:
    """What one process does."""
    answers = Answers(seconds)
    with selectors.DefaultSelector() as selector:
        lines = [_Line(port, client, selector) for client in clients]
        time.sleep(max(0.0, begin - time.monotonic()))
        for line in lines:
            line.ask()
        _converse(selector, answers, begin + seconds)
        for line in lines:
            line.close()
    return answers


def _converse(selector: selectors.BaseSelector, answers: Answers, end: float) -> None:
    last = time.monotonic()
    while (now := time.monotonic()) < end:
        ready = selector.select(timeout=0.2)
        if not ready and now - last > PATIENCE:
            raise RuntimeError(f"No answer for {PATIENCE:.0f} seconds.")
        for key, _ in ready:
            line: _Line = key.data
            status = line.listen()
            if status is None:
                continue
            last = time.monotonic()
            if status == line.client.expected:
                answers.times.append(last - line.asked_at)
            else:
                answers.wrong[status] += 1
            line.ask()


class _Line:
    """A connection and the answer that is being read from it."""

    def __init__(self, port: int, client: Client, selector: selectors.BaseSelector) -> None:
        self.client, self.selector = client, selector
        self.sent = 0
        self.asked_at = 0.0
        self.socket = socket.create_connection((HOST, port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(self.socket, selectors.EVENT_READ, self)

    def ask(self) -> None:
        request = self.client.requests[self.sent % len(self.client.requests)]
        self.sent += 1
        self.read, self.awaited = b"", -1
        self.asked_at = time.monotonic()
        self.socket.sendall(request.replace(ANY_KEY, str(uuid4()).encode(), 1))

    def listen(self) -> int | None:
        """The status, once the answer is whole."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise RuntimeError("The server closed a connection in the middle.")
        self.read += piece
        if self.awaited < 0:
            end = self.read.find(b"\r\n\r\n")
            if end < 0:
                return None
            self.awaited = end + 4 + length_of(self.read[:end])
        return int(self.read[9:12]) if len(self.read) >= self.awaited else None

    def close(self) -> None:
        self.selector.unregister(self.socket)
        self.socket.close()


def length_of(head: bytes) -> int:
    """Bytes of the body as the head announces them; an answer without a length has no body."""
    folded = head.lower()
    if b"\r\ntransfer-encoding:" in folded:
        raise RuntimeError("The answer comes in pieces; only answers of known length are measured.")
    start = folded.find(b"\r\ncontent-length:")
    if start < 0:
        return 0
    return int(folded[start + 17 :].partition(b"\r\n")[0])


def get(path: str, cookies: str = "", **headers: str) -> bytes:
    return request("GET", path, b"", cookies, headers)


def post(path: str, body: bytes, cookies: str, **headers: str) -> bytes:
    """With a key, as the pages send it."""
    form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    form["Request-Key"] = ANY_KEY.decode()
    return request("POST", path, body, cookies, form)


def request(method: str, path: str, body: bytes, cookies: str, headers: dict[str, str]) -> bytes:
    """As a browser sends it. Underscores in names of headers stand for hyphens."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {HOST}",
        "Accept: text/html",
        "Accept-Encoding: gzip, br",
        "Accept-Language: vi",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
