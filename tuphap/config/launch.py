"""Starts and stops the processes: database, server, background worker, management commands."""

import ctypes
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tuphap.config import embedded_database

BASE = Path(__file__).resolve().parents[2]
SERVER_WORKERS = "2"
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
# glibc would keep a heap of its own for each thread; who sets it otherwise has the last word.
FEW_HEAPS = {"MALLOC_ARENA_MAX": "2"}


def main(words: list[str]) -> int:
    verb, rest = words[0], words[1:]
    prepare_data_folder()
    if verb == "demo":
        return demo()
    if verb == "prepare":
        return prepare()
    if verb == "manage":
        return manage(rest)
    return templates(fix=verb == "fix-templates")


def data_folder() -> Path:
    return Path(os.environ["TUPHAP_DATA"]).resolve()


def prepare_data_folder() -> None:
    """The folder and a random secret key that only its owner may read."""
    data = data_folder()
    data.mkdir(parents=True, exist_ok=True)
    key = data / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))


@contextmanager
def database() -> Iterator[None]:
    """The configured server, or the embedded one for as long as the block lasts."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with embedded_database.running(data_folder()) as url:
        os.environ["DATABASE_URL"] = url
        yield


def manage(rest: list[str]) -> int:
    """A management command; the database is started only for those that use one."""
    import django
    from django.core.management import (
        ManagementUtility,
        get_commands,
        load_command_class,
    )

    django.setup()
    name = rest[0] if rest else "help"
    app = get_commands().get(name)
    needs = app is not None and getattr(
        load_command_class(app, name) if isinstance(app, str) else app, "needs_database", True
    )
    utility = ManagementUtility(["run.py manage", *rest])
    if not needs:
        utility.execute()
        return 0
    with database():
        use_database_of_environment()
        utility.execute()
    return 0


def use_database_of_environment() -> None:
    """The socket's folder is known only once the embedded server runs."""
    from django.conf import settings
    from django.db import connections
    from psycopg.conninfo import conninfo_to_dict

    info = conninfo_to_dict(os.environ["DATABASE_URL"])
    settings.DATABASES["default"]["HOST"] = info.get("host", "")
    connections["default"].settings_dict["HOST"] = info.get("host", "")


def demo() -> int:
    """Database, migrations, demo data, server and worker; until Ctrl-C."""
    os.environ["TUPHAP_DEMO"] = "1"
    os.environ.setdefault("TUPHAP_OFFICE_UPPER", "Ủy ban nhân dân tỉnh Gia Lai")
    (data_folder() / "demo").touch()
    # A closed terminal and a polite kill stop everything in order, as Ctrl-C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        with database():
            # In a process of its own, so that what it needed is given back before serving.
            return run("tuphap.config.launch", "prepare") or serve()
    except KeyboardInterrupt:
        print("\nĐã dừng.", flush=True)
        return 0


def interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def prepare() -> int:
    """Tables, static files where they changed, and illustration data where there are none."""
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    try:
        call_command("migrate", verbosity=0)
        collect_static()
        call_command("demo_data", if_empty=True)
    except CommandError as error:
        print(f"Stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


def collect_static() -> None:
    """Hashing and packing takes seconds, so it is done again only where a file changed."""
    from django.core.management import call_command

    stamp = data_folder() / "static-stamp"
    wanted = digest_of_static_files()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, encoding="utf-8")


def digest_of_static_files() -> str:
    from django.contrib.staticfiles.finders import get_finders

    found = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    stats = ((path, os.stat(path)) for path in sorted(found))
    seen = [f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in stats]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def run(module: str, *words: str) -> int:
    return subprocess.run([sys.executable, "-m", module, *words], cwd=BASE, check=False).returncode


def serve() -> int:
    port = free_port(int(os.environ.get("PORT", "8000")))
    # What links in letters begin with.
    os.environ.setdefault("TUPHAP_SITE_ADDRESS", f"http://127.0.0.1:{port}")
    worker = [sys.executable, "-m", "django", "procrastinate", "worker"]
    children = [start(words) for words in (server_command(port), worker)]
    try:
        if not answers(port, children[0]):
            print("The server did not start; see the messages above.", file=sys.stderr)
            return 1
        run("django", "demo_data", "--show-accounts", f"--port={port}")
        return wait_for_any(children)
    finally:
        stop(children)


def server_command(port: int) -> list[str]:
    """The web processes; the bench measures the same ones."""
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"]
    words += ["--workers", SERVER_WORKERS, "--blocking-threads", "4", "--log-level", "warning"]
    # One that was killed, by the kernel for want of memory for instance, takes nobody with it.
    words += ["--respawn-failed-workers", "--respawn-interval", "0.5"]
    return [*words, "--host", "127.0.0.1", "--port", str(port), "tuphap.config.wsgi:application"]


def start(words: list[str]) -> "subprocess.Popen[bytes]":
    """A child that ends with this process, however this process ends."""
    # Looked up before the fork; Linux only: elsewhere a killed parent leaves its children behind.
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def end_with_parent() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    # A session of its own: Ctrl-C reaches this process alone, which then ends them in order.
    return subprocess.Popen(
        words,
        cwd=BASE,
        env={**FEW_HEAPS, **os.environ},
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port != wanted:
            print(f"Cổng {wanted} đang bận, dùng cổng {port}.", flush=True)
        return port
    raise SystemExit(f"Không có cổng trống từ {wanted} đến {wanted + 49}. Đặt biến PORT.")


def answers(port: int, server: "subprocess.Popen[bytes]", seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def wait_for_any(children: "list[subprocess.Popen[bytes]]") -> int:
    while True:
        for child in children:
            status = child.poll()
            if status is not None:
                print(f"A process ended by itself (status {status}).", file=sys.stderr)
                return status or 1
        time.sleep(0.5)


def stop(children: "list[subprocess.Popen[bytes]]") -> None:
    """Ask, wait, and only then end; the database is stopped after them."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            # With the processes it started itself, which nobody else would end.
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def templates(*, fix: bool) -> int:
    """djade over all templates: the format of template tags."""
    files = sorted(str(path) for path in (BASE / "tuphap").rglob("templates/**/*.html"))
    if not files:
        return 0
    words = [str(Path(sys.executable).parent / "djade"), "--target-version", "5.2"]
    return subprocess.run([*words, *([] if fix else ["--check"]), *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
