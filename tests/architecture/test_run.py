"""The one door: verbs, the stamp that saves the installation, the sentence for an old Python."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.source import BASE

STANDARD = sys.stdlib_module_names


def call(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(BASE / "run.py"), *words], capture_output=True, text=True, check=False
    )


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py as a module that lives in an empty folder, and installs nothing."""
    spec = importlib.util.spec_from_file_location("door", BASE / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (module.RUN_LOCK, module.DEV_LOCK):
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(module, "BASE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return module


def pretend_installation(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, *, works: bool = True
) -> list[str]:
    """Records what would have been installed."""
    installed: list[str] = []

    def make_environment(have: str) -> bool:
        door.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        door.PYTHON.touch()
        return True

    def install(lock: str) -> bool:
        installed.append(lock)
        return works

    monkeypatch.setattr(door, "make_environment", make_environment)
    monkeypatch.setattr(door, "install_with_uv", install)
    monkeypatch.setattr(door, "install_with_pip", lambda lock: works)
    return installed


def test_it_uses_the_standard_library_only() -> None:
    tree = ast.parse((BASE / "run.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= STANDARD


def test_help_names_every_verb(door: ModuleType) -> None:
    answer = call("--help")
    assert answer.returncode == 0
    assert all(re.search(rf"^    {verb}\s+\S", answer.stdout, re.M) for verb in door.VERBS)
    assert door.VERBS.keys() == door.ACTIONS.keys()


def test_an_unknown_verb_is_refused_with_the_known_ones() -> None:
    answer = call("rnu")
    assert answer.returncode == 2
    assert "rnu" in answer.stderr
    assert "demo, test, check" in answer.stderr


def test_an_unknown_check_is_refused(door: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run_all({"lint": ("-c", "pass")}, ["lnit"]) == 2
    assert "Known: lint" in capsys.readouterr().err


def test_an_old_python_is_told_what_to_install() -> None:
    """The first statement after the import says it; everything above parses on old ones too."""
    source = (BASE / "run.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    start = source[: source.index("import hashlib")]
    program = f"import sys; sys.version_info = (3, 9, 2)\n{start}print('went on')"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "python3.11" in answer.stderr
    assert answer.stdout == ""


def test_the_first_start_installs_and_the_second_does_not(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = pretend_installation(door, monkeypatch)
    assert door.set_up(door.RUN_LOCK)
    assert door.set_up(door.RUN_LOCK)
    assert installed == [door.RUN_LOCK]


def test_a_changed_lock_file_installs_again(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = pretend_installation(door, monkeypatch)
    door.set_up(door.RUN_LOCK)
    (tmp_path / door.RUN_LOCK).write_text("# another\n", encoding="utf-8")
    door.set_up(door.RUN_LOCK)
    assert installed == [door.RUN_LOCK] * 2


def test_what_development_needs_serves_the_application_too(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = pretend_installation(door, monkeypatch)
    door.set_up(door.DEV_LOCK)
    door.set_up(door.RUN_LOCK)
    assert installed == [door.DEV_LOCK]
    door.set_up(door.DEV_LOCK)
    assert installed == [door.DEV_LOCK]


def test_a_broken_installation_leaves_no_stamp(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretend_installation(door, monkeypatch, works=False)
    assert not door.set_up(door.RUN_LOCK)
    assert not (door.VENV / "stamp").exists()
    assert "start again" in capsys.readouterr().err


def test_another_python_makes_the_environment_anew(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(door, "call", lambda *words, **_: not called.append(words))
    door.PYTHON.parent.mkdir(parents=True)
    door.PYTHON.touch()
    assert door.make_environment(f"digest {door.python_version()}")
    assert called == []
    assert door.make_environment("digest 3.11.0a1")
    assert called[0][1:4] == ("-m", "venv", "--clear")


def test_a_wheelhouse_is_used_where_there_is_one(door: ModuleType, tmp_path: Path) -> None:
    assert door.wheelhouse() == []
    (tmp_path / "wheelhouse").mkdir()
    assert door.wheelhouse()[0] == "--no-index"


def test_nothing_is_compiled_twice(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(door, "call", lambda *words, **_: not called.append(words))
    assert door.install_with_uv(door.RUN_LOCK)
    assert "--compile-bytecode" in called[-1]
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in door.environment()


def test_all_checks_run_and_the_first_failure_is_the_answer(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door, "PYTHON", Path(sys.executable))
    programs = {
        "good": ("-c", "pass"),
        "bad": ("-c", "raise SystemExit(3)"),
        "worse": ("-c", "raise SystemExit(4)"),
    }
    assert door.run_all(programs, []) == 3
    shown = capfd.readouterr().out
    assert "ok      good" in shown
    assert "FAILED  bad" in shown
    assert "FAILED  worse" in shown
    assert door.run_all(programs, ["good"]) == 0


def test_the_data_of_root_lie_where_the_database_may_go(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(door.os, "geteuid", lambda: 0)
    assert door.default_data_folder() == door.BASE / ".data"
    # Of the database speaks whoever starts it: most commands need none.
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(door, "BASE", Path("/root/tuphap"))
    assert Path("/root") not in door.default_data_folder().parents
    monkeypatch.setattr(door.os, "geteuid", lambda: 1000)
    assert door.default_data_folder() == Path("/root/tuphap/.data")
