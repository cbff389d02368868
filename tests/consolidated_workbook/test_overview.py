"""The first page: what is on it for what there is, live figures with true results, its charts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.support.build import (
    BUREAU,
    CITY,
    COUNTY,
    CUSTOMS,
    DISCLOSURE,
    OFFICE,
    Collected,
    codes,
    collect,
    edit,
    filled,
    opened,
    parts,
)
from tests.support.places import SECOND_FORM
from toolkit.consolidated_workbook.overview.balances import imbalance
from toolkit.consolidation.coverage import UnitRecord, days_late
from toolkit.form.form_file import default_form, load_form, parse_form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity
from toolkit.grids.names import FILLED
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Unit
from toolkit.text import abridged

pytestmark = pytest.mark.slow

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Received 12 and 30; closed 10 and 30, of which public 10 and 6; reviews 1, lawsuits 2.
OFFICE_TYPED = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2, "表四!A6": 1, "表二!D6": 7}
BUREAU_TYPED = {"表三!D6": 30, "表三!D8": 4, "表三!D9": 2, "表三!D18": 24, "表四!G6": 2}
LAST_YEAR = {"表三!D6": 40, "表三!D8": 20, "表三!D18": 20, "表二!D6": 8}
UNITS = (OFFICE, BUREAU, COUNTY)


def city(folder: Path, *, previous: bool = False) -> Collected:
    """Office and bureau have sent, the county has not; last year the bureau alone had."""
    files = {"office.xlsx": filled(OFFICE_TYPED, OFFICE), "bureau.xlsx": filled(BUREAU_TYPED)}
    before = folder / "before"
    before.mkdir()
    (before / "bureau.xlsx").write_bytes(filled(LAST_YEAR, year=2023))
    options = ("--previous", before) if previous else ()
    return collect(folder, files, *options, units=UNITS)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return city(tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return city(tmp_path_factory.mktemp("compared"), previous=True)


def lines(result: Collected) -> list[list[Any]]:
    """What stands on the page, without the cells that a merged cell covers."""
    return [[one for one in row if one is not None] for row in result.sheet("概览")]


def formulas(result: Collected) -> list[list[Any]]:
    sheet = opened(result.workbook.read_bytes())["概览"]
    return [[one for one in row if one is not None] for row in sheet.iter_rows(values_only=True)]


def below(page: list[list[Any]], caption: str) -> list[list[Any]]:
    at = next(number for number, row in enumerate(page) if row and row[0] == caption)
    return page[at + 1 :]


# --- Tiles and figures ---------------------------------------------------------------------------


def test_the_large_numbers_and_the_bar(alone: Collected) -> None:
    page = lines(alone)
    assert page[2] == ["应报单位", "已报单位", "未报单位", "有误单位"]
    assert page[3] == [3, 2, 1, 0]
    told = ["已报 2 / 3（66.7%）", "已报，无误 2 个", "已报，有误 0 个", "未报 1 个"]
    assert page[6] == told
    book = opened(alone.workbook.read_bytes())
    sheet = book["概览"]
    bar = sorted(str(one) for one in sheet.merged_cells.ranges if one.min_row == 6)
    assert bar == ["A6:X6", "Y6:AJ6"]
    assert [sheet[at].fill.fgColor.rgb for at in ("A6", "Y6")] == ["FF1F3864", "FFFFFFFF"]


def test_nobody_is_due(tmp_path: Path) -> None:
    """All on the roster are 垂直管理: nothing is divided by nothing, and no bar is full."""
    files = {"a.xlsx": filled(unit=CUSTOMS)}
    result = collect(tmp_path, files, "--as", CITY, units=[CUSTOMS])
    page = lines(result)
    assert page[3] == [0, 0, 0, 0] and page[6][0] == "已报 0 / 0"
    sheet = opened(result.workbook.read_bytes())["概览"]
    assert sheet["A6"].fill.fgColor.rgb == "FFFFFFFF"
    assert charts(result) == {}


def test_key_figures_are_live_over_the_official_tables(alone: Collected) -> None:
    wanted = [
        ["", "2024 年", "", "2024 年"],
        ["新收申请（件）", 42, "行政复议（件）", 1],
        ["办结（件）", 40, "行政诉讼（件）", 2],
        ["结转下年（件）", 2, "行政规范性文件现行有效（件）", 7],
        ["公开率（予以公开、部分公开占办结）", 0.4],
    ]
    shown = below(lines(alone), "主要数据")[:5]
    flat = [[str(v).replace("\n", "") if isinstance(v, str) else v for v in row] for row in shown]
    assert flat == wanted
    written = below(formulas(alone), "主要数据")[:5]
    assert written[1][1::2] == ["='表三'!$J$6", "='表四'!$E$6"]
    assert written[4][1] == "=IF('表三'!$J$29=0,\"—\",SUM('表三'!$J$8:$J$9)/'表三'!$J$29)"


CAPTION = "主要数据（上年、增减、增幅只算两年数据都齐的 1 个单位；本年汇总 2 个，上年 1 个）"


def test_only_units_of_both_years_are_compared_with_last_year(compared: Collected) -> None:
    """The bureau: 30 received beside 40; the office is new, and in this year's sum alone."""
    heads, first, second, third, last = below(lines(compared), CAPTION)[:5]
    assert heads[1:5] == ["2024 年", "上年同口径", "增减", "增幅"]
    assert first[1:5] == [42, 40, -10, pytest.approx(-0.25)]
    assert second[1:5] == [40, 40, -10, pytest.approx(-0.25)]
    # Of nothing there is no growth, and nothing is divided by it.
    assert third[1:5] == [2, 0, 0, "—"]
    assert third[6:] == [7, 8, -8, pytest.approx(-1)]
    # 20 % of 30 against 50 % of 40, in points.
    assert last[1:] == [pytest.approx(0.4), 0.5, pytest.approx(-30)]
    row = below(formulas(compared), CAPTION_FORMULA)[1]
    now, before = "'图表数据'!$D$6", "'图表数据'!$E$6"
    assert row[2:5] == [
        f"={before}",
        f'=IF(ISNUMBER({before}),{now}-{before},"—")',
        f'=IF(N({before})=0,"—",{now}/{before}-1)',
    ]


# How many are compared, how many are in this year's sum; one was in last year's.
NUMBERS = ("'图表数据'!$C$6", "COUNTIF('分单位'!$D$11:$D$13,\"是\")")
CAPTION_FORMULA = (
    '=IF({0}=0,"主要数据（没有两年数据都齐的单位，不与上年比较）",IF(AND({0}=1,{1}=1),"主要数据",'
    '"主要数据（上年、增减、增幅只算两年数据都齐的 "&{0}&" 个单位；本年汇总 "&{1}&" 个，上年 "'
    '&1&" 个）"))'
).format(*NUMBERS)


def same_units(result: Collected) -> list[tuple[Any, ...]]:
    """The first columns of what is compared on 图表数据: its line of sums, and every unit."""
    return [row[:7] for row in result.sheet("图表数据")[5:9]]


def test_the_figures_of_both_years_stand_by_unit_on_the_sheet_of_data(compared: Collected) -> None:
    assert same_units(compared)[:4] == [
        ("同口径合计", None, 1, 30, 40, 30, 40),
        ("东海市政府办公室", OFFICE.code, "否", 12, None, 10, None),
        ("东海市教育局", BUREAU.code, "是", 30, 40, 30, 40),
        ("东山区", COUNTY.code, "否", 0, None, 0, None),
    ]
    sheet = opened(compared.workbook.read_bytes())["图表数据"]
    assert [cell.value for cell in sheet[8][:5]] == [
        *("东海市教育局", BUREAU.code, '=IF(\'分单位\'!$D$12="是","是","否")'),
        "=IF('分单位'!$D$12=\"是\",SUM('分单位'!$Q$12:$V$12),0)",
        40,
    ]
    assert sheet["C6"].value == '=COUNTIF($C$7:$C$9,"是")'
    total = '=IF(\'图表数据\'!$C$6=0,"—",SUMIFS($E$7:$E$9,$C$7:$C$9,"是"))'
    assert sheet["E6"].value == total


def test_the_same_units_in_both_years_need_no_caption(tmp_path: Path) -> None:
    before = {"b.xlsx": filled(LAST_YEAR, year=2023), "o.xlsx": filled({}, OFFICE, year=2023)}
    files = {"office.xlsx": filled(OFFICE_TYPED, OFFICE), "bureau.xlsx": filled(BUREAU_TYPED)}
    page = lines(collected_after(tmp_path, before, files))
    assert below(page, "主要数据")[1][1:5] == [42, 40, 2, pytest.approx(0.05)]


def collected_after(
    folder: Path, before: dict[str, bytes], files: dict[str, bytes], *options: str
) -> Collected:
    then = folder / "before"
    then.mkdir()
    for name, content in before.items():
        (then / name).write_bytes(content)
    return collect(folder, files, "--previous", then, *options, units=UNITS)


@pytest.mark.parametrize(
    "files",
    [
        # Nobody of last year has reported yet.
        {"office.xlsx": filled(OFFICE_TYPED, OFFICE)},
        # One of its figures cannot be read: the unit is in the sum, and its change is not known.
        {"bureau.xlsx": edit(filled(BUREAU_TYPED), {"表三!E6": "约五"})},
        # A table that does not count.
        {"bureau.xlsx": filled(BUREAU_TYPED, states={"t3": FILLED, "t4": FILLED})},
    ],
    ids=["nobody", "a figure", "a table"],
)
def test_where_nobody_can_be_compared_there_is_no_percentage(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    result = collected_after(tmp_path, {"b.xlsx": filled(LAST_YEAR, year=2023)}, files)
    page = below(lines(result), "主要数据（没有两年数据都齐的单位，不与上年比较）")
    assert [row[2:5] for row in page[1:4]] == [["—"] * 3] * 3
    assert page[4][2:] == ["—", "—"]
    assert "本年与上年对比（同口径）" not in charts(result)
    assert same_units(result)[0][:5] == ("同口径合计", None, 0, "—", "—")


def test_a_figure_that_was_not_known_last_year_is_not_compared(tmp_path: Path) -> None:
    """Nobody knew 表四 last year: all else is compared."""
    before = filled(LAST_YEAR, year=2023, states={"t2": FILLED, "t3": FILLED})
    files = {"bureau.xlsx": filled(BUREAU_TYPED)}
    page = below(lines(collected_after(tmp_path, {"b.xlsx": before}, files)), "主要数据")
    assert page[1] == [
        *("新收申请（件）", 30, 40, -10, pytest.approx(-0.25)),
        *("行政复议（件）", 0, "—", "—"),
    ]


# --- What has moved ------------------------------------------------------------------------------


def moved(result: Collected) -> list[str]:
    return [str(row[0]) for row in lines(result) if row and "比上次汇总" in str(row[0])]


def test_what_has_moved_since_the_last_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing at the first run; then one has come and one has mended its figures; then nothing."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738368000")
    monkeypatch.setenv("TZ", "UTC")
    wrong = filled(BUREAU_TYPED | {"表三!D6": 31})
    first = collect(tmp_path, {"bureau.xlsx": wrong}, units=UNITS)
    assert moved(first) == []
    files = {"bureau.xlsx": filled(BUREAU_TYPED), "office.xlsx": filled(OFFICE_TYPED, OFFICE)}
    since = "比上次汇总（2025-02-01 00:00）："
    told = f"{since}新报 1 个单位，重报 1 个单位；新收申请 +11 件；错误 1 → 0 条。"
    assert moved(collect(tmp_path, files, units=UNITS)) == [told]
    again = moved(collect(tmp_path, files, units=UNITS))
    assert again == [f"{since}单位、主要数据和错误都没有变化。"]


def test_a_unit_whose_return_is_gone_has_moved_though_no_figure_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bureau reports nothing, its file is taken away; a county joins the roster."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738368000")
    monkeypatch.setenv("TZ", "UTC")
    office = {"office.xlsx": filled(OFFICE_TYPED, OFFICE)}
    collect(tmp_path, {**office, "bureau.xlsx": filled({})}, units=UNITS[:2])
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    told = "1 个单位的文件不再采用，1 个单位有其他变化"
    assert moved(collect(tmp_path, office, units=UNITS)) == [
        f"比上次汇总（2025-02-01 00:00）：{told}。"
    ]


# --- Sums that do not balance --------------------------------------------------------------------

OFF = "汇总数本身不平：“本年新收加上年结转，等于办理结果加结转下年”，表三 {}：{}。"
WHOLE, PERSONS = (
    f"{cell}（三、本年度办理结果→（七）总计，{column}）"
    for cell, column in (("J29", "总计"), ("D29", "自然人"))
)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, []),
        # 3 received, and nothing became of them.
        ({"表三!D6": 15}, [OFF.format(WHOLE, "45 + 0 ≠ 40 + 2，相差 3")]),
        # What is too much in one column is missing in another: the totals balance.
        (
            {"表三!D6": 15, "表三!E8": 3},
            [
                OFF.format(PERSONS, "45 + 0 ≠ 40 + 2，相差 3")
                + OFF.format(
                    "E29（三、本年度办理结果→（七）总计，法人或其他组织→商业企业）",
                    "0 + 0 ≠ 3 + 0，相差 3",
                )
            ],
        ),
    ],
    ids=["balanced", "the totals", "columns alone"],
)
def test_a_sum_that_does_not_balance_is_told(
    typed: dict[str, int], told: list[str], tmp_path: Path
) -> None:
    files = {
        "office.xlsx": filled(OFFICE_TYPED | typed, OFFICE),
        "bureau.xlsx": filled(BUREAU_TYPED),
    }
    result = collect(tmp_path, files, units=UNITS)
    texts = [row[0] for row in lines(result) if row and "不平" in str(row[0])]
    assert texts == told
    # The formula is there in any case: a switch may change what balances.
    sheet = opened(result.workbook.read_bytes())["概览"]
    (row,) = [one.row for one in sheet["A"] if str(one.value).startswith("=IF(AND((COUNTA('表三'")]
    (mark,) = [
        rule
        for area in sheet.conditional_formatting
        for rule in area.rules
        if str(area.sqref) == f"A{row}:AJ{row}"
    ]
    assert mark.formula == [f'$A{row}<>""'] and mark.dxf.fill.bgColor.rgb == "FFFFC7CE"


def test_rules_that_say_nothing_of_a_sum_are_not_held_against_it() -> None:
    """Last year's figures, what is no error, a number that a sum has many times over."""
    formula = imbalance(lay_out(default_form()), {})[1]
    assert formula
    titles = {code: one.title for code, one in default_form().rule_specs.items()}
    assert [code for code, title in titles.items() if f"“{title}”" in formula] == ["T3-01"]
    source = SECOND_FORM.read_text("utf-8")
    form = load_form(str(SECOND_FORM))
    text, formula = imbalance(lay_out(form), {"lib.reading": 250, "lib.building": 50})
    (rule,) = [one for one in form.rules if one.code == "LIB-02"]
    place = " ".join(lay_out(form).where("lib.reading"))
    assert f"“{rule.title}”，{place}（" in text and text.endswith("：2.5 > 0.5，相差 2。")
    assert "馆" in (formula or "") and "LIB-03" not in (formula or "")
    constant = source.replace("lib.reading ≤ lib.building", "lib.reading ≤ lib.building + 5")
    assert constant != source
    assert imbalance(lay_out(parse_form(constant, "x")), {"lib.reading": 900}) == ("", None)


def test_without_a_last_year_nothing_speaks_of_it(alone: Collected) -> None:
    texts = [str(one) for row in lines(alone) for one in row]
    assert not any("上年" in one or "增减" in one or "2023" in one for one in texts)


def test_the_number_of_units_in_the_sum_is_live(alone: Collected) -> None:
    table = below(formulas(alone), "分类情况")
    assert table[1][-1] == "=COUNTIFS('分单位'!$D$11:$D$13,\"是\",'分单位'!$C$11:$C$13,\"本级\")"
    assert table[4][-1] == "=COUNTIF('分单位'!$D$11:$D$13,\"是\")"
    assert [row[-1] for row in below(lines(alone), "分类情况")[1:5]] == [1, 1, 0, 2]


# --- Charts --------------------------------------------------------------------------------------


def charts(result: Collected) -> dict[str, ElementTree.Element]:
    """The charts of a workbook by their title."""
    content = parts(result.workbook.read_bytes())
    names = sorted(name for name in content if name.startswith("xl/charts/chart"))
    roots = [ElementTree.fromstring(content[name]) for name in names]
    return {said(root.find(f"{C}chart/{C}title")): root for root in roots}


def said(title: ElementTree.Element | None) -> str:
    return "" if title is None else "".join(one.text or "" for one in title.iter(f"{A}t"))


def references(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{C}f")]


def axes(root: ElementTree.Element) -> list[str]:
    return [
        said(one.find(f"{C}title")) for one in root.iter() if one.tag in (f"{C}catAx", f"{C}valAx")
    ]


def drawn(result: Collected, title: str) -> list[tuple[Any, ...]]:
    """Names and numbers of each bar of a chart, from the sheet with the data."""
    root = charts(result)[title]
    assert all(one.startswith("图表数据!") for one in references(root))
    ranges = [
        ref for tag in ("cat", "val") for one in root.iter(f"{C}{tag}") for ref in references(one)
    ]
    sheet = opened(result.workbook.read_bytes(), results=True)["图表数据"]
    columns = []
    for one in dict.fromkeys(ranges):
        first, _, last = one.split("!")[1].replace("$", "").partition(":")
        columns.append([cell.value for (cell,) in sheet[f"{first}:{last or first}"]])
    return list(zip(*columns, strict=True))


TITLES = ("各单位新收申请", "申请办理结果", "行政复议、行政诉讼结果")
YEARS = "本年与上年对比（同口径）"


def test_each_chart_has_a_title_its_unit_of_measure_and_its_numbers(compared: Collected) -> None:
    known = charts(compared)
    assert set(known) == {*TITLES, YEARS}
    assert {title: axes(root) for title, root in known.items()} == {
        "各单位新收申请": ["", "件"],
        "申请办理结果": ["", "件"],
        YEARS: ["", "件"],
        "行政复议、行政诉讼结果": ["", "件"],
    }
    assert drawn(compared, "各单位新收申请") == [("东海市教育局", 30), ("东海市政府办公室", 12)]
    assert drawn(compared, "申请办理结果") == [
        ("予以公开", 14),
        ("部分公开", 2),
        ("不予公开", 0),
        ("无法提供", 24),
        ("不予处理", 0),
        ("其他处理", 0),
    ]
    assert drawn(compared, YEARS) == [
        ("新收申请", 30, 40),
        ("办结", 30, 40),
        ("结转下年", 0, 0),
    ]
    assert drawn(compared, "行政复议、行政诉讼结果")[:2] == [
        ("结果维持", 1, 0, 0),
        ("结果纠正", 0, 2, 0),
    ]


def test_series_differ_in_lightness_and_pattern(compared: Collected) -> None:
    """Three looks: one dark, one hatched, one light; so colours may all be the same grey."""
    root = charts(compared)["行政复议、行政诉讼结果"]
    looks = [one.find(f"{C}spPr") for one in root.iter(f"{C}ser")]
    kinds = [one[0].tag.removeprefix(A) if one is not None else "" for one in looks]
    assert kinds == ["solidFill", "pattFill", "solidFill"]
    colours = [one.find(f"{A}solidFill/{A}srgbClr") for one in looks if one is not None]
    assert [one.get("val") for one in colours if one is not None] == ["1F3864", "DCE6F1"]
    assert root.find(f"{C}chart/{C}legend") is not None
    for title in TITLES[:2]:
        assert charts(compared)[title].find(f"{C}chart/{C}legend") is None


def test_data_of_the_charts_are_live(compared: Collected) -> None:
    rows = list(opened(compared.workbook.read_bytes())["图表数据"].iter_rows(values_only=True))
    by_name = {row[0]: row for row in rows[10:]}
    office = by_name["东海市政府办公室"]
    assert office[1] == "=IF('分单位'!$D$11=\"是\",SUM('分单位'!$Q$11:$V$11),0)"
    assert office[2:4] == (OFFICE.code, "东海市政府办公室")
    heads = opened(compared.workbook.read_bytes())["分单位"][10]
    assert [heads[at].value for at in (16, 21)] == [
        "t3.received.natural_person",
        "t3.received.other_org",
    ]
    assert by_name["结转下年"][1:3] == ("='图表数据'!$H$6", "='图表数据'!$I$6")


def test_without_a_last_year_there_is_no_chart_of_it(alone: Collected) -> None:
    assert set(charts(alone)) == set(TITLES)


@pytest.mark.parametrize("previous", [False, True])
def test_figures_that_are_all_zero_give_no_chart_and_no_error(
    previous: bool, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    before.mkdir()
    (before / "bureau.xlsx").write_bytes(filled(LAST_YEAR, year=2023))
    options = ("--previous", before) if previous else ()
    files = {"bureau.xlsx": filled({}, BUREAU)}
    result = collect(tmp_path, files, *options, units=UNITS)
    assert charts(result) == {}
    # What is compared with last year stands there all the same.
    assert ("图表数据" in opened(result.workbook.read_bytes()).sheetnames) == previous
    page = [one for row in lines(result) for one in row]
    assert not any(str(one).startswith("#") for one in page)
    assert "—" in page


def test_many_units_the_largest_and_what_is_left(tmp_path: Path) -> None:
    """15 units: 12 have a bar of their own, in the order of size, 3 share the last."""
    units = [Unit(f"990000-{i}", f"第{i}局", Category.DEPARTMENT, CITY) for i in range(11, 26)]
    files = {
        f"{number}.xlsx": filled({"表三!D6": number, "表三!D8": number}, unit)
        for number, unit in enumerate(units, 1)
    }
    result = collect(tmp_path, files, units=units)
    bars = drawn(result, "各单位新收申请（前 12 位）")
    assert [bar[1] for bar in bars] == [*range(15, 3, -1), 6]
    assert [bar[0] for bar in bars[::12]] == ["第25局", "其余 3 个单位"]
    sheet = opened(result.workbook.read_bytes())["图表数据"]
    (rest,) = [row for row in sheet.iter_rows(values_only=True) if row[0] == "其余 3 个单位"]
    assert rest[1] == "='表三'!$J$6-SUM($B$6:$B$17)"


def test_the_bar_of_the_others_is_not_drawn_where_it_dwarfs_the_rest(tmp_path: Path) -> None:
    units = [Unit(f"990000-{i}", f"第{i}局", Category.DEPARTMENT, CITY) for i in range(11, 51)]
    content = {"表三!D6": 1, "表三!D8": 1}
    files = {f"{one.code}.xlsx": filled(content, one) for one in units}
    result = collect(tmp_path, files, units=units)
    title = "各单位新收申请（前 12 位）"
    assert len(drawn(result, title)) == 12
    assert axes(charts(result)[title]) == ["", "件（其余 28 个单位见“图表数据”页）"]


def test_a_form_without_an_overview_has_a_page_all_the_same(tmp_path: Path) -> None:
    path = SECOND_FORM
    form = load_form(str(path))
    assert not form.overview.figures and not form.overview.charts
    files = {"a.xlsx": filled({}, BUREAU, form=form)}
    result = collect(tmp_path, files, "--form", path, units=UNITS)
    page = lines(result)
    assert page[3] == [3, 1, 2, 0]
    assert ["主要数据"] not in page and charts(result) == {}
    assert "图表数据" not in opened(result.workbook.read_bytes()).sheetnames


def test_every_form_of_the_report_has_an_overview() -> None:
    for name in DISCLOSURE:
        overview = load_form(name).overview
        assert len(overview.figures) == 7
        assert [one.kind for one in overview.charts] == ["by_unit", "parts", "years", "groups"]


def test_kinds_of_outcome_make_up_all_that_was_closed() -> None:
    """No outcome is in two bars of the chart, and none is in none."""
    for name in DISCLOSURE:
        form = load_form(name)
        (chart,) = [one for one in form.overview.charts if one.kind == "parts"]
        codes = [code for bar in chart.bars for code in bar.of]
        added = sorted(one for code in codes for one in form.inputs_of(code).elements())
        assert added == sorted(form.inputs_of("t3.outcome.total.total").elements())


# --- Deadlines -----------------------------------------------------------------------------------

DUE = datetime.date(2025, 1, 14)


@pytest.mark.parametrize(
    ("saved", "today", "days"),
    [
        (None, DUE, None),
        (None, DUE + datetime.timedelta(days=3), 3),
        (datetime.datetime(2025, 1, 14, 12), datetime.date(2025, 3, 1), None),
        (datetime.datetime(2025, 1, 16, 12), datetime.date(2025, 3, 1), 2),
    ],
    ids=["due today", "missing", "in time", "late"],
)
def test_days_late(saved: datetime.datetime | None, today: datetime.date, days: int | None) -> None:
    unit = Unit("1", "甲", Category.OWN, CITY, deadline=DUE)
    returned = Return("a.xlsx", Identity(), saved=saved) if saved else None
    status = "received" if returned else "missing"
    assert days_late(UnitRecord(unit, status, True, True, None, returned), today) == days  # type: ignore[arg-type]


def test_a_return_that_does_not_say_when_it_was_saved_is_not_called_late() -> None:
    unit = Unit("1", "甲", Category.OWN, CITY, deadline=DUE)
    record = UnitRecord(unit, "received", True, True, None, Return("a.xlsx", Identity()))
    assert days_late(record, datetime.date(2030, 1, 1)) is None


def test_deadlines_and_who_is_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 1 February; both files were saved on 15 January."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1738368000")
    dates = {OFFICE: "2025-01-12", BUREAU: "2025-01-20", COUNTY: "2025-01-20"}
    rows = [f"{u.code},{u.name},{u.category},{u.parent},{day}" for u, day in dates.items()]
    path = tmp_path / "dated.csv"
    path.write_text("\n".join(["单位代码,单位名称,单位类别,上级代码,截止日期", *rows, ""]), "utf-8")
    files = {"a.xlsx": filled(unit=OFFICE), "b.xlsx": filled()}
    page = lines(collect(tmp_path, files, "--units", path))
    assert page[1] == ["截至 2025 年 2 月 1 日"]
    heads, first, second = below(page, "分类情况")[:3]
    assert heads[6:] == ["截止日期", "应报", "已报", "迟报", "逾期未报"]
    assert (first[6:], second[6:]) == (["2025-01-12", 1, 1, 1, 0], ["2025-01-20", 2, 1, 0, 1])
    assert ["逾期未报（1 个）：东山区（已逾期 12 天）。"] in page
    assert ["迟报（1 个）：东海市政府办公室（3 天）。"] in page


def test_without_deadlines_nothing_speaks_of_them(alone: Collected) -> None:
    assert not any("截止" in str(one) or "迟报" in str(one) for row in lines(alone) for one in row)


# --- Names in narrow places ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["东海市教育局", "东山区"], ["教育局", "东山区"]),
        (["东海市", "东海市局"], ["东海市", "东海市局"]),
        (["东海市城乡一体化示范区综合执法局"], ["城乡一…合执法局"]),
        (
            ["甲乙丙丁戊己庚辛壬癸", "甲乙丙子丑己庚辛壬癸"],
            ["甲乙丙…庚辛壬癸（1）", "甲乙丙…庚辛壬癸（2）"],
        ),
    ],
)
def test_abridged_names_stay_apart(names: Sequence[str], short: Sequence[str]) -> None:
    assert abridged(names, "东海市", 8) == list(short)


# --- Another form --------------------------------------------------------------------------------

AREAS = """
overview:
  figures:
    - {label: 面积, of: [lib.building, lib.reading]}
    - {label: 阅览室占比, of: [lib.reading], over: [lib.building]}
  charts:
    - kind: by_unit
      title: 各单位面积
      axis: 单位
      bars: [{label: 面积, of: [lib.building, lib.reading]}]
"""


def test_amounts_of_another_form_are_exact(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3, and no line of code knows the form."""
    source = SECOND_FORM
    path = tmp_path / "areas.yaml"
    path.write_text(source.read_text("utf-8") + AREAS, "utf-8")
    form = load_form(str(path))
    at = {code: cell for cell, code in codes(form).items()}
    typed = {at["lib.building"]: "0.2", at["lib.reading"]: "0.1"}
    files = {"a.xlsx": filled(typed, BUREAU, form=form)}
    result = collect(tmp_path, files, "--form", path, units=UNITS)
    shown = below(lines(result), "主要数据")[1]
    assert shown == ["面积（平方米）", 0.3, "阅览室占比", 0.5]
    assert str(below(formulas(result), "主要数据")[1][1]).startswith("=ROUND(SUM(")
    assert drawn(result, "各单位面积") == [("东海市教育局", 0.3)]
    assert axes(charts(result)["各单位面积"]) == ["", "平方米"]
