"""With REQUIRE_ALL=1 nothing is left out in silence: a skip is a failure that says its reason."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher
from playwright.sync_api import Browser

from tests import turns
from tests.architecture.source import BASE, python_files
from tests.quick_passwords import QuickArgon2PasswordHasher
from tuphap.config import settings

SAMPLE = """
import pytest

def test_good():
    pass

@pytest.mark.skip(reason="no scanner here")
def test_left_out():
    pass

@pytest.mark.xfail(strict=True)
def test_known_to_fail():
    assert False

@pytest.mark.browser
def test_page():
    pass
"""
NEVER_ENDS = """
import time
from tests import surroundings

surroundings.LONGEST_TEST = 0.2

def test_waits():
    time.sleep(60)

def test_next():
    time.sleep(0)
"""
SKIPPED_WHOLE = "import pytest\npytest.skip('no such thing', allow_module_level=True)\n"


def run(folder: Path, source: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    (folder / "test_sample.py").write_text(source, encoding="utf-8")
    words = ["-p", "tests.surroundings", "-p", "no:cacheprovider", "-rA"]
    # Without a PATH there is no Chromium; with an address no database is started.
    env = {"PATH": "", "PYTHONPATH": str(BASE), "DATABASE_URL": "postgresql:///"}
    env |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "TUPHAP_DATA": str(folder)}
    env |= {"DJANGO_SETTINGS_MODULE": "tuphap.config.settings", **environment}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words, "-c", os.devnull, "--rootdir", ".", "."],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_skips_say_their_reason(tmp_path: Path) -> None:
    answer = run(tmp_path, SAMPLE)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "1 passed, 2 skipped, 1 xfailed" in answer.stdout
    assert "Chromium is not installed" in answer.stdout


def test_skips_fail_where_all_is_required(tmp_path: Path) -> None:
    answer = run(tmp_path, SAMPLE, REQUIRE_ALL="1")
    assert answer.returncode == 1
    assert "no scanner here" in answer.stdout
    assert "Chromium is not installed" in answer.stdout
    assert "1 passed, 1 xfailed" in answer.stdout


@pytest.mark.parametrize(("required", "status"), [("0", 5), ("1", 2)])
def test_a_file_left_out_whole_counts_too(tmp_path: Path, required: str, status: int) -> None:
    assert run(tmp_path, SKIPPED_WHOLE, REQUIRE_ALL=required).returncode == status


def test_a_test_that_never_ends_fails_and_the_next_one_runs(tmp_path: Path) -> None:
    answer = run(tmp_path, NEVER_ENDS)
    assert answer.returncode == 1
    assert "TimeoutError" in answer.stdout
    assert "1 failed, 1 passed" in answer.stdout


def test_what_takes_long_exists_and_begins_first(request: pytest.FixtureRequest) -> None:
    """A file that was renamed would begin last and be waited for."""
    assert [long for long in turns.LONG if not (BASE / long).exists()] == []
    assert turns.by_length(request.node) == len(turns.LONG)


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        (
            "tuphap/rules/tests/test_numbers.py::test_read[::1]",
            "tuphap/rules/tests/test_numbers.py",
        ),
        ("tests/journeys/test_year.py::test_a_year@year", "year"),
    ],
)
def test_a_worker_gets_a_whole_file_or_group(test: str, unit: str) -> None:
    scheduler = turns.WholeFiles.__new__(turns.WholeFiles)
    assert scheduler._split_scope(test) == unit


def test_one_fixture_starts_the_browser() -> None:
    """Two of them in one worker refuse each other."""
    starts = "with " + "sync_playwright("
    found = [path.name for path in python_files() if starts in path.read_text(encoding="utf-8")]
    assert found == ["surroundings.py"]


@pytest.mark.browser
@pytest.mark.xdist_group("ui-browser")
def test_beside_the_open_browser_other_tests_start_loops(one_chromium: object) -> None:
    assert asyncio.run(asyncio.sleep(0, "ran")) == "ran"


@pytest.mark.browser
@pytest.mark.xdist_group("ui-browser")
def test_and_the_browser_goes_on(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Tư pháp số</h1>")
    assert page.inner_text("h1") == "Tư pháp số"
    page.close()


def test_passwords_are_quick_here_and_slow_where_people_work() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    slow, quick = Argon2PasswordHasher(), QuickArgon2PasswordHasher()
    assert slow.must_update(quick.encode("mot-cau-du-dai", "mot-hat-muoi"))
    assert get_hasher().memory_cost == quick.memory_cost
