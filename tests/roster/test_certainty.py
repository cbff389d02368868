"""A roster from which a unit could drop out stops the run, with its rows and the names there."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    OFFICE,
    ROSTER_HEAD,
    collect,
    filled,
    refused,
    roster,
)
from tests.support.old_formats import as_xls
from toolkit.errors import CannotRun
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import read_roster

HEAD = tuple(ROSTER_HEAD.split(","))
TOP = ("990000", "东海市", "本级", "")
FIRST = ("990000-11", "东海市教育局", "市直部门", "990000")
SECOND = ("990000-12", "东海市财政局", "市直部门", "990000")
THIRD = ("990001", "东山区", "县（市、区）", "990000")
ROWS = (HEAD, TOP, FIRST, SECOND, THIRD)

Change = Callable[[Worksheet], None]


def book(*rows: tuple[Any, ...], change: Change = lambda sheet: None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    change(sheet)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def lines(*rows: str, head: str = ROSTER_HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def read(tmp_path: Path, content: bytes, name: str = "units.xlsx") -> Roster:
    (tmp_path / name).write_bytes(content)
    return read_roster(tmp_path / name)


def told(tmp_path: Path, content: bytes, name: str = "units.csv") -> str:
    with pytest.raises(CannotRun) as caught:
        read(tmp_path, content, name)
    text = str(caught.value)
    assert text.startswith(f"单位名册 {name} ")
    return text.removeprefix(f"单位名册 {name} ")


def parents(units: Roster) -> dict[str, str]:
    return {unit.code: unit.parent for unit in units.rows}


# --- Who reports to whom -------------------------------------------------------------------------

DUE = ("1,甲局,市直部门,9", "2,乙局,市直部门,9", "3,丙县,县（市、区）,9")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            (*DUE, "2,丁局,市直部门,9"),
            "第 3 行（乙局）和第 5 行（丁局）的单位代码都是 2。"
            "一个代码只能是一个单位：请改正代码，或删去重复的行。",
        ),
        (
            (*DUE, "２,丁局,市直部门,9", "2 ,戊局,市直部门,9"),
            "第 3 行（乙局）、第 5 行（丁局）和第 6 行（戊局）的单位代码都是 2。"
            "一个代码只能是一个单位：请改正代码，或删去重复的行。",
        ),
        (
            ("a1,甲局,市直部门,9", "A1,乙局,市直部门,9"),
            "第 2 行（甲局）和第 3 行（乙局）的单位代码都是 a1。"
            "一个代码只能是一个单位：请改正代码，或删去重复的行。",
        ),
        (
            (*DUE, "4,丁局,市直部门,4"),
            "第 5 行（丁局）的上级代码就是它自己的代码。请改为由谁汇总该单位的代码。",
        ),
        # A county that names itself has units of its own, and still nobody would sum it.
        (
            ("9,东海市,本级,", *DUE, "4,丁县,县（市、区）,4", "5,戊镇,乡镇（街道）,4"),
            "第 6 行（丁县）的上级代码就是它自己的代码。请改为由谁汇总该单位的代码。",
        ),
        (
            (*DUE, "4,丁县,县（市、区）,5", "5,戊镇,乡镇（街道）,6", "6,己村,乡镇（街道）,4"),
            "第 5 行（丁县）、第 6 行（戊镇）和第 7 行（己村）的上级代码互相指向，绕成了一圈，"
            "看不出由谁汇总。请改正上级代码。",
        ),
        (
            ("9,东海市,本级,", *DUE, "4,丁局,市直部门,"),
            "第 2 行（东海市）和第 6 行（丁局）都没有填上级代码。"
            "只有汇总单位自己的一行可以空着：请填上其余各行的上级代码。",
        ),
        (
            (*DUE, "4,丁局,市直部门,"),
            "第 5 行（丁局）没有填上级代码，其他单位的上级代码却是 9，名册中没有这个代码的单位。"
            "只有汇总单位自己的一行可以没有上级：请改正上级代码。",
        ),
        # A county without 上级代码 has units of its own, and still nobody would sum it.
        (
            (*DUE[:2], "3,丙县,县（市、区）,", "4,丁镇,乡镇（街道）,3"),
            "第 4 行（丙县）没有填上级代码，其他单位的上级代码却是 9，名册中没有这个代码的单位。"
            "只有汇总单位自己的一行可以没有上级：请改正上级代码。",
        ),
        # Two units with the same slip would have been taken for those that are summed.
        (
            ("9,东海市,本级,9", *DUE, "4,丁局,市直部门,99", "5,戊局,市直部门,99"),
            "第 2 行（东海市）的上级代码就是它自己的代码，其他单位的上级代码却是 99，"
            "名册中没有这个代码的单位。只有汇总单位自己的一行可以没有上级：请改正上级代码。",
        ),
    ],
)
def test_who_reports_to_nobody_is_told(tmp_path: Path, rows: tuple[str, ...], problem: str) -> None:
    assert told(tmp_path, lines(*rows)) == problem


@pytest.mark.parametrize("parent", ["", "9"])
def test_the_collecting_unit_may_be_a_top_row(tmp_path: Path, parent: str) -> None:
    units = read(tmp_path, lines(f"9,东海市,本级,{parent}", *DUE), "units.csv")
    assert parents(units) == {"9": "", "1": "9", "2": "9", "3": "9"}
    assert units.collector() == "9"


def test_who_reports_elsewhere_may_name_that_unit(tmp_path: Path) -> None:
    """垂直管理: its superior is none of the roster's business."""
    rows = ("9,东海市,本级,", *DUE, "4,东海海关,垂直管理,000017")
    assert read(tmp_path, lines(*rows), "units.csv").collector() == "9"


# --- Merged, calculated, wrong -------------------------------------------------------------------


def test_a_merged_cell_is_meant_for_every_row_of_its_range(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("D3:D5")
        sheet.merge_cells("C3:C4")

    assert read(tmp_path, book(*ROWS, change=merge)).rows == (
        Unit("990000", "东海市", Category.OWN),
        Unit(*FIRST[:2], Category.DEPARTMENT, "990000"),
        Unit(*SECOND[:2], Category.DEPARTMENT, "990000"),
        Unit(*THIRD[:2], Category.COUNTY, "990000"),
    )


def test_a_range_may_go_on_below_the_last_unit(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet["E30"] = "制表人：某某"
        sheet.merge_cells("D3:D40")

    assert len(read(tmp_path, book(*ROWS, change=merge))) == 4


@pytest.mark.slow
def test_units_under_a_merged_cell_are_due(tmp_path: Path) -> None:
    units = book(*ROWS, change=lambda sheet: sheet.merge_cells("D3:D5"))
    (tmp_path / "merged.xlsx").write_bytes(units)
    result = collect(tmp_path, {"a.xlsx": filled()}, "--units", tmp_path / "merged.xlsx")
    listed = {one["code"]: (one["status"], one["in_total"]) for one in result.json["units"]}
    assert listed == {
        "990000-11": ("received", True),
        "990000-12": ("missing", False),
        "990001": ("missing", False),
    }


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"D3": None, "D4": None},
            "第 2 行（东海市）、第 3 行（东海市教育局）和第 4 行（东海市财政局）都没有填上级代码。"
            "只有汇总单位自己的一行可以空着：请填上其余各行的上级代码。",
        ),
        (
            {"D3": "#N/A", "D5": "#N/A"},
            "第 3、5 行：“上级代码”是错误值 #N/A。请改正公式，或直接填写。",
        ),
        ({"A4": "#REF!"}, "第 4 行：“单位代码”是错误值 #REF!。请改正公式，或直接填写。"),
        ({"B4": "#NAME?"}, "第 4 行：“单位名称”是错误值 #NAME?。请改正公式，或直接填写。"),
        (
            {"D3": "=A2", "D4": '=IF(1,"990000")'},
            "第 3、4 行：“上级代码”是公式，却没有算出结果。"
            "请用 Excel 或 WPS 打开名册，重新计算并保存，或直接填写。",
        ),
        (
            {"A3": 114104020012345678},
            "第 3 行：“单位代码”的“114104020012345696”是以数字存的，超过 15 位的数字 Excel 只保留"
            "前 15 位，后面的已经丢失。请把该列设为“文本”格式后重新填写。",
        ),
        (
            {"A3": datetime.date(2026, 1, 11)},
            "第 3 行：“单位代码”的“2026-01-11”被 Excel 当成了日期或逻辑值。"
            "请把该列设为“文本”格式后重新填写。",
        ),
        (
            {"D3": True},
            "第 3 行：“上级代码”的“True”被 Excel 当成了日期或逻辑值。"
            "请把该列设为“文本”格式后重新填写。",
        ),
        (
            {"E1": "联系人", "E3": "#N/A"},
            "第 3 行：“联系人”是错误值 #N/A。请改正公式，或直接填写。",
        ),
    ],
)
def test_a_cell_that_says_nothing_certain_is_told(
    tmp_path: Path, change: dict[str, Any], problem: str
) -> None:
    def put(sheet: Worksheet) -> None:
        for cell, value in change.items():
            sheet[cell] = value

    assert told(tmp_path, book(*ROWS, change=put), "units.xlsx") == problem


def test_an_error_is_meant_for_every_row_of_its_range_too(tmp_path: Path) -> None:
    def put(sheet: Worksheet) -> None:
        sheet["D3"] = "#N/A"
        sheet.merge_cells("D3:D5")

    assert told(tmp_path, book(*ROWS, change=put), "units.xlsx") == (
        "第 3、4、5 行：“上级代码”是错误值 #N/A。请改正公式，或直接填写。"
    )


def test_cells_merged_across_columns_are_told(tmp_path: Path) -> None:
    problem = told(
        tmp_path, book(*ROWS, change=lambda sheet: sheet.merge_cells("C4:D4")), "units.xlsx"
    )
    assert problem == "第 4 行：“上级代码”与左边的单元格合并了，看不出各列的内容。请取消横向合并。"


def test_a_contact_without_a_result_is_only_a_blank(tmp_path: Path) -> None:
    rows = ((*HEAD, "联系人", "联系电话"), *ROWS[1:])

    def put(sheet: Worksheet) -> None:
        sheet["E3"] = '=IF(1,"")'

    assert [unit.contact for unit in read(tmp_path, book(*rows, change=put)).rows] == [""] * 4


def test_an_old_excel_workbook_is_a_roster_too(tmp_path: Path) -> None:
    """Whatever its name says: the content decides."""
    units = read(tmp_path, as_xls(book(*ROWS)))
    assert units.rows == read(tmp_path, lines(*map(",".join, ROWS[1:])), "units.csv").rows


# --- Sheets --------------------------------------------------------------------------------------


def two_sheets(*rows: tuple[Any, ...]) -> bytes:
    """The roster on the first sheet, these rows on the second."""

    def add(sheet: Worksheet) -> None:
        assert sheet.parent
        other = sheet.parent.create_sheet("旧名册")
        for row in rows:
            other.append(row)

    return book(*ROWS, change=add)


def test_the_sheet_that_has_the_heads_is_the_roster(tmp_path: Path) -> None:
    def add(sheet: Worksheet) -> None:
        assert sheet.parent
        sheet.parent.create_sheet("填写说明", 0).append(["单位名称", "请写全称"])

    assert len(read(tmp_path, book(*ROWS, change=add))) == 4
    # An empty form, and a copy of the same units, are in nobody's way.
    assert len(read(tmp_path, two_sheets(HEAD))) == 4
    assert len(read(tmp_path, two_sheets(*ROWS))) == 4


def test_two_sheets_that_differ_are_a_stop(tmp_path: Path) -> None:
    assert told(tmp_path, two_sheets(*ROWS[:3]), "units.xlsx") == (
        "中有 2 张内容不同的名册：工作表“Sheet”、“旧名册”。请只保留一张，其余的删去。"
    )


# --- Quotation marks and columns -----------------------------------------------------------------

WIDE = f"{ROSTER_HEAD},联系人,联系电话,截止日期"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        # It swallows two units, up to another mark, or to the end.
        (
            (DUE[0] + ',"甲,1,', DUE[1] + ",,,", DUE[2] + ',"丙",,'),
            '第 2 行：引号（"）不成对，或一格中有换行，一直读到了第 4 行。'
            "请删去多余的引号，一个单位写成一行。",
        ),
        (
            (DUE[0] + ",,,", '2,"乙局,市直部门,9,,,', DUE[2] + ",,,"),
            '第 3 行：引号（"）不成对，或一格中有换行，一直读到了第 4 行。'
            "请删去多余的引号，一个单位写成一行。",
        ),
        (
            (DUE[0] + ',"张三\n李四",,', DUE[1] + ",,,"),
            '第 2 行：引号（"）不成对，或一格中有换行，一直读到了第 3 行。'
            "请删去多余的引号，一个单位写成一行。",
        ),
        (
            (DUE[0] + ",,,", '2,"乙"局,市直部门,9,,,'),
            '第 3 行：引号（"）不成对，看不出各列的内容。请删去多余的引号。',
        ),
        # It swallows columns.
        (
            (DUE[0] + ',"甲,1,2026-01-31"',),
            "第 2 行：有 5 列，列名有 7 列。请检查这一行的分隔符（逗号）和引号。",
        ),
        (
            ('1,"甲局,市直部门",9,,,',),
            "第 2 行：有 6 列，列名有 7 列。请检查这一行的分隔符（逗号）和引号。",
        ),
        (("# 说明",), "第 2 行：有 1 列，列名有 7 列。请检查这一行的分隔符（逗号）和引号。"),
        (
            (DUE[0] + ",甲,1,2026-01-31,多",),
            "第 2 行：有 8 列，列名有 7 列。请检查这一行的分隔符（逗号）和引号。",
        ),
        (
            ("1，甲局，市直部门，9",),
            "第 2 行：有 1 列，列名有 7 列。请检查这一行的分隔符（逗号）和引号。",
        ),
    ],
)
def test_what_a_mark_swallows_is_told(tmp_path: Path, rows: tuple[str, ...], problem: str) -> None:
    assert told(tmp_path, lines(*rows, head=WIDE)) == problem


def test_a_mark_that_swallows_a_row_with_the_heads_is_told(tmp_path: Path) -> None:
    content = lines(DUE[0] + ',"', DUE[1] + ",", head=f'{ROSTER_HEAD},"备注')
    assert told(tmp_path, content) == (
        '第 1 行：引号（"）不成对，或一格中有换行，一直读到了第 2 行。'
        "请删去多余的引号，一个单位写成一行。"
    )


def test_what_is_only_left_out_at_the_end_is_blank(tmp_path: Path) -> None:
    rows = (DUE[0], DUE[1] + ",,,,,", '3,"丙""红旗""厂",部门,9', '4,丁"红旗"厂,部门,9')
    units = read(tmp_path, lines(*rows, head=WIDE), "units.csv").rows
    assert [unit.name for unit in units] == ["甲局", "乙局", '丙"红旗"厂', '丁"红旗"厂']


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    rows = ("1,甲局,企业,9", "2,,市直部门,9", "3,丙,企业,9", "4,丁,市直部门,9", "4,戊,市直部门,9")
    assert told(tmp_path, lines(*rows)) == (
        "有 3 处问题："
        "（1）第 2、4 行：单位类别“企业”不在可选范围内，应为："
        "本级、市直部门、县（市、区）、乡镇（街道）、垂直管理。"
        "（2）第 3 行：缺少单位名称。"
        "（3）第 5 行（丁）和第 6 行（戊）的单位代码都是 4。"
        "一个代码只能是一个单位：请改正代码，或删去重复的行。"
    )


def test_of_many_problems_the_first_are_told(tmp_path: Path) -> None:
    rows = [f"{n},单位{n},企业{n},9" for n in range(30)]
    text = told(tmp_path, lines(*rows))
    assert text.startswith("有 30 处问题：（1）第 2 行：") and "（20）第 21 行：" in text
    assert text.endswith("。另有 10 处，改正后再运行会列出。")


# --- The commands --------------------------------------------------------------------------------


@pytest.mark.parametrize("twice", [BUREAU, Unit(BUREAU.code, "体育局", Category.DEPARTMENT, CITY)])
def test_template_and_collect_stop_alike(
    folder: Path, capsys: pytest.CaptureFixture[str], twice: Unit
) -> None:
    (folder / "units.csv").write_bytes(roster(OFFICE, BUREAU, COUNTY, twice))
    said = (
        f"单位名册 units.csv 第 3 行（{BUREAU.name}）和第 5 行（{twice.name}）的单位代码都是 "
        f"{BUREAU.code}。一个代码只能是一个单位：请改正代码，或删去重复的行。"
    )
    assert refused(capsys, "collect", "returns") == said
    assert refused(capsys, "template", "--units", "units.csv", "-o", "out") == said
    assert not (folder / "out").exists()
