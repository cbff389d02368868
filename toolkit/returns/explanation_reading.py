"""Reading explanations: what a unit wrote beside a check on the sheet 审核."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.grids.address import cell
from toolkit.grids.grid import Grid, Workbook
from toolkit.grids.names import CHECK_HEADS, EXPLANATION, LEAST_EXPLANATION, OTHER_CHECKS
from toolkit.text import fold, printable

_CODE, _LABEL = CHECK_HEADS[0], CHECK_HEADS[2]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a unit wrote beside one check."""

    # The code of the finding that it is about.
    code: str
    # Where it is about; None for the whole return, empty where the line no longer says it.
    indicator: str | None
    text: str
    sheet: str
    cell: str


def read_explanations(workbook: Workbook, layout: Layout) -> tuple[Explanation, ...]:
    """Everything written under 情况说明, identified by the code and the place on its line."""
    found: list[Explanation] = []
    for sheet, grid in workbook.grids.items():
        if sheet not in layout.sheets:
            found += _lines(sheet, grid, layout)
    return tuple(found)


def _lines(sheet: str, grid: Grid, layout: Layout) -> Iterator[Explanation]:
    top, heads = _heads(grid)
    for row in range(top + 1, len(grid.rows)):
        text = printable(grid.text(row, heads[fold(EXPLANATION)])).strip()
        if len(text) < LEAST_EXPLANATION:
            # Texts such as 无 or 0 explain nothing.
            continue
        code = grid.text(row, heads[fold(_CODE)]).strip()
        label = grid.text(row, heads[fold(_LABEL)]) if fold(_LABEL) in heads else ""
        at = cell(row, heads[fold(EXPLANATION)]).address
        yield Explanation(code, _place(code, label, layout.form), text, sheet, at)


def _heads(grid: Grid) -> tuple[int, dict[str, int]]:
    """The first row with the heads of checks, and the columns of its texts.

    Where there is none it is the row below the last.
    """
    explanation, code = fold(EXPLANATION), fold(_CODE)
    for top in dict.fromkeys(r for (r, _), text in grid.texts.items() if fold(text) == explanation):
        heads = {fold(text): c for (r, c), text in grid.texts.items() if r == top}
        if code in heads:
            return top, heads
    return len(grid.rows), {}


def _place(code: str, label: str, form: Form) -> str | None:
    """The indicator of a line, by its label; None: the whole return, empty: changed label."""
    places = (
        [rule.at for rule in form.declared_rules if rule.code == code]
        if code in form.rule_specs
        else form.inputs
    )
    for one in places:
        if fold(form.indicators[one].label) == fold(label):
            return one
    return None if fold(label) == fold(OTHER_CHECKS) else ""
