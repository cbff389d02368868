"""A second form, taken through template → fill → collect without a line of code.

It has what the official one has not: row heads of two levels beside plain ones, a ≤ rule, a rule
with a factor, square metres with two decimals. tests/data/second-form.yaml is all there is of it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.build import BUREAU, OFFICE, Collected, collect, command
from tests.support.places import SECOND_FORM
from tests.support.second_form import SHEET, gathered, made
from toolkit.form.form_file import load_form, parse_form
from toolkit.form.layout import lay_out


def total(result: Collected, code: str) -> Any:
    return result.json["totals"][code]


def test_the_template_is_laid_out_like_an_official_one(tmp_path: Path) -> None:
    content = made(tmp_path)["990000-11_东海市教育局_2024.xlsx"]
    sheet = openpyxl.load_workbook(BytesIO(content))[SHEET]
    assert {str(one) for one in sheet.merged_cells.ranges} >= {
        "A3:D3",  # 馆藏
        "A4:B4",  # 类别
        "A5:A6",  # 图书, over 中文图书 and 外文图书
        "A7:B7",  # 期刊
        "A8:B8",  # 合计
        "A9:D9",  # 馆舍
        "C10:D10",  # one column, stretched to the width of the block above
        "C11:D11",
        "C12:D12",
    }
    assert [sheet[cell].value for cell in ("A5", "B5", "B6", "A7", "A8")] == [
        "图书",
        "中文图书",
        "外文图书",
        "期刊",
        "合计",
    ]
    assert (sheet["C8"].value, sheet["D8"].value) == ("=SUM($C$5:$C$7)", "=SUM($D$5:$D$7)")


def test_columns_that_do_not_divide_evenly_leave_no_gap() -> None:
    """Two columns under three: the first is two wide, the last ends where the table ends."""
    text = SECOND_FORM.read_text(encoding="utf-8")
    text = text.replace("- {code: lent,", "- {code: lost, label: 遗失}\n          - {code: lent,")
    areas = "- {code: own, label: 自有}\n          - {code: rented, label: 租用}"
    text = text.replace("- {label: 平方米数}", areas)
    text = text.replace("lib.reading", "lib.reading.own").replace(
        "lib.building", "lib.building.own"
    )
    form = parse_form(text, "changed.yaml")
    places = lay_out(form).places
    assert [
        (places[code].column, places[code].last_column)
        for code in ("lib.building.own", "lib.building.rented", "lib.total.lent")
    ] == [(2, 3), (4, 4), (4, 4)]


def test_a_count_and_an_area_have_their_own_prompts(tmp_path: Path) -> None:
    content = made(tmp_path)["990000-11_东海市教育局_2024.xlsx"]
    sheet = openpyxl.load_workbook(BytesIO(content))[SHEET]
    prompts = {
        cell: one.prompt
        for one in sheet.data_validations.dataValidation
        for cell in str(one.sqref).split()
    }
    assert prompts["C11"] == "填不小于 0 的数（平方米），最多 2 位小数，没有可空着或填 0。"
    counts = [str(text) for cells, text in prompts.items() if cells.startswith("C5")]
    assert counts == ["填不小于 0 的整数（册），没有可空着或填 0。"]


def test_right_figures_are_summed_without_a_finding(tmp_path: Path) -> None:
    result = gathered(tmp_path)
    assert (result.exit_code, result.codes()) == (0, [])
    assert (result.json["form"], result.json["year"]) == ("library-test", 2024)
    assert total(result, "lib.books.chinese.held") == 240
    assert total(result, "lib.total.held") == 400
    assert total(result, "lib.total.lent") == 1821
    assert total(result, "lib.building") == 3000.5


def test_a_broken_upper_bound_is_an_error_at_its_cell(tmp_path: Path) -> None:
    """The reading room is one square centimetre larger than the building."""
    result = gathered(tmp_path, C12=1500.26)
    assert result.codes() == ["LIB-02"]
    found = result.finding("LIB-02")
    assert (found["unit"], found["severity"]) == (BUREAU.code, "error")
    assert (found["sheet"], found["cell"], found["indicator"]) == (SHEET, "C12", "lib.reading")
    assert (found["actual"], found["expected"], found["difference"]) == (1500.26, 1500.25, 0.01)
    assert "左边应不大于右边，相差 0.01" in found["message"]
    assert result.exit_code == 1


def test_a_rule_with_a_factor_is_a_warning(tmp_path: Path) -> None:
    """Lent 10,012 times with 200 held: more than 50 × 200."""
    result = gathered(tmp_path, D5=10_001)
    found = result.finding("LIB-03")
    assert (found["severity"], found["cell"]) == ("warning", "D8")
    assert (found["actual"], found["expected"], found["difference"]) == (10_012, 10_000, 12)
    assert "50 × 年末藏量 = 10000" in found["message"]
    assert (result.codes(), result.exit_code) == (["LIB-03"], 0)


@pytest.mark.parametrize(
    ("cell", "typed", "code", "actual"),
    [
        ("C12", 0.005, "NUM-03", 0.005),
        ("C12", "5平方米", "NUM-01", "5平方米"),
        ("C5", 1.5, "NUM-03", 1.5),
        ("C8", 199, "LIB-01", 199),
    ],
)
def test_its_cells_are_judged_like_all_others(
    tmp_path: Path, cell: str, typed: object, code: str, actual: object
) -> None:
    found = gathered(tmp_path, **{cell: typed}).finding(code)
    assert (found["cell"], found["severity"], found["actual"]) == (cell, "error", actual)


def test_its_consolidated_tables_have_its_decimals(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(gathered(tmp_path).workbook, data_only=True)
    sheet = book[SHEET]
    assert (sheet["C11"].value, sheet["C11"].number_format) == (3000.5, "0.00")
    assert (sheet["C8"].value, sheet["C8"].number_format) == (400, "0")


def test_the_form_decides_by_itself_what_is_computed() -> None:
    form = load_form(str(SECOND_FORM))
    assert form.inputs == (
        "lib.books.chinese.held",
        "lib.books.chinese.lent",
        "lib.books.foreign.held",
        "lib.books.foreign.lent",
        "lib.journals.held",
        "lib.journals.lent",
        "lib.building",
        "lib.reading",
    )
    assert lay_out(form).where("lib.reading") == (SHEET, "C12")


def test_rules_explains_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("rules", "LIB-02", "--form", SECOND_FORM) == 0
    printed = capsys.readouterr().out
    assert "其中：阅览室面积 ≤ 馆舍面积" in printed
    assert f"{SHEET} C12" in printed


def test_without_the_form_its_returns_are_not_taken_for_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The form is no shipped one: the line says what to do."""
    result = collect(tmp_path, made(tmp_path), units=[OFFICE, BUREAU])
    assert (result.exit_code, result.json) == (2, {})
    assert capsys.readouterr().err == (
        "报送件用的表式是“library-test”，不是自带的表式。请用 --form 指明表式文件的路径。\n"
    )
