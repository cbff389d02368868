"""What goes back to a unit that has sent a published report: its places are the template's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.build import BALANCED, BUREAU, OFFICE, code_at, collect, filled, opened
from tests.support.reports.model import Subject
from tests.support.reports.official import official_report
from tests.support.reports.pages import plain_page
from toolkit.form.form_file import default_form
from toolkit.form.opening_figures import complete

FORM = default_form()
BAD = code_at("表三!D6")
STEM = "990000-11_东海市教育局_2024_退回"


def page() -> bytes:
    """A figure that is none, and a label of table 4 that is another."""
    typed = {code_at(at): figure for at, figure in BALANCED.items()}
    figures = complete(FORM, {**dict.fromkeys(FORM.inputs, 0), **typed})
    report = official_report({code: one or 0 for code, one in figures.items()}, Subject())
    for table in report.tables:
        for _, _, cell in table.cells:
            if cell.code == BAD:
                cell.text = "约12件"
            if cell.text == "未经复议直接起诉":
                cell.text = "直接诉讼的"
    return plain_page(report)


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("back")
    files = {"年报.html": page(), "b.xlsx": filled(unit=OFFICE)}
    collect(path, files, "--feedback", path / "back", units=[BUREAU, OFFICE])
    return path / "back"


def listed(back: Path) -> list[list[Any]]:
    rows = opened((back / f"{STEM}.xlsx").read_bytes())["退回意见"].iter_rows(values_only=True)
    return [list(row) for row in rows if isinstance(row[0], int | float)]


def test_the_places_are_those_of_the_workbook_that_goes_back(back: Path) -> None:
    assert [(row[2], row[3], row[5]) for row in listed(back)] == [
        ("TAB-02", "表四 F4", "行政诉讼"),
        ("NUM-01", "表三 D6", "约12件"),
        ("FILE-12", "整个文件", ""),
    ]


def test_a_label_is_linked_and_not_marked(back: Path) -> None:
    book = opened((back / f"{STEM}.xlsx").read_bytes())
    cells = [cell for row in book["退回意见"].iter_rows() for cell in row if cell.hyperlink]
    assert [cell.hyperlink.location for cell in cells] == ["'表四'!F4", "'表三'!D6"]
    assert book["表四"]["F4"].comment is None and book["表四"]["F4"].value == "未经复议直接起诉"
    assert book["表三"]["D6"].comment is not None and book["表三"]["D6"].value == "约12件"


def test_the_notice_speaks_of_no_other_file(back: Path) -> None:
    lines = (back / f"{STEM}通知.txt").read_text("utf-8-sig").splitlines()
    told = [line.strip() for line in lines if "原文件" in line or line.startswith(("1.", "3."))]
    assert told[:2] == ["1. 【错误】表四 F4（TAB-02）", "3. 【警告】整个文件（FILE-12）"]
    assert not any("原文件" in line for line in lines)
    assert lines[lines.index("3. 【警告】整个文件（FILE-12）") + 1].startswith("   问题：文件")
