"""The roster: encodings, columns, codes as text, and whose sum it is."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.support.build import BUREAU, COUNTY, EVERYONE, ROSTER_HEAD, roster
from toolkit.errors import CannotRun
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.roster.roster_file import find_roster, named_roster, read_roster

FULL = """\
单位代码,单位名称,单位类别,上级代码,联系人,联系电话,截止日期
990000-01,东海市政府办公室,本级,990000,张三,0990-1,2025-01-31
990001,东山区,县（市、区）,990000,,,2025-02-20
"""


def read(tmp_path: Path, content: str | bytes, name: str = "units.csv") -> Roster:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_roster(path)


def refused(tmp_path: Path, content: str | bytes, name: str = "units.csv") -> str:
    with pytest.raises(CannotRun) as caught:
        read(tmp_path, content, name)
    return str(caught.value)


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# --- Reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_column_of_a_csv_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, FULL.encode(encoding)).rows == (
        Unit(
            "990000-01",
            "东海市政府办公室",
            Category.OWN,
            "990000",
            "张三",
            "0990-1",
            datetime.date(2025, 1, 31),
        ),
        Unit(
            "990001",
            "东山区",
            Category.COUNTY,
            "990000",
            deadline=datetime.date(2025, 2, 20),
        ),
    )


def test_an_xlsx_roster_whose_codes_and_dates_are_cells(tmp_path: Path) -> None:
    """Excel keeps 990001 as a number and the deadline as a date; a code is text all the same."""
    content = xlsx(
        ("单位代码", "单位名称", "单位类别", "上级代码", "截止日期"),
        (990001, "东山区", "县（市、区）", 990000, datetime.date(2025, 2, 20)),
        ("990000-01", "东海市政府办公室", "本级", "990000", None),
    )
    units = read(tmp_path, content, "units.xlsx").units
    assert [(u.code, u.parent, u.deadline) for u in units.values()] == [
        ("990001", "990000", datetime.date(2025, 2, 20)),
        ("990000-01", "990000", None),
    ]


def shown_as(look: str, code: object = 402, **more: Any) -> bytes:
    """A roster whose only unit has its code in a cell with this number format, or this font."""
    head = ("单位代码", "单位名称", "单位类别", "上级代码")
    book = openpyxl.load_workbook(BytesIO(xlsx(head, (code, "新华区", "县（市、区）", "990000"))))
    cell = book.worksheets[0]["A2"]
    cell.number_format = look
    cell.font = Font(**more)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("look", "code"),
    [
        ("General", "402"),
        ("000000", "000402"),
        ("#,##0", "402"),
        ("00-00", "04-02"),
        ('"XH"0', "XH402"),
        ("0.00", "402"),
    ],
)
def test_a_code_is_the_one_that_its_cell_shows(tmp_path: Path, look: str, code: str) -> None:
    assert read(tmp_path, shown_as(look), "units.xlsx").rows[0].code == code


@pytest.mark.parametrize(
    "content",
    [
        shown_as("0,", 410402),
        shown_as("0%"),
        shown_as(";;;"),
        shown_as("General", strike=True),
        shown_as("General", "402", strike=True),
        shown_as("General", vertAlign="superscript"),
    ],
)
def test_a_code_that_is_shown_in_part_or_not_at_all_is_refused(
    tmp_path: Path, content: bytes
) -> None:
    said = refused(tmp_path, content, "units.xlsx")
    assert said.startswith("单位名册 units.xlsx 第 2 行：单位代码存的是“4")
    assert said.endswith("无法确定是哪一个。请清除该格的格式后重新填写。")


def test_columns_in_any_order_with_others_between(tmp_path: Path) -> None:
    text = "序号,上级代码,单位类别,单位名称,单位代码\n1,990000,市直部门,东海市教育局,990000-11\n"
    assert read(tmp_path, text).rows == (BUREAU,)


def test_blank_lines_and_blanks_around_texts_do_not_count(tmp_path: Path) -> None:
    text = f"{ROSTER_HEAD}\n\n 990000-11 , 东海市教育局 ,市直部门,990000\n,,,\n"
    assert read(tmp_path, text).rows == (BUREAU,)


@pytest.mark.parametrize("text", ["2025-2-20", "2025/02/20", "2025.2.20", "2025年2月20日"])
def test_ways_of_writing_a_deadline(tmp_path: Path, text: str) -> None:
    content = f"{ROSTER_HEAD},截止日期\n990001,东山区,县（市、区）,990000,{text}\n"
    assert read(tmp_path, content).rows[0].deadline == datetime.date(2025, 2, 20)


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("单位代码,单位名称,上级代码", "单位类别"),
        ("代码,名称,序号", "单位类别、上级代码"),
        ("", "单位代码、单位名称、单位类别、上级代码"),
    ],
)
def test_missing_columns_are_named(tmp_path: Path, head: str, missing: str) -> None:
    told = refused(tmp_path, f"{head}\n990001,东山区,990000\n")
    assert told == f"单位名册 units.csv 缺少列：{missing}。第一行应为列名。"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "410402.0,新华区,县（市、区）,410400",
            "单位代码“410402.0”像是被 Excel 当成了数字（应为“410402”之类）。"
            "请把该列设为“文本”格式后重新填写代码。",
        ),
        (
            "990001,东山区,县（市、区）,990000.0",
            "单位代码“990000.0”像是被 Excel 当成了数字（应为“990000”之类）。"
            "请把该列设为“文本”格式后重新填写代码。",
        ),
        ("99 01,东山区,县（市、区）,990000", "代码“99 01”不合规：只能用数字、字母、“-”和“_”。"),
        (
            "990001,东山区,事业单位,990000",
            "单位类别“事业单位”不在可选范围内，应为："
            "本级、市直部门、县（市、区）、乡镇（街道）、垂直管理。",
        ),
        (
            "990001,东山区,,990000",
            "单位类别“”不在可选范围内，应为：本级、市直部门、县（市、区）、乡镇（街道）、垂直管理。",
        ),
        (",东山区,县（市、区）,990000", "缺少单位代码。"),
        ("990001,,县（市、区）,990000", "缺少单位名称。"),
    ],
)
def test_a_bad_row_is_told_with_its_number(tmp_path: Path, row: str, problem: str) -> None:
    good = "990000-11,东海市教育局,市直部门,990000"
    told = refused(tmp_path, f"{ROSTER_HEAD}\n{good}\n{row}\n")
    assert told == f"单位名册 units.csv 第 3 行：{problem}"


@pytest.mark.parametrize("text", ["2月20日", "尽快", "20250220", "46053"])
def test_a_bad_deadline_is_told_with_its_row(tmp_path: Path, text: str) -> None:
    content = f"{ROSTER_HEAD},截止日期\n990001,东山区,县（市、区）,990000,{text}\n"
    assert refused(tmp_path, content) == (
        f"单位名册 units.csv 第 2 行：截止日期“{text}”看不懂，请写成 2026-02-20 的样子。"
    )


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-30", "2026/2/30", "2025-00-10"])
def test_a_day_that_does_not_exist_is_told_as_that(tmp_path: Path, text: str) -> None:
    content = f"{ROSTER_HEAD},截止日期\n990001,东山区,县（市、区）,990000,{text}\n"
    assert refused(tmp_path, content) == (
        f"单位名册 units.csv 第 2 行：截止日期“{text}”：没有这一天，请核对月和日。"
    )


def test_a_deadline_with_more_behind_it_is_a_mistake(tmp_path: Path) -> None:
    """A typing error must not become another day: 2025-02-201 is not 20 February."""
    refused(tmp_path, f"{ROSTER_HEAD},截止日期\n990001,东山区,县（市、区）,990000,2025-02-201\n")


def test_a_roster_without_units(tmp_path: Path) -> None:
    assert refused(tmp_path, ROSTER_HEAD) == (
        "单位名册 units.csv 还没有填写单位：请在列名下面填写，每个单位一行。"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [("units.csv", b"\xff\xfe\x00\x81\x00"), ("units.xlsx", b"PK\x03\x04 no workbook")],
)
def test_a_roster_that_cannot_be_read(tmp_path: Path, name: str, content: bytes) -> None:
    assert refused(tmp_path, content, name) == (
        f"单位名册 {name} 打不开：应为 CSV（UTF-8 或 GB18030 编码）或 .xlsx 文件。"
    )


def test_a_unit_reports_to_whoever_is_above_it_listed_or_not() -> None:
    town, county = Unit("3", "镇", None, "2"), Unit("2", "县", None, "1")
    units = Roster((town, county))
    assert units.reports_to(town, "2") and units.reports_to(town, "1")
    assert not units.reports_to(county, "3") and not units.reports_to(county, "2")


# --- Finding it ----------------------------------------------------------------------------------


def test_the_roster_in_the_folder_or_the_one_beside_it(tmp_path: Path) -> None:
    inside, beside = tmp_path / "returns" / "units.xlsx", tmp_path / "units.csv"
    inside.parent.mkdir()
    beside.write_bytes(roster(BUREAU))
    assert find_roster([inside.parent]) == beside
    # The same units in another format are the same roster.
    inside.write_bytes(
        xlsx(tuple(ROSTER_HEAD.split(",")), ("990000-11", BUREAU.name, "部门", 990000))
    )
    assert find_roster([inside.parent]) == inside


def test_two_rosters_that_differ_are_a_stop(tmp_path: Path) -> None:
    """One of them is out of date, and nobody but the office knows which."""
    inside, beside = tmp_path / "returns" / "units.csv", tmp_path / "units.csv"
    inside.parent.mkdir()
    inside.write_bytes(roster(BUREAU))
    beside.write_bytes(roster(BUREAU, COUNTY))
    with pytest.raises(CannotRun) as caught:
        find_roster([inside.parent])
    assert str(caught.value) == (
        f"有两份内容不同的单位名册：{inside} 和 {beside}，不知道用哪一份。"
        "请删去过时的一份，或用 --units 指明名册。"
    )


def test_a_roster_beside_that_cannot_be_read_is_a_stop(tmp_path: Path) -> None:
    inside, beside = tmp_path / "returns" / "units.csv", tmp_path / "units.csv"
    inside.parent.mkdir()
    inside.write_bytes(roster(BUREAU))
    beside.write_bytes(roster(BUREAU, BUREAU))
    with pytest.raises(CannotRun) as caught:
        find_roster([inside.parent])
    assert str(caught.value) == (
        f"有两份单位名册：{inside} 和 {beside}，后一份不能用，不知道内容是否相同"
        "（单位名册 units.csv 第 2 行（东海市教育局）和第 3 行（东海市教育局）的单位代码都是 "
        "990000-11。一个代码只能是一个单位：请改正代码，或删去重复的行。）。"
        "请删去不用的一份，或用 --units 指明名册。"
    )


def test_two_rosters_in_one_folder_that_differ_are_a_stop(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    (tmp_path / "UNITS.xlsx").write_bytes(
        xlsx(tuple(ROSTER_HEAD.split(",")), ("1", "甲局", "部门", "9"))
    )
    with pytest.raises(CannotRun) as caught:
        named_roster(tmp_path)
    assert "units.csv 和 " in str(caught.value) and "UNITS.xlsx" in str(caught.value)


def test_a_folder_stands_for_the_roster_in_it(tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as caught:
        named_roster(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path} 是文件夹，这里应写一个文件；"
        "其中也没有单位名册（名册.xlsx、名册.csv、units.csv 或 units.xlsx）。请写明名册，"
        "例如 --units 名册.xlsx。"
    )
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    assert named_roster(tmp_path) == tmp_path / "units.csv"


def test_the_roster_beside_a_single_file(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes(roster(BUREAU))
    assert find_roster([tmp_path / "one.xlsx"]) == tmp_path / "units.csv"


def test_no_roster_says_where_it_was_looked_for(tmp_path: Path) -> None:
    folder = tmp_path / "returns"
    folder.mkdir()
    with pytest.raises(CannotRun) as caught:
        find_roster([folder])
    assert str(caught.value) == (
        "找不到单位名册（名册.xlsx、名册.csv、units.csv 或 units.xlsx）。"
        f"已查找：{folder} 里面和旁边。请把名册放在报送件文件夹中，或用 --units 指明。"
    )


def test_a_roster_as_it_is_built_here_is_read_back(tmp_path: Path) -> None:
    assert read(tmp_path, roster(*EVERYONE)).rows == EVERYONE
