"""If a sentence of a document can be checked, it is checked here."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from tests.architecture.source import BASE, files, name_of
from tuphap.outlets.exchange.open_data import head
from tuphap.rules.permissions import PERMISSIONS, Role
from tuphap.rules.workflows.assessment import APPRAISED, FINAL, SELF, TABLES

READMES = ("README.md", "README.vi.md")
GLOSSARY = BASE / "docs" / "glossary.md"
# The module map of the design counts ten decisions; each has its page.
DECISIONS = range(1, 11)
PATH_IN_TEXT = re.compile(r"`([\w.-]+(?:/[\w.-]*)+)`")
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)(?:#[^)]*)?\)")
VERB_IN_TEXT = re.compile(r"python3 run\.py ([a-z]+)")
COMMAND_IN_TEXT = re.compile(r"run\.py manage ([a-z_]+)")
TOPS = (BASE, BASE / "tuphap", *(BASE / "tuphap").glob("**/templates"))
MADE_BY_RUNNING = (".venv/", ".data/", "wheelhouse/", "bench/results/")


def documents() -> list[Path]:
    top = [BASE / name for name in (*READMES, "CHANGELOG.md")]
    return top + files("*.md", roots=("docs", "tuphap", "tests", "bench", "assets", "deploy"))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named_paths(path: Path) -> Iterator[str]:
    """What looks like a path in a document: names with a slash between backticks."""
    for name in PATH_IN_TEXT.findall(text_of(path)):
        if not name.startswith(MADE_BY_RUNNING) and re.search("[a-z]", name):
            yield name


def test_every_path_a_document_names_exists() -> None:
    """Seen from the top, the package, a folder of templates, or the document's own folder."""
    missing = [
        f"{name_of(path)}: {name}"
        for path in documents()
        for name in named_paths(path)
        if not any((top / name).exists() for top in (path.parent, *TOPS))
    ]
    assert missing == []


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{name_of(path)}: {target}"
        for path in documents()
        for target in LINK.findall(text_of(path))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_verb_and_command_a_document_names_exists() -> None:
    answer = subprocess.run(
        [sys.executable, str(BASE / "run.py"), "--help"], capture_output=True, text=True, check=True
    )
    verbs = set(re.findall(r"^    ([a-z]+)\s", answer.stdout, re.M))
    unknown = [
        f"{name_of(path)}: {word}"
        for path in documents()
        for pattern, known in ((VERB_IN_TEXT, verbs), (COMMAND_IN_TEXT, get_commands()))
        for word in pattern.findall(text_of(path))
        if word not in known
    ]
    assert unknown == []


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_the_two_commands(name: str) -> None:
    text = text_of(BASE / name)
    assert re.search(r"^    python3 run\.py +#", text, re.M)
    assert re.search(r"^    python3 run\.py test +#", text, re.M)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert text_of(BASE / ".ci" / "run").splitlines()[-1] == "python3 run.py test"


def test_the_layout_of_the_readme_is_whole() -> None:
    """Each part of the program has its line in the table."""
    text = text_of(BASE / "README.md")
    parts = [child for child in (BASE / "tuphap").iterdir() if (child / "README.md").exists()]
    assert [part.name for part in parts if f"`tuphap/{part.name}/`" not in text] == []


def test_the_changelog_tells_of_this_version() -> None:
    text = text_of(BASE / "CHANGELOG.md")
    version = re.search(r'^version = "(.+)"', text_of(BASE / "pyproject.toml"), re.M)
    assert version
    assert re.search(rf"^## {re.escape(version[1])}\b", text, re.M)
    assert text.count("\n- ") > 3


def test_the_licence_is_the_one_that_is_declared() -> None:
    text = text_of(BASE / "LICENSE")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in text_of(BASE / "pyproject.toml")


def test_every_decision_has_its_page() -> None:
    numbers = [int(path.name[:4]) for path in (BASE / "docs" / "adr").glob("[0-9]*.md")]
    assert set(DECISIONS) <= set(numbers)
    assert len(numbers) == len(set(numbers))
    for path in (BASE / "docs" / "adr").glob("[0-9]*.md"):
        assert text_of(path).startswith(f"# {int(path.name[:4])}. ")


def identifiers() -> list[str]:
    """What the glossary has to explain."""
    models = [m.__name__ for m in apps.get_models() if m.__module__.startswith("tuphap.")]
    steps = [status.code for table in TABLES.values() for status in table.statuses]
    return [*models, *Role, *PERMISSIONS, *steps, SELF, APPRAISED, FINAL]


def test_the_glossary_explains_every_identifier() -> None:
    first_cells = "\n".join(
        line.split("|")[1] for line in text_of(GLOSSARY).splitlines() if line.startswith("|")
    )
    assert sorted({name for name in identifiers() if f"`{name}`" not in first_cells}) == []


def test_every_row_of_the_glossary_has_a_vietnamese_word() -> None:
    rows = [line.split("|") for line in text_of(GLOSSARY).splitlines() if line.startswith("| ")]
    assert len(rows) > 80
    assert [row[1] for row in rows if not row[2].strip()] == []


@pytest.mark.parametrize("scale", ["points", "pass"])
def test_every_column_of_the_open_data_is_described(scale: str) -> None:
    text = text_of(BASE / "docs" / "open-data.md")
    names = head({"rule_set": {"scale": scale, "criteria": [{"code": "TC1"}]}})
    assert [name for name in names if f"`{name}`" not in text] == []
