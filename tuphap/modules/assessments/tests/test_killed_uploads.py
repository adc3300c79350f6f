"""A web process killed in the middle of an upload, or of its check, leaves no half file (R8).

The processes are real and are really killed.
"""

import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from django.db import connection

from tuphap.config import launch
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.sweeping import LONGEST_UPLOAD, sweep
from tuphap.foundation.files.tests.largest import written_pdf
from tuphap.modules.assessments.models import Evidence
from tuphap.modules.assessments.tests.world import World, make_world, signed_in, start

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30.0
FIRST_PORT = 8231


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "static").mkdir()
    world = make_world()
    start(world)
    return world


@contextmanager
def serving(data: Path) -> Iterator[tuple[int, psutil.Process]]:
    """The web processes as shipped, on the database of this test."""
    values = connection.settings_dict
    os.environ["TUPHAP_DATA"], before = str(data), os.environ["TUPHAP_DATA"]
    os.environ["DATABASE_URL"], url = (
        f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"
        if values["HOST"].startswith("/")
        else f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:"
        f"{values['PORT'] or 5432}/{values['NAME']}",
        os.environ["DATABASE_URL"],
    )
    port = launch.free_port(FIRST_PORT + secrets.randbelow(40))
    process = launch.start(launch.server_command(port))
    os.environ["TUPHAP_DATA"], os.environ["DATABASE_URL"] = before, url
    try:
        assert launch.answers(port, process, PATIENCE)
        yield port, psutil.Process(process.pid)
    finally:
        launch.stop([process])


def request_with(world: World, body: bytes) -> bytes:
    """A whole upload as a browser would send it."""
    token, border = "a" * 32, "ranh-gioi"
    cookies = "; ".join(f"{c.key}={c.value}" for c in signed_in(world.mai).cookies.values())
    content = (
        f'--{border}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        f"{token}\r\n--{border}\r\nContent-Disposition: form-data; "
        'name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    ).encode()
    content += body + f"\r\n--{border}--\r\n".encode()
    head = (
        f"POST /phieu/{world.dossier.pk}/tai-lieu/3.1.1/tep/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {cookies}; csrftoken={token}\r\nContent-Length: {len(content)}\r\n"
        f"Request-Key: {uuid4()}\r\n"
        f"Content-Type: multipart/form-data; boundary={border}\r\n\r\n"
    )
    return head.encode() + content


def until(holds: Callable[[], object]) -> object:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.005)
    raise AssertionError("It did not happen in time.")


def kill_all(server: psutil.Process) -> None:
    for process in (server, *server.children()):
        process.send_signal(signal.SIGKILL)


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.part") if path.stat().st_size]


def fences(server: psutil.Process) -> list[psutil.Process]:
    """Checks under way; a process may end while it is asked."""
    found = []
    for process in server.children(recursive=True):
        try:
            found += [process] if any("door.py" in word for word in process.cmdline()) else []
        except psutil.Error:
            continue
    return found


def nothing_is_left(folder: Path) -> None:
    assert StoredFile.objects.count() == Evidence.objects.count() == 0
    whole = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part"]
    assert whole == []
    sweep(datetime.now(UTC) + LONGEST_UPLOAD + timedelta(seconds=1))
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_killed_during_the_upload(world, settings, tmp_path):
    sent = request_with(world, b"%PDF-1.7\n" + os.urandom(8_000_000))
    with serving(tmp_path) as (port, server), socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(sent[: len(sent) // 2])
        until(lambda: parts(settings.MEDIA_ROOT))
        kill_all(server)
    nothing_is_left(settings.MEDIA_ROOT)


def test_killed_during_the_check(world, settings, tmp_path):
    sent = request_with(world, written_pdf())
    with serving(tmp_path) as (port, server), socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(sent)
        checks = until(lambda: fences(server))
        kill_all(server)
        # A check does not outlive the process that asked for it.
        psutil.wait_procs(checks, PATIENCE)
        assert not any(check.is_running() for check in checks)
    nothing_is_left(settings.MEDIA_ROOT)


def test_not_killed_it_is_there(world, settings, tmp_path):
    """The same request, left alone: so the two tests above really met an upload."""
    sent = request_with(world, written_pdf())
    with serving(tmp_path) as (port, _), socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(sent)
        assert line.recv(12) == b"HTTP/1.1 302"
    assert Evidence.objects.get().file.size == len(written_pdf())
