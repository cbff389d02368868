"""What goes back to a unit that has sent a published report: its places are the template's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.build import BUREAU, OFFICE, collect, filled, opened
from tests.support.reports.faulty import faulty_page

STEM = "990000-11_东海市教育局_2024_退回"


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("back")
    files = {"年报.html": faulty_page(), "b.xlsx": filled(unit=OFFICE)}
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
