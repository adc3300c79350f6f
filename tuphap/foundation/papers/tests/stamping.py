"""An authority for time stamps on this machine: `openssl ts` behind a small server."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from tuphap.foundation.papers.tests.soft_token import chain

SETTINGS = """[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/watch.pem
certs = {folder}/watch.pem
signer_key = {folder}/watch.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def has_openssl() -> bool:
    return shutil.which("openssl") is not None


@contextmanager
def authority(folder: Path) -> Iterator[str]:
    """Its address."""
    (folder / "ts.cnf").write_text(SETTINGS.format(folder=folder))
    (folder / "serial").write_text("01\n")
    (folder / "watch.pem").write_text(chain().stamping)
    (folder / "watch.key").write_text(chain().stamping_key)

    def stamp(query: bytes) -> bytes:
        (folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", "ts.cnf", "-queryfile", "query"]
        answer = subprocess.run(
            [*command, "-out", "reply"], cwd=folder, capture_output=True, check=False
        )
        assert answer.returncode == 0, answer.stderr
        return (folder / "reply").read_bytes()

    with _serving(stamp) as address:
        yield address


@contextmanager
def nonsense() -> Iterator[str]:
    with _serving(lambda _query: b"no time stamp") as address:
        yield address


@contextmanager
def silence() -> Iterator[str]:
    """It takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@contextmanager
def _serving(answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_) -> None:
            """The tests speak for themselves."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
