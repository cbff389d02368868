"""What `import toolkit` offers is documented, typed, and costs nothing until it is used."""

from __future__ import annotations

import dataclasses
import inspect
import subprocess
import sys
import typing
from functools import cached_property
from pathlib import Path

import pytest

import toolkit
from tests.support.places import ROOT, SAMPLES

FUNCTIONS = ["check", "collect", "history", "load_form", "make_templates", "read", "report"]
CLASSES = ["Checked", "Consolidated", "History", "Paths", "Result", "Understood", "Written"]
HEAVY = {"docx", "numpy", "openpyxl", "pandas", "pydantic", "rich", "typer", "xlsxwriter", "yaml"}


def imported(program: str, *arguments: str | Path) -> set[str]:
    """The packages that are there after a program has run in a Python of its own."""
    told = "\nimport sys\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run(
        [sys.executable, "-c", program + told, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(run.stdout.split("\n")[-2].split())


def test_the_library_is_these_names() -> None:
    assert sorted(toolkit.__all__) == sorted(["CannotRun", "Form", *FUNCTIONS, *CLASSES])
    assert set(toolkit.__all__) <= set(dir(toolkit))
    for name in toolkit.__all__:
        assert inspect.getdoc(getattr(toolkit, name))


def test_another_name_is_none() -> None:
    with pytest.raises(AttributeError, match="no attribute 'collects'"):
        toolkit.collects  # type: ignore[attr-defined]  # noqa: B018


def test_every_function_is_called_by_a_command() -> None:
    modules = (ROOT / "toolkit" / "cli").glob("*.py")
    said = "".join(one.read_text(encoding="utf-8") for one in modules)
    assert [name for name in FUNCTIONS if f"toolkit.{name}(" not in said] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_explains_its_arguments_and_errors(name: str) -> None:
    function = getattr(toolkit, name)
    told = inspect.getdoc(function) or ""
    _, _, arguments = told.partition("Args:\n")
    for argument, parameter in inspect.signature(function).parameters.items():
        assert f"    {argument}: " in arguments, argument
        assert parameter.annotation is not parameter.empty
    assert "Raises:\n    CannotRun: " in told
    assert typing.get_type_hints(function)["return"] is not None


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_explains_what_it_holds(name: str) -> None:
    kind = getattr(toolkit, name)
    members = {key: one for key, one in vars(kind).items() if not key.startswith("_")}
    for key, one in members.items():
        if isinstance(one, property | cached_property) or inspect.isfunction(one):
            assert inspect.getdoc(one), key
            getter = getattr(one, "fget", None) or getattr(one, "func", one)
            assert "return" in getter.__annotations__, key
    if dataclasses.is_dataclass(kind):
        told = inspect.getdoc(kind) or ""
        for field in dataclasses.fields(kind):
            assert f"    {field.name}: " in told


def test_importing_it_imports_nothing() -> None:
    assert imported("import toolkit") & HEAVY == set()
    assert imported("import toolkit; toolkit.CannotRun") & HEAVY == set()


@pytest.mark.slow
def test_a_run_imports_neither_pandas_nor_openpyxl(tmp_path: Path) -> None:
    whole = """
import sys, toolkit
result = toolkit.collect(sys.argv[1])
result.to_json()
result.write(sys.argv[2] + "/out.xlsx", json=sys.argv[2] + "/out.json", csv=sys.argv[2] + "/csv")
"""
    assert imported(whole, SAMPLES / "returns", tmp_path) & {"pandas", "openpyxl"} == set()
    tables = "import sys, toolkit; toolkit.collect(sys.argv[1]).totals"
    assert imported(tables, SAMPLES / "returns") & {"pandas", "openpyxl"} == {"pandas"}
