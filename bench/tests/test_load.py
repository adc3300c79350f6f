"""The generator of load against a server of a few lines."""

import threading
import time
from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer((load.HOST, 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()


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
