"""Which cells of a template turn red: its conditional formats, evaluated by LibreOffice.

The driver cannot see colours. So every condition is entered as a formula far away on the same
sheet, where it gives what it gives as a format: its references are absolute, or to its own cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from tests.libreoffice import live
from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import OFFICE, YEAR
from tests.support.figures import all_filled, balanced
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.template.workbook import make_template

pytestmark = requires_libreoffice

FORM = default_form()
LAYOUT = lay_out(FORM)
RIGHT = balanced(FORM, {code: 1 + number % 7 for number, code in enumerate(FORM.inputs)})
COUNT, AMOUNT, RESEARCH = "t3.carried_out.research", "t2.fees.amount", ("research", "total")
ROWS = ("received", "carried_in", "outcome.total", "carried_out")
# The cells of T3-01 for a column and for the total: all that the printed balance names.
BALANCE = {f"t3.{row}.{column}" for row in ROWS for column in RESEARCH}

# What is put into one cell → the indicators whose cells turn red.
FAULTS: dict[str, tuple[str, str | float, set[str]]] = {
    "nothing": (COUNT, RIGHT[COUNT], set()),
    "a broken balance": (COUNT, RIGHT[COUNT] + 1, BALANCE),
    "a negative": (COUNT, -1, BALANCE),
    "a fraction": (COUNT, RIGHT[COUNT] + 0.5, BALANCE),
    "a small fraction": (COUNT, RIGHT[COUNT] + 0.25, BALANCE),
    "a text": (COUNT, "12件", {COUNT}),
    "a number as text": (COUNT, "12", {COUNT}),
    "an error value": (COUNT, "=1/0", {COUNT}),
    "too many decimals": (AMOUNT, 0.1234567, {AMOUNT}),
    "all the decimals": (AMOUNT, 0.123456, set()),
    "a negative amount": (AMOUNT, -0.5, {AMOUNT}),
}
# Where the conditions are entered: right of and below everything.
FAR_COLUMN, FAR_ROW = "AZ", 200


def conditions(path: Path) -> Iterator[tuple[str, str, str]]:
    """Sheet, cell and formula of every conditional format over the tables, cell by cell."""
    book = openpyxl.load_workbook(path)
    for table in FORM.tables:
        for one in book[table.sheet].conditional_formatting:
            first = str(one.sqref).split()[0].split(":")[0]
            cells = [
                f"{get_column_letter(column)}{row}"
                for area in one.sqref.ranges
                for row, column in area.cells
            ]
            for rule, cell in product(one.rules, cells):
                assert rule.type == "expression"
                formula = Translator(f"={rule.formula[0]}", first).translate_formula(cell)
                # LibreOffice's own grammar parts arguments by semicolons.
                yield table.sheet, cell, formula.replace(",", ";")


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The indicators whose cells are red, for every fault."""
    path, script = tmp_path_factory.mktemp("marks") / "unit.xlsx", Script()
    path.write_bytes(make_template(FORM, OFFICE, YEAR))
    live.fill(script, LAYOUT, RIGHT)
    live.choose(script, cover_of(FORM), all_filled(FORM))
    known = list(conditions(path))
    for number, (sheet, _, formula) in enumerate(known, FAR_ROW):
        script.do("set_formula", sheet=sheet, cell=f"{FAR_COLUMN}{number}", formula=formula)
    last = FAR_ROW + len(known) - 1
    for name, (code, value, _) in FAULTS.items():
        sheet, cell = LAYOUT.where(code)
        if isinstance(value, str) and value.startswith("="):
            script.do("set_formula", sheet=sheet, cell=cell, formula=value)
        else:
            script.put(sheet, cell, value)
        script.do("recalculate")
        for table in FORM.tables:
            cells = f"{FAR_COLUMN}{FAR_ROW}:{FAR_COLUMN}{last}"
            script.ask(f"{name}/{table.sheet}", "get", sheet=table.sheet, range=cells)
        live.fill(script, LAYOUT, {code: RIGHT[code]})
    answers = script.run(path)
    codes = {LAYOUT.where(code): code for code in FORM.indicators}
    return {
        name: {
            codes[sheet, cell]
            for number, (sheet, cell, _) in enumerate(known)
            # A condition that is an error marks nothing.
            if answers[f"{name}/{sheet}"][number][0] == 1
        }
        for name in FAULTS
    }


@pytest.mark.parametrize("name", FAULTS)
def test_exactly_the_cells_at_fault_turn_red(name: str, red: dict[str, set[str]]) -> None:
    assert red[name] == FAULTS[name][2]
