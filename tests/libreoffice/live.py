"""What a person does to a workbook of ours in LibreOffice, as the driver's steps.

Opening a workbook in LibreOffice takes a while, so a script strings many steps together and keeps
the answers that matter by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.libreoffice.office import run
from tests.support.build import CONTACT
from toolkit.form.cover import Cover, cover_of
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.number import to_float
from toolkit.grids.address import column_name
from toolkit.grids.names import CHECKS, COVER
from toolkit.template.checks import Checks, checks_of
from toolkit.template.code_cells import COLUMN as CODE_COLUMN
from toolkit.template.plan import Plan

CHECK_COLUMNS = 6
Cells = list[list[Any]]


@dataclass
class Script:
    """Steps for one workbook; ``run`` gives the answers to those that have a name."""

    steps: list[dict[str, object]] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def do(self, what: str, **keys: object) -> None:
        self.steps.append({"do": what, **keys})

    def ask(self, name: str, what: str, **keys: object) -> None:
        assert name not in self.names, name
        self.names[name] = len(self.steps)
        self.do(what, **keys)

    def put(self, sheet: str, address: str, value: float | str) -> None:
        """Type one value; an empty text clears the cell."""
        self.do("set", sheet=sheet, range=address, data=[[value]])

    def run(self, path: Path) -> dict[str, Any]:
        answers = run(path, self.steps)
        return {name: answers[number] for name, number in self.names.items()}


@dataclass(frozen=True)
class Page:
    """A sheet as LibreOffice shows it, from A1 on."""

    rows: Cells

    def at(self, row: int, column: int) -> Any:
        return self.rows[row][column]


@dataclass(frozen=True)
class Snapshot:
    """Every sheet of a template after a recalculation, and the cells that show an error."""

    pages: Mapping[str, Page]
    errors: list[list[Any]]

    def state(self, row: int) -> str:
        """The state of the check in a row of 审核, counted from 0."""
        return str(self.pages[CHECKS].at(row, CHECK_COLUMNS - 1))

    def values(self, layout: Layout, codes: Iterable[str]) -> dict[str, Any]:
        """The values of indicators; None stands for an error."""
        return {
            code: self.pages[layout.sheet_of[code]].at(
                layout.places[code].row, layout.places[code].column
            )
            for code in codes
        }

    def verdicts(self, form: Form) -> dict[str, str]:
        """What the cover says of each table, and under "" of the whole."""
        cover, page = cover_of(form), self.pages[COVER]
        found = {
            code: str(page.at(place.row, place.column)) for code, place in cover.results.items()
        }
        return {**found, "": str(page.at(cover.overall_row, 1))}


def extents(layout: Layout, checks: Checks) -> dict[str, str]:
    """The range to read of every visible sheet of a template."""
    found = {
        one.table.sheet: f"A1:{column_name(one.width - 1)}{one.last_row + 1}"
        for one in layout.tables
    }
    found[COVER] = f"A1:{column_name(CODE_COLUMN)}{cover_of(layout.form).code.row + 1}"
    last = checks.rows(layout.tables[0].table.code)[0] - 1 + len(checks.lines)
    found[CHECKS] = f"A1:{column_name(CHECK_COLUMNS - 1)}{last}"
    return found


def blank_checks(layout: Layout) -> Checks:
    return checks_of(Plan(layout, cover_of(layout.form)))


def fill(script: Script, layout: Layout, figures: Mapping[str, int]) -> None:
    for code, figure in figures.items():
        sheet, cell = layout.where(code)
        script.put(sheet, cell, to_float(figure, layout.form.decimals[code]))


def choose(script: Script, cover: Cover, states: Mapping[str, str]) -> None:
    """The states of the tables; who has chosen any has filled in the cover, too."""
    for key, text in CONTACT.items():
        script.put(COVER, cover.values[key].address, text if states else "")
    for table, state in states.items():
        script.put(COVER, cover.states[table].address, state)


def look(script: Script, name: str, ranges: Mapping[str, str]) -> None:
    """Recalculate, then keep everything that is shown under ``name``."""
    script.do("recalculate")
    for sheet, cells in ranges.items():
        script.ask(f"{name}/{sheet}", "get", sheet=sheet, range=cells)
    script.ask(f"{name}/errors", "errors")


def snapshot(answers: Mapping[str, Any], name: str, sheets: Iterable[str]) -> Snapshot:
    return Snapshot(
        {sheet: Page(answers[f"{name}/{sheet}"]) for sheet in sheets}, answers[f"{name}/errors"]
    )
