"""The processes that are measured are those a user gets."""

import os
import subprocess
import sys

from bench.shipped import LOCK, as_shipped, unshipped


def finds(name: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {name}"], stderr=-3).returncode == 0


def test_packages_of_developers_only_are_hidden_and_shown_again() -> None:
    before = os.environ.get("PYTHONPATH")
    with as_shipped():
        assert not finds("rich")
        assert finds("django, structlog, psycopg")
    assert os.environ.get("PYTHONPATH") == before
    assert finds("rich")


def test_what_the_lock_names_stays() -> None:
    hidden = unshipped(LOCK.read_text())
    assert {"rich", "pytest", "mypy"} <= hidden
    assert not {"django", "yaml", "structlog", "psycopg_pool", "jinja2"} & hidden


def test_names_are_compared_as_installers_do() -> None:
    assert "jinja2" not in unshipped("Jinja2==3.1 \\\n    --hash=sha256:0\n")
