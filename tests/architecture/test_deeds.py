"""Each deed is whole or not at all: a rule that says no in the middle leaves no change."""

import ast

from tests.architecture.source import functions, name_of, product_files

PRODUCT = ("tuphap/foundation", "tuphap/modules", "tuphap/outlets")
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}


def is_whole(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """In one transaction, or with one step that could stand alone."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    blocks = {
        ast.unparse(item.context_expr)
        for block in ast.walk(node)
        if isinstance(block, ast.With)
        for item in block.items
    }
    in_one = "transaction.atomic()" in blocks or any(
        text.startswith("transaction.atomic") for text in decorators
    )
    return in_one or steps(node) < 2


def steps(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Writes, and calls of other deeds: those that are told who acts."""
    found = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
    writes = [c for c in found if isinstance(c.func, ast.Attribute) and c.func.attr in WRITES]
    deeds = [c for c in found if c not in writes and any(k.arg == "by" for k in c.keywords)]
    return len(writes) + len(deeds)


def test_every_deed_of_more_than_one_step_is_one_transaction() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in product_files(*PRODUCT)
        if "actions" in name_of(path)
        for node in functions(path)
        if not node.name.startswith("_") and not is_whole(node)
    ]
    assert found == []
