"""The generator of load against a server of a few lines."""

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench import load


class Answering(BaseHTTPRequestHandler):
    """“/missing” answers 404; the body comes in a packet of its own."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.answer(b"")

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, body: bytes) -> None:
        self.send_response(404 if self.path == "/missing" else 200)
        self.send_header("Content-Length", str(len(body) + 3))
        self.end_headers()
        self.wfile.flush()
        self.wfile.write(b"ok:" + body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A client hangs up when its time is over, in the middle of an answer; all else is a fault."""

    daemon_threads = False  # closing waits for them

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__((load.HOST, 0), handler)
        self.faults: list[BaseException | None] = []

    def handle_error(self, *_: object) -> None:
        error = sys.exception()
        if not isinstance(error, BrokenPipeError | ConnectionResetError):
            self.faults.append(error)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[Server]:
    with Server(handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(Answering) as server:
        yield server.server_address[1]
    assert server.faults == []


def run(port: int, *clients: load.Client) -> load.Answers:
    return load.run(port, clients, begin=time.monotonic(), seconds=0.3)


def test_answers_are_counted_and_timed(port: int) -> None:
    answers = run(port, *[load.Client((load.get("/"),))] * 3).require_clean()
    assert answers.rate > 50
    assert 0 < answers.at(50) <= answers.at(99) < 1000


def test_a_form_arrives_whole(port: int) -> None:
    status, head, body = load.fetch(port, load.post("/", "tên=Dơk".encode(), "a=b"))
    assert (status, body) == (200, "ok:tên=Dơk".encode())
    assert b"content-length: 12" in head.lower()


def test_a_refused_request_is_not_a_fast_one(port: int) -> None:
    answers = run(port, load.Client((load.get("/missing"),)))
    assert answers.times == []
    assert answers.wrong[404] > 0
    with pytest.raises(RuntimeError, match="404"):
        answers.require_clean()


def test_another_status_may_be_the_right_one(port: int) -> None:
    assert run(port, load.Client((load.get("/missing"),), expected=404)).require_clean().times


def test_nothing_answered_is_no_measurement() -> None:
    with pytest.raises(RuntimeError):
        load.Answers(1.0).require_clean()


@pytest.mark.parametrize(
    ("clients", "seconds"), [(load.MOST_CLIENTS + 1, 1.0), (1, load.MOST_SECONDS + 1.0)]
)
def test_load_is_bounded(clients: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="At most"):
        load.send(None, 1, [load.Client(())] * clients, seconds)  # type: ignore[arg-type]


def test_a_client_that_hangs_up_is_no_fault(capfd: pytest.CaptureFixture[str]) -> None:
    class Slow(Answering):
        def answer(self, body: bytes) -> None:
            hung_up.wait(10)
            self.wfile.write(b"x" * 10_000_000)
            raise AssertionError("nobody hung up")

    hung_up = threading.Event()
    with serving(Slow) as server:
        line = socket.create_connection((load.HOST, server.server_address[1]))
        line.sendall(load.get("/"))
        line.close()
        hung_up.set()
    assert server.faults == []
    assert capfd.readouterr().err == ""


def test_any_other_error_of_the_server_is_told() -> None:
    class Broken(Answering):
        def answer(self, body: bytes) -> None:
            raise ValueError("broken")

    with serving(Broken) as server, pytest.raises(RuntimeError, match="closed a connection"):
        load.fetch(server.server_address[1], load.get("/"))
    assert [type(fault) for fault in server.faults] == [ValueError]


def test_length_of_an_answer() -> None:
    assert load.length_of(b"HTTP/1.1 200 OK\r\nContent-Length: 42\r\nServer: x") == 42
    assert load.length_of(b"HTTP/1.1 304 Not Modified\r\netag: 1") == 0
    with pytest.raises(RuntimeError, match="pieces"):
        load.length_of(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked")


def test_head_and_cookies_of_a_request() -> None:
    sent = load.post("/phieu/", b"a=1", "sessionid=x", HX_Request="true")
    head, _, body = sent.partition(b"\r\n\r\n")
    assert body == b"a=1"
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /phieu/ HTTP/1.1"
    assert {b"HX-Request: true", b"Cookie: sessionid=x", b"Content-Length: 3"} <= set(lines)
