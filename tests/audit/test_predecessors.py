"""Units that have merged, were renamed or are new: whose figures of last year are theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    YEAR,
    Collected,
    Typed,
    collect,
    command,
    filled,
    opened,
    refused,
    roster,
)
from tests.support.summed import laid, summed
from toolkit.roster.roster import Category, Unit
from toolkit.roster.roster_file import read_roster

pytestmark = pytest.mark.slow

GRAIN = Unit("990000-18", "东海市粮食局", Category.DEPARTMENT, CITY)
HERITAGE = Unit("990000-19", "东海市文物局", Category.DEPARTMENT, CITY)
# 四、结转下年度: 2 and 3, so 5 are carried on.
OF_BUREAU: Typed = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2, "表二!B16": "0.1"}
OF_GRAIN: Typed = {"表三!D6": 8, "表三!D8": 5, "表三!D30": 3, "表二!B16": "0.2"}
CARRIED: Typed = {"表三!D6": 9, "表三!D7": 5, "表三!D8": 14}
MERGED = replace(BUREAU, predecessors=(BUREAU.code, GRAIN.code))


def last_year(tmp_path: Path, kind: str) -> Path:
    """What the bureau and the grain office reported, as a workbook or a folder."""
    then = {BUREAU: OF_BUREAU, GRAIN: OF_GRAIN}
    files = {f"{one.code}.xlsx": filled(some, one, year=YEAR - 1) for one, some in then.items()}
    if kind == "workbook":
        return laid(tmp_path / "before.xlsx", summed(files, units=[BUREAU, GRAIN]))
    (tmp_path / "before").mkdir()
    for name, content in files.items():
        (tmp_path / "before" / name).write_bytes(content)
    return tmp_path / "before"


def now(tmp_path: Path, *units: Unit, cells: Typed = CARRIED, kind: str = "workbook") -> Collected:
    files = {f"{one.code}.xlsx": filled(cells, one) for one in units[:1]}
    before = last_year(tmp_path, kind)
    return collect(tmp_path, files, "--previous", before, "--as", CITY, units=units)


@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_a_merged_unit_carries_on_what_both_had(tmp_path: Path, kind: str) -> None:
    """And the unit that was merged into it is not gone (UNIT-15)."""
    result = now(tmp_path, MERGED, kind=kind)
    assert (result.codes(), result.exit_code) == ([], 0)


@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_what_one_of_them_had_is_not_enough(tmp_path: Path, kind: str) -> None:
    cells = {"表三!D6": 9, "表三!D7": 2, "表三!D8": 11}
    result = now(tmp_path, MERGED, cells=cells, kind=kind)
    found = result.finding("T3-04")
    assert (found["severity"], found["actual"], found["expected"]) == ("error", 2, 5)


def test_without_the_column_the_other_unit_is_gone(tmp_path: Path) -> None:
    cells = {"表三!D6": 9, "表三!D7": 2, "表三!D8": 11}
    result = now(tmp_path, BUREAU, cells=cells)
    assert result.codes() == ["UNIT-15"]
    assert result.finding("UNIT-15")["unit"] == GRAIN.code


@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_a_unit_with_a_new_code_and_name(tmp_path: Path, kind: str) -> None:
    """What it carries on stands under its old code."""
    renamed = Unit("990000-28", "东海市粮食和物资储备局", Category.DEPARTMENT, CITY)
    heir = replace(renamed, predecessors=(GRAIN.code,))
    cells = {"表三!D6": 9, "表三!D7": 3, "表三!D8": 12}
    result = now(tmp_path, heir, BUREAU, cells=cells, kind=kind)
    assert result.codes(heir) == [] and result.codes() == ["UNIT-01"]
    assert "上年报送过" in result.finding("UNIT-01")["message"]


def test_the_same_figures_as_last_year_are_those_of_both(tmp_path: Path) -> None:
    both = {"表三!D6": 20, "表三!D8": 15, "表三!D30": 5, "表二!B16": "0.3"}
    assert now(tmp_path, MERGED, cells=both).codes() == ["UNIT-13", "T3-04"]


def test_sums_are_exact(tmp_path: Path) -> None:
    """0.1 and 0.2 万元 are 0.3, of which 3,000 is ten thousand times as much (YEAR-01)."""
    result = now(tmp_path, MERGED, cells={**CARRIED, "表二!B16": 3000})
    assert result.codes() == ["YEAR-01"]
    assert "上年是 0.3" in result.finding("YEAR-01")["message"]


def test_a_code_that_last_year_does_not_know_is_told(tmp_path: Path) -> None:
    heir = replace(BUREAU, predecessors=(BUREAU.code, HERITAGE.code))
    result = now(tmp_path, heir, GRAIN)
    found = result.finding("YEAR-05")
    assert (found["severity"], found["unit"]) == ("warning", BUREAU.code)
    assert found["message"] == (
        "东海市教育局（990000-11）在名册中的上年代码 990000-19 在上年数据中没有，"
        "该单位的上年数按不清楚处理。"
    )
    # Half a sum would be a wrong one.
    assert result.finding("T3-04")["status"] == "cannot_judge"


def test_what_several_claim_is_nobody_s(tmp_path: Path) -> None:
    """The bureau goes on, and a new office came out of it: whose the cases are is not known."""
    new = replace(HERITAGE, predecessors=(BUREAU.code,))
    result = now(tmp_path, BUREAU, new, GRAIN, cells={"表三!D6": 9, "表三!D7": 2, "表三!D8": 11})
    found = result.finding("YEAR-06")
    assert found["message"] == (
        "上年东海市教育局（990000-11）的数，按名册的“上年代码”归 "
        "东海市教育局（990000-11）、东海市文物局（990000-19），无法分开，"
        "这些单位的上年数都按不清楚处理。"
    )
    assert result.finding("T3-04")["status"] == "cannot_judge"
    assert "UNIT-15" not in result.codes()


def test_a_new_unit_has_no_figures_even_under_a_code_that_was_another_s(tmp_path: Path) -> None:
    new = replace(GRAIN, name="东海市数据局", predecessors=())
    result = now(tmp_path, new, MERGED, cells={"表三!D6": 9, "表三!D8": 9})
    assert [one for one in result.codes(new) if one not in ("T3-04", "T2-01")] == []
    assert result.finding("T3-04")["status"] == "cannot_judge"
    assert "UNIT-15" not in result.codes()


def test_whose_figures_they_are_stands_above_the_comparison(tmp_path: Path) -> None:
    result = now(tmp_path, MERGED)
    texts = [str(cell) for row in result.sheet("上下年对比")[:6] for cell in row if cell]
    assert "本年汇总 1 个单位，上年汇总 2 个单位。两年汇总的是同样的单位，可以直接对比。" in texts
    assert (
        "按名册的“上年代码”，以下单位的上年数取自：东海市教育局（上年：东海市教育局、东海市粮食局）。"
        in texts
    )


# --- Templates -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["workbook", "folder"])
def test_the_template_carries_on_what_both_had(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    before = last_year(tmp_path, kind)
    new = replace(HERITAGE, predecessors=())
    units = tmp_path / "units.csv"
    units.write_bytes(roster(MERGED, new))
    options = ("template", "--units", units, "--year", str(YEAR), "--as", CITY, "-o")
    capsys.readouterr()
    assert command(*options, tmp_path / "out", "--previous", before) == 0
    # A new unit has no figures of last year, and none were wanted.
    assert capsys.readouterr().out == (
        f"名册：{units}（2 行）\n"
        f"共 2 份模板，在文件夹 {tmp_path / 'out'} 中（新生成或更新 2 份）。\n"
    )
    made, _ = sorted((tmp_path / "out").iterdir())
    sheet = opened(made.read_bytes())["表三"]
    assert sheet["D7"].value == 5
    assert sheet["D7"].comment.text.startswith(
        "上年“四、结转下年度继续办理，自然人”为 5（990000-11、990000-18 合计），本格应为 5\n"
    )
    assert sheet["D6"].comment.text == "上年：20（990000-11、990000-18 合计）"


def test_a_template_tells_what_the_column_gets_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = tmp_path / "units.csv"
    heir = replace(COUNTY, predecessors=("990000-77",))
    units.write_bytes(roster(MERGED, GRAIN, heir))
    options = ("template", "--units", units, "--year", str(YEAR), "-o", tmp_path / "out")
    before = last_year(tmp_path, "workbook")
    capsys.readouterr()
    # Nothing is known of anybody.
    told = refused(capsys, *options, "--previous", before)
    assert told.endswith(
        "应为上一年度由本工具生成的汇总工作簿，或上一年度的报送件、公开发布的年度报告"
        "（文件、文件夹或压缩包）；也可以是一张上年数的表（.xlsx 或 .csv）：每个单位一行，"
        "表头有“单位代码”或“单位名称”，以及各项指标的名称或代码。"
    )
    units.write_bytes(roster(MERGED, heir))
    assert command(*options, "--previous", before) == 0
    shown = capsys.readouterr().out
    assert "警告 YEAR-05 东山区（990001）在名册中的上年代码 990000-77 在上年数据中没有" in shown
    assert "没有上年数据、得到普通模板的单位（1 个）：东山区。" in shown


# --- The column ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", None),
        ("990000-18", ("990000-18",)),
        ("990000-11+990000-18", ("990000-11", "990000-18")),
        ("９９００００－１１＋990000-18", ("990000-11", "990000-18")),
        ("990000-11、990000-18", ("990000-11", "990000-18")),
        ("990000-11，990000-18；990000-11", ("990000-11", "990000-18")),
        ("无", ()),
        ("新设", ()),
        ("—", ()),
    ],
)
def test_ways_of_writing_the_column(
    tmp_path: Path, text: str, codes: tuple[str, ...] | None
) -> None:
    head = "单位代码,单位名称,单位类别,上级代码,上年代码"
    content = f"{head}\n990000-11,东海市教育局,市直部门,990000,{text}\n"
    (tmp_path / "units.csv").write_text(content, encoding="utf-8")
    (unit,) = read_roster(tmp_path / "units.csv").rows
    assert unit.predecessors == codes


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("990000-11 990000-18", "代码“990000-11 990000-18”不合规：只能用数字、字母、“-”和“_”。"),
        ("990000-11+", "代码“”不合规：只能用数字、字母、“-”和“_”。"),
        ("#N/A", "“上年代码”是错误值 #N/A。请改正公式，或直接填写。"),
        ("东海市粮食局", "代码“东海市粮食局”不合规：只能用数字、字母、“-”和“_”。"),
    ],
)
def test_a_column_that_names_no_codes_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, problem: str
) -> None:
    head = "单位代码,单位名称,单位类别,上级代码,上年代码"
    content = f"{head}\n990000-11,东海市教育局,市直部门,990000,{text}\n"
    (tmp_path / "units.csv").write_text(content, encoding="utf-8")
    told = refused(capsys, "template", "--units", tmp_path / "units.csv")
    assert told == f"单位名册 units.csv 第 2 行：{problem}"
