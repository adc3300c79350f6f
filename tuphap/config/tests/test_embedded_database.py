"""The embedded server runs while somebody uses it, and is taken up again after a crash."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from tuphap.config import embedded_database

BASE = Path(__file__).resolve().parents[3]
LEAVES_IT_RUNNING = (
    "import os, pathlib, sys; from tuphap.config import embedded_database as e; "
    "c = e.running(pathlib.Path(sys.argv[1])); c.__enter__(); os._exit(9)"
)


@pytest.fixture
def data() -> Iterator[Path]:
    """Not pytest's own folder: its parents may be closed to the system user of the database."""
    with TemporaryDirectory(prefix="tuphap-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_it_runs_for_the_time_of_the_block(data: Path) -> None:
    with embedded_database.running(data) as url:
        assert answers(url)
        assert url == embedded_database.url_of(data)
    assert not answers(url)


def test_it_stops_only_when_the_last_one_leaves(data: Path) -> None:
    wait = LEAVES_IT_RUNNING.replace("os._exit(9)", "print(flush=True); sys.stdin.read()")
    with embedded_database.running(data) as url:
        other = subprocess.Popen(
            [sys.executable, "-c", wait, str(data)],
            cwd=BASE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert other.stdout
        other.stdout.readline()
    assert answers(url)
    other.communicate()
    with embedded_database.running(data) as url:
        assert answers(url)
    assert not answers(url)


def test_a_server_left_by_a_crash_is_taken_up_with_all_it_holds(data: Path) -> None:
    with embedded_database.running(data) as url, psycopg.connect(url) as connection:
        connection.execute("create table kept as select 42 as answer")
    crashed = subprocess.run(
        [sys.executable, "-c", LEAVES_IT_RUNNING, str(data)], cwd=BASE, check=False
    )
    assert crashed.returncode == 9
    assert answers(url)
    with embedded_database.running(data) as url, psycopg.connect(url) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)
    assert not answers(url)


def test_root_is_told_as_whom_the_server_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for user, words in ((0, "pgserver"), (1000, "")):
        monkeypatch.setattr(embedded_database.os, "geteuid", lambda user=user: user)
        embedded_database._tell_root()
        told = capsys.readouterr()
        assert words in told.err
        assert bool(told.err) is bool(words)
        assert told.out == ""


def test_the_dead_do_not_count_as_users(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    listed = tmp_path / "pids.json"
    listed.write_text(json.dumps([gone.pid, os.getpid(), os.getppid()]), encoding="utf-8")
    assert embedded_database._other_users(listed) == [os.getppid()]
    assert embedded_database._other_users(tmp_path / "missing.json") == []
