"""An nginx of one's own for tests and the bench: a temporary folder, the loopback, its own pid."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuphap.config import launch

START_SECONDS = 10.0
HOW_TO_GET_IT = "nginx is not installed (Debian: apt-get install nginx)"
# Debian keeps it where only root looks.
_WHERE = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
_AROUND = """
{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {inside}
}}
"""


def program() -> str | None:
    return shutil.which("nginx", path=_WHERE)


def words_for(folder: Path, inside: str) -> list[str]:
    """The command of a server with these directives in its http block; writes its files."""
    found = program()
    if found is None:
        raise RuntimeError(HOW_TO_GET_IT)
    # Started as root it would read the folder as somebody else, who may not.
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(_AROUND.format(user=user, folder=folder, inside=inside), encoding="utf-8")
    return [found, "-p", str(folder), "-c", str(main), "-e", str(folder / "error.log")]


@contextmanager
def running(folder: Path, inside: str, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    process = launch.start(words_for(folder, inside))
    try:
        _wait(process, port, folder)
        yield process
    finally:
        launch.stop([process])


def _wait(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    log = folder / "error.log"
    raise RuntimeError(log.read_text(encoding="utf-8") if log.exists() else "nginx did not start")
