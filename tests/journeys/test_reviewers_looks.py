"""What a reviewer has done to how the consolidated workbook looks is there after the next run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.filters import CustomFilter, CustomFilters, FilterColumn, Filters

from tests.support.build import (
    BUREAU,
    COUNTY,
    OFFICE,
    Collected,
    collect,
    edit,
    filled,
    parts,
    zipped,
)
from tests.support.reviewed import (
    BROKEN,
    MENDED,
    change,
    changes,
    decide,
    line,
    row_of,
    switch,
    typed,
)
from toolkit.grids.names import FINDING_COLUMNS

YELLOW, GREEN = "FFFFFF00", "FF92D050"
FILES = {"bureau.xlsx": filled(BROKEN, BUREAU), "office.xlsx": filled(MENDED, OFFICE)}
# One that comes before the others on the list.
MORE = {**FILES, "aaa.xlsx": b"no workbook"}
CHANGE = FINDING_COLUMNS.index("变化")


def opened(result: Collected) -> Any:
    return openpyxl.load_workbook(result.workbook)


def paint(colour: str = YELLOW) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def row_of_unit(result: Collected, sheet: str, code: str = BUREAU.code) -> int:
    return next(n for n, row in enumerate(result.sheet(sheet), 1) if row[0] == code)


def painted(result: Collected, sheet: str, colour: str = YELLOW) -> dict[int, int]:
    """Row → how many of its cells have the colour."""
    found: dict[int, int] = {}
    for row in opened(result)[sheet].iter_rows():
        cells = sum(cell.fill.fgColor.rgb == colour for cell in row)
        if cells:
            found[row[0].row] = cells
    return found


def after(
    tmp_path: Path, how: Callable[[Collected, Any], None], files: dict[str, bytes] = FILES
) -> Collected:
    """What the run after the next one leaves of what was done to a first workbook."""
    first = collect(tmp_path, FILES)
    change(first, lambda book: how(first, book))
    collect(tmp_path, files)
    return collect(tmp_path, files)


# --- 审核结果 -------------------------------------------------------------------------------------


def test_a_coloured_line_follows_its_finding(tmp_path: Path) -> None:
    def colour(first: Collected, book: Any) -> None:
        for cell in book["审核结果"][row_of(first, "T3-01")]:
            cell.fill = paint()

    result = after(tmp_path, colour, MORE)
    assert painted(result, "审核结果") == {row_of(result, "T3-01"): len(FINDING_COLUMNS)}
    assert row_of(result, "T3-01") != row_of(collect(tmp_path / "other", FILES), "T3-01")
    assert typed(result) == []


def test_a_colour_that_was_taken_away_is_gone(tmp_path: Path) -> None:
    def colour(first: Collected, book: Any) -> None:
        book["审核结果"][f"H{row_of(first, 'T3-01')}"].fill = paint()

    result = after(tmp_path, colour)
    assert painted(result, "审核结果") == {row_of(result, "T3-01"): 1}
    change(result, lambda book: setattr(cell_of(book, result), "fill", PatternFill()))
    assert painted(collect(tmp_path, FILES), "审核结果") == {}


def cell_of(book: Any, result: Collected) -> Any:
    return book["审核结果"][f"H{row_of(result, 'T3-01')}"]


def test_a_font_is_kept_with_all_that_makes_it(tmp_path: Path) -> None:
    font = Font(name="仿宋", size=14, bold=True, italic=True, strike=True, underline="single")
    font.color = Color("FFFF0000")
    result = after(tmp_path, lambda first, book: setattr(cell_of(book, first), "font", font))
    kept = cell_of(opened(result), result).font
    assert (kept.name, kept.sz, kept.b, kept.i, kept.strike, kept.u, kept.color.rgb) == (
        *("仿宋", 14, True, True, True, "single", "FFFF0000"),
    )


def test_what_the_list_itself_says_by_its_looks_is_not_the_reviewer_s(tmp_path: Path) -> None:
    """The colour of 级别 is that of what the finding is now."""
    result = after(tmp_path, lambda first, book: None, MORE)
    sheet = opened(result)["审核结果"]
    colours = {sheet[f"B{n}"].value: sheet[f"B{n}"].fill.fgColor.rgb for n in (3, 4)}
    assert colours == {"错误": "FFFFC7CE"} and sheet["B5"].value == "警告"
    assert sheet["B5"].fill.fgColor.rgb == "FFFFEB9C"


def test_widths_and_hidden_columns_are_kept(tmp_path: Path) -> None:
    def widen(_: Collected, book: Any) -> None:
        book["审核结果"].column_dimensions["L"].width = 70
        book["审核结果"].column_dimensions["H"].hidden = True
        book["分单位"].column_dimensions["B"].width = 50
        book["报送情况"].column_dimensions["F"].width = 9

    book = opened(after(tmp_path, widen))
    assert book["审核结果"].column_dimensions["L"].width == pytest.approx(70, abs=0.1)
    assert book["审核结果"].column_dimensions["H"].hidden
    assert not book["审核结果"].column_dimensions["G"].hidden
    assert book["分单位"].column_dimensions["B"].width == pytest.approx(50, abs=0.1)
    assert book["报送情况"].column_dimensions["F"].width == pytest.approx(9, abs=0.1)


def test_a_filter_is_kept_with_the_rows_that_it_hides(tmp_path: Path) -> None:
    def choose(_: Collected, book: Any) -> None:
        column = FilterColumn(colId=1, filters=Filters(filter=["错误"]))
        book["审核结果"].tables["worklist"].autoFilter.filterColumn = [column]

    result = after(tmp_path, choose, MORE)
    sheet = opened(result)["审核结果"]
    (column,) = sheet.tables["worklist"].autoFilter.filterColumn
    assert (column.colId, column.filters.filter, column.filters.blank) == (1, ["错误"], None)
    hidden = {row for row, one in sheet.row_dimensions.items() if one.hidden}
    levels = {n: sheet[f"B{n}"].value for n in range(3, sheet.max_row + 1)}
    assert hidden == {n for n, level in levels.items() if level != "错误"} != set()
    told = [row[0] for row in changes(result)]
    assert "以前在“审核结果”页设的筛选已沿用，有的行可能没有显示。" in told


def test_a_cell_with_a_link_is_filtered_by_what_it_shows(tmp_path: Path) -> None:
    def choose(first: Collected, book: Any) -> None:
        assert line(first, "T3-01")["单元格"] == "D29"
        column = FilterColumn(
            colId=FINDING_COLUMNS.index("单元格"), filters=Filters(filter=["D29"])
        )
        book["审核结果"].tables["worklist"].autoFilter.filterColumn = [column]

    result = after(tmp_path, choose)
    rows = opened(result)["审核结果"].row_dimensions
    assert not rows[row_of(result, "T3-01")].hidden and rows[row_of(result, "UNIT-01")].hidden


def test_conditions_of_a_filter_are_kept(tmp_path: Path) -> None:
    def choose(_: Collected, book: Any) -> None:
        conditions = CustomFilters(customFilter=[CustomFilter("notEqual", "市直*")])
        column = FilterColumn(colId=2, customFilters=conditions)
        book["分单位"].auto_filter.filterColumn = [column]

    result = after(tmp_path, choose)
    sheet = opened(result)["分单位"]
    (column,) = sheet.auto_filter.filterColumn
    (condition,) = column.customFilters.customFilter
    assert (column.colId, condition.operator, condition.val) == (2, "notEqual", "市直*")
    hidden = {row for row, one in sheet.row_dimensions.items() if one.hidden}
    assert hidden == {row_of_unit(result, "分单位")}
    # What is out of sight counts all the same.
    assert result.total("表三!D6") == 24


def test_the_link_of_a_note_is_kept(tmp_path: Path) -> None:
    def link(first: Collected, book: Any) -> None:
        row = row_of(first, "T3-01")
        book["审核结果"][f"O{row}"] = "见来函"
        book["审核结果"][f"O{row}"].hyperlink = "来函/2025 第3号.pdf"
        book["审核结果"]["S2"], book["审核结果"][f"S{row}"] = "网址", "复核"
        book["审核结果"][f"S{row}"].hyperlink = "https://example.org/a?b=1#c"

    result = after(tmp_path, link, MORE)
    sheet, row = opened(result)["审核结果"], row_of(result, "T3-01")
    assert (sheet[f"O{row}"].value, sheet[f"O{row}"].hyperlink.target) == (
        *("见来函", "来函/2025 第3号.pdf"),
    )
    there = sheet[f"S{row}"].hyperlink
    assert (sheet[f"S{row}"].value, there.target, there.location) == (
        *("复核", "https://example.org/a?b=1", "c"),
    )


def test_the_head_of_a_column_of_one_s_own_stays_while_it_is_empty(tmp_path: Path) -> None:
    def add(_: Collected, book: Any) -> None:
        book["审核结果"]["S2"] = "经办人"
        book["审核结果"]["S2"].fill = paint()

    result = after(tmp_path, add)
    assert opened(result)["审核结果"]["S2"].value == "经办人"
    assert painted(result, "审核结果") == {2: 1}


def test_a_line_that_is_settled_keeps_its_colour_and_brings_it_back(tmp_path: Path) -> None:
    def colour(first: Collected, book: Any) -> None:
        for cell in book["审核结果"][row_of(first, "T3-01")]:
            cell.fill = paint()

    mended = {**FILES, "bureau.xlsx": filled(MENDED, BUREAU)}
    result = after(tmp_path, colour, mended)
    assert painted(result, "已消除") == {3: len(FINDING_COLUMNS)}
    again = collect(tmp_path, FILES)
    assert painted(again, "审核结果") == {row_of(again, "T3-01"): len(FINDING_COLUMNS)}


# --- 已消除 ---------------------------------------------------------------------------------------


def test_all_that_is_gone_is_listed_and_stays_listed(tmp_path: Path) -> None:
    first = collect(tmp_path, FILES)
    decide(first, "UNIT-01", "已退回", "催过")
    mended = {"bureau.xlsx": filled(MENDED, BUREAU), "office.xlsx": FILES["office.xlsx"]}
    for _ in range(2):
        result = collect(tmp_path, mended)
        assert [row[4] for row in result.sheet("已消除")[2:]] == ["T3-01"]
    result = collect(tmp_path, {**mended, "county.xlsx": filled(MENDED, COUNTY)})
    assert [row[4] for row in result.sheet("已消除")[2:]] == ["UNIT-01", "T3-01"]
    assert line(result, "UNIT-01", "已消除")["备注"] == "催过"
    assert line(collect(tmp_path, FILES), "T3-01")["变化"] == "再次出现"


# --- 分单位 and 报送情况 --------------------------------------------------------------------------


def test_a_coloured_unit_is_coloured_wherever_it_stands(tmp_path: Path) -> None:
    def colour(first: Collected, book: Any) -> None:
        for name in ("分单位", "报送情况"):
            for cell in book[name][row_of_unit(first, name)]:
                cell.fill = paint(GREEN)

    result = after(tmp_path, colour, {**FILES, "county.xlsx": filled(MENDED, COUNTY)})
    for name in ("分单位", "报送情况"):
        row = row_of_unit(result, name)
        assert painted(result, name, GREEN) == {row: len(result.sheet(name)[row - 1])}


def test_a_colour_of_the_theme_is_kept_as_it_is_seen(tmp_path: Path) -> None:
    def colour(first: Collected, book: Any) -> None:
        fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.5999938962981048))
        book["报送情况"][f"B{row_of_unit(first, '报送情况')}"].fill = fill

    result = after(tmp_path, colour)
    # 蓝色，个性色 1，淡色 60%
    assert painted(result, "报送情况", "FFB9CDE5") == {row_of_unit(result, "报送情况"): 1}


def test_columns_beside_the_units_stay_with_them(tmp_path: Path) -> None:
    def add(first: Collected, book: Any) -> None:
        book["报送情况"]["P2"] = "催报记录"
        book["报送情况"][f"P{row_of_unit(first, '报送情况')}"] = "1月8日已去电"
        width = book["分单位"].max_column + 1
        book["分单位"].cell(2, width).value = "复核人"
        book["分单位"].cell(row_of_unit(first, "分单位"), width).value = "小李"

    result = after(tmp_path, add, {**FILES, "county.xlsx": filled(MENDED, COUNTY)})
    rows = result.sheet("报送情况")
    assert rows[1][15] == "催报记录"
    assert {row[0]: row[15] for row in rows[2:] if row[15]} == {BUREAU.code: "1月8日已去电"}
    rows = result.sheet("分单位")
    assert rows[1][-1] == "复核人"
    assert {row[0]: row[-1] for row in rows[2:] if row[-1]} == {BUREAU.code: "小李"}
    assert typed(result) == []
    assert result.total("表三!D6") == 36


def test_numbers_widths_and_links_beside_the_units_are_kept(tmp_path: Path) -> None:
    def add(first: Collected, book: Any) -> None:
        book["报送情况"]["P2"], book["报送情况"][f"P{row_of_unit(first, '报送情况')}"] = "次数", 4.5
        book["报送情况"].column_dimensions["P"].width = 40
        book["审核结果"]["S2"], book["审核结果"][f"S{row_of(first, 'T3-01')}"] = "差", 0
        units = book["分单位"]
        column = units.max_column + 1
        units.cell(2, column).value = "来函"
        units.cell(row_of_unit(first, "分单位"), column).value = "看"
        units.cell(row_of_unit(first, "分单位"), column).hyperlink = "https://example.org/"

    result = after(tmp_path, add)
    book = opened(result)
    assert book["报送情况"][f"P{row_of_unit(result, '报送情况')}"].value == 4.5
    assert book["报送情况"].column_dimensions["P"].width == pytest.approx(40, abs=0.1)
    kept = book["审核结果"][f"S{row_of(result, 'T3-01')}"].value
    assert kept == 0 and not isinstance(kept, str)
    units = book["分单位"]
    link = units.cell(row_of_unit(result, "分单位"), units.max_column)
    assert (link.value, link.hyperlink.target) == ("看", "https://example.org/")


def test_a_colour_that_says_something_goes_before_the_reviewer_s(tmp_path: Path) -> None:
    """A figure that has become invalid, and one that is sound again."""

    def colour(first: Collected, book: Any) -> None:
        for cell in book["分单位"][row_of_unit(first, "分单位")]:
            cell.fill = paint(GREEN)

    text = edit(filled(BROKEN, BUREAU), {"表三!D6": "12件"})
    result = after(tmp_path, colour, {**FILES, "bureau.xlsx": text})
    sheet, row = opened(result)["分单位"], row_of_unit(result, "分单位")
    heads = next(cells for cells in result.sheet("分单位") if "t3.received.natural_person" in cells)
    column = heads.index("t3.received.natural_person") + 1
    fills = [cell.fill.fgColor.rgb for cell in sheet[row]]
    assert fills[column - 1] == "FFFFC7CE" and fills.count(GREEN) == len(fills) - 1
    sound = opened(collect(tmp_path, FILES))["分单位"]
    assert sound.cell(row, column).fill.fgColor.rgb == "00000000"
    assert sound.cell(row, column + 1).fill.fgColor.rgb == GREEN


# --- What other programs and earlier versions write -----------------------------------------------


def test_a_program_that_loses_all_looks_is_not_taken_for_a_reviewer(tmp_path: Path) -> None:
    first = collect(tmp_path, FILES)
    content = first.workbook.read_bytes()
    every = parts(content)
    styles = every["xl/styles.xml"].decode()
    start, end = styles.index("<fills"), styles.index("</fills>")
    plain = "<fill><patternFill patternType='none'/></fill>" * styles[start:end].count("<fill>")
    every["xl/styles.xml"] = f"{styles[:start]}<fills>{plain}{styles[end:]}".encode()
    first.workbook.write_bytes(zipped(every))
    sheet = opened(collect(tmp_path, FILES))["审核结果"]
    assert sheet["N3"].fill.fgColor.rgb == "FFFFF9DB"
    assert painted(collect(tmp_path, FILES), "审核结果") == {}


def test_styles_that_cannot_be_read_stop_nothing_and_are_told(tmp_path: Path) -> None:
    first = collect(tmp_path, FILES)
    decide(first, "T3-01", "已退回", "请改")
    every = parts(first.workbook.read_bytes())
    every["xl/styles.xml"] = every["xl/styles.xml"].replace(b'fontId="', b'fontId="999')
    first.workbook.write_bytes(zipped(every))
    result = collect(tmp_path, FILES)
    assert line(result, "T3-01")["备注"] == "请改"
    told = [row[0] for row in changes(result)]
    assert "以前在工作簿中设的颜色、字体、列宽、筛选读不出来，没有沿用；请看备份文件。" in told


# --- Units that were switched off -----------------------------------------------------------------


def test_a_corrected_unit_that_is_still_off_is_named_until_it_is_switched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = (
        "审核人选定不计入、此后已改正或数已变的单位（1 个）：东海市教育局（现已没有错误）。"
        "请复核：应计入的，在“分单位”页把“计入汇总”改为“是”，再汇总一次。"
    )
    switch(collect(tmp_path, FILES), BUREAU.code, "否")
    collect(tmp_path, FILES)
    assert "数已变的单位" not in capsys.readouterr().out
    mended = {**FILES, "bureau.xlsx": filled(MENDED, BUREAU)}
    for _ in range(3):
        result = collect(tmp_path, mended)
        assert told in capsys.readouterr().out
        assert [row[0] for row in result.sheet("概览") if row[0] == told] == [told]
    switch(result, BUREAU.code, "是")
    result = collect(tmp_path, mended)
    assert "数已变的单位" not in capsys.readouterr().out
    assert result.total("表三!D6") == 24


def test_a_total_that_was_mended_is_a_correction_though_no_figure_that_counts_has_changed(
    tmp_path: Path,
) -> None:
    """The total that was typed is not what is added up."""
    off = {**FILES, "bureau.xlsx": edit(filled(MENDED, BUREAU), {"表三!D29": 99})}
    switch(collect(tmp_path, off), BUREAU.code, "否")
    told = "审核人选定不计入、此后已改正或数已变的单位（1 个）：东海市教育局（现已没有错误）。"
    for files, named in ((off, False), (FILES | {"bureau.xlsx": filled(MENDED, BUREAU)}, True)):
        for _ in range(2):
            rows = collect(tmp_path, files).sheet("概览")
            assert any(str(row[0]).startswith(told) for row in rows) is named
