"""The template as openpyxl sees it: locks, prompts, live totals, identity, paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.build import BUREAU, YEAR, codes, opened
from toolkit.form.form import Form
from toolkit.form.form_file import FORMS, default_form, parse_form
from toolkit.form.layout import lay_out
from toolkit.grids.address import column_name
from toolkit.template.workbook import make_template

SHEETS = ["封面", "表二", "表三", "表四", "附表", "审核", "_identity"]
CONTACT = {"B6", "D6", "B7", "D7"}
STATES = {"B10", "B11", "B12", "B13"}
WHO = {"B3", "B4", "D4", "B5"}


def inputs(sheet: str) -> set[str]:
    form = default_form()
    return {
        address.split("!")[1]
        for address, code in codes(form).items()
        if code in form.inputs and address.startswith(f"{sheet}!")
    }


def unlocked(sheet: Worksheet) -> set[str]:
    """Top left cells that can be typed into; the others of a merged range do not count."""
    inner = {
        f"{column_name(column - 1)}{row}"
        for one in sheet.merged_cells.ranges
        for row, column in list(one.cells)[1:]
    }
    return {
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and cell.coordinate not in inner
    }


def validation_list(sheet: Worksheet) -> list[Any]:
    """The validations of a sheet, as they are written."""
    return list(sheet.data_validations.dataValidation)


def validations(sheet: Worksheet) -> dict[str, Any]:
    """The validation of every cell that has one."""
    return {
        cell.coordinate: one
        for one in validation_list(sheet)
        for area in one.sqref.ranges
        for row in sheet[area.coord if ":" in area.coord else f"{area.coord}:{area.coord}"]
        for cell in row
    }


# --- What can be typed into ----------------------------------------------------------------------


def test_sheets_and_their_order(unit_book: Any) -> None:
    assert unit_book.sheetnames == SHEETS
    assert [unit_book[name].sheet_state for name in SHEETS[:-1]] == ["visible"] * 6


@pytest.mark.parametrize("sheet", ["表二", "表三", "表四", "附表"])
def test_exactly_the_inputs_are_unlocked(unit_book: Any, sheet: str) -> None:
    assert unlocked(unit_book[sheet]) == inputs(sheet)


def test_on_the_cover_contact_and_states_are_unlocked(unit_book: Any) -> None:
    assert unlocked(unit_book["封面"]) == CONTACT | STATES
    checks = unit_book["审核"]
    may_be_explained = {"T2-01", "T2-02", "YEAR-01", "UNIT-13", "UNIT-16", "UNIT-17"}
    lines = {f"G{cell.row}" for cell in checks["A"] if cell.value in may_be_explained}
    assert unlocked(checks) == lines
    assert len(lines) == 2 + 3 + 3 + 3


def test_on_the_blank_template_who_and_when_are_inputs_too(blank_book: Any) -> None:
    assert unlocked(blank_book["封面"]) == CONTACT | STATES | WHO


def test_every_sheet_is_protected_without_a_password(unit_book: Any) -> None:
    """The lock guides; column widths can still be changed."""
    for sheet in unit_book:
        assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    for name in SHEETS[:-1]:
        assert unit_book[name].protection.formatColumns is False


def test_the_structure_of_the_workbook_is_locked(unit_book: Any) -> None:
    assert unit_book.security.lockStructure is True


@pytest.mark.parametrize("sheet", ["表二", "表三", "表四", "附表"])
def test_inputs_start_blank(unit_book: Any, sheet: str) -> None:
    assert {unit_book[sheet][cell].value for cell in inputs(sheet)} == {None}


def test_states_start_blank(unit_book: Any) -> None:
    assert {unit_book["封面"][cell].value for cell in CONTACT | STATES} == {None}


# --- Validations ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["表二", "表三", "表四", "附表"])
def test_every_input_has_a_prompt_and_a_stop_in_chinese(unit_book: Any, sheet: str) -> None:
    found = validations(unit_book[sheet])
    assert set(found) == inputs(sheet)
    for one in found.values():
        assert (one.showInputMessage, one.showErrorMessage) == (True, True)
        assert one.errorStyle in (None, "stop")
        for text in (one.promptTitle, one.prompt, one.errorTitle, one.error):
            assert re.search("[一-鿿]", text)


def test_a_count_takes_whole_numbers_from_zero(unit_book: Any) -> None:
    one = validations(unit_book["表三"])["D6"]
    assert (one.type, one.operator, one.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert one.error == "这里只能填不小于 0 的整数，不带单位和文字。"
    assert (
        one.prompt == "填不小于 0 的整数（件），没有可空着或填 0。只填本年新收到的，不含上年结转。"
    )


def test_an_amount_takes_its_decimals(unit_book: Any) -> None:
    one = validations(unit_book["表二"])["B16"]
    assert (one.type, one.formula1) == ("custom", "AND(ISNUMBER(B16),B16>=0,ROUND(B16,6)=B16)")
    assert "最多 6 位小数" in one.error and "万元" in one.prompt


def test_a_state_is_chosen_from_two(unit_book: Any) -> None:
    found = validations(unit_book["封面"])
    assert {found[cell].formula1 for cell in STATES} == {'"已填完（空白按 0 计）,零报告"'}


def test_cells_with_one_validation_share_it(unit_book: Any) -> None:
    """One for each cell made 表三 three times as large."""
    counted = {}
    for sheet in unit_book:
        every = [dict(one) | {"sqref": "", "": one.formula1} for one in validation_list(sheet)]
        assert all(one not in every[at + 1 :] for at, one in enumerate(every))
        counted[sheet.title] = len(every)
    # One for each label of a table, since it is the title of the prompt.
    assert counted == {
        **{"封面": 8, "表二": 8, "表三": 24, "表四": 8, "附表": 3, "审核": 1, "_identity": 0}
    }


def longest(book: Any) -> tuple[int, int]:
    """The longest title and text of all prompts and stops, in UTF-16 units, as Excel counts."""
    every = [one for sheet in book for one in validation_list(sheet)]
    titles = [text for one in every for text in (one.promptTitle, one.errorTitle)]
    texts = [text for one in every for text in (one.prompt, one.error)]
    counted = [
        [len((one or "").encode("utf-16-le")) // 2 for one in some] for some in (titles, texts)
    ]
    return max(counted[0]), max(counted[1])


def with_help(text: str) -> Form:
    """The official form with another help text for 规章."""
    yaml = (FORMS / "disclosure-2021.yaml").read_text(encoding="utf-8")
    changed, times = re.subn("(label: 规章, help: )[^}]*", rf"\g<1>{text}", yaml)
    assert times == 1
    return parse_form(changed, "changed.yaml")


def test_prompts_fit_what_excel_allows(blank_book: Any) -> None:
    """More than 32 or 255, and Excel calls the file damaged."""
    title, text = longest(blank_book)
    assert 0 < title <= 32 and 0 < text <= 255


@pytest.mark.parametrize(
    "help_text",
    [
        "长" * 400,
        "😀" * 250,
    ],
    ids=["long", "long and of two units each"],
)
def test_a_help_text_that_is_too_long_is_cut(help_text: str) -> None:
    assert longest(opened(make_template(with_help(help_text), BUREAU, YEAR)))[1] <= 255


# --- Paper and layout ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "panes", "landscape"),
    [("表二", "A3", False), ("表三", "D6", False), ("表四", "A6", True), ("附表", "C4", False)],
)
def test_a_table_prints_on_one_page_of_a4_with_its_head_frozen(
    unit_book: Any, sheet: str, panes: str, landscape: bool
) -> None:
    page = unit_book[sheet]
    assert int(page.page_setup.paperSize) == 9
    assert (int(page.page_setup.fitToWidth or 1), int(page.page_setup.fitToHeight or 1)) == (1, 1)
    assert page.sheet_properties.pageSetUpPr.fitToPage is True
    assert (page.page_setup.orientation == "landscape") is landscape
    assert page.freeze_panes == panes
    assert str(page.print_area).replace("$", "").endswith(page.dimensions)


def test_title_unit_and_measure_stand_above_the_table(unit_book: Any) -> None:
    sheet = unit_book["表三"]
    assert sheet["A1"].value == "三、收到和处理政府信息公开申请情况"
    assert str(sheet["A2"].value).startswith("填报单位：东海市教育局")
    assert [cell.value for cell in sheet[2] if cell.value][1:] == ["单位：件"]
    assert (sheet["A1"].font.name, sheet["A6"].font.name) == ("黑体", "宋体")


def test_only_what_is_no_whole_number_is_shown_with_decimals(unit_book: Any) -> None:
    """By the red alone, -5 would be shown as "-5."."""
    shown = {
        rule.formula[0]
        for one in unit_book["表三"].conditional_formatting
        for rule in one.rules
        if rule.dxf.numFmt
    }
    assert shown == {"IF(ISNUMBER(D6),AND(OR(D6<0,D6<>ROUND(D6,0)),D6<>ROUND(D6,0)),FALSE)"}


def test_merged_cells_are_those_of_the_layout(unit_book: Any) -> None:
    """The layout itself is compared with the official tables in test_form."""
    for table in lay_out(default_form()).tables:
        places = [*(label.place for label in table.labels), *table.cells.values()]
        wanted = {
            f"{place.address}:{column_name(place.last_column)}{place.last_row + 1}"
            for place in places
            if place.merged
        }
        sheet = unit_book[table.table.sheet]
        there = {str(one) for one in sheet.merged_cells.ranges if one.min_row > 2}
        notes = {one for one in there - wanted if one.startswith("A")}
        assert there - notes == {one for one in wanted if not one.startswith("A1:")}
        assert len(notes) == len(table.table.notes)


@pytest.mark.parametrize(
    ("year", "line"), [(YEAR, f"填报单位：　　{YEAR} 年度"), (None, "填报单位：")]
)
def test_the_line_above_a_table_of_the_blank_template_is_stored_true(
    year: int | None, line: str
) -> None:
    """For programs that show a workbook without calculating it."""
    book = opened(make_template(default_form(), None, year), results=True)
    assert {book[sheet]["A2"].value for sheet in ("表二", "表三", "表四", "附表")} == {line}


# --- On paper ------------------------------------------------------------------------------------


def test_all_pages_are_printed_about_equally_large(unit_book: Any) -> None:
    """Each is as wide as its page, so the widths of their columns say how large letters become."""
    scales = {}
    for sheet in unit_book.worksheets[:-1]:
        columns = sheet.column_dimensions.values()
        width = sum(one.width * (one.max - one.min + 1) for one in columns)
        page = 10.69 if sheet.page_setup.orientation == "landscape" else 7.27
        scales[sheet.title] = page / width
    assert max(scales.values()) < 1.1 * min(scales.values()), scales


def test_footers_are_equally_large_and_no_line_of_the_guide_has_two_rows(unit_book: Any) -> None:
    assert {sheet.HeaderFooter.scaleWithDoc for sheet in unit_book.worksheets[:-1]} == {False}
    cover = unit_book["封面"]
    guide = [
        cell.row for cell in cover["A"] if str(cell.value)[:2] in {f"{n}." for n in range(1, 7)}
    ]
    assert len(guide) == 6
    assert {cover.row_dimensions[row].height for row in guide} == {18}
