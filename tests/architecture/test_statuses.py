"""Only foundation/workflow/perform.py changes a status; a record is born with its first one."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.architecture.source import BASE, calls, dotted, name_of, product_files, tree_of
from tuphap.rules.workflows.assessment import TABLES
from tuphap.rules.workflows.imported import IMPORTED

WRITER = "tuphap/foundation/workflow/perform.py"
# Where records are born: with the first status of their workflow, or with that of imported results.
BIRTHPLACES = {
    "tuphap/modules/assessments/actions/periods.py": "status=period.first_status.code",
    "tuphap/modules/assessments/former_years/actions/committing.py": "status=IMPORTED.code",
}
WRITING_CALLS = {
    "update",
    "aupdate",
    "update_or_create",
    "aupdate_or_create",
    "bulk_update",
    "abulk_update",
}


def records() -> set[str]:
    """Names of the models that go through a workflow."""
    return {
        model.__name__
        for model in apps.get_models()
        if hasattr(model, "workflow") and any(f.name == "status" for f in model._meta.fields)
    }


def assigned(tree: ast.Module) -> Iterator[int]:
    """Lines with `something.status = …`."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            for part in ast.walk(target):
                is_written = isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
                if is_written and part.attr == "status":
                    yield node.lineno


def names_status(call: ast.Call) -> bool:
    """The call hands over the name `status`, as a keyword or as a text."""
    if any(keyword.arg == "status" for keyword in call.keywords):
        return True
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(
        isinstance(part, ast.Constant) and part.value == "status"
        for value in values
        for part in ast.walk(value)
    )


def written(path: Path) -> Iterator[int]:
    """Lines whose call writes a status of rows that exist."""
    for call in calls(path):
        verb = dotted(call.func).split(".")[-1]
        if verb in {*WRITING_CALLS, "setattr", "save", "asave"} and names_status(call):
            yield call.lineno


def born(path: Path) -> Iterator[int]:
    """Lines that make a record with a status of the caller's choice."""
    known = records()
    for call in calls(path):
        parts = dotted(call.func).split(".")
        makes = parts[-1] in known or (
            parts[-1] in {"create", "acreate", "get_or_create"} and known & set(parts)
        )
        if makes and names_status(call):
            yield call.lineno


def test_there_are_records_with_a_workflow() -> None:
    assert "Assessment" in records()


def test_only_perform_changes_a_status() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in product_files()
        if name_of(path) != WRITER
        for line in (*assigned(tree_of(path)), *written(path))
    ]
    assert found == []


def test_perform_is_the_writer() -> None:
    assert list(assigned(tree_of(BASE / WRITER)))


def test_records_are_born_in_known_places_only() -> None:
    found = {name_of(path) for path in product_files() if list(born(path))}
    assert found <= set(BIRTHPLACES)


def test_a_record_is_born_with_the_status_its_workflow_gives_it() -> None:
    for name, status in BIRTHPLACES.items():
        assert status in (BASE / name).read_text(encoding="utf-8")


def test_no_move_leads_into_the_status_of_imported_results() -> None:
    assert IMPORTED.code not in {move.target for t in TABLES.values() for move in t.moves}
