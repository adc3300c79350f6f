"""Finds and reads the project's own files, for the tests beside this module."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

BASE = Path(__file__).resolve().parents[2]
PYTHON_ROOTS = ("tuphap", "tests", "bench", "assets", "deploy")
# Made by tools or by people who do not write code: their length and names follow other rules.
NOT_OURS = {"node_modules", "vendor", "__pycache__", "migrations", "results"}


def name_of(path: Path) -> str:
    """The path as people write it, from the top folder of the project."""
    return path.relative_to(BASE).as_posix()


def files(*patterns: str, roots: tuple[str, ...] = PYTHON_ROOTS) -> list[Path]:
    found = {
        path for root in roots for pattern in patterns for path in (BASE / root).rglob(pattern)
    }
    return sorted(path for path in found if path.is_file() and not NOT_OURS & set(path.parts))


def python_files(*roots: str) -> list[Path]:
    own = [] if roots else [BASE / "run.py"]
    return own + files("*.py", roots=roots or PYTHON_ROOTS)


def product_files(*roots: str) -> list[Path]:
    """Python files of the product without its tests."""
    return [path for path in python_files(*(roots or ("tuphap",))) if "tests" not in path.parts]


def templates() -> list[Path]:
    return files("*.html", "*.txt", roots=("tuphap",))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node


def dotted(node: ast.AST) -> str:
    """“a.b.c” for such an expression; “?” for parts that are no plain names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a Python file that is not a docstring."""
    tree = tree_of(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.lineno, node.value


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((BASE / "pyproject.toml").read_text(encoding="utf-8"))


def contract(name: str) -> dict[str, Any]:
    """One contract of import-linter, by its id."""
    found = [c for c in project()["tool"]["importlinter"]["contracts"] if c["id"] == name]
    return found[0]
