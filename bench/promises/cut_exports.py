"""Promise 13: 16 connections cut in the middle of an export, again and again; then one request.

Each asks for the table of comparison as a spreadsheet and is cut hard, at another moment, before
the answer is there or while it comes.
"""

import socket
import struct
import time

import psycopg
from django.utils import timezone

from bench import load
from bench.measuring import Figure, at_most, median
from bench.promises.province_matrix import officer, points_period
from bench.run import Figures, Run
from bench.server import serving
from bench.sheets import signed_in
from tuphap.foundation.access.actors import actor_for

CONNECTIONS = 16
LATEST = 0.3  # seconds after asking; an export of 220 communes takes about as long
IN_TIME_MS, PATIENCE = 1000.0, 30.0  # behind what the server still does for those that were cut
CUT_HARD = struct.pack("ii", 1, 0)  # RST and not FIN: the server learns of it when it writes
HELD = "select count(*), count(*) filter (where state like 'idle in%%' or wait_event_type = 'Lock')"
HELD += " from pg_stat_activity where application_name = 'tuphap' and pid <> pg_backend_pid()"


def measure(run: Run) -> Figures:
    person = officer()
    period = points_period(actor_for(person, timezone.now()))
    cookies = f"sessionid={signed_in(person)}"
    export = load.get(f"/doi-chieu/{period.year}/bang.xlsx", cookies)
    page = load.get(f"/doi-chieu/{period.year}/", cookies)
    with serving() as server, psycopg.connect(run.database_url, autocommit=True) as connection:
        load.warm_up(server.port, (export, page))
        usual = median([asked(server.port, page) for _ in range(5)])
        # Each thread of the server keeps a connection once it has had one; after one round all do.
        cut_all(server.port, export)
        asked(server.port, export)
        before = connection.execute(HELD).fetchone()
        after_cut, whole = [], []
        for _ in range(run.effort.rounds):
            cut_all(server.port, export)
            after_cut.append(asked(server.port, page))
            whole.append(asked(server.port, export))
            time.sleep(LATEST)
        after = connection.execute(HELD).fetchone()
    assert before is not None
    assert after is not None
    note = f"{CONNECTIONS} cut in each of {run.effort.rounds} rounds; usual {usual:.0f} ms"
    return [
        Figure("the next request answers", "ms", max(after_cut), None, at_most(IN_TIME_MS), note),
        Figure("the next export is whole", "ms", max(whole)),
        Figure("connections of the database lost", "", after[0] - before[0], None, at_most(0)),
        Figure("transactions left open", "", after[1], None, at_most(0)),
    ]


def cut_all(port: int, request: bytes) -> None:
    """All ask at once; each is cut at a moment of its own."""
    sockets = [opened(port) for _ in range(CONNECTIONS)]
    for one in sockets:
        one.sendall(request)
    begun = time.monotonic()
    for number, one in enumerate(sockets):
        until = begun + LATEST * number / CONNECTIONS
        time.sleep(max(0.0, until - time.monotonic()))
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CUT_HARD)
        one.close()


def asked(port: int, request: bytes) -> float:
    """Milliseconds until the whole answer was there; anything but 200 stops the measurement."""
    begun = time.perf_counter()
    with opened(port) as one:
        one.sendall(request)
        answer = bytearray()
        while not is_whole(answer):
            part = one.recv(65536)
            if not part:
                break
            answer += part
    if not answer.startswith(b"HTTP/1.1 200") or not is_whole(answer):
        raise RuntimeError(f"After the cuts came {bytes(answer[:80])!r}.")
    return (time.perf_counter() - begun) * 1000


def is_whole(answer: bytearray) -> bool:
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return b"transfer-encoding: chunked" in head.lower() and body.endswith(b"0\r\n\r\n")


def opened(port: int) -> socket.socket:
    return socket.create_connection((load.HOST, port), timeout=PATIENCE)
