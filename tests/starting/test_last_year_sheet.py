"""The sheet to type last year's figures into: what it asks for, and that it is read as it is."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from tests.support.build import BUREAU, CITY, COUNTY, EVERYONE, OFFICE, YEAR, opened
from tests.support.places import SECOND_FORM
from tests.support.unit_tables import CARRIED, STOCK, known, read
from toolkit.form.form_file import default_form, load_form
from toolkit.grids.hidden_sheet import stated_in
from toolkit.grids.identity import LAST_YEAR_KIND
from toolkit.roster.roster import Category, Roster, Unit
from toolkit.spreadsheets.seal import unchanged_since_made
from toolkit.spreadsheets.workbook import read_workbook
from toolkit.starting.last_year_sheet import last_year_workbook, needed_of_last_year

FORM = default_form()
ITSELF = Unit(CITY, "东海市", Category.OWN)
ROSTER = Roster((ITSELF, *EVERYONE))
NEEDED = needed_of_last_year(FORM)


def made(roster: Roster = ROSTER) -> bytes:
    content = last_year_workbook(FORM, roster, YEAR + 1, CITY)
    assert content
    return content


def typed(content: bytes, figures: dict[tuple[str, str], object]) -> bytes:
    """The workbook after a person has typed figures, by unit and indicator."""
    book: Any = opened(content)
    sheet = book.worksheets[0]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    codes_row = next(r for r in range(1, 20) if sheet.cell(r, 4).value in FORM.indicators)
    columns = {sheet.cell(codes_row, at).value: at for at in range(1, sheet.max_column + 1)}
    for (unit, code), value in figures.items():
        cell = sheet.cell(rows[unit], columns[code])
        assert not cell.protection.locked
        cell.value = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_it_asks_for_what_this_years_rules_and_templates_need() -> None:
    used = {code for rule in FORM.declared_rules if not rule.derived for code in rule.before}
    assert set(NEEDED) == used == used | set(FORM.openings.values())
    assert len(NEEDED) == 8 and CARRIED in NEEDED and STOCK in NEEDED
    # A figure that carries on another is filled in by the template.
    assert set(FORM.openings.values()) <= set(NEEDED)


def test_nobody_has_typed_anything(tmp_path: Path) -> None:
    content = made()
    assert unchanged_since_made(content) and made() == content
    previous = read(tmp_path, content, "上年数.xlsx", roster=ROSTER)
    assert (previous.unfilled, previous.year, previous.figures) == ("上年数.xlsx", None, {})
    stated = stated_in(read_workbook(content))
    assert (stated.kind, stated.form, stated.year) == (LAST_YEAR_KIND, FORM.id, str(YEAR))


def test_what_is_typed_is_read(tmp_path: Path) -> None:
    figures: dict[tuple[str, str], object] = {
        (OFFICE.code, STOCK): 248,
        (OFFICE.code, CARRIED): 0,
        (COUNTY.code, CARRIED): "3",
    }
    content = typed(made(), figures)
    assert not unchanged_since_made(content)
    previous = read(tmp_path, content, "上年数.xlsx", roster=ROSTER)
    assert known(previous) == {
        OFFICE.code: {STOCK: 248, CARRIED: 0},
        COUNTY.code: {CARRIED: 3},
    }
    assert (previous.year, previous.unfilled, previous.findings) == (YEAR, "", ())
    # What is known of every unit that is summed is added up.
    assert previous.totals == {CARRIED: 3}


def test_who_has_a_row() -> None:
    gone = replace(COUNTY, code="990009", name="西山区", predecessors=())
    roster = Roster((ITSELF, OFFICE, gone))
    page = read_workbook(made(roster)).grids["上年数"]
    assert OFFICE.code in page.texts.values()
    # Who sums has none of its own, and who is new had nothing.
    assert {CITY, gone.code}.isdisjoint(page.texts.values())


def test_units_that_have_merged(tmp_path: Path) -> None:
    """The sums of their predecessors are typed, under this year's code."""
    merged = replace(BUREAU, predecessors=(BUREAU.code, "990000-18"))
    roster = Roster((ITSELF, OFFICE, merged))
    book: Any = opened(made(roster))
    row = next(r for r in range(1, 20) if book["上年数"].cell(r, 1).value == BUREAU.code)
    assert book["上年数"].cell(row, 3).value == f"{BUREAU.code}+990000-18"
    assert book["上年数"].cell(row, 3).protection.locked
    content = typed(made(roster), {(BUREAU.code, CARRIED): 7})
    previous = read(tmp_path, content, "上年数.xlsx", roster=roster)
    assert known(previous) == {BUREAU.code: {CARRIED: 7}} and not previous.findings


def test_a_form_that_needs_nothing_of_last_year() -> None:
    form = load_form(str(SECOND_FORM))
    assert needed_of_last_year(form) == ()
    assert last_year_workbook(form, ROSTER, YEAR, CITY) is None
    assert last_year_workbook(FORM, Roster((ITSELF,)), YEAR, CITY) is None


def test_only_figures_can_be_typed_and_each_has_its_limits() -> None:
    book: Any = openpyxl.load_workbook(BytesIO(made()))
    sheet = book["上年数"]
    assert sheet.protection.sheet
    open_cells = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert len(open_cells) == len(EVERYONE) * len(NEEDED)
    limited = {
        cell.coordinate
        for one in sheet.data_validations.dataValidation
        for area in one.sqref.ranges
        for row in sheet[area.coord]
        for cell in row
    }
    assert limited == open_cells
