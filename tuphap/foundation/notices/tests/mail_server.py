"""A mail server that takes one letter, as far as SMTP must be spoken for that."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PATIENCE = 60


@dataclass
class Taken:
    port: str = ""
    commands: list[bytes] = field(default_factory=list)
    letter: bytes = b""


@contextmanager
def mail_server() -> Iterator[Taken]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(PATIENCE)
        taken = Taken(str(listening.getsockname()[1]))
        server = threading.Thread(target=_serve, args=(listening, taken))
        server.start()
        yield taken
        server.join(PATIENCE)


def _serve(listening: socket.socket, taken: Taken) -> None:
    call, _ = listening.accept()
    with call, call.makefile("rwb") as talk:
        _say(talk, b"220 here")
        while line := talk.readline():
            word = line[:4].upper()
            taken.commands.append(line.strip())
            if word == b"DATA":
                _say(talk, b"354 go on")
                while (line := talk.readline()) != b".\r\n":
                    taken.letter += line
            _say(talk, b"221 bye" if word == b"QUIT" else b"250 well")
            if word == b"QUIT":
                return


def _say(talk, words: bytes) -> None:
    talk.write(words + b"\r\n")
    talk.flush()
