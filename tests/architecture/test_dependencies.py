"""Every dependency has its reason; lock files pin hashes and know no address."""

import re

from tests.architecture.source import BASE

LOCKS = ("requirements.lock", "requirements-dev.lock")
REQUIREMENT = re.compile(r'^\s+"[a-z0-9][^"]*",')
WITH_REASON = re.compile(r'^\s+"[^"]+",\s+# \S.{3,}$')


def project_lines() -> list[str]:
    text = (BASE / "pyproject.toml").read_text(encoding="utf-8")
    start, end = text.index("dependencies = ["), text.index("[tool.ruff]")
    return text[start:end].splitlines()


def test_every_dependency_line_has_a_reason() -> None:
    lines = [line for line in project_lines() if REQUIREMENT.match(line)]
    assert len(lines) > 20
    assert [line for line in lines if not WITH_REASON.match(line)] == []


def test_lock_files_contain_no_address() -> None:
    found = [
        f"{name}:{number}"
        for name in (*LOCKS, "assets/package-lock.json")
        for number, line in enumerate((BASE / name).read_text(encoding="utf-8").splitlines(), 1)
        if "://" in line or "index-url" in line or '"resolved"' in line
    ]
    assert found == []


def test_lock_files_of_other_tools_are_not_kept() -> None:
    """They carry the addresses of the registry they were made with."""
    kept = [name for name in ("uv.lock", "pylock.toml", "poetry.lock") if (BASE / name).exists()]
    assert kept == []


def test_every_locked_package_has_a_hash() -> None:
    for name in LOCKS:
        blocks = re.split(r"\n(?=[a-z0-9])", (BASE / name).read_text(encoding="utf-8"))
        pinned = [block for block in blocks if re.match(r"[a-z0-9][^\n]*==", block)]
        assert pinned
        assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []


def test_what_runs_is_part_of_what_is_developed_with() -> None:
    """One environment serves both: the development lock contains every pin of the other."""
    run, dev = ({line.split()[0] for line in pins(name)} for name in LOCKS)
    assert run <= dev


def pins(name: str) -> list[str]:
    lines = (BASE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.match(r"[a-z0-9].*==", line)]
