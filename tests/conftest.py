"""Fixtures that several files of tests share."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import settings

from tests.support.build import BUREAU, YEAR, filled, opened, roster
from tests.support.untraced import untraced
from toolkit.form.form_file import default_form
from toolkit.template.workbook import make_template

# On a build server the same examples every time; on a desk new ones with every run.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

# A fifth of the time that a workbook takes, and nothing of ours in it.
xlsxwriter.Workbook.close = untraced()(xlsxwriter.Workbook.close)
# What a forked process runs is never counted, so it need not be traced either.
os.register_at_fork(after_in_child=lambda: sys.settrace(None))
# What these run of the toolkit is covered by the tests of its packages.
UNTRACED = {"journeys", "libreoffice"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    if item.path.parent.name not in UNTRACED:
        return (yield)
    with untraced():
        return (yield)


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
