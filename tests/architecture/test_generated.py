"""The documents drawn from tables are as the tables are today."""

import pytest

from tuphap.config.generated_docs import documents
from tuphap.config.management.commands import generate_docs
from tuphap.rules.permissions import PERMISSIONS, Role
from tuphap.rules.workflows.assessment import WORKFLOWS


def test_documents_on_disk_are_fresh() -> None:
    assert generate_docs.differences(documents()) == []


@pytest.mark.parametrize("code", WORKFLOWS)
def test_a_regime_shows_every_status_and_every_move(code: str) -> None:
    page, table = documents()[f"{code}.md"], WORKFLOWS[code]
    assert all(f"`{status.code}` | {status.label} |" in page for status in table.statuses)
    assert all(f"{move.source} --> {move.target}: {move.label}\n" in page for move in table.moves)


def test_the_table_of_permissions_is_whole() -> None:
    page = documents()["permissions.md"]
    assert all(f"| `{code}` | {rule.label} |" in page for code, rule in PERMISSIONS.items())
    assert all(f"| `{role}` | {role.label} |" in page for role in Role)


def test_a_missing_a_changed_and_a_foreign_file_are_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(generate_docs, "FOLDER", tmp_path)
    generate_docs.write({"a.md": "one\n", "b.md": "two\n"})
    (tmp_path / "b.md").write_text("spoilt\n", encoding="utf-8")
    (tmp_path / "old.md").write_text("of a table that is gone\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("by hand\n", encoding="utf-8")
    wanted = {"a.md": "one\n", "b.md": "two\n", "c.md": "three\n"}
    assert generate_docs.differences(wanted) == ["b.md", "c.md", "old.md"]
    generate_docs.write(wanted)
    assert generate_docs.differences(wanted) == []
    assert (tmp_path / "README.md").exists()
