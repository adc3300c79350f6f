"""Processes end with the one that started them; what needs no database starts none."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tuphap.config import launch

PATIENCE = 10
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); time.sleep(60)"
)


def wait_until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_busy_port_gives_the_next_one(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = launch.free_port(port)
    assert found > port
    assert f"Cổng {port} đang bận, dùng cổng {found}." in capsys.readouterr().out


def test_a_free_port_is_taken_without_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert launch.free_port(port) == port
    assert capsys.readouterr().out == ""


def test_a_child_ends_when_its_parent_is_killed() -> None:
    program = (
        "from tuphap.config import launch; import sys, time\n"
        "child = launch.start([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=launch.BASE, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert is_alive(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert wait_until(lambda: not is_alive(child))


def test_a_child_that_does_not_listen_is_ended_with_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(launch, "STOP_SECONDS", 0.2)
    note = tmp_path / "pid"
    program = (
        "import pathlib, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "own = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(own.pid))\n"
        "time.sleep(60)\n"
    )
    child = launch.start([sys.executable, "-c", program])
    assert wait_until(lambda: note.exists() and bool(note.read_text(encoding="utf-8")))
    grandchild = int(note.read_text(encoding="utf-8"))
    launch.stop([child])
    assert child.returncode == -signal.SIGKILL
    assert wait_until(lambda: not is_alive(grandchild))


def test_a_child_that_ended_by_itself_is_left_alone() -> None:
    child = launch.start([sys.executable, "-c", "raise SystemExit(3)"])
    child.wait()
    launch.stop([child])
    assert child.returncode == 3


def run_launch(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "TUPHAP_DATA": str(folder), "DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "-m", "tuphap.config.launch", *words],
        cwd=launch.BASE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_that_needs_no_database_starts_none(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        'Tên xã,TC1,TC2,TC3,TC4,TC5,Tổng điểm\nLai Uyên,15,"29,63","21,25","9,57",20,"95,45"\n',
        encoding="utf-8",
    )
    data = tmp_path / "data"
    answer = run_launch(data, "manage", "score", str(table), "--rule-set", "619-2017")
    assert answer.returncode == 0, answer.stderr
    assert "95,45" in answer.stdout
    assert [path.name for path in data.iterdir()] == ["secret-key"]


def test_the_secret_key_is_for_its_owner_and_stays(tmp_path: Path) -> None:
    data = tmp_path / "data"
    keys = []
    for _ in range(2):
        assert run_launch(data, "manage", "generate_docs", "--check").returncode == 0
        keys.append((data / "secret-key").read_text(encoding="utf-8"))
    assert keys[0] == keys[1]
    assert len(keys[0]) > 40
    assert (data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_killed_web_process_is_replaced_and_the_others_go_on() -> None:
    port = launch.free_port(8090)
    server = launch.start(launch.server_command(port))
    try:
        assert launch.answers(port, server)
        workers = psutil.Process(server.pid).children()
        killed = workers[0].pid
        os.kill(killed, signal.SIGKILL)
        whole = len(workers)
        found = psutil.Process(server.pid).children
        assert wait_until(
            lambda: len([w for w in found() if w.pid != killed and w.is_running()]) == whole
        )
        assert launch.answers(port, server)
        assert server.poll() is None
    finally:
        launch.stop([server])
