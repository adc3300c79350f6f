"""What tests need around them, as a plugin of pytest (`-p` in pyproject.toml).

A plugin and not a conftest: Django's settings are read before any conftest is, and they want the
secret key and the address of the database. Tests run on a real PostgreSQL: the configured server,
or the embedded one in a folder of theirs.
"""

import asyncio
import contextlib
import gc
import os
import secrets
import shutil
import signal
import sys
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BASE = Path(__file__).resolve().parents[1]
# Of many short-lived objects few form cycles; the usual 700 are there in every request.
COLLECT_AFTER = 20_000
# A browser that never answers must not stop the whole run.
LONGEST_TEST = 900.0
LONGEST_ANSWER = 10.0
QUIET_LOOKS = 8
_stack = contextlib.ExitStack()
gc.set_threshold(COLLECT_AFTER, 20, 20)


def _forget_after_power_failures(url: str) -> None:
    """Nobody takes up the tables of a test after one, so nothing waits for the disk."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"alter system set {setting} = off")
        admin.execute("select pg_reload_conf()")


# Workers of pytest-xdist inherit all of it.
os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Workers, servers and the processes of files find everything compiled, as under `run.py`.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# A test sees at once what it published.
os.environ["TUPHAP_FRESH_SECONDS"] = "0"
if not os.environ.get("PYTEST_XDIST_WORKER") and not os.environ.get("DATABASE_URL"):
    from tuphap.config import embedded_database

    data = Path(os.environ.get("TUPHAP_DATA") or BASE / ".data").resolve() / "test"
    # With the folder of collected files, for which whitenoise looks.
    (data / "static").mkdir(parents=True, exist_ok=True)
    os.environ["TUPHAP_DATA"] = str(data)
    os.environ["DATABASE_URL"] = _stack.enter_context(embedded_database.running(data))
    _forget_after_power_failures(os.environ["DATABASE_URL"])


def pytest_configure() -> None:
    from django.conf import settings

    # Hashed names exist only after collectstatic; tests take the files as they are.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
    settings.PASSWORD_HASHERS = ["tests.quick_passwords.QuickArgon2PasswordHasher"]

    from django.core import signals

    signals.request_started.connect(_answers.begin, weak=False)
    signals.request_finished.connect(_answers.end, weak=False)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.turns import WholeFiles

    return WholeFiles(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("PYTEST_XDIST_WORKER"):
        from tests.turns import by_length

        items.sort(key=by_length)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: no test has to look through it again."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _forms_have_keys() -> Iterator[None]:
    """The client of a test sends a key as every page does; an empty header sends none.

    With a patch of its own: the one of a test has to be undone before the database is left.
    """
    from uuid import uuid4

    from django.test import Client

    plain = Client.post

    def post(self: Any, path: str, data: Any = None, *args: Any, **more: Any) -> Any:
        headers = dict(more.pop("headers", None) or {})
        if "khoa-gui" not in (data or ()):
            headers.setdefault("Request-Key", str(uuid4()))
        return plain(self, path, data, *args, headers=headers, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "post", post)
        yield


@pytest.fixture(autouse=True)
def _queue_is_left_empty(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits leaves its jobs behind: the tables of the queue are not Django's."""
    yield
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if commits or (mark and mark.kwargs.get("transaction")):
        from django.db import connection

        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


class _Answers:
    """Requests the live server is answering: it runs in this process, in threads of its own."""

    def __init__(self) -> None:
        self._lock, self.count = threading.Lock(), 0

    def begin(self, **_: object) -> None:
        self._add(1)

    def end(self, **_: object) -> None:
        self._add(-1)

    def _add(self, change: int) -> None:
        # The client of a test asks in the thread of the test.
        if threading.current_thread() is not threading.main_thread():
            with self._lock:
                self.count = max(0, self.count + change)


_answers = _Answers()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> None:
    """The database of a worker is a copy of the migrated one."""
    if fixturedef.argname != "django_db_setup":
        return
    from django.db import connection

    from tests.migrated import template

    with request.getfixturevalue("django_db_blocker").unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


def pytest_unconfigure() -> None:
    _stack.close()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not shutil.which("chromium"):
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[tuple["Browser", asyncio.AbstractEventLoop | None]]:
    """The browser of this worker: a second Playwright beside a running one refuses to start."""
    from playwright.sync_api import sync_playwright

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=sandbox)
        loop = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        yield found, loop
        asyncio._set_running_loop(loop)
        found.close()


@pytest.fixture
def browser(
    one_chromium: tuple["Browser", asyncio.AbstractEventLoop | None], request: pytest.FixtureRequest
) -> Iterator["Browser"]:
    """Playwright's loop counts as running only while a test of the browser does.

    It rests between two calls; but other tests of this worker could start no loop of their own.
    """
    from django.db import connections

    found, loop = one_chromium
    asyncio._set_running_loop(loop)
    _answers.count = 0
    yield found
    if request.node.get_closest_marker("django_db"):
        _let_answers_end()
    # Django holds other connections while a loop runs; nobody would find them again to close them.
    connections.close_all()
    asyncio._set_running_loop(None)


def _let_answers_end() -> None:
    """What a page asked for last must not meet the emptying of the tables: one would wait for the
    other in turn."""
    from django.db import connection

    busy = (
        "select count(*) from pg_stat_activity where datname = current_database() "
        "and pid <> pg_backend_pid() and state <> 'idle'"
    )
    ends = time.monotonic() + LONGEST_ANSWER
    with connection.cursor() as cursor:
        # Between two statements of one answer the database sees nobody at work, and what a closing
        # page says last may still be on its way to the server.
        quiet = 0
        while quiet < QUIET_LOOKS and time.monotonic() < ends:
            at_work = _answers.count or cursor.execute(busy).fetchone() != (0,)
            quiet = 0 if at_work else quiet + 1
            time.sleep(0.02)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, LONGEST_TEST)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"a test took longer than {LONGEST_TEST:.0f} seconds")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        _refuse_skip(report)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """With REQUIRE_ALL=1 nothing may be left out: a skip is a failure that says its reason."""
    if os.environ.get("REQUIRE_ALL") != "1":
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"REQUIRE_ALL=1 allows no skip. {reason}"
