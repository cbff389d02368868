"""Fixtures that several files of tests share."""

from __future__ import annotations

import functools
import gc
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from openpyxl.worksheet.merge import MergedCellRange
from typer.main import get_command

import toolkit.cli.chinese
from tests.support.build import BUREAU, YEAR, filled, opened, roster
from toolkit.form.form_file import default_form
from toolkit.template.workbook import make_template

# On a build server the same examples every time; on a desk new ones with every run.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


# openpyxl draws the borders of merged cells anew whenever it loads a workbook. That is three
# quarters of the time of loading, and no test looks at them.
setattr(MergedCellRange, "format", lambda _: None)  # noqa: B010

# A process that a person starts makes the tree of its commands once, a test with each call; that is
# a twentieth of the time of collecting a return.
setattr(toolkit.cli.chinese, "get_command", functools.cache(get_command))  # noqa: B010


def pytest_collection_finish() -> None:
    """What is there before the first test stays, so that nobody need look through it for garbage.

    That is a quarter of the time of all that makes workbooks.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def _in_the_year_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``check`` prints must not depend on the day on which the tests run."""
    monkeypatch.setattr("toolkit.cli.checked_files.year_of_now", lambda: YEAR)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good return and its roster, which is the current directory."""
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "a.xlsx").write_bytes(filled())
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def unit_book() -> Any:
    return opened(make_template(default_form(), BUREAU, YEAR))


@pytest.fixture(scope="session")
def blank_book() -> Any:
    return opened(make_template(default_form()))
