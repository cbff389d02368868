"""上下年对比: this year's sum beside last year's, what is big of it, and that it is no return."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    COUNTY,
    OFFICE,
    TOWN,
    YEAR,
    Collected,
    code_at,
    collect,
    edit,
    filled,
    opened,
    raw,
)
from tests.support.compared import COUNTY_OFFICE, before, codes_in_city, compared, county, renamed
from tests.support.places import SECOND_FORM
from toolkit.commands.collecting import collect as collect_wishes
from toolkit.commands.wishes import Wishes
from toolkit.consolidated_workbook.comparison.grid import Columns, arrange
from toolkit.consolidated_workbook.comparison.words import other_units
from toolkit.consolidation.year_on_year import YearOnYear, compare_years, comparison, span
from toolkit.errors import CannotRun
from toolkit.form.form_file import default_form, load_form, parse_form
from toolkit.form.layout import lay_out
from toolkit.form.measure import BigChange
from toolkit.grids.names import COMPARISON

pytestmark = pytest.mark.slow

# Where these cells stand on the sheet 上下年对比.
AT = {"表三!D6": "J46", "表三!E6": "K46", "表三!F6": "L46", "表三!J6": "P46"}
AT |= {"表二!B9": "H20", "表二!B16": "H36", "附表!C5": "K168"}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return compared(tmp_path_factory.mktemp("city"))


def four(sheet: Any, address: str) -> list[Any]:
    """The four lines that begin at a cell."""
    cell = sheet[address]
    return [sheet.cell(cell.row + line, cell.column).value for line in range(4)]


def stored(result: Collected) -> Any:
    return opened(result.workbook.read_bytes(), results=True)[COMPARISON]


def live(result: Collected) -> Any:
    return opened(result.workbook.read_bytes())[COMPARISON]


@pytest.mark.parametrize("source", ["out.xlsx", "returns"])
def test_a_cell_that_could_not_be_read_costs_last_year_s_sum_that_cell_alone(
    tmp_path: Path, source: str
) -> None:
    """Last year's totals are those that collecting last year gave."""
    broken = edit(filled({"表三!D9": 7, "表三!E9": 5}, OFFICE, year=YEAR - 1), {"表三!D10": "3件"})
    files = {"a.xlsx": broken, "b.xlsx": filled({"表三!D10": 1000}, year=YEAR - 1)}
    last = collect(tmp_path / "before", files, units=[OFFICE, BUREAU])
    collect(tmp_path, {"a.xlsx": filled()}, units=[OFFICE, BUREAU])
    path = tmp_path / "before" / source
    result = collect_wishes(Wishes([tmp_path / "returns"], previous=path)).result
    then = collect_wishes(Wishes([tmp_path / "before" / "returns"])).result
    assert result.previous.totals == then.totals
    assert last.total("表三!D10") == 1000 == result.previous.totals[code_at("表三!D10")]
    row = [then.totals[code_at(f"表三!{one}")] for one in ("D9", "D10", "E9", "J9", "J10")]
    assert row == [7, 1000, 5, 12, 1000]


def test_last_year_s_sum_of_what_no_unit_knew_is_not_known(tmp_path: Path) -> None:
    broken = edit(filled({"表三!D9": 7}, year=YEAR - 1), {"表三!D10": "3件"})
    last = before(tmp_path, {"a.xlsx": broken}, [BUREAU])
    collect(tmp_path, {"a.xlsx": filled()}, units=[BUREAU])
    totals = collect_wishes(Wishes([tmp_path / "returns"], previous=last)).previous.totals
    assert code_at("表三!D10") not in totals
    assert (totals[code_at("表三!D9")], totals[code_at("表三!J10")]) == (7, 0)


# --- Figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "figures"),
    [
        ("表三!D6", [60, 100, -40, -0.4]),
        ("表三!E6", [20, 10, 10, 1]),
        ("表三!F6", [11, 0, 11, "—"]),
        ("表三!J6", [91, 110, -19, -19 / 110]),
        ("表二!B9", [1234, 1000, 234, 0.234]),
        ("表二!B16", [0.1, 0.3, -0.2, float(Fraction(-2, 3))]),
        ("附表!C5", [1500.5, 500, 1000.5, 2.001]),
    ],
)
def test_four_lines_of_a_figure(city: Collected, cell: str, figures: list[Any]) -> None:
    assert four(stored(city), AT[cell]) == figures


def test_this_year_change_and_share_are_live(city: Collected) -> None:
    sheet = live(city)
    assert four(sheet, "J46") == [
        "='表三'!D6",
        100,
        '=IF(ISNUMBER(J47),J46-J47,"—")',
        '=IF(N(J47)=0,"—",J48/J47)',
    ]
    assert four(sheet, "H36")[0::2] == ["='表二'!B16", '=IF(ISNUMBER(H37),ROUND(H36-H37,6),"—")']


def test_every_indicator_is_there_with_its_own_reference(city: Collected) -> None:
    form = default_form()
    layout = lay_out(form)
    referred = [
        str(cell.value)
        for row in live(city).iter_rows()
        for cell in row
        if str(cell.value).startswith("='")
    ]
    assert sorted(referred) == sorted(
        f"='{sheet}'!{at}" for sheet, at in map(layout.where, form.indicators)
    )


def test_number_formats_have_thousands_decimals_and_signs(city: Collected) -> None:
    sheet = live(city)
    formats = {
        cell: [sheet[f"{cell[0]}{int(cell[1:]) + line}"].number_format for line in range(4)]
        for cell in ("H20", "H36")
    }
    assert formats == {
        "H20": ["#,##0", "#,##0", "+#,##0;-#,##0;0", "+0.0%;-0.0%;0.0%"],
        "H36": [
            "#,##0.00####",
            "#,##0.00####",
            "+#,##0.00####;-#,##0.00####;0",
            "+0.0%;-0.0%;0.0%",
        ],
    }


def test_what_was_not_known_last_year_has_no_change(tmp_path: Path) -> None:
    """The office left its whole table 4 out: its state says nothing of zeros."""
    states = {"t2": "零报告", "t3": "已填完", "t6": "零报告"}
    content = filled(BALANCED, OFFICE, year=YEAR - 1, states=states)
    last = before(tmp_path, {"a.xlsx": content}, [OFFICE])
    result = collect(tmp_path, {"a.xlsx": filled({"表四!A6": 50}, OFFICE)}, "--previous", last)
    assert four(stored(result), "B156") == [50, "—", "—", "—"]
    assert four(live(result), "B156")[1] == "—"


# --- Layout --------------------------------------------------------------------------------------


def test_every_official_label_is_there_as_often_as_on_its_sheet(city: Collected) -> None:
    """But for what is repeated at the top of a page."""
    texts = [str(cell.value) for row in live(city).iter_rows() for cell in row if cell.value]
    for table in lay_out(default_form()).tables:
        for label in table.labels:
            assert label.text in texts
    assert texts.count("三、收到和处理政府信息公开申请情况（续）") == 1
    assert texts.count("1.属于国家秘密") == 1
    assert texts.count("三、本年度办理结果") == 2


def test_merges_are_the_official_ones(city: Collected) -> None:
    merged = {str(one) for one in live(city).merged_cells.ranges}
    assert merged >= {
        "A8:P8",  # 第二十条第（一）项
        "A9:G9",  # 信息内容
        "H9:J9",  # 本年制发件数
        "A10:F13",  # 规章, over its four lines
        "H20:P20",  # 行政许可, stretched over three columns
        "A43:I45",  # the corner of table 3
        "J44:J45",  # 自然人
        "K44:O44",  # 法人或其他组织
        "A54:A93",  # 三、本年度办理结果, as far as the page goes
        "B62:C93",  # （三）不予公开
        "A98:A145",  # 三、本年度办理结果 on the next page
        "B153:F153",  # 行政复议
    }


def test_the_four_lines_have_their_names(city: Collected) -> None:
    sheet = live(city)
    for cell in ("G10", "I46", "A156"):
        assert four(sheet, cell) == ["本年", "上年", "增减", "增减%"]


def test_pages_begin_with_a_table_or_with_its_heads_again(city: Collected) -> None:
    """Breaks stand after these rows: before table 3, within it, and before table 4."""
    sheet = live(city)
    assert [one.id for one in sheet.row_breaks.brk] == [40, 93, 150]
    assert [sheet[f"A{row}"].value for row in (41, 94, 151)] == [
        "三、收到和处理政府信息公开申请情况",
        "三、收到和处理政府信息公开申请情况（续）",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.print_area == "'上下年对比'!$A$1:$P$175"


@pytest.mark.parametrize("name", ["disclosure-2021", "disclosure-2019", str(SECOND_FORM)])
def test_no_page_is_higher_than_its_paper_and_no_cell_is_used_twice(name: str) -> None:
    layout = lay_out(load_form(name))
    columns = Columns(layout)
    panels = list(arrange(layout, columns, 5, 150.0))
    heights = {row: height for one in panels for row, height in one.heights.items()}
    starts = [0, *(row for one in panels for row in one.starts), 10_000]
    for first, following in pairwise(starts):
        used = sum(height for row, height in heights.items() if first <= row < following)
        assert used + (150 if first == 0 else 0) <= columns.page
    taken: set[tuple[int, int]] = set()
    for one in panels:
        places = [label.place for label in one.labels]
        for place in [*one.cells.values(), *one.lines]:
            places.append(type(place)(place.row, place.column, place.row + 3, place.last_column))
        for place in places:
            assert 0 <= place.column <= place.last_column < columns.count
            cells = {
                (row, column)
                for row in range(place.row, place.last_row + 1)
                for column in range(place.column, place.last_column + 1)
            }
            assert not cells & taken
            taken |= cells
        # And none is left out, but for the line with the units of measure.
        area = (one.last_row - one.top) * columns.count
        assert sum(one.top <= row <= one.last_row for row, _ in taken) == area
    assert {code for one in panels for code in one.cells} == set(layout.places)


# --- What is big ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "then", "big"),
    [
        (130, 100, True),  # exactly 30 %
        (129, 100, False),
        (70, 100, True),
        (71, 100, False),
        (43, 33, True),  # exactly 10, 30.3 %
        (42, 33, False),
        (44, 34, False),  # 10, but 29.4 %
        (10, 0, True),
        (9, 0, False),
        (0, 10, True),
        (0, 9, False),
        (1000, 1000, False),
    ],
)
def test_big_is_thirty_percent_and_ten(now: int, then: int, big: bool) -> None:
    form = default_form()
    kind = form.indicators[code_at("表三!D6")].kind
    assert form.big_change.marks(now, then, kind) is big


@pytest.mark.parametrize(
    ("cell", "now", "then", "big"),
    [
        ("表二!B16", 10_000_000, 0, True),  # 10 万元 in millionths
        ("表二!B16", 9_999_999, 0, False),
        ("表二!B16", 43_333_333, 33_333_333, True),
        ("表二!B16", 44_000_000, 34_000_000, False),
        ("附表!C5", 200_000, 100_000, True),  # 1000 元 in hundredths
        ("附表!C5", 199_999, 100_000, False),
    ],
)
def test_amounts_have_a_least_of_their_own(cell: str, now: int, then: int, big: bool) -> None:
    form = default_form()
    assert form.big_change.marks(now, then, form.indicators[code_at(cell)].kind) is big


def test_change_and_share_of_a_figure() -> None:
    form = default_form()
    codes = [code_at(cell) for cell in ("表三!D6", "表三!E6", "表三!F6")]
    now = dict.fromkeys(form.indicators, 0) | dict(zip(codes, (60, 11, 7), strict=True))
    found = compare_years(form, now, {codes[0]: 100, codes[1]: 0})
    assert list(found) == list(form.indicators)
    told = [(one.change, one.share, one.big) for one in map(found.get, codes) if one]
    assert told == [(-40, Fraction(-2, 5), True), (11, None, True), (None, None, False)]


def test_a_consolidation_knows_its_changes_and_whose_sums_they_are(city: Collected) -> None:
    folder = city.workbook.parent
    wishes = Wishes([folder / "returns"], previous=folder / "before" / "out.xlsx")
    result = collect_wishes(wishes).result
    assert comparison(result)[code_at("表三!D6")] == YearOnYear(code_at("表三!D6"), 60, 100, True)
    assert span(result).gone == (BUREAU.name,) and span(result).new == (COUNTY.name,)


def test_big_changes_are_marked_by_live_conditions(city: Collected) -> None:
    """By colour, bold type and a triangle, which is there on black-and-white paper as well."""
    rules = {
        (str(area.sqref), rule.formula[0]): rule.dxf
        for area, listed in live(city).conditional_formatting._cf_rules.items()
        for rule in listed
    }
    more = rules["J48:P48", "AND(N(J$48)>=10,100*N(J$48)-30*N(J$47)>=0)"]
    less = rules["J48:P48", "AND(-N(J$48)>=10,-100*N(J$48)-30*N(J$47)>=0)"]
    assert (more.numFmt.formatCode, more.font.b) == ('"▲"+#,##0;"▲"-#,##0', True)
    assert (less.numFmt.formatCode, less.font.b) == ('"▼"+#,##0;"▼"-#,##0', True)
    assert ("J49:P49", "AND(N(J$48)>=10,100*N(J$48)-30*N(J$47)>=0)") in rules
    assert ("H38:P38", "AND(N(H$38)>=10,ROUND(100*N(H$38)-30*N(H$37),6)>=0)") in rules
    assert ("K170:P170", "AND(N(K$170)>=1000,ROUND(100*N(K$170)-30*N(K$169),2)>=0)") in rules


def test_the_thresholds_are_data_of_the_form(tmp_path: Path) -> None:
    text = SECOND_FORM.read_text(encoding="utf-8")
    assert parse_form(text, "x.yaml").big_change == BigChange(percent=30, least=10)
    other = parse_form(f"{text}big_change: {{percent: 5, least_of: {{册: 100}}}}\n", "x.yaml")
    assert other.big_change.least_for(other.kinds["volumes"]) == 100
    assert other.big_change.least_for(other.kinds["area"]) == 10
    with pytest.raises(CannotRun, match="没有计量单位是“张”的种类"):
        parse_form(f"{text}big_change: {{least_of: {{张: 100}}}}\n", "x.yaml")
    with pytest.raises(CannotRun, match=r"big_change\.percent"):
        parse_form(f"{text}big_change: {{percent: 0}}\n", "x.yaml")


def test_a_template_is_the_same_whatever_the_thresholds(tmp_path: Path) -> None:
    text = SECOND_FORM.read_text(encoding="utf-8")
    other = parse_form(f"{text}big_change: {{percent: 5}}\n", "x.yaml")
    assert filled({}, form=other) == filled({}, form=parse_form(text, "x.yaml"))


# --- In words ------------------------------------------------------------------------------------


def test_the_sentences_say_whose_sums_these_are_and_what_is_marked(city: Collected) -> None:
    sheet = stored(city)
    assert [sheet[f"A{row}"].value for row in range(1, 5)] == [
        "990000 2024 年度政府信息公开工作年度报告汇总—上下年对比",
        "本年汇总 2 个单位，上年汇总 2 个单位。"
        "上年在内、本年不在内的 1 个：东海市教育局；本年新计入的 1 个：东山区。"
        "两年的汇总范围不同，增减不完全可比。"
        "“概览”页只比较两年数据都齐的 1 个单位，所以上年数、增减、增幅与本页不同。",
        "变化大的加底色、加粗，并标▲（增）或▼（减）："
        "增减达到上年数的 30%，并且达到 10 件、10 万元、1000 元；上年为 0 的，只看后一条。",
        "本年数随各汇总表自动变动，上年数取自上年的汇总表或报送件；"
        "上年没有的数、上年为 0 时的百分比，显示“—”。",
    ]
    assert (sheet["A42"].value, sheet["I42"].value) == ("2024 年度与 2023 年度对比", "单位：件")


def test_the_same_units_in_both_years_are_said_to_be_comparable(tmp_path: Path) -> None:
    last = before(tmp_path, {"a.xlsx": filled(year=YEAR - 1)}, [BUREAU])
    result = collect(tmp_path, {"a.xlsx": filled()}, "--previous", last, units=[BUREAU])
    assert stored(result)["A2"].value == (
        "本年汇总 1 个单位，上年汇总 1 个单位。两年汇总的是同样的单位，可以直接对比。"
    )


def test_no_more_than_twenty_names_are_listed() -> None:
    names = [f"单位{number}" for number in range(21)]
    assert "、单位19等" in other_units(names, [], []) and "单位20" not in other_units(names, [], [])
    assert "等" not in other_units(names[:20], [], [])


def test_without_last_year_one_sentence_says_how_to_give_it(tmp_path: Path) -> None:
    result = collect(tmp_path, {"a.xlsx": filled()})
    rows = result.sheet(COMPARISON)
    assert len(rows) == 2
    assert str(rows[1][0]).startswith("没有提供上年数据，因此没有对比。")
    assert "--previous 上年汇总表.xlsx" in str(rows[1][0])


# --- Another statistic ---------------------------------------------------------------------------


def of_libraries(tmp_path: Path, year: int, *options: str | Path, **cells: object) -> Collected:
    """One library of the second form; its cells are those of the sheet 馆藏馆舍."""
    typed = {f"馆藏馆舍!{cell}": value for cell, value in cells.items()}
    content = filled(typed, year=year, form=load_form(str(SECOND_FORM)))
    options = ("--form", SECOND_FORM, *options)
    return collect(tmp_path, {"a.xlsx": content}, *options, units=[BUREAU])


def test_another_form_is_compared_without_a_line_of_code(tmp_path: Path) -> None:
    last = of_libraries(tmp_path / "before", YEAR - 1, C5=240, C11="1500.25").workbook
    result = of_libraries(tmp_path, YEAR, "--previous", last, C5=270, C11="1510.26")
    sheet = stored(result)
    assert four(sheet, "I10") == [270, 240, 30, 0.125]
    assert four(sheet, "I28") == [1510.26, 1500.25, 10.01, float(Fraction(1001, 150025))]
    assert sheet["A3"].value.endswith("达到 10 册、10 平方米；上年为 0 的，只看后一条。")


# --- As a return one level up --------------------------------------------------------------------


def test_a_county_s_workbook_with_its_comparison_gives_no_finding(tmp_path: Path) -> None:
    assert codes_in_city(tmp_path, county()) == []


def test_the_comparison_is_no_second_copy_when_all_sheets_are_read(tmp_path: Path) -> None:
    """One official sheet was renamed: that is told, and nothing else."""
    content = county()
    assert codes_in_city(tmp_path, renamed(content, "表三", "第三张表")) == ["TAB-04"]


def test_nor_is_it_one_under_another_name(tmp_path: Path) -> None:
    assert codes_in_city(tmp_path, renamed(county(), COMPARISON, "两年的对比")) == []


@pytest.mark.parametrize("name", [COMPARISON, "两年的对比"])
def test_nor_is_it_one_where_a_figure_was_typed_over(tmp_path: Path, name: str) -> None:
    """Typed by a program that did not calculate: the comparison still shows what was."""
    content = renamed(raw(county(), {"表三!D6": "<v>73</v>"}), "表三", "第三张表")
    result = collect(
        tmp_path / "city",
        {"county.xlsx": renamed(content, COMPARISON, name)},
        units=[OFFICE, COUNTY],
    )
    assert result.total("表三!D6") == 73
    assert "TAB-08" not in result.codes() and "TOT-05" in result.codes()


def test_it_does_not_take_the_place_of_a_table_that_is_gone(tmp_path: Path) -> None:
    content = edit(county(), change=lambda book: book.remove(book["表三"]))
    result = collect(tmp_path / "city", {"county.xlsx": content}, units=[OFFICE, COUNTY])
    told = [one["sheet"] for one in result.json["findings"] if one["code"] == "TAB-01"]
    assert told == ["表三"]


def test_such_a_workbook_is_last_year_s_for_the_year_after(tmp_path: Path) -> None:
    path = tmp_path / "last.xlsx"
    path.write_bytes(county())
    files = {"a.xlsx": filled({"表三!D6": 80, "表三!D8": 80}, COUNTY_OFFICE, year=YEAR + 1)}
    result = collect(tmp_path / "next", files, "--previous", path, units=[COUNTY_OFFICE, TOWN])
    assert four(stored(result), "J46") == [80, 72, 8, float(Fraction(8, 72))]
