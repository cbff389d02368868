"""The house keeps its order: imports point downwards, files are opened in one place only."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolkit
from toolkit.cover import cover_of
from toolkit.files.form_yaml import default_form
from toolkit.finding import CATALOGUE, SEVERITIES
from toolkit.words.entries import ENTRIES
from toolkit.words.findings import SEVERITY, STATUS
from toolkit.words.sheets import CAPTIONS, FILE_STATUSES, LEVELS, PROMPTS, STATUSES

PACKAGE = Path(toolkit.__file__).parent

# From the bottom up: a module imports only modules that stand before it here.
LAYERS = (
    "errors text rule table finding identity",
    "words.sheets words.stops words.reasons words.commands words.effects words.pages words.review",
    "words.report words.dataset words.comparison words.overview",
    "roster measure narrative portrait form number grid listing record unit_rows",
    "words.entries words.details words.below words.corrections words.findings words.notices",
    "baseline",
    "layout cover formula remedy locate cover_reading figure_reading table_reading",
    "explanation_reading places below provenance returns",
    "balance typing_error fewest mistake correction",
    "previous objections audit diagnosis explanations alike levels",
    "assignment coverage judging consolidation worklist earlier changes comparison",
    "feedback report_json explain report reviewed",
    "files.package files.kind files.ooxml files.ole files.biff files.opendocument files.encrypted",
    "files.workbook files.book files.form_yaml files.mail files.archive files.inbox",
    "files.roster_file files.workers files.reading files.replacing",
    "files.table files.checks files.cover_sheet files.template",
    "files.comparison_grid files.comparison_sheet",
    "files.links files.by_unit files.listings files.check_list",
    "files.chart_data files.charts files.page files.key_figures files.overview",
    "files.worklist_sheet files.changes_sheet",
    "files.comments files.consolidated files.previous_file files.earlier_file",
    "files.feedback files.outbox files.tidy files.report_word files.report_html",
    "distribution pipeline checking reporting",
    "wrapping terminal",
    "chinese_help chinese_errors chinese_cli",
    "cli __main__",
)
ORDER = [name for layer in LAYERS for name in layer.split()]
# What opens files: nothing of it is imported outside toolkit/files.
OPENERS = {
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "zipfile",
    "tempfile",
    "csv",
    "yaml",
    "docx",
}
# The steps that put core and files together, and what prints.
JOINTS = {"distribution", "pipeline", "checking", "reporting", "terminal", "cli"}
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
)


def modules() -> dict[str, Path]:
    """``files.book`` → its path; packages themselves hold nothing and are left out."""
    paths = (path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in paths}


def imported(path: Path) -> Iterator[str]:
    """Everything that a module imports while it runs, at its top or within a function."""
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
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


def ours(path: Path) -> set[str]:
    """The modules of the toolkit that a module imports."""
    known = modules()
    names = {one.removeprefix("toolkit.") for one in imported(path) if one.startswith("toolkit.")}
    parts = {name if name in known else name.rpartition(".")[0] for name in names}
    return parts & set(known)


def test_the_picture_names_every_module_once() -> None:
    assert sorted(ORDER) == sorted(modules())


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_what_stands_below_it(name: str) -> None:
    below = set(ORDER[: ORDER.index(name)])
    assert ours(modules()[name]) - below == set()


@pytest.mark.parametrize("name", sorted(modules()))
def test_only_the_joints_know_the_files(name: str) -> None:
    """The core takes and gives values."""
    files = {one for one in ours(modules()[name]) if one.startswith("files.")}
    assert not files or name.startswith("files.") or name in JOINTS


@pytest.mark.parametrize("name", sorted(one for one in modules() if not one.startswith("files.")))
def test_only_files_imports_what_opens_files(name: str) -> None:
    packages = {one.partition(".")[0] for one in imported(modules()[name])}
    assert packages & OPENERS == set()


def test_only_files_opens_files() -> None:
    methods = {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
    found = {
        (name, node.func.attr)
        for name, path in modules().items()
        if not name.startswith("files.")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in methods
        and ast.unparse(node.func) != "os.open"
    }
    assert found == set()


def test_nothing_but_the_terminal_and_the_commands_prints() -> None:
    found = {
        name
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    }
    assert found <= {"chinese_cli"}


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
    assert "toolkit.cli" in names
    assert {name.partition(".")[0] for name in names} & set(HEAVY) == set()


# --- Words ---------------------------------------------------------------------------------------


def test_every_code_of_the_catalogue_has_its_words() -> None:
    assert set(ENTRIES) == set(CATALOGUE)


def test_every_entry_has_title_message_and_remedy() -> None:
    for code, entry in ENTRIES.items():
        assert entry.title and entry.message and entry.remedy, code
        assert entry.message.endswith(("。", "}")) and entry.remedy.endswith(("。", "}")), code


def test_codes_of_the_catalogue_and_of_the_form_are_different() -> None:
    form = default_form()
    assert not set(CATALOGUE) & (set(form.rule_specs) | set(form.total_rules))


def test_every_field_of_the_cover_has_its_caption() -> None:
    cover = cover_of(default_form())
    assert set(CAPTIONS) == set(cover.captions) == set(cover.values)


def test_every_field_that_is_typed_has_its_prompt() -> None:
    """The deadline is only printed."""
    assert set(PROMPTS) == set(CAPTIONS) - {"deadline"} | {"state"}


def test_every_status_has_its_word() -> None:
    assert set(SEVERITY) == set(SEVERITIES)
    assert set(STATUS) == {"open", "explained", "cannot_judge"}
    assert set(STATUSES) == {"received", "missing", "with_errors"}
    assert set(FILE_STATUSES) == {
        "accepted",
        "superseded",
        "duplicate",
        "unreadable",
        "unrecognised",
        "ignored",
    }
    assert set(LEVELS) == {"own", "region"}


def test_what_a_user_reads_can_be_written_in_gbk() -> None:
    """Marks and signs too: a Chinese Windows writes GBK."""
    for path in (PACKAGE / "words").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                node.value.encode("gbk")
