"""The workbook of the years side by side, cell by cell, as it is stored."""

from __future__ import annotations

import datetime
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.support.build import sheets
from tests.support.many_years import FINANCE, NEW, OLD, YEARS, told
from tests.support.many_years import chronicle as city
from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle.heard import Said
from toolkit.chronicle.lines import lines_of
from toolkit.chronicle_workbook.places import MOST_SHEETS, Places
from toolkit.chronicle_workbook.workbook import make_years
from toolkit.roster.roster import Category, Unit
from toolkit.spreadsheets.seal import unchanged_since_made

NOW = datetime.datetime(2025, 3, 1, tzinfo=datetime.UTC)
RECEIVED = "t3.received.natural_person"


@cache
def made() -> bytes:
    return make_years(city(), NOW)


def rows(name: str) -> list[tuple[Any, ...]]:
    return [row for row in sheets(made())[name] if any(cell is not None for cell in row)]


def row_of(name: str, *begins: str) -> tuple[Any, ...]:
    """The row that begins with these texts; a label that is merged stands on its first row."""
    shown, label = [], None
    for row in sheets(made())[name]:
        label = row[0] or label
        if (label, *row[1 : len(begins)])[: len(begins)] == begins:
            shown.append(row)
    assert len(shown) == 1
    return shown[0]


def several(units: int, years: range = range(2022, 2025)) -> Chronicle:
    """So many units with a report on each year."""
    every = tuple(
        UnitYears(
            f"99{number:04}",
            f"单位{number}",
            {year: told(year, {RECEIVED: number + year}, unit=_unit(number)) for year in years},
        )
        for number in range(units)
    )
    return Chronicle(NEW, (), every, lines_of(NEW, []), ())


def _unit(number: int) -> Unit:
    return Unit(f"99{number:04}", f"单位{number}", Category.DEPARTMENT)


def test_the_sheets_and_their_order() -> None:
    assert list(sheets(made())) == [
        *("总览", "主要数据", "跨年核对", "数据来源"),
        *("东海市", "东海市政府办公室", "东海市财政局", "东山区", "_identity"),
    ]


def test_the_first_sheet_says_who_has_which_year_and_from_what() -> None:
    top = next(n for n, row in enumerate(rows("总览")) if row[0] == "单位代码")
    assert rows("总览")[top] == ("单位代码", "单位名称", *YEARS, "年度数", "跨年核对")
    assert rows("总览")[top + 1 : top + 5] == [
        ("990000", "东海市", "无", "无", "汇总", "无", "无", 1, "—"),
        (
            *("990000-01", "东海市政府办公室", "无", "报送件", "汇总所列", "报送件", "报送件"),
            *(4, "相符 24"),
        ),
        (
            *("990010", "东海市财政局", "报送件\n（2019 格式）", "报送件", "缺", "网页", "报送件"),
            *(4, "无法核对 10，相符 14"),
        ),
        ("990001", "东山区", "无", "报送件", "汇总所列", "报送件", "报送件", 4, "相符 24"),
    ]


def test_it_names_the_gaps_in_words() -> None:
    told_of = [row[0] for row in rows("总览") if isinstance(row[0], str)]
    assert "年度不齐：1 处中间缺年，3 处起止年度与其他单位不同，详见下表和表后的说明。" in told_of
    assert "东海市财政局 缺 2022 年度，前后各年都有。" in told_of
    assert "东海市政府办公室 没有 2020 年度，其他单位有。" in told_of


def test_a_unit_has_each_indicator_by_year_with_the_changes() -> None:
    row = row_of("东海市财政局", "一、本年新收政府信息公开申请数量", "自然人")
    assert row[2:8] == ("件", 40, 50, None, 66, 120)
    # Nothing is compared across a gap.
    assert row[8:12] == (10, None, None, 54)
    assert row[12:16] == (0.25, None, None, 54 / 66)


def test_amounts_have_all_their_decimals() -> None:
    row = row_of("东海市财政局", "行政事业性收费", "本年收费金额（单位：万元）")
    assert row[3:8] == ("—", 12.3456, None, 10.5, 10.5)


def test_rows_that_were_one_are_compared_together() -> None:
    together = row_of("东海市财政局", "三、本年度办理结果→（六）其他处理（3 行合计）", "自然人")
    assert together[3:9] == (3, 0, None, 0, 0, -3)
    assert together[-1] == "注 2"
    apart = row_of("东海市财政局", "三、本年度办理结果→（六）其他处理→3.其他", "自然人")
    assert apart[3:9] == ("—", 0, None, 0, 0, None)
    # Who never used the format before has no such rows.
    assert not any("3 行合计" in str(row[0]) for row in rows("东山区"))


def test_what_only_the_format_before_has_is_shown_at_the_end() -> None:
    last = row_of("东海市财政局", "其他对外管理服务事项", "上一年项目数量")
    assert last[3:8] == (0, "—", None, "—", "—")
    public = row_of("东海市财政局", "规范性文件", "对外公开总数量")
    assert public[3:8] == (90, "—", None, "—", "—")
    texts = [row[0] for row in rows("东海市财政局")]
    head = "二、主动公开政府信息情况　只有 2019 年格式才有的指标（2021 年格式没有可比的项）"
    assert head in texts and texts[-1].startswith("注 2：2019 年格式的“（六）其他处理”只有一行")


def test_every_formula_carries_its_true_result() -> None:
    stored = sheets(made())["主要数据"]
    book = openpyxl.load_workbook(BytesIO(made()), data_only=False)
    page, unit = book["主要数据"], book["东海市财政局"]
    cells: list[Any] = [cell for row in page.iter_rows() for cell in row]
    cell = next(one for one in cells if str(one.value).startswith("='东海市财政局"))
    sheet, _, address = str(cell.value).removeprefix("=").rpartition("!")
    assert sheet == "'东海市财政局'"
    assert stored[cell.row - 1][cell.column - 1] == unit[address].value == 40


def test_key_figures_of_each_unit_by_year() -> None:
    blocks = {row[0]: n for n, row in enumerate(rows("主要数据"))}
    top = blocks["公开率（予以公开、部分公开占办结）"]
    assert rows("主要数据")[top + 4][:6] == (
        "东海市财政局",
        pytest.approx(36 / 39, abs=1e-15),
        *(1, None, 1, 1),
    )
    top = blocks["行政规范性文件 现行有效（件）"]
    # The format before has no such figure: it is not known, and not 0.
    assert rows("主要数据")[top + 4][:7] == ("东海市财政局", None, 98, None, 104, 109, 5)


def test_each_rule_is_told_once_for_all_columns_that_hold() -> None:
    head, *told_of = rows("跨年核对")[1:]
    assert head[:5] == ("结果", "单位代码", "单位名称", "年度", "规则")
    assert [row[:5] for row in told_of[:3]] == [
        ("无法核对", "990010", "东海市财政局", 2021, "T2-01"),
        ("无法核对", "990010", "东海市财政局", 2023, "T3-04"),
        ("无法核对", "990010", "东海市财政局", 2023, "T2-01"),
    ]
    assert told_of[0][6] == "共 2 处" and told_of[0][12] == "上年用的是 2019 年格式，没有这项数"
    assert told_of[1][12] == "没有 2022 年度的数"


def test_a_rule_that_fails_has_a_line_of_its_own_with_its_figures() -> None:
    failing: dict[int, Said] = {
        2021: told(2021, {"t3.carried_out.company": 5}),
        2022: told(2022, {"t3.carried_in.company": 3}),
    }
    one = Chronicle(NEW, (), (UnitYears("1", "甲", failing),), lines_of(NEW, []), ())
    row = sheets(make_years(one, NOW))["跨年核对"][3]
    assert row[:6] == (
        "不符",
        FINANCE.code,
        FINANCE.name,
        2022,
        "T3-04",
        "上年结转，等于上年报告的结转下年",
    )
    assert row[7:12] == ("表三", "E7", 3, 5, -2)


def test_every_file_is_listed() -> None:
    listed = rows("数据来源")[2:]
    assert listed[0] == (
        *("2020/990010_东海市财政局_2020.xlsx", "采用", "东海市财政局", 2020, "2019", "报送件"),
        "",
    )
    assert [row[5] for row in listed].count("报送件") == 9
    assert next(row for row in listed if row[5] == "汇总")[6] == "“分单位”页列有 2 个单位的数"


# --- As a file -----------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes() -> None:
    assert make_years(city(), NOW) == made()


def test_it_knows_whether_somebody_has_changed_it() -> None:
    assert unchanged_since_made(made())
    book = openpyxl.load_workbook(BytesIO(made()))
    changed = BytesIO()
    book.save(changed)
    assert not unchanged_since_made(changed.getvalue())


def test_its_sheets_may_be_moved() -> None:
    """It is sealed, and not locked: a reader may sort, filter and arrange it as he likes."""
    book = openpyxl.load_workbook(BytesIO(made()))
    assert book.security is None or not book.security.lockStructure
    assert not book["东山区"].protection.sheet


def test_sheets_print_across_on_the_width_of_a_page_with_their_heads() -> None:
    book = openpyxl.load_workbook(BytesIO(made()))
    for page in book.worksheets[:-1]:
        assert page.page_setup.orientation == "landscape"
        # One page wide is what it is where nothing else is said.
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, 0)
    assert book["东山区"].print_title_rows == "$4:$6"
    assert book["东山区"].freeze_panes == "C7"


# --- Few and many --------------------------------------------------------------------------------


def charts(one: Chronicle) -> list[Any]:
    book = openpyxl.load_workbook(BytesIO(make_years(one, NOW)))
    page: Any = book["主要数据"]
    return list(page._charts)


def test_a_single_unit_is_drawn_in_columns() -> None:
    drawn = charts(several(1))
    # A share of 0 is none, so there is one key figure less.
    assert {type(one).__name__ for one in drawn} == {"BarChart"}
    assert all(len(one.series) == 1 for one in drawn)


def test_a_few_are_lines_of_one_chart_and_of_many_the_largest() -> None:
    assert {len(one.series) for one in charts(several(3))} == {3}
    assert {len(one.series) for one in charts(several(30))} == {6}


def test_a_single_year_is_not_drawn() -> None:
    assert charts(several(3, range(2024, 2025))) == []


def test_too_many_for_a_sheet_each_stand_on_one_with_a_filter() -> None:
    one = several(MOST_SHEETS + 1, range(2023, 2025))
    content = make_years(one, NOW)
    assert list(sheets(content))[-2:] == ["各单位历年数", "_identity"]
    page = sheets(content)["各单位历年数"]
    assert page[2][:8] == (
        *("单位代码", "单位名称", "表", "指标", "栏目", "单位"),
        *("历年数", None),
    )
    assert len(page) == 4 + (MOST_SHEETS + 1) * len(NEW.indicators)
    received = [row for row in page if row[4] == "自然人" and str(row[3]).startswith("一、")]
    assert received[40][:9] == (
        *("990040", "单位40", "表三", "一、本年新收政府信息公开申请数量", "自然人", "件"),
        *(2063, 2064, 1),
    )
    book = openpyxl.load_workbook(BytesIO(content))
    assert book["各单位历年数"].auto_filter.ref == f"A4:K{len(page)}"


def test_names_of_sheets_are_legal_and_each_only_once() -> None:
    names = ["总览", "教育局", "教育局", "a/b:c[d]*?'", "很" * 40, "很" * 40]
    units = tuple(
        UnitYears(str(number), name, {2024: told(2024, {})}) for number, name in enumerate(names)
    )
    found = Places(Chronicle(NEW, (), units, lines_of(NEW, []), ())).sheets
    assert list(found.values()) == [
        *("总览 0", "教育局", "教育局 2", "abcd", "很" * 31, "很" * 29 + " 5"),
    ]


def test_the_mapping_has_a_line_for_each_indicator_of_both_formats() -> None:
    shown = {one.code for one in city().lines}
    assert set(NEW.indicators) <= shown
    assert set(OLD.indicators) - shown == {"t2.regulations.made", "t2.normative_documents.made"}
    assert FINANCE.code in {unit.code for unit in city().units}
