"""Three levels: townships and bureaus → county → city.

The city's totals are the sum of all leaves, and what is wrong with a county's sum comes along: who
is not in it, and which errors nobody there has settled.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.build import (
    CITY,
    CONTACT,
    LATER,
    YEAR,
    Collected,
    code_at,
    collect,
    edit,
    opened,
    patched,
    raw,
    sheet_part,
)
from tests.support.figures import all_filled, every_value
from tests.support.places import SECOND_FORM
from tests.support.reviewed import decided, text
from tests.support.three_levels import (
    BUREAU,
    EAST,
    EAST_BUREAU,
    EAST_OWN,
    EAST_STREET,
    EAST_TAXES,
    EAST_TOWN,
    IN_CITY,
    IN_EAST,
    IN_WEST,
    LEAVES,
    OWN,
    WEST,
    city,
    east,
    leaves,
    sum_of,
    totals,
    west,
)
from toolkit.commands.checking import check_files
from toolkit.commands.read_files import FileToReturn
from toolkit.commands.reporting import report_on
from toolkit.consolidated_workbook.by_unit import FIRST_FIGURE
from toolkit.consolidated_workbook.workbook import make_consolidated
from toolkit.consolidation.assignment import assign
from toolkit.consolidation.consolidate import Consolidation, consolidate
from toolkit.consolidation.words import Banner
from toolkit.files.incoming import Incoming
from toolkit.findings import message as words
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form
from toolkit.grids.grid import Grid
from toolkit.grids.identity import Identity
from toolkit.grids.names import (
    ALL_LIST_HEADS,
    BY_UNIT,
    BY_UNIT_COLUMNS,
    COMPARISON,
    COVERAGE,
    COVERAGE_COLUMNS,
    FINDING_COLUMNS,
    FINDINGS,
    OVERVIEW,
)
from toolkit.returns.sums.lists import MOST, UnitsOfSum, units_of_sum
from toolkit.returns.sums.telling import tell_units_of_sum
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

FORM = default_form()
# What is never said of workbooks that nobody has touched.
SOUND = ("LEVEL-01", "LEVEL-05", "TOT-03", "TOT-05", "TOT-06")

# --- A city with two counties --------------------------------------------------------------------


def told(result: Collected, unit: Unit = EAST) -> list[str]:
    return [one for one in result.codes(unit) if one.startswith("LEVEL")]


@dataclass(frozen=True)
class Counties:
    """Workbooks of the two counties, all in order; and of the first with one thing wrong."""

    east: bytes
    west: bytes
    gap: bytes
    faulty: bytes


@pytest.fixture(scope="module")
def counties() -> Counties:
    files = leaves(IN_EAST)
    without_town = {name: one for name, one in files.items() if EAST_TOWN.code not in name}
    bad = {**files, "990001101.xlsx": edit(files["990001101.xlsx"], {"表二!B9": "12件"})}
    return Counties(
        east(files),
        west(leaves(IN_WEST)),
        east(without_town),
        east(bad),
    )


def test_the_city_s_totals_are_the_sum_of_all_leaves(counties: Counties, tmp_path: Path) -> None:
    result = city(tmp_path, counties.east, counties.west)
    assert totals(result) == sum_of(LEAVES)
    assert result.json["findings"] == []
    assert result.exit_code == 0
    # All six decimals of an amount were there.
    assert any(Decimal(one).as_tuple().exponent == -6 for one in totals(result).values())


def test_how_many_are_in_a_county_s_sum_stands_in_the_coverage(
    counties: Counties, tmp_path: Path
) -> None:
    rows = city(tmp_path, counties.gap, counties.west).sheet(COVERAGE)
    at = rows[1].index("说明")
    said = {row[0]: row[at] for row in rows[2:]}
    assert said[EAST.code] == "汇总了下级 3 个单位（应汇总 4 个），见该单位的审核意见"
    assert said[WEST.code] == "汇总了下级 2 个单位"
    assert not said[BUREAU.code]


def test_a_township_that_is_missing_is_named_to_the_city(
    counties: Counties, tmp_path: Path
) -> None:
    result = city(tmp_path, counties.gap, counties.west)
    assert told(result) == ["LEVEL-02"] and told(result, WEST) == []
    found = result.finding("LEVEL-02")
    assert (found["severity"], found["file"]) == ("warning", "east.xlsx")
    assert found["message"] == "该汇总应包括 4 个单位，计入 3 个；未报 1 个：河口镇。"
    assert found["suggestion"].startswith("请催报 河口镇；收齐、改正后重新汇总")
    assert found["sheet"] == COVERAGE
    book = opened(counties.gap)
    assert book[found["sheet"]][found["cell"]].value == EAST_TOWN.code
    assert totals(result) == sum_of([one for one in LEAVES if one is not EAST_TOWN])
    assert result.unit(EAST)["status"] == "received" and result.exit_code == 0


def test_an_error_of_a_township_is_told_to_the_city(counties: Counties, tmp_path: Path) -> None:
    result = city(tmp_path, counties.faulty, counties.west)
    assert set(told(result)) == {"LEVEL-03"}
    (found, *_) = [one for one in result.json["findings"] if "NUM-01" in one["message"]]
    assert (found["severity"], found["unit"], found["file"]) == ("error", EAST.code, "east.xlsx")
    assert found["message"].startswith(
        "所属单位的错误尚未处理：河口镇（990001101），NUM-01：表二 B9（"
    )
    assert "12件" in found["message"]
    # By this the city's reviewer knows it again, on whatever line it stands next time.
    assert found["label"] == "河口镇（990001101），NUM-01 表二 B9"
    book = opened(counties.faulty)
    assert found["sheet"] == FINDINGS and "12件" in book[FINDINGS][found["cell"]].value
    county = result.unit(EAST)
    assert (county["status"], county["in_total"], result.exit_code) == ("with_errors", True, 1)


def test_strictly_such_a_county_is_left_out(counties: Counties, tmp_path: Path) -> None:
    files = {"east.xlsx": counties.faulty, **leaves([OWN, BUREAU])}
    result = collect(tmp_path, files, "--as", CITY, "--strict", units=IN_CITY)
    assert result.unit(EAST)["in_total"] is False
    assert totals(result) == sum_of([OWN, BUREAU])


def test_check_tells_the_county_itself(counties: Counties, tmp_path: Path) -> None:
    (tmp_path / "sum.xlsx").write_bytes(counties.faulty)
    (checked,) = check_files([tmp_path / "sum.xlsx"], None, None)
    assert {one.code for one in checked.findings if one.status == "open"} == {"LEVEL-03"}
    assert checked.has_errors


def last_year(path: Path, units: Iterable[Unit], year: int = YEAR - 1) -> Path:
    """The city's consolidated workbook of the year before, whose 结转下年 this year carries on."""
    carried = {"表三!D6": 6, "表三!D8": 3, "表三!D30": 3}
    files = {}
    for one in units:
        figures = dict(zip(map(code_at, carried), carried.values(), strict=True))
        filling = Filling(figures, all_filled(FORM), CONTACT)
        files[f"{one.code}.xlsx"] = make_template(FORM, one, year, filling)
    workbook = collect(path, files, "--as", CITY, "--year", str(year), units=units).workbook
    return workbook.rename(path / "last.xlsx")


def carrying(unit: Unit, opening: int) -> bytes:
    cells = {"表三!D7": opening, "表三!D8": opening}
    figures = dict(zip(map(code_at, cells), cells.values(), strict=True))
    return make_template(FORM, unit, YEAR, Filling(figures, all_filled(FORM), CONTACT))


def test_what_a_county_lacks_is_not_held_against_last_year(tmp_path: Path) -> None:
    """Its sum without a township does not carry on last year's: that is no error of its own."""
    before = last_year(tmp_path / "last", [EAST, OWN])
    files = {f"{one.code}.xlsx": carrying(one, 1) for one in (EAST_OWN, EAST_BUREAU)}
    county = collect(tmp_path / "e", files, "--as", EAST.code, units=[EAST_OWN, EAST_BUREAU])
    lacking = collect(tmp_path / "g", files, "--as", EAST.code, units=IN_EAST)
    told = {}
    for name, content in (("whole", county), ("gap", lacking)):
        sent = {"east.xlsx": content.workbook.read_bytes(), "own.xlsx": carrying(OWN, 3)}
        options = ("--as", CITY, "--previous", before)
        told[name] = collect(tmp_path / name, sent, *options, units=[EAST, OWN])
    found = told["whole"].finding("T3-04")
    assert (found["severity"], found["status"]) == ("error", "open")
    assert (found["actual"], found["expected"]) == (2, 3)
    found = told["gap"].finding("T3-04")
    assert (found["severity"], found["status"], found["cell"]) == ("info", "cannot_judge", "D7")
    assert found["message"].endswith("无法判断：所属单位没有汇总齐全，与上年的数不可比。")
    assert found["suggestion"] == "请先补齐所属单位的数，重新汇总后再核对与上年的衔接。"
    assert told["gap"].exit_code == 0 and "LEVEL-02" in told["gap"].codes()


def test_what_a_county_lacks_stands_on_the_first_page(counties: Counties, tmp_path: Path) -> None:
    before = last_year(tmp_path / "last", [EAST, WEST, OWN, BUREAU])
    files = {"e.xlsx": counties.gap, "w.xlsx": counties.west, **leaves([OWN, BUREAU])}
    result = collect(tmp_path, files, "--as", CITY, "--previous", before, units=IN_CITY)
    page = [str(cell) for row in result.sheet(OVERVIEW) for cell in row if cell is not None]
    assert "自身的汇总不齐、数据已计入的单位（1 个）：东山区（缺 河口镇）。" in page
    # Who has no sum of last year for all its units is not compared with it.
    told = "主要数据（上年、增减、增幅只算两年数据都齐的 3 个单位；本年汇总 4 个，上年 4 个）"
    assert told in page
    assert "应报单位已全部报送，没有错误。" not in page
    compared = str(result.sheet(COMPARISON)[1][0])
    assert "本年自身汇总不齐的 1 个：东山区。两年的汇总范围不同" in compared


# --- What the county's reviewer decided ----------------------------------------------------------


def lines(content: bytes) -> list[str]:
    """The codes of the errors on the county's list, in their order."""
    rows = list(opened(content)[FINDINGS].iter_rows(min_row=3, values_only=True))
    return [row[4] for row in rows if row[1] == "错误"]


@pytest.mark.parametrize("decision", ["已核实", "不采纳"])
def test_what_was_settled_in_the_county_is_an_info_of_the_city(
    counties: Counties, tmp_path: Path, decision: str
) -> None:
    every = dict.fromkeys(range(len(lines(counties.faulty))), decision)
    content = decided(counties.faulty, every, "电话核实")
    result = city(tmp_path, content, counties.west)
    assert told(result) == ["LEVEL-04"]
    found = result.finding("LEVEL-04")
    assert found["severity"] == "info"
    assert f"有 {len(every)} 处错误，汇总单位审核后保留：河口镇（990001101）" in found["message"]
    assert f"（{decision}，备注：电话核实）" in found["message"]
    assert result.unit(EAST)["status"] == "received" and result.exit_code == 0


@pytest.mark.parametrize("decision", ["待处理", "", "随便写的"])
def test_what_is_not_settled_stays_open(counties: Counties, tmp_path: Path, decision: str) -> None:
    content = decided(counties.faulty, {0: decision})
    result = city(tmp_path, content, counties.west)
    assert told(result) == ["LEVEL-03"] * len(lines(counties.faulty))
    assert "已退回" not in str(result.json["findings"])


def test_what_was_sent_back_waits(counties: Counties, tmp_path: Path) -> None:
    content = decided(counties.faulty, {0: "已退回"})
    result = city(tmp_path, content, counties.west)
    assert told(result) == ["LEVEL-03"] * len(lines(counties.faulty))
    assert "（已退回该单位，尚未改正）。" in str(result.json["findings"])


def test_who_was_switched_off_is_told(counties: Counties, tmp_path: Path) -> None:
    """计入汇总 on 分单位 is what the sums go by, whatever 报送情况 says."""
    switch = next(
        cell
        for row in opened(counties.east)[BY_UNIT].iter_rows(min_row=10)
        for cell in row
        if cell.column == 4 and row[0].value == EAST_STREET.code
    )
    content = raw(counties.east, {f"{BY_UNIT}!{switch.coordinate}": text("否")})
    result = city(tmp_path, content, counties.west)
    assert result.finding("LEVEL-02")["message"] == (
        "该汇总应包括 4 个单位，计入 3 个；已报未计入 1 个：新华街道。"
    )


def test_who_was_switched_on_against_the_rule_is_told(counties: Counties, tmp_path: Path) -> None:
    switch = next(
        cell
        for row in opened(counties.east)[BY_UNIT].iter_rows(min_row=10)
        for cell in row
        if cell.column == 4 and row[0].value == EAST_TAXES.code
    )
    content = raw(counties.east, {f"{BY_UNIT}!{switch.coordinate}": text("是")})
    result = city(tmp_path, content, counties.west)
    assert "多计入了不由其汇总的 1 个单位：东山区税务局" in result.finding("LEVEL-02")["message"]


def test_who_has_sent_nothing_is_missing_whatever_the_switch_says(
    counties: Counties, tmp_path: Path
) -> None:
    rows = [row[0].value for row in opened(counties.gap)[BY_UNIT].iter_rows(max_col=1)]
    cell = f"D{rows.index(EAST_TOWN.code) + 1}"
    content = raw(counties.gap, {f"{BY_UNIT}!{cell}": text("是")})
    found = city(tmp_path, content, counties.west).finding("LEVEL-02")
    assert found["message"] == "该汇总应包括 4 个单位，计入 3 个；未报 1 个：河口镇。"
    path = tmp_path / "county.xlsx"
    path.write_bytes(content)
    summed = report_on(path, None, tmp_path).source.summed
    assert summed and [one.name for one in summed.missing] == ["河口镇"]
    assert summed.inside == [EAST_BUREAU.name, EAST_STREET.name, EAST_OWN.name]
    assert summed.lines() == [Banner.missing(["河口镇"]), Banner.inside(summed.inside)]


def test_with_strict_below_the_reason_comes_along(tmp_path: Path, counties: Counties) -> None:
    files = leaves(IN_EAST)
    files["990001101.xlsx"] = edit(files["990001101.xlsx"], {"表二!B9": "12件"})
    content = east(files, "--strict")
    result = city(tmp_path, content, counties.west)
    found = result.finding("LEVEL-02")
    assert "；已报未计入 1 个：河口镇（有错误，按 --strict 不计入）。" in found["message"]


@pytest.mark.parametrize("name", ["汇总-2024.xlsx", "990001_东山区.xlsx"])
def test_the_copy_that_a_county_keeps_is_no_second_return(
    counties: Counties, tmp_path: Path, name: str
) -> None:
    """The county's whole folder was copied; its .bak is the workbook of the run before."""
    files = {name: counties.east, "汇总-2024.xlsx.bak": counties.gap}
    result = collect(tmp_path, files, "--as", CITY, units=[EAST])
    assert (result.codes(), result.files()[name]) == ([], "accepted")
    (kept,) = [one for one in result.json["files"] if one["path"].endswith(".bak")]
    assert kept == {
        "path": "汇总-2024.xlsx.bak",
        "status": "ignored",
        "unit": EAST.code,
        "reason": "本工具保留的上一版汇总工作簿（.bak）",
    }
    chosen = collect(tmp_path, files, "--as", CITY, "--prefer", kept["path"], units=[EAST])
    assert chosen.files()[kept["path"]] == "accepted"


def test_a_copy_alone_is_what_there_is(counties: Counties, tmp_path: Path) -> None:
    files = {"汇总-2024.xlsx.bak": counties.gap, "汇总-2024.xlsx": counties.west}
    result = collect(tmp_path, files, "--as", CITY, units=[EAST, WEST])
    assert result.codes(EAST) == ["LEVEL-02", "FILE-10"]
    assert result.unit(EAST)["in_total"] and result.unit(WEST)["in_total"]


@pytest.mark.parametrize("edited", ["deleted", "made a hint"])
def test_an_error_that_was_taken_off_the_list_is_told(
    counties: Counties, tmp_path: Path, edited: str
) -> None:
    """The record knows what was listed."""
    before = [one["label"] for one in city(tmp_path, counties.faulty).json["findings"]]
    if edited == "deleted":
        content = patched(
            counties.faulty,
            sheet_part(counties.faulty, FINDINGS),
            lambda xml: re.sub('<row r="3".*?</row>', "", xml, count=1),
        )
    else:
        content = raw(counties.faulty, {f"{FINDINGS}!B3": text("提示")})
    result = city(tmp_path / "2", content)
    assert sorted(one["label"] or "" for one in result.json["findings"]) == sorted(
        one or "" for one in before
    )
    (lost,) = [
        one for one in result.json["findings"] if one["code"] == "LEVEL-03" and not one["cell"]
    ]
    assert lost["label"] == "河口镇（990001101），NUM-01 表二 B9"
    assert lost["suggestion"].endswith("该条已从“审核结果”页删去或改动，按生成时所列。")


def test_what_the_city_lists_and_the_county_does_not_is_lacking(
    counties: Counties, tmp_path: Path
) -> None:
    new = Unit("990001199", "新设镇", Category.TOWNSHIP, EAST.code)
    result = city(tmp_path, counties.east, counties.west, units=[*IN_CITY, *IN_EAST, new])
    page = [str(cell) for row in result.sheet(OVERVIEW) for cell in row if cell is not None]
    assert "自身的汇总不齐、数据已计入的单位（1 个）：东山区（缺 新设镇）。" in page


# --- Lists that are not there --------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [COVERAGE, FINDINGS, BY_UNIT])
def test_a_list_that_is_gone_is_told(counties: Counties, tmp_path: Path, sheet: str) -> None:
    def rename(xml: str) -> str:
        return xml.replace(f'name="{sheet}"', 'name="另存"')

    content = patched(counties.gap, "xl/workbook.xml", rename)
    result = city(tmp_path, content, counties.west)
    found = result.finding("LEVEL-05")
    assert (found["severity"], found["unit"]) == ("warning", EAST.code)
    assert f"读不到“{sheet}”页（" in found["message"]
    assert ("LEVEL-02" in told(result)) == (sheet != COVERAGE)


def test_a_list_whose_heads_were_changed_is_told(counties: Counties, tmp_path: Path) -> None:
    content = raw(counties.east, {f"{COVERAGE}!D2": text("情况")})
    assert told(city(tmp_path, content, counties.west)) == ["LEVEL-05"]


def test_a_list_that_is_too_large_costs_no_figure(counties: Counties, tmp_path: Path) -> None:
    """Of a sum over very many units; the tables are read all the same."""

    def far(xml: str) -> str:
        cell = '<row r="999999"><c r="A999999"><v>1</v></c></row></sheetData>'
        return xml.replace("</sheetData>", cell)

    content = patched(counties.east, sheet_part(counties.east, BY_UNIT), far)
    result = city(tmp_path, content, counties.west)
    assert told(result) == ["LEVEL-05"]
    assert totals(result) == sum_of(LEAVES)


# --- The city's roster lists the county's units, too ---------------------------------------------


def test_with_all_on_the_city_s_roster_nothing_contradicts(
    counties: Counties, tmp_path: Path
) -> None:
    units = [*IN_CITY, *IN_EAST, *IN_WEST]
    result = city(tmp_path, counties.east, counties.west, units=units)
    assert told(result) == [] and told(result, WEST) == []
    assert totals(result) == sum_of(LEAVES)


def test_a_unit_that_the_county_does_not_list_is_told(counties: Counties, tmp_path: Path) -> None:
    new = Unit("990001199", "新设镇", Category.TOWNSHIP, EAST.code)
    result = city(tmp_path, counties.east, counties.west, units=[*IN_CITY, *IN_EAST, new])
    assert "名册中另有 1 个下级单位不在其汇总范围：新设镇" in result.finding("LEVEL-02")["message"]


def test_a_unit_whose_return_is_here_is_told_so(counties: Counties, tmp_path: Path) -> None:
    """It came after the county had added up: nobody is told to press it without knowing."""
    files = {"east.xlsx": counties.gap, **leaves([EAST_TOWN, EAST_OWN, EAST_BUREAU, EAST_STREET])}
    result = collect(tmp_path, files, "--as", CITY, units=[*IN_CITY, *IN_EAST])
    assert set(told(result)) == {"LEVEL-01", "LEVEL-02"}
    found = result.finding("LEVEL-02")
    assert "未报 1 个：河口镇（其报表在本次汇总的文件中）" in found["message"]


def test_of_an_error_whose_return_is_here_the_newer_word_is_named(
    counties: Counties, tmp_path: Path
) -> None:
    files = {"east.xlsx": counties.faulty, **leaves([EAST_TOWN])}
    result = collect(tmp_path, files, "--as", CITY, units=[*IN_CITY, *IN_EAST])
    found = [one for one in result.json["findings"] if one["code"] == "LEVEL-03"]
    assert all("最新情况见其名下的审核意见" in one["suggestion"] for one in found)


# --- What goes back to the county ----------------------------------------------------------------


def test_the_county_is_told_what_to_do(counties: Counties, tmp_path: Path) -> None:
    out = tmp_path / "back"
    files = {"east.xlsx": counties.faulty, **leaves([OWN, BUREAU])}
    collect(tmp_path, files, "--as", CITY, "--feedback", out, units=IN_CITY)
    (notice,) = out.glob("990001_*通知.txt")
    said = notice.read_text(encoding="utf-8-sig")
    assert "河口镇（990001101），NUM-01：表二 B9（" in said and "原文件 审核结果 " in said
    assert "请与下级单位核实改正后重新汇总，报送新的汇总工作簿" in said
    assert "把该工作簿发回" not in said
    (book,) = out.glob("990001_*.xlsx")
    sheet = opened(book.read_bytes())["退回意见"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(one.startswith("贵单位报来的是汇总工作簿：") for one in texts)
    # The place is in the workbook that was sent: nothing in this one is marked for it.
    assert all(cell.comment is None for row in opened(book.read_bytes())["表二"] for cell in row)


# --- Lists as plain grids ------------------------------------------------------------------------

COVER_HEAD = (
    "单位代码",
    "单位名称",
    "单位类别",
    "报送状态",
    "计入汇总",
    "说明",
    "联系人",
    "联系电话",
)
FINDING_HEAD = ("备注", "处理意见", "状态", "问题", "规则", "单位名称", "单位代码", "级别")


def below(
    units: Iterable[tuple[str, ...]] = (("A", "甲", "本级", "已报", "是", "", "", ""),),
    findings: Iterable[tuple[object, ...]] = (),
) -> UnitsOfSum:
    """Lists in another order of columns than ours, with a title above."""
    every = list(units)
    switches = [("单位代码", "计入汇总"), *((one[0], one[4]) for one in every)]
    grids = {
        BY_UNIT: Grid([("题",), *switches]),
        COVERAGE: Grid([("题",), COVER_HEAD, *every]),
        FINDINGS: Grid([("题",), (), FINDING_HEAD, *findings]),
    }
    return units_of_sum(grids)


def error(number: int = 1, **changes: object) -> tuple[object, ...]:
    line: dict[str, object] = {
        "备注": "",
        "处理意见": "",
        "状态": "待处理",
        "问题": f"第 {number} 处不对。",
        "规则": "NUM-01",
        "单位名称": "甲镇",
        "单位代码": float(number),
        "级别": "错误",
    }
    return tuple({**line, **changes}.values())


def in_words(finding: Finding) -> str:
    return words.message(finding, FORM)


def test_the_heads_are_those_that_we_write() -> None:
    ours = {*BY_UNIT_COLUMNS, *COVERAGE_COLUMNS, *FINDING_COLUMNS}
    assert ours >= ALL_LIST_HEADS


def test_nothing_is_told_of_a_sum_that_is_complete() -> None:
    read = below()
    assert read == UnitsOfSum(due=("A",), inside=1)
    assert list(tell_units_of_sum(read)) == []


def test_lists_are_read_by_their_heads() -> None:
    read = below(findings=[error(7, 备注="  记\u202e一笔 ", 处理意见="已核实")])
    (one,) = read.accepted
    assert (one.code, one.name, one.line) == ("7", "甲镇", "D4")
    assert one.note.startswith("记") and "\u202e" not in one.note


def test_an_explained_error_and_one_that_cannot_be_judged_are_not_open() -> None:
    read = below(
        findings=[error(1, 状态="已说明"), error(2, 状态="无法判断"), error(3, 级别="警告")]
    )
    assert (read.errors, read.accepted) == ((), ())


@pytest.mark.parametrize(
    ("change", "settled"),
    [("", True), ("新增", True), ("数已变，原为填报数 3", False), ("再次出现", False)],
)
def test_a_decision_on_what_has_changed_since_is_none(change: str, settled: bool) -> None:
    (line,) = [error(1, 处理意见="已核实")]
    grid = Grid([(*FINDING_HEAD, "变化"), (*line, change)])
    read = units_of_sum({FINDINGS: grid})
    assert (len(read.accepted), len(read.errors)) == ((1, 0) if settled else (0, 1))
    told_ = [in_words(one) for one in tell_units_of_sum(read)]
    assert ("（处理意见为“已核实”，但情况已变，尚未复核）" in told_[-1]) is not settled


def test_a_long_text_is_shortened() -> None:
    read = below(findings=[error(1, 问题="很" * 5000, 单位名称="镇" * 5000)])
    (finding,) = tell_units_of_sum(read)
    assert len(in_words(finding)) < 300


def test_of_very_many_errors_the_rest_is_one_finding() -> None:
    read = below(findings=[error(number) for number in range(1, MOST + 13)])
    told_ = list(tell_units_of_sum(read))
    assert len(told_) == MOST + 1
    assert in_words(told_[-1]) == ("所属单位的错误尚未处理：另有 12 处，见该工作簿的“审核结果”页。")


def test_of_many_settled_errors_the_first_are_named() -> None:
    read = below(findings=[error(number, 处理意见="不采纳") for number in range(1, 11)])
    (finding,) = tell_units_of_sum(read)
    assert in_words(finding).count("不采纳") == 3 and "；等 10 处。" in in_words(finding)


def test_a_file_that_is_nobody_s_is_told_as_such() -> None:
    (finding,) = tell_units_of_sum(below(findings=[error(1, 单位名称="", 单位代码="")]))
    assert in_words(finding).startswith("所属单位的错误尚未处理：不知哪个单位报来的文件，NUM-01：")
    advice = words.suggestion(finding, FORM)
    assert advice.startswith("请查明该文件是哪个单位的、是否报表，改正或移出")


def test_a_sum_whose_parts_are_not_complete_is_not_complete() -> None:
    """Of four levels: a district within the county lacks a village."""
    (finding,) = tell_units_of_sum(below(findings=[error(1, 规则="LEVEL-02", 级别="警告")]))
    assert finding.code == "LEVEL-02"
    assert "其中 1 个单位自身的汇总不齐：甲镇" in in_words(finding)


def test_contacts_say_whom_to_press() -> None:
    unit = ("B", "乙镇", "乡镇（街道）", "未报", "否", "未报送", "李四", "0375-2")
    (finding,) = tell_units_of_sum(below(units=[unit]))
    assert "请催报 乙镇（联系人：李四 0375-2）；" in words.suggestion(finding, FORM)


def test_a_workbook_without_lists_is_told_once() -> None:
    (finding,) = tell_units_of_sum(units_of_sum({}))
    assert finding.code == "LEVEL-05"
    assert "“分单位”、“报送情况”、“审核结果”页" in in_words(finding)


# --- Subtotals -----------------------------------------------------------------------------------


def subtotals(content: bytes) -> dict[str, list[Any]]:
    """合计 and the subtotals of 分单位 as they are stored, by what stands before them."""
    rows = opened(content, results=True)[BY_UNIT].iter_rows(values_only=True)
    return {
        row[1]: list(row[FIRST_FIGURE:])
        for row in rows
        if str(row[1]).endswith(("小计", "合计")) and not row[0]
    }


@pytest.mark.parametrize("shuffle", range(3))
def test_subtotals_have_one_order_whatever_the_roster_s(
    shuffle: int, counties: Counties, tmp_path: Path
) -> None:
    units = list(IN_CITY)
    random.Random(shuffle).shuffle(units)
    sums = subtotals(
        city(tmp_path, counties.east, counties.west, units=units).workbook.read_bytes()
    )
    assert list(sums) == ["合计", "本级小计", "市直部门小计", "县（市、区）小计"]


def test_subtotals_add_up_to_the_total(counties: Counties, tmp_path: Path) -> None:
    at_city = city(tmp_path, counties.east, counties.west).workbook.read_bytes()
    for content in (at_city, counties.east):
        sums = {name: [Decimal(str(v)) for v in row] for name, row in subtotals(content).items()}
        total = sums.pop("合计")
        assert [sum(column) for column in zip(*sums.values(), strict=True)] == total
        assert len(sums) == 3 and any(total)
    assert list(subtotals(counties.east)) == [
        *("合计", "本级小计", "市直部门小计", "乡镇（街道）小计")
    ]


# --- Any tree ------------------------------------------------------------------------------------

# A small form of another statistic, with amounts: a tree of it takes a fraction of a second.
OTHER = load_form(str(SECOND_FORM))
AMOUNTS = st.integers(0, 10**9)


@dataclass(frozen=True)
class Node:
    """A unit that reports its own figures, None where it has sent nothing; or one that sums."""

    figures: dict[str, int] | None = None
    children: tuple[Node, ...] = ()


LEAF = st.builds(Node, st.none() | st.fixed_dictionaries(dict.fromkeys(OTHER.inputs, AMOUNTS)))


def summing(of: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(lambda some: Node(None, tuple(some)), st.lists(of, min_size=1, max_size=3))


COUNTY = summing(LEAF)
# Of four levels, now and then.
TREE = summing(LEAF | COUNTY)


def sent(unit: Unit, figures: Mapping[str, int], form: Form = OTHER) -> Return:
    identity = Identity(
        "template", form.id, form.version, unit.level, str(YEAR), unit.code, unit.name
    )
    return Return(
        f"{unit.code}.xlsx",
        identity,
        saved=LATER,
        sha256=unit.code,
        values=every_value(form, figures),
        counted=frozenset(table.code for table in form.tables),
    )


def added(code: str, children: Iterable[Node]) -> tuple[Consolidation, dict[str, bool]]:
    """The sum over a tree in memory; and of each unit that sums, whether it lacks somebody."""
    units: list[Unit] = []
    returns: list[Any] = []
    lacks: dict[str, bool] = {}
    for number, node in enumerate(children, 1):
        category = Category.COUNTY if node.children else Category.TOWNSHIP
        unit = Unit(f"{code}{number:02}", f"单位{code}{number:02}", category, code)
        units.append(unit)
        if node.children:
            result, _ = added(unit.code, node.children)
            content = make_consolidated(result, datetime.datetime(2025, 2, 1, tzinfo=datetime.UTC))
            returns.append(FileToReturn(OTHER)(Incoming(f"{unit.code}.xlsx", content)))
            lacks[unit.code] = lacking(node)
        elif node.figures is not None:
            returns.append(sent(unit, node.figures))
    roster = Roster(tuple(units))
    assignment = assign(returns, OTHER, roster, code, YEAR)
    return consolidate(assignment, OTHER, roster, collector=code, year=YEAR), lacks


def lacking(node: Node) -> bool:
    """Whether anybody in its tree has sent nothing."""
    return any(map(lacking, node.children)) if node.children else node.figures is None


def below_node(node: Node) -> list[dict[str, int]]:
    if node.children:
        return [figures for child in node.children for figures in below_node(child)]
    return [node.figures] if node.figures is not None else []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(LEAF | COUNTY | TREE, min_size=1, max_size=4))
def test_of_any_tree_the_total_is_the_sum_of_its_leaves(children: list[Node]) -> None:
    result, lacks = added("9", children)
    received = [every_value(OTHER, one) for node in children for one in below_node(node)]
    assert result.totals == {
        code: sum(values[code] for values in received) for code in OTHER.indicators
    }
    told_ = [str(one.unit) for one in result.findings if one.code == "LEVEL-02"]
    assert sorted(told_) == sorted(code for code, lacking in lacks.items() if lacking)
    assert not [one.code for one in result.findings if one.code in SOUND]
