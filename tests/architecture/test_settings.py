"""Settings come from the environment, and the manual lists every one of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import BASE, calls, dotted, name_of, product_files, tree_of

MANUAL = BASE / "docs" / "manual" / "settings.md"
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \|", re.M)
READERS = re.compile(r"^(env(\.\w+)?|os\.environ\.(get|setdefault)|os\.getenv)$")
# Set by the one door or the bench for their children; nobody sets them by hand.
INSIDE = {"DJANGO_SETTINGS_MODULE", "PYTHONPATH", "XDG_RUNTIME_DIR"}


def read_names(path: Path) -> Iterator[str]:
    """Names of environment variables that a file reads."""
    for call in calls(path):
        if READERS.match(dotted(call.func)) and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
    for node in ast.walk(tree_of(path)):
        is_lookup = isinstance(node, ast.Subscript) and dotted(node.value) == "os.environ"
        if is_lookup and isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)


def settings_read() -> set[str]:
    files = [*product_files("tuphap", "bench"), BASE / "run.py"]
    return {name for path in files for name in read_names(path)} - INSIDE


def listed() -> set[str]:
    return set(ROW.findall(MANUAL.read_text(encoding="utf-8")))


def test_every_setting_is_in_the_manual() -> None:
    assert settings_read() - listed() == set()


def test_the_manual_lists_no_setting_that_is_gone() -> None:
    # Read by the tests themselves, not by the product.
    of_tests = {"REQUIRE_ALL", "MOVE_SEQUENCES", "CHANGE_SEQUENCES", "RECOGNISER_EXAMPLES"}
    assert listed() - settings_read() == of_tests


def test_the_environment_is_read_in_config_only() -> None:
    found = {name_of(path) for path in product_files("tuphap") for _ in read_names(path)}
    assert {name for name in found if not name.startswith("tuphap/config/")} == set()
