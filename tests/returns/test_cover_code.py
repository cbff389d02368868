"""The code that the cover of a return shows, as it is known from what was read."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest

from tests.support.build import (
    BALANCED,
    BUREAU,
    YEAR,
    code_at,
    edit,
    filled,
    raw,
    without_properties,
)
from tests.support.check_codes import FORMS, any_report
from tests.support.places import DATA, SAMPLES
from toolkit.form.check_code import NoCode, check_code, whose
from toolkit.form.cover import cover_of
from toolkit.form.form import Form
from toolkit.form.form_file import default_form, load_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import COVER
from toolkit.returns.cover_code import code_as_numbers, code_on_cover, figures_as_text
from toolkit.returns.read_return import read_return
from toolkit.returns.unit_return import Return
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

FORM = default_form()
PLACES = cover_of(FORM).values
FIGURES = {code_at(cell): value for cell, value in BALANCED.items()}
TEXT = whose(BUREAU.code, str(YEAR))


def read(content: bytes, form: Form = FORM) -> Return:
    return read_return(read_workbook(content), lay_out(form), "a.xlsx")


def code_of(content: bytes, form: Form = FORM) -> object:
    return code_on_cover(read(content, form), form)


@pytest.mark.parametrize("name", FORMS)
def test_it_is_the_one_that_stands_there(name: str) -> None:
    form, chance = load_form(name), random.Random(name)
    for _ in range(5):
        figures = any_report(form, chance).figures
        content = make_template(form, BUREAU, YEAR, Filling(figures))
        at = cover_of(form).code
        shown = read_workbook(content).grids[COVER].value(at.row, at.column)
        assert code_of(content, form) == shown == check_code(form, TEXT, figures)


@pytest.mark.parametrize("content", [edit(filled()), without_properties(filled())])
def test_no_stored_result_and_no_property_is_needed(content: bytes) -> None:
    assert code_of(content) == check_code(FORM, TEXT, FIGURES)


@pytest.mark.parametrize(
    ("unit", "year"),
    [
        (990001, 2024),
        ("９９０００１", "2024年"),
        (" 990001　", "２０２４"),
        ("", ""),
        ("示例A", 2024),
    ],
)
def test_who_reports_is_what_the_cover_shows(unit: object, year: object) -> None:
    typed = {f"{COVER}!{PLACES['unit'].address}": unit, f"{COVER}!{PLACES['year'].address}": year}
    content = edit(filled(unit=None, year=None), typed)
    assert code_of(content) == check_code(FORM, whose(f"{unit}", f"{year}"), FIGURES)


# --- Where the reader takes another figure than a formula sees, or none ---------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12件", NoCode.NOT_NUMBERS),
        ("—", NoCode.NOT_NUMBERS),
        ("　", NoCode.NOT_NUMBERS),
        (True, NoCode.NOT_NUMBERS),
        ("#N/A", NoCode.NOT_NUMBERS),
        (10**15, NoCode.NOT_NUMBERS),
        (datetime.date(2025, 1, 15), NoCode.UNKNOWN),
        (datetime.time(8, 30), NoCode.UNKNOWN),
        ("=1+1", NoCode.UNKNOWN),
    ],
    ids=str,
)
def test_no_number(typed: object, expected: NoCode) -> None:
    content = edit(filled(), {"表三!E6": typed})
    assert code_of(content) is expected


@pytest.mark.parametrize(
    ("cell", "number"), [("表三!E6", -3), ("表三!E6", 5.5), ("表二!B16", -0.5)]
)
def test_a_number_that_is_refused(cell: str, number: float) -> None:
    """The cover counts it, so the paper has the code all the same."""
    one = read(edit(filled(), {cell: number}))
    assert one.values[code_at(cell)] is None
    seen = {code_at(cell): one.formulas_see[code_at(cell)]}
    assert code_on_cover(one, FORM) == check_code(FORM, TEXT, FIGURES, seen)
    assert float(str(seen[code_at(cell)])) == number


def test_a_number_that_is_shown_as_another() -> None:
    def percent(book: object) -> None:
        book["表三"]["E6"].number_format = "0%"  # type: ignore[index]

    one = read(edit(filled(), {"表三!E6": 1}, change=percent))
    assert one.values[code_at("表三!E6")] is None
    assert code_on_cover(one, FORM) == check_code(FORM, TEXT, {**FIGURES, code_at("表三!E6"): 1})


def test_a_formula_with_a_result_is_a_number() -> None:
    content = raw(filled(), {"表三!E6": "<f>1+1</f><v>2</v>"})
    assert code_of(content) == check_code(FORM, TEXT, {**FIGURES, code_at("表三!E6"): 2})


def test_a_formula_that_shows_nothing_is_none() -> None:
    content = raw(filled(), {"表三!E6": 't="str"<f>IF(1,"")</f><v></v>'})
    assert code_of(content) is NoCode.NOT_NUMBERS


def test_a_figure_that_stands_there_as_text() -> None:
    """The reader takes it, and no formula does."""
    one = read(edit(filled(), {"表三!E6": "１２", "表三!F6": "3", "表三!D6": 12}))
    assert one.values[code_at("表三!E6")] == 12 and one.invalid == frozenset()
    assert code_on_cover(one, FORM) is NoCode.NOT_NUMBERS
    assert figures_as_text(one, FORM) == [code_at("表三!E6"), code_at("表三!F6")]
    figures = {**FIGURES, code_at("表三!E6"): 12, code_at("表三!F6"): 3}
    assert code_as_numbers(one, FORM) == check_code(FORM, TEXT, figures)


@pytest.mark.parametrize("other", ["12件", -3])
def test_beside_something_else_it_is_not_told(other: object) -> None:
    one = read(edit(filled(), {"表三!E6": "12", "表三!F6": other}))
    assert code_on_cover(one, FORM) is NoCode.NOT_NUMBERS
    assert figures_as_text(one, FORM) == []


def test_a_table_that_is_not_read() -> None:
    assert code_of(edit(filled(), {"表二!A5": "别的"})) is NoCode.UNKNOWN


def test_a_table_that_stands_elsewhere() -> None:
    def move(book: object) -> None:
        book["表四"].insert_rows(1, 3)  # type: ignore[index]

    one = read(edit(filled({"表四!A6": 4}), change=move))
    assert one.places
    assert code_on_cover(one, FORM) == check_code(FORM, TEXT, {code_at("表四!A6"): 4})


# --- Who has none ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", sorted((DATA / "made-by-beb3cc9" / "returns").glob("*.xlsx")), ids=str
)
def test_earlier_templates_have_none(path: Path) -> None:
    one = read(path.read_bytes())
    assert one.has_cover or one.identity.is_sum
    assert code_on_cover(one, FORM) is None


def test_nor_has_a_workbook_without_a_cover() -> None:
    def bare(book: object) -> None:
        del book[COVER]  # type: ignore[attr-defined]

    one = read(edit(filled(), change=bare))
    assert one.values[code_at("表三!D6")] == 12
    assert code_on_cover(one, FORM) is None and figures_as_text(one, FORM) == []


def test_the_samples_show_what_they_hold() -> None:
    at, shown = cover_of(FORM).code, 0
    for path in sorted((SAMPLES / "returns").rglob("4104*_2024.xlsx")):
        content = path.read_bytes()
        code = code_of(content)
        stored = read_workbook(content).grids[COVER].value(at.row, at.column)
        # They were typed over by openpyxl, which keeps no result.
        assert isinstance(code, str | NoCode) and stored in ("", code)
        shown += isinstance(code, str)
    assert shown > 10
