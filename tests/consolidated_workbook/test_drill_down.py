"""From an official figure to the file that it comes from: links, counts, and the check on 说明."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.support.build import (
    BUREAU,
    COUNTY,
    CUSTOMS,
    EVERYONE,
    OFFICE,
    Collected,
    codes,
    collect,
    collect_one,
    edit,
    filled,
    opened,
    zipped,
)
from toolkit.consolidated_workbook.words import finding_counts
from toolkit.form.form_file import default_form
from toolkit.roster.roster import Category, Unit

pytestmark = pytest.mark.slow

FIGURES = {"表三!D6": 20, "表三!D8": 20, "表二!B16": "0.1", "附表!C5": "0.10"}
ODD = "县 区/100%#1 [a]'{b}.xlsx"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    """The bureau has an odd path and a wrong cell; the customs' file is in a zip; no town."""
    files = {
        "office.xlsx": filled(FIGURES, OFFICE),
        ODD: edit(filled({**FIGURES, "表二!B16": "0.2"}, BUREAU), {"表三!D7": "3件"}),
        "mail.zip": zipped({"customs.xlsx": filled(FIGURES, CUSTOMS)}),
        "county.xlsx": filled(FIGURES, COUNTY, year=2023),
    }
    return collect(tmp_path_factory.mktemp("city"), files)


@pytest.fixture(scope="module")
def book(collected: Collected) -> Any:
    return opened(collected.workbook.read_bytes())


@pytest.fixture(scope="module")
def results(collected: Collected) -> Any:
    return opened(collected.workbook.read_bytes(), results=True)


def columns(book: Any) -> dict[str, str]:
    """The letter of every column of 分单位, by its code."""
    return {str(cell.value): cell.column_letter for cell in book["分单位"][10]}


def unit_rows(book: Any) -> dict[str, int]:
    return {cell.value: cell.row for cell in book["分单位"]["A"][9:]}


# --- Links between cells -------------------------------------------------------------------------


def test_every_official_figure_leads_to_its_sum_on_by_unit_and_back(book: Any) -> None:
    letters = columns(book)
    for address, code in codes(default_form()).items():
        sheet, cell = address.split("!")
        link = book[sheet][cell].hyperlink
        assert link.location == f"'分单位'!{letters[code]}6"
        assert (link.target, link.tooltip) == (None, "点击看各单位的数")
        back = book["分单位"][f"{letters[code]}6"].hyperlink
        assert (back.location, back.tooltip) == (f"'{sheet}'!{cell}", "点击回到汇总表")


def test_a_link_changes_neither_formula_nor_looks(book: Any) -> None:
    cell = book["表三"]["D6"]
    assert cell.value == "=SUMIFS('分单位'!$Q$11:$Q$15,'分单位'!$D$11:$D$15,\"是\")"
    assert book["表三"]["J6"].value == "=SUM($D$6:$I$6)"
    for one in (cell, book["表三"]["J6"], book["表二"]["B16"], book["分单位"]["Q6"]):
        assert one.hyperlink and one.font.underline is None
        assert one.font.color is None or one.font.color.theme == 1
    assert book["表二"]["B16"].number_format == "0.00####"
    assert "B16:D16" in {str(one) for one in book["表二"].merged_cells.ranges}


# --- The unit's file -----------------------------------------------------------------------------


def test_the_unit_s_name_leads_to_its_file(collected: Collected, book: Any) -> None:
    sheet, rows = book["分单位"], unit_rows(book)
    folder = collected.workbook.parent
    expected = {OFFICE.code: "office.xlsx", BUREAU.code: ODD, COUNTY.code: "county.xlsx"}
    for unit, name in expected.items():
        cell = sheet[f"B{rows[unit]}"]
        assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", cell.hyperlink.target)
        path = folder / unquote(cell.hyperlink.target)
        assert path == folder / "returns" / name
        assert path.is_file()
        assert cell.hyperlink.location is None and cell.hyperlink.tooltip == "点击打开报送件"
    assert sheet[f"B{rows[BUREAU.code]}"].value == BUREAU.name


def test_a_file_within_a_zip_and_a_missing_one_have_no_link(book: Any) -> None:
    sheet, rows = book["分单位"], unit_rows(book)
    assert [sheet[f"B{rows[one.code]}"].hyperlink for one in EVERYONE[3:]] == [None, None]


def test_the_way_starts_where_the_workbook_lies(tmp_path: Path) -> None:
    result = collect(tmp_path, {"a.xlsx": filled()}, "-o", tmp_path / "出 口" / "x.xlsx")
    book = opened((tmp_path / "出 口" / "x.xlsx").read_bytes())
    assert result.exit_code == 0
    target = book["分单位"][f"B{unit_rows(book)[BUREAU.code]}"].hyperlink.target
    assert target == "../returns/a.xlsx"


def test_a_file_on_another_drive_has_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_drive(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", other_drive)
    result = collect_one(tmp_path, filled())
    book = opened(result.workbook.read_bytes())
    source = (tmp_path / "returns" / "one.xlsx").resolve()
    assert book["分单位"]["B9"].hyperlink.target == source.as_uri()
    assert source.as_uri().startswith("file:///")


# --- The unit's findings -------------------------------------------------------------------------


def test_a_unit_s_findings_are_counted_and_linked(
    collected: Collected, book: Any, results: Any
) -> None:
    sheet, shown, rows = book["分单位"], results["分单位"], unit_rows(book)
    row = rows[BUREAU.code]
    assert sheet[f"F{row}"].value == (
        f"=HYPERLINK(\"#'审核结果'!C\"&IFERROR(MATCH(A{row},'审核结果'!$C:$C,0),2),\"2 错\")"
    )
    assert shown[f"F{row}"].value == "2 错"
    # Where the formula leads: the first row of the list with that code.
    listed = [cell.value for cell in results["审核结果"]["C"]]
    assert results["审核结果"]["C2"].value == "单位代码"
    assert BUREAU.code in listed
    for unit in EVERYONE:
        found = collected.codes(unit)
        assert bool(shown[f"F{rows[unit.code]}"].value) == bool(found)


def test_the_counts_in_words() -> None:
    assert finding_counts(2, 1, 0, 0) == "2 错 1 警"
    assert finding_counts(0, 0, 3, 1) == "3 提示 1 已说明"
    assert finding_counts(0, 0, 0, 0) == ""


# --- The lock ------------------------------------------------------------------------------------


def test_only_the_switches_of_by_unit_are_open(book: Any) -> None:
    sheet = book["分单位"]
    assert sheet.protection.sheet and not sheet.protection.password
    # What the file says is forbidden: 0 is allowed.
    assert not sheet.protection.autoFilter and not sheet.protection.formatColumns
    assert sheet.protection.formatCells and sheet.protection.insertRows
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    assert unlocked == {f"D{row}" for row in range(11, 16)}
    assert sheet.auto_filter.ref.startswith("A10:")
    assert sheet.freeze_panes == "C11"


# --- The check -----------------------------------------------------------------------------------


def check_rows(book: Any) -> list[tuple[Any, ...]]:
    """The cells of the list, below its heads."""
    rows = list(book["说明"].iter_rows())
    heads = ("指标", "表", "单元格", "表中数", "程序求和", "相差")
    top = next(i for i, row in enumerate(rows) if tuple(one.value for one in row[:6]) == heads)
    return rows[top + 1 :]


def test_every_official_cell_stands_beside_the_sum_of_the_returns(
    collected: Collected, book: Any, results: Any
) -> None:
    form = default_form()
    written, shown = check_rows(book), check_rows(results)
    for (address, code), row, stored in zip(codes(form).items(), written, shown, strict=False):
        sheet, cell = address.split("!")
        label, table, place, live, added, _ = row[:6]
        assert (label.value, table.value, place.value) == (form.indicators[code].label, sheet, cell)
        assert place.hyperlink.location == f"'{sheet}'!{cell}"
        assert live.value == f"='{sheet}'!{cell}"
        assert added.value == collected.total(address) == stored[3].value
        assert stored[5].value == 0
    assert collected.total("表二!B16") == 0.3
    assert written[len(form.indicators)][0].value == "“分单位”页：各类小计之和不等于合计的列数"


def test_the_headline_stands_below_the_title(book: Any, results: Any) -> None:
    number = len(default_form().indicators)
    assert results["说明"]["A2"].value == f"√ 核对：{number} 格全部相符，各类小计之和等于合计"
    _, digits, _, turned, *_ = check_rows(book)[number + 1]
    assert digits.value == "11000"
    assert f"MID(B{digits.row},ROW('分单位'!$D$11:$D$15)-10,1)" in turned.value.text
    assert book["说明"]["A2"].value.startswith(f"=IF($D${turned.row}>0,")


def test_the_sum_of_the_check_does_not_rest_on_totals_that_were_typed(tmp_path: Path) -> None:
    """J6 is typed over: the check adds inputs, as the official table does."""
    office = edit(filled(FIGURES, OFFICE), {"表三!J6": 99})
    result = collect(tmp_path, {"a.xlsx": office}, units=[OFFICE])
    row = next(
        row for row in check_rows(opened(result.workbook.read_bytes())) if row[2].value == "J6"
    )
    assert (row[1].value, row[4].value) == ("表三", 20)


# --- One level up --------------------------------------------------------------------------------


def test_a_county_s_workbook_with_links_is_a_return_without_findings(tmp_path: Path) -> None:
    town = Unit("990001101", "河口镇", Category.TOWNSHIP, COUNTY.code)
    own = Unit("990001-01", "东山区政府办公室", Category.OWN, COUNTY.code)
    head = Unit(COUNTY.code, COUNTY.name, COUNTY.category, "")
    files = {"a.xlsx": filled(FIGURES, town), "b.xlsx": filled({"表三!D6": 1, "表三!D8": 1}, own)}
    county = collect(tmp_path / "county", files, units=[head, own, town])
    assert (county.exit_code, county.json["findings"]) == (0, [])
    content = county.workbook.read_bytes()
    assert [one.hyperlink.target for one in opened(content)["分单位"]["B"][9:]] == [
        "returns/b.xlsx",
        "returns/a.xlsx",
    ]
    city = collect(tmp_path / "city", {"东山区.xlsx": content}, units=[COUNTY])
    assert (city.exit_code, city.json["findings"]) == (0, [])
    assert city.total("表三!D6") == 21


def test_a_long_name_has_the_lines_that_it_needs(tmp_path: Path) -> None:
    long = Unit(
        "990000-12",
        "东海市城乡一体化示范区管理委员会综合行政执法局第二大队",
        Category.DEPARTMENT,
        "990000",
    )
    result = collect(tmp_path, {"a.xlsx": filled(unit=long)}, units=[long, BUREAU])
    sheet = opened(result.workbook.read_bytes())["分单位"]
    rows = {cell.value: cell.row for cell in sheet["A"]}
    assert sheet.column_dimensions["B"].width == pytest.approx(36, abs=1)
    assert sheet.row_dimensions[rows[long.code]].height == 30
    assert sheet.row_dimensions[rows[BUREAU.code]].height is None
