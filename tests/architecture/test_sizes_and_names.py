"""Small functions, small files, folders that say what they are."""

from pathlib import Path

import pytest

from tests.architecture.source import BASE, files, functions, name_of, python_files, templates

LONGEST_FUNCTION, LONGEST_FILE, LONGEST_TEMPLATE, LONGEST_README = 60, 500, 150, 15
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "lib", "base", "stuff"}
PARENTS = ("tuphap", "tuphap/foundation", "tuphap/modules", "tuphap/outlets", "tests")


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_function_is_longer_than_a_screen() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}: {length}"
        for path in python_files()
        for node in functions(path)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert found == []


@pytest.mark.parametrize(
    ("paths", "longest"),
    [
        (python_files, LONGEST_FILE),
        (templates, LONGEST_TEMPLATE),
        (lambda: files("*.js", roots=("static/js",)), LONGEST_FILE),
    ],
)
def test_no_file_is_too_long(paths, longest: int) -> None:
    found = [f"{name_of(path)}: {lines_of(path)}" for path in paths() if lines_of(path) > longest]
    assert found == []


def test_every_name_says_what_it_is() -> None:
    """A thing that is called “utils” has no name, so it has no place."""
    found = [
        name_of(path)
        for path in python_files()
        if NAMELESS & {path.stem, *path.relative_to(BASE).parts[:-1]}
    ]
    assert found == []


def folders() -> list[Path]:
    """The parts of the layout: what a newcomer opens first."""
    inside = [
        child
        for parent in PARENTS
        for child in sorted((BASE / parent).iterdir())
        if child.is_dir() and any(child.iterdir()) and child.name != "__pycache__"
    ]
    return [*inside, *(BASE / name for name in ("bench", "assets", "deploy", "docs", "tests"))]


def test_every_folder_says_what_it_is_for() -> None:
    missing = [name_of(folder) for folder in folders() if not (folder / "README.md").is_file()]
    assert missing == []


def test_folder_readmes_are_short() -> None:
    found = [
        f"{name_of(readme)}: {lines_of(readme)}"
        for readme in files("README.md", roots=("tuphap", "tests", "bench", "deploy", "docs"))
        if lines_of(readme) > LONGEST_README
    ]
    assert found == []
