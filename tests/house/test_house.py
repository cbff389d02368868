"""The house keeps its order: packages import downwards, and the pure ones open no file.

The packages and their order stand in one place, the table of docs/architecture.md.
"""

from __future__ import annotations

import ast
import graphlib
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import toolkit
from tests.support.modules import PACKAGE, imported, modules, packages, parsed

TESTS = PACKAGE.parent / "tests"
ARCHITECTURE = PACKAGE.parent / "docs" / "architecture.md"
# | `package` | pure | in the office's language | in | out |
_ROW = re.compile(r"^\| `(\w+)` \| (pure|) ?\|[^|]*\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = _ROW.findall(ARCHITECTURE.read_text(encoding="utf-8"))
ORDER = [name for name, *_ in ROWS]
PURE = [name for name, pure, *_ in ROWS if pure]
# Modules that are in no package, since all packages need them.
LOOSE = {"__init__", "__main__", "errors", "text"}
# Whatever opens files, and the modules of pure packages that may: their names say so.
OPENERS = {
    "csv",
    "docx",
    "msoffcrypto",
    "olefile",
    "lxml",
    "openpyxl",
    "pdfplumber",
    "pypdfium2",
    "python_calamine",
    "selectolax",
    "tempfile",
    "xlsxwriter",
    "yaml",
    "zipfile",
}
OPENING = {"form.form_file", "roster.roster_file"}
# Folders of tests that are of no single package, and what the tests are made of.
BESIDE = {"data", "house", "journeys", "libreoffice", "other_programs", "papers", "support"}
# A package or module of such a name would be replaced by the function, or replace it.
LIBRARY = {name for name in toolkit.__all__ if name.islower()} | {"read", "history"}
HEAVY = (
    "pandas",
    "numpy",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "pydantic",
    "yaml",
    "rich",
    "docx",
    "charset_normalizer",
    "lxml",
    "pdfplumber",
    "pypdfium2",
    "selectolax",
    "distributed",
    "dask",
    "fsspec",
    "upath",
)


def ours(path: Path) -> set[str]:
    """The modules of the toolkit that a module imports."""
    known = modules()
    names = {one.removeprefix("toolkit.") for one in imported(path) if one.startswith("toolkit.")}
    parts = {name if name in known else name.rpartition(".")[0] for name in names}
    return parts & set(known)


def files_of_tests() -> list[str]:
    return sorted(path.relative_to(TESTS).as_posix() for path in TESTS.rglob("*.py"))


def package_of(module: str) -> str:
    return module.partition(".")[0] if "." in module else ""


def pure_modules() -> list[str]:
    return sorted(one for one in modules() if package_of(one) in PURE and one not in OPENING)


# --- The order -----------------------------------------------------------------------------------


def test_the_table_names_every_package_once() -> None:
    assert sorted(ORDER) == sorted(one for one in packages() if "." not in one)


def test_nothing_else_lies_about() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == LOOSE


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_packages_that_stand_below_its_own(name: str) -> None:
    home = package_of(name)
    below = {"", *ORDER[: ORDER.index(home)], home} if home else {""}
    below |= {"cli"} if name == "__main__" else set()
    assert {one for one in ours(modules()[name]) if package_of(one) not in below} == set()


def test_no_module_leads_back_to_itself() -> None:
    graph = {name: ours(path) for name, path in modules().items()}
    assert set(graphlib.TopologicalSorter(graph).static_order()) == set(modules())


def test_no_name_is_that_of_a_function_of_the_library() -> None:
    names = [*modules(), *packages()]
    assert [name for name in names if name.rpartition(".")[2] in LIBRARY] == []


@pytest.mark.parametrize("name", sorted(packages()))
def test_a_package_says_what_comes_in_and_what_goes_out(name: str) -> None:
    said = importlib.import_module(f"toolkit.{name}").__doc__ or ""
    comes, _, goes = " ".join(said.split()).partition(" Out: ")
    assert comes.startswith("In: ") and goes
    if "." not in name:
        row = ROWS[ORDER.index(name)]
        assert row[2:] == (comes.removeprefix("In: "), goes)


# --- The tests -----------------------------------------------------------------------------------


def test_every_package_has_a_folder_of_tests() -> None:
    tried = {
        Path(one).parent.name for one in files_of_tests() if Path(one).name.startswith("test_")
    }
    assert tried >= set(ORDER)
    folders = {one.name for one in TESTS.iterdir() if one.is_dir()} - {"__pycache__"}
    assert folders <= BESIDE | set(ORDER)


@pytest.mark.parametrize("name", files_of_tests())
def test_tests_import_no_other_tests(name: str) -> None:
    """What several of them need is in tests/support; what needs LibreOffice stands apart."""
    needed = {one for one in imported(TESTS / name) if one.startswith("tests.")}
    assert [one for one in needed if ".test_" in one] == []
    if Path(name).parts[0] != "libreoffice":
        assert [one for one in needed if one.startswith("tests.libreoffice.")] == []


# --- What is pure --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", pure_modules())
def test_what_is_pure_imports_only_what_is_pure(name: str) -> None:
    """The core takes and gives values."""
    assert {one for one in ours(modules()[name]) if package_of(one) not in {"", *PURE}} == set()
    assert ours(modules()[name]) & OPENING == set()


@pytest.mark.parametrize("name", pure_modules())
def test_what_is_pure_imports_nothing_that_opens_files(name: str) -> None:
    libraries = {one.partition(".")[0] for one in imported(modules()[name])}
    assert libraries & OPENERS == set()


@pytest.mark.parametrize("name", pure_modules())
def test_what_is_pure_opens_no_file(name: str) -> None:
    methods = {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        for node in ast.walk(parsed(modules()[name]))
        if isinstance(node, ast.Call)
    }
    assert calls & methods == set()


def test_nothing_but_the_command_line_prints() -> None:
    found = {
        name
        for name, path in modules().items()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    }
    assert found <= {"cli.chinese"}


def test_help_imports_nothing_heavy() -> None:
    """Only what --help needs: it has to be there at once."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "toolkit", "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parent), "PYTHONIOENCODING": "utf-8"},
    )
    names = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "toolkit.cli.app" in names
    assert {name.partition(".")[0] for name in names} & set(HEAVY) == set()


def test_the_page_names_only_modules_that_exist() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    named = {one for one in re.findall(r"`(\w+(?:\.\w+)+)`", text) if one.split(".")[0] in ORDER}
    assert named and named - set(modules()) - packages() == set()
