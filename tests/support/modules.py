"""The modules of the toolkit as text: what there is, and what each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import toolkit

PACKAGE = Path(toolkit.__file__).parent


@cache
def modules() -> dict[str, Path]:
    """``painting.book`` → its path; packages themselves hold nothing, so they are left out."""
    paths = (path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in paths}


def packages() -> set[str]:
    """All packages, those within others too: ``returns.sums``."""
    paths = (path.parent for path in PACKAGE.rglob("__init__.py"))
    return {".".join(path.relative_to(PACKAGE).parts) for path in paths} - {""}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    """Everything that a module imports while it runs, at its top or within a function."""
    return frozenset(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    todo: list[ast.AST] = [parsed(path)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively"
            yield from (f"{node.module}.{one.name}" for one in node.names)
        todo.extend(ast.iter_child_nodes(node))
