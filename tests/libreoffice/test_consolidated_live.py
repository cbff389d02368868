"""The consolidated workbook in LibreOffice: its formulas give the totals of the JSON, and obey."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.libreoffice.live import Page, Script
from tests.libreoffice.office import requires_libreoffice
from tests.support import build
from tests.support.build import BUREAU, CITY, COUNTY, CUSTOMS, OFFICE, YEAR
from tests.support.figures import all_filled, random_figures
from toolkit.commands.collecting import collect, write
from toolkit.commands.outputs import Outputs
from toolkit.commands.wishes import Wishes
from toolkit.consolidated_workbook.by_unit import FIRST_FIGURE, ByUnit, by_unit_of
from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.address import column_name
from toolkit.grids.names import BY_UNIT, NO, YES
from toolkit.roster.roster import Category, Unit
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

pytestmark = requires_libreoffice

FORM = default_form()
LAYOUT = lay_out(FORM)
# What each unit reports here is chosen so that doubles go wrong: 0.1 + 0.2 = 0.30000000000000004.
TRAPS = {
    "t6.processing_fee.charged": ("0.1", "0.2", "0", "0", "0"),
    "t2.fees.amount": ("0.1", "0.2", "1.331396", "0.128303", "0.093625"),
}
HARBOUR = Unit("990002", "东港市", Category.COUNTY, CITY)
ISLAND = Unit("990003", "东岛县", Category.COUNTY, CITY)
ABSENT = Unit("990000-12", "东海市财政局", Category.DEPARTMENT, CITY)
UNITS = (OFFICE, BUREAU, ABSENT, COUNTY, HARBOUR, ISLAND, CUSTOMS)
SENDERS = [one for one in UNITS if one is not ABSENT]
# Who is switched, one after the other and each alone; CUSTOMS is listed, but not in the sum.
SWITCHED = (BUREAU, COUNTY, ISLAND, CUSTOMS)

Figures = Mapping[str, Decimal]


@dataclass(frozen=True)
class City:
    """What collecting gave: the workbook, the JSON with exact numbers, the result itself."""

    workbook: Path
    json: dict[str, Any]
    result: Consolidation

    def inside(self, switched: Unit | None = None) -> list[str]:
        """The codes of the units in the sum, once one of them is switched."""
        switches = {one["code"]: one["in_total"] for one in self.json["units"]}
        if switched:
            switches[switched.code] = not switches[switched.code]
        return [code for code, inside in switches.items() if inside]

    def add_up(self, units: list[str]) -> dict[str, float]:
        """The hand sum over some units: exact, then the double that stands for it."""
        values = self.json["values"]
        return {
            code: float(sum(Decimal(values.get(one, {}).get(code) or 0) for one in units))
            for code in FORM.indicators
        }


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("city")
    returns = folder / "returns"
    returns.mkdir()
    (folder / "units.csv").write_bytes(build.roster(*UNITS))
    for seed, unit in enumerate(SENDERS):
        figures = random_figures(FORM, seed)
        for code, amounts in TRAPS.items():
            amount = dict(enumerate(amounts)).get(seed, "0")
            figures[code] = int(Decimal(amount).scaleb(FORM.decimals[code]))
        content = make_template(FORM, unit, YEAR, Filling(figures, all_filled(FORM)))
        if unit is HARBOUR:
            # Not certain what it means: in no sum, and its cell is red.
            content = build.edit(content, {"表三!E8": "12件", "表三!J6": 5})
        (returns / f"{unit.code}.xlsx").write_bytes(content)
    out, report = folder / "out.xlsx", folder / "out.json"
    result, _ = write(collect(Wishes([returns])), Outputs(out, report))
    content_json = json.loads(report.read_text(encoding="utf-8"), parse_float=Decimal)
    return City(out, content_json, result)


@pytest.fixture(scope="module")
def answers(city: City) -> dict[str, Any]:
    """The official tables and 分单位 as collected, then with each unit switched, then restored."""
    script, by_unit = Script(), by_unit_of(city.result)
    codes = [one.unit.code for one in city.result.units]
    inside = column_name(3)
    _look(script, "collected", by_unit)
    for unit in SWITCHED:
        cell = f"{inside}{by_unit.first + codes.index(unit.code) + 1}"
        was_in = unit.code in city.inside()
        script.ask(f"{unit.code} was", "get", sheet=BY_UNIT, range=cell)
        script.put(BY_UNIT, cell, NO if was_in else YES)
        _look(script, unit.code, by_unit)
        script.put(BY_UNIT, cell, YES if was_in else NO)
    _look(script, "restored", by_unit)
    return script.run(city.workbook)


def _look(script: Script, name: str, by_unit: ByUnit) -> None:
    script.do("recalculate")
    for one in LAYOUT.tables:
        cells = f"A1:{column_name(one.width - 1)}{one.last_row + 1}"
        script.ask(f"{name}/{one.table.sheet}", "get", sheet=one.table.sheet, range=cells)
    last = column_name(FIRST_FIGURE + len(FORM.indicators) - 1)
    script.ask(f"{name}/{BY_UNIT}", "get", sheet=BY_UNIT, range=f"A1:{last}{by_unit.last + 1}")
    script.ask(f"{name}/errors", "errors")


def official(answers: Mapping[str, Any], name: str) -> dict[str, float]:
    """Every figure of the official tables, by indicator."""
    found = {}
    for code, place in LAYOUT.places.items():
        page = Page(answers[f"{name}/{LAYOUT.sheet_of[code]}"])
        found[code] = page.at(place.row, place.column)
    return found


def sums_by_unit(answers: Mapping[str, Any], name: str, city: City) -> dict[str, dict[str, float]]:
    """The lines of sums above the units on 分单位: under "" all of them, then by category."""
    by_unit, page = by_unit_of(city.result), Page(answers[f"{name}/{BY_UNIT}"])
    lines = ["", *by_unit.subtotals]
    top = by_unit.head - len(lines)
    return {
        line: {code: page.at(top + i, by_unit.column[code]) for code in FORM.indicators}
        for i, line in enumerate(lines)
    }


STATES = ["collected", *(one.code for one in SWITCHED), "restored"]


def switched_unit(name: str) -> Unit | None:
    return next((one for one in SWITCHED if one.code == name), None)


def test_the_amounts_are_a_trap(city: City) -> None:
    """Added as doubles they give something else: the tests below would notice."""
    for code, amounts in TRAPS.items():
        exact, added = sum(map(Decimal, amounts)), 0.0
        for amount in map(float, amounts):
            added += amount
        assert city.json["totals"][code] == exact
        assert added != float(exact)


def test_json_totals_are_the_hand_sum(city: City) -> None:
    totals = {code: float(value) for code, value in city.json["totals"].items()}
    assert totals == city.add_up(city.inside())
    assert city.inside() == [one.code for one in UNITS if one not in (ABSENT, CUSTOMS)]


def test_stored_values_are_the_totals(city: City) -> None:
    """What a program shows that does not calculate, or a person in protected view."""
    book = openpyxl.load_workbook(city.workbook, data_only=True)
    stored = {}
    for code in FORM.indicators:
        sheet, cell = LAYOUT.where(code)
        stored[code] = book[sheet][cell].value
    assert stored == {code: float(value) for code, value in city.json["totals"].items()}


def test_every_official_cell_is_a_formula(city: City) -> None:
    book = openpyxl.load_workbook(city.workbook)
    for code in FORM.indicators:
        sheet, cell = LAYOUT.where(code)
        formula = str(book[sheet][cell].value)
        assert formula.startswith("="), code
        assert (BY_UNIT in formula) == (code in FORM.inputs), code


@pytest.mark.parametrize("name", STATES)
def test_no_error_anywhere(name: str, answers: dict[str, Any]) -> None:
    assert answers[f"{name}/errors"] == []


@pytest.mark.parametrize("name", ["collected", "restored"])
def test_official_cells_equal_the_json(name: str, city: City, answers: dict[str, Any]) -> None:
    totals = {code: float(value) for code, value in city.json["totals"].items()}
    assert official(answers, name) == totals


@pytest.mark.parametrize("unit", SWITCHED, ids=lambda one: one.code)
def test_official_cells_obey_the_switch(unit: Unit, city: City, answers: dict[str, Any]) -> None:
    """计入汇总 switched: everything minus that unit, or plus it where it was not in the sum."""
    was_in = unit.code in city.inside()
    assert answers[f"{unit.code} was"] == [[YES if was_in else NO]]
    sign = -1 if was_in else 1
    values = city.json["values"][unit.code]
    expected = {
        code: float(total + sign * (values[code] or 0))
        for code, total in city.json["totals"].items()
    }
    assert official(answers, unit.code) == expected
    assert expected != {code: float(value) for code, value in city.json["totals"].items()}


@pytest.mark.parametrize("name", STATES)
def test_sums_by_category_are_live(name: str, city: City, answers: dict[str, Any]) -> None:
    inside = city.inside(switched_unit(name))
    category = {one.code: str(one.category) for one in UNITS}
    expected = {"": city.add_up(inside)} | {
        line: city.add_up([one for one in inside if category[one] == line])
        for line in city.result.subtotals
    }
    assert sums_by_unit(answers, name, city) == expected
    assert set(expected) == {"", "本级", "市直部门", "县（市、区）"}


def test_figures_of_the_units_stand_in_their_rows(city: City, answers: dict[str, Any]) -> None:
    by_unit, page = by_unit_of(city.result), Page(answers[f"collected/{BY_UNIT}"])
    for number, record in enumerate(city.result.units):
        row = page.rows[by_unit.first + number]
        assert row[:2] == [record.unit.code, record.unit.name]
        values = city.json["values"].get(record.unit.code, {})
        for code in FORM.indicators:
            value = values.get(code)
            shown = "" if value is None else float(value)
            assert row[by_unit.column[code]] == shown, (record.unit.code, code)
