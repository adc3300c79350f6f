"""How the code is written: no hidden wiring, no clock in rules, no years or levels as constants."""

import ast
import re
from pathlib import Path

from tests.architecture.source import (
    calls,
    dotted,
    functions,
    name_of,
    product_files,
    sentences,
    tree_of,
)

PRODUCT = ("tuphap/rules", "tuphap/foundation", "tuphap/modules", "tuphap/outlets")
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "time.time",
}
YEARS = range(2010, 2101)
# Levels of government are data (units carry their kind); these files hold the few words which the
# law itself gives to a role or to a regime's title.
LEVEL = re.compile(r"\b(huyện|quận|thị xã|thị trấn|đặc khu|cấp (xã|huyện|tỉnh))\b", re.IGNORECASE)
LEVEL_TABLES = {
    "tuphap/rules/permissions.py",  # names of roles
    "tuphap/rules/workflows/assessment.py",  # titles of the two regimes
    "tuphap/modules/assessments/models/periods.py",  # who appraises: the label of a setting
    "tuphap/outlets/exchange/management/commands/score.py",  # a heading of the sheets it reads
    "tuphap/rules/score_lines.py",  # names of groups in the sheets it reads
    "tuphap/foundation/ui/samples.py",  # made-up rows of the page that shows all parts
}


def is_a_verb(path: Path) -> bool:
    """Files of rules, of reads and of writes: the moment of acting is handed to them."""
    name = name_of(path)
    return (
        name.startswith("tuphap/rules/")
        or path.name in ("actions.py", "queries.py")
        or "/actions/" in name
        or "/queries/" in name
    )


def test_nothing_is_wired_by_signals() -> None:
    found = [
        f"{name_of(path)}:{decorator.lineno}"
        for path in product_files()
        for node in functions(path)
        for decorator in node.decorator_list
        if "receiver" in dotted(getattr(decorator, "func", decorator))
    ]
    assert found == []


def test_rules_reads_and_writes_never_look_at_the_clock() -> None:
    found = [
        f"{name_of(path)}:{call.lineno} {dotted(call.func)}"
        for path in product_files(*PRODUCT)
        if is_a_verb(path)
        for call in calls(path)
        if ".".join(dotted(call.func).split(".")[-2:]) in CLOCKS
        or (dotted(call.func).endswith(("localdate", "localtime")) and not call.args)
    ]
    assert found == []


def test_whoever_acts_is_named_by() -> None:
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in product_files(*PRODUCT)
        if is_a_verb(path) and "actions" in name_of(path)
        for node in functions(path)
        if not node.name.startswith("_")
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.annotation is not None and ast.unparse(argument.annotation) == "Actor"
        if argument.arg != "by" or argument not in node.args.kwonlyargs
    ]
    assert found == []


def test_no_view_catches_exceptions_or_writes_rows() -> None:
    """A refusal becomes a page in one middleware; a write is a verb in actions."""
    writing = {"save", "create", "bulk_create", "delete", "get_or_create", "update_or_create"}
    views = [
        path for path in product_files(*PRODUCT) if path.name == "views.py" or "views" in path.parts
    ]
    caught = [
        f"{name_of(path)}:{node.lineno} try"
        for path in views
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Try)
    ]
    wrote = [
        f"{name_of(path)}:{call.lineno} {dotted(call.func)}"
        for path in views
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in writing
    ]
    assert caught + wrote == []


def test_no_year_stands_in_the_code() -> None:
    """The law is dated data: rule sets and periods carry their years."""
    found = [
        f"{name_of(path)}:{node.lineno} {node.value}"
        for path in product_files(*PRODUCT)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in YEARS
    ]
    assert found == []


def test_no_level_of_government_stands_in_the_code() -> None:
    found = [
        f"{name_of(path)}:{line} {match.group()}"
        for path in product_files(*PRODUCT)
        if name_of(path) not in LEVEL_TABLES
        for line, text in sentences(path)
        if (match := LEVEL.search(text))
    ]
    assert found == []


def test_points_are_never_floats() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in product_files("tuphap/rules")
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and dotted(node.func) == "float")
    ]
    assert found == []
