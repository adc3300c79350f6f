"""A very small clamd: reads an INSTREAM and says what it was told to say."""

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

VIRUS = b"EICAR"


def by_content(body: bytes) -> bytes:
    return b"stream: Test-Virus FOUND\0" if VIRUS in body else b"stream: OK\0"


@contextmanager
def fake_clamd(
    folder: Path, answer: Callable[[bytes], bytes] = by_content
) -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and the bodies it has seen."""
    seen: list[bytes] = []

    class Answering(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            body = b""
            while length := struct.unpack(">I", self.rfile.read(4))[0]:
                body += self.rfile.read(length)
            seen.append(body)
            self.wfile.write(answer(body))

    place = folder / "clamd"
    with socketserver.ThreadingUnixStreamServer(str(place), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"unix:{place}", seen
        finally:
            server.shutdown()
            thread.join()
            place.unlink()
