"""What `toolkit collect` prints of the returns of a small city."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    CITY,
    COUNTY,
    EVERYONE,
    OFFICE,
    Collected,
    collect,
    edit,
    filled,
)
from toolkit.roster.roster import Category, Unit

FINANCE = Unit("990000-14", "东海市财政局", Category.DEPARTMENT, CITY)
TWIN = replace(FINANCE, code="990000-15")
TYPED = {"表三!J6": 12, "表三!J8": 10, "表三!D29": 10, "表三!J29": 10}


def below_the_table(printed: str) -> list[str]:
    """The lines between the table of counts and the files that were written."""
    lines = printed.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("└"))
    return [line for line in lines[first + 1 :] if not line.startswith("已生成：")]


def a_city(tmp_path: Path) -> Collected:
    """A mistake that breaks four balances, a scan, two units alike, nothing from the county."""
    files = {
        "a.xlsx": filled({**BALANCED, "表四!A6": 1}, unit=OFFICE),
        "b.xlsx": edit(filled(BALANCED), {**TYPED, "表三!D8": 100}),
        f"{FINANCE.code}_{FINANCE.name}_2024.pdf": b"%PDF-1.4\n",
    }
    return collect(tmp_path, files, units=[*EVERYONE, FINANCE, TWIN])


def test_what_is_printed_of_a_city(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = a_city(tmp_path)
    printed = capsys.readouterr().out
    told = below_the_table(printed)
    begins = (
        "警告 UNIT-19 名",
        "    → 请核对是否把一",
        "错误 FILE-01 文",
        "    → ",
        "错误 LIKELY-01",
        "    → 请核对表三 D8",
        "另有 1 条提示，见汇总",
        "未报送、汇总数中没有其数",
        "有错误、但数据已计入汇总",
        "汇总数包含 2 个单位：东",
    )
    assert len(told) == len(begins) and all(map(str.startswith, told, begins)), told
    assert told[7] == (
        "未报送、汇总数中没有其数据的单位（3 个）："
        f"{COUNTY.name}、{FINANCE.name}（报来的文件已损坏）、{TWIN.name}。"
    )
    missing = [one["unit"] for one in result.json["findings"] if one["code"] == "UNIT-01"]
    assert missing == [COUNTY.code, FINANCE.code, TWIN.code]
    assert "UNIT-01" not in printed
    table = [[one.strip() for one in line.strip("│").split("│")] for line in printed.splitlines()]
    assert ["错误", "2"] in table


def test_json_and_screen_have_one_order(tmp_path: Path) -> None:
    found = a_city(tmp_path).json["findings"]
    assert [(one["code"], one["cell"]) for one in found] == [
        ("UNIT-19", None),
        ("FILE-01", None),
        ("LIKELY-01", "D8"),
        ("T3-03", "J8"),
        ("T3-01", "D29"),
        ("T3-02", "D29"),
        ("T3-02", "J29"),
        ("UNIT-01", None),
        ("UNIT-01", None),
        ("UNIT-01", None),
        ("TOT-01", "J6"),
    ]
    assert {one["unit"] for one in found if one["code"] == "LIKELY-01"} == {BUREAU.code}
