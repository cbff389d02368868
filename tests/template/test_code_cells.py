"""The check code on the cover of a template: its formulas, and the results stored beside them."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from tests.support.build import BUREAU, COUNTY, YEAR, code_at, filled, opened
from tests.support.check_codes import FORMS, any_report
from tests.support.large_form import large
from toolkit.form.check_code import NoCode, check_code, whose
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form, parse_form
from toolkit.grids.address import column_number
from toolkit.grids.names import CHECK_CODE, COVER, NO_CHECK_CODE
from toolkit.roster.roster import Unit
from toolkit.template.code_cells import COLUMN, CodeCell, code_cells, figure_sums
from toolkit.template.filling import Filling
from toolkit.template.plan import plan_of
from toolkit.template.words import ABOUT_CODE, CONTACT_OF_COVER
from toolkit.template.workbook import make_template

FORM = default_form()
CODE = cover_of(FORM).code
# Those of Excel 2007 that an .xls knows, too.
OLD = {
    *("ABS", "FIND", "IF", "INT", "ISBLANK", "ISERROR", "ISNUMBER", "LEFT", "LEN", "MID", "ROUND"),
    *("SUBSTITUTE", "SUM", "TEXT"),
}


def cells(form: Form, filling: Filling, unit: Unit | None = COUNTY) -> list[CodeCell]:
    plan = plan_of(form, unit, YEAR, filling, before={}, category=None)
    sums = figure_sums(plan)
    return [*sums, *code_cells(plan, sums)]


def made(form: Form, figures: dict[str, int]) -> str:
    return str(cells(form, Filling(figures))[-1].result)


def page(content: bytes, results: bool = True) -> Any:
    return opened(content, results)[COVER]


def test_it_stands_below_what_is_said_of_the_cover() -> None:
    sheet, row = page(filled({"表三!D6": 3}, COUNTY)), CODE.row + 1
    assert (sheet[f"A{row - 1}"].value, sheet[f"A{row}"].value) == (CONTACT_OF_COVER, CHECK_CODE)
    assert sheet[f"B{row}"].value == code_of({code_at("表三!D6"): 3})
    assert sheet[f"C{row}"].value == ABOUT_CODE


def test_it_prints_and_what_it_rests_on_does_not() -> None:
    sheet = page(make_template(FORM, COUNTY, YEAR))
    last = cover_of(FORM).guide_row + len(FORM.guide) + 7
    assert sheet.print_area == f"'{COVER}'!$A$1:$D${last}"
    hidden = [one for one in sheet.column_dimensions.values() if one.hidden]
    assert [(one.min, one.max) for one in hidden] == [(COLUMN, COLUMN + 1)]
    assert sheet[CODE.address].protection.locked


def code_of(figures: dict[str, int]) -> str | NoCode:
    return check_code(FORM, whose(COUNTY.code, str(YEAR)), figures)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_stored_is_what_our_arithmetic_gives(name: str) -> None:
    form, chance = load_form(name), random.Random(name)
    for _ in range(20):
        report = any_report(form, chance)._replace(unit=COUNTY.code, year=str(YEAR))
        assert made(form, dict(report.figures)) == report.code(form)


def test_a_text_in_a_cell_gives_none() -> None:
    code, other = FORM.inputs[0], FORM.inputs[-1]
    some = cells(FORM, Filling({code: 3}, texts={other: "12件"}))
    assert some[-1].result == NO_CHECK_CODE
    # A cell without a text is blank.
    assert cells(FORM, Filling({code: 3}, texts={other: ""}))[-1].result == made(FORM, {code: 3})


def test_the_blank_template_has_one_over_what_is_typed_into_it() -> None:
    some = cells(FORM, Filling(), None)
    assert some[-1].result == check_code(FORM, whose("", "2024"), {})


@pytest.mark.parametrize("name", FORMS)
def test_formulas_are_short_and_old_and_their_results_exact(name: str) -> None:
    form = load_form(name)
    highest = {code: 10**15 * form.scales[code] // 10**6 - 1 for code in form.inputs}
    for one in cells(form, Filling(highest)):
        hold(one)


def hold(one: CodeCell) -> None:
    assert len(one.formula) < 8_192
    assert {*re.findall(r"[A-Z][A-Z0-9.]*(?=\()", one.formula)} <= OLD
    assert isinstance(one.result, str) or abs(one.result) < 2**53
    # Else each return with this form is read the long way.
    assert len(one.formula.encode()) < 2_900
    assert max(map(len, re.findall('"[^"]*"', one.formula)), default=0) < 255
    # No number in it has more digits than a cell keeps.
    numbers = re.findall("(?<![A-Z$0-9])[0-9]+", one.formula)
    assert all(len(number.rstrip("0")) <= 15 for number in numbers)


@pytest.mark.parametrize(
    ("rows", "columns", "decimals"), [(50, 100, 0), (2, 2_000, 0), (1_000, 2, 9), (1, 1, 3)]
)
def test_a_form_of_many_inputs(rows: int, columns: int, decimals: int) -> None:
    kind = f"type: amount, decimals: {decimals}" if decimals else "type: count"
    form = parse_form(large(rows, columns).replace("type: count", kind), "large.yaml")
    figures = {code: 10**15 - 1 - at for at, code in enumerate(form.inputs)}
    some = cells(form, Filling(figures))
    for one in some:
        hold(one)
    assert some[-1].result == check_code(form, whose("990001", "2024"), figures)
    # Every input stands in one box and no other.
    assert len({one.place for one in some}) == len(some)
    every = "".join(one.formula for one in some)
    boxes = BOX.findall(every)
    assert len(boxes) == every.count("ISBLANK")
    assert sum(map(size, boxes)) == len(form.inputs) == rows * columns


BOX = re.compile(r"ISBLANK\('大表'!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?\)")


def size(box: tuple[str, str, str, str]) -> int:
    left, top, right, bottom = box
    columns = column_number(right or left) - column_number(left) + 1
    return columns * (int(bottom or top) - int(top) + 1)


def test_a_workbook_holds_them_as_array_formulas() -> None:
    sheet = page(filled({"表三!D6": 3}, BUREAU), results=False)
    arrays = [one.place.address for one in cells(FORM, Filling()) if one.array]
    assert len(arrays) % 4 == 1
    assert all(type(sheet[one].value).__name__ == "ArrayFormula" for one in arrays)
    assert sheet[CODE.address].value.startswith("=IF(")
