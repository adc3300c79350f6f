"""The line to a virus scanner: clamd's INSTREAM over a socket, with the standard library (F11)."""

import re
import socket
import struct
from contextlib import closing
from pathlib import Path

from django.conf import settings

SECONDS = 60.0
CHUNK = 64 * 1024
LONGEST_REPLY = 4096
_FOUND = re.compile(rb"^stream: (.+) FOUND$")


class ScannerSilent(Exception):  # noqa: N818 – nothing failed here; the other end said nothing
    """The scanner does not answer, or not what it should; the file waits."""


def is_connected() -> bool:
    return bool(settings.VIRUS_SCANNER)


def virus_in(place: Path) -> str:
    """The name of what was found; "" where the scanner says that the file is clean."""
    try:
        with closing(_line()) as line, place.open("rb") as body:
            line.sendall(b"zINSTREAM\0")
            while chunk := body.read(CHUNK):
                line.sendall(struct.pack(">I", len(chunk)) + chunk)
            line.sendall(struct.pack(">I", 0))
            reply = _reply(line)
    except (OSError, ValueError) as error:
        raise ScannerSilent(str(error)) from error
    if reply == b"stream: OK":
        return ""
    found = _FOUND.match(reply)
    if found is None:
        raise ScannerSilent(repr(reply[:80]))
    return found[1].decode(errors="replace")


def _line() -> socket.socket:
    """“unix:/run/clamav/clamd.ctl” or “tcp:127.0.0.1:3310”"""
    kind, _, rest = settings.VIRUS_SCANNER.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(rest)
        return line
    host, _, port = rest.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)


def _reply(line: socket.socket) -> bytes:
    said = b""
    while len(said) < LONGEST_REPLY and not said.endswith(b"\0"):
        piece = line.recv(LONGEST_REPLY)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n")
