"""The sheet 分单位 of a consolidated workbook, read back: what it says of each unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from toolkit.form.form import Form
from toolkit.form.number import read_figure
from toolkit.grids.grid import At, Grid
from toolkit.grids.lists import Listing, listing_on, listings_on
from toolkit.grids.names import BY_UNIT_COLUMNS, YES
from toolkit.text import fold

_CODE, _NAME, _, _INSIDE = BY_UNIT_COLUMNS[:4]


class UnitRow(NamedTuple):
    """What the sheet says of one unit."""

    code: str
    name: str
    # 计入汇总 as it is now.
    inside: bool
    # Indicator with a column → integer of the smallest unit; None where it is not known.
    figures: dict[str, int | None]
    # Those of these indicators whose cell is not blank, but holds no figure.
    odd: frozenset[str]
    # Its line, from 0.
    row: int


@dataclass(frozen=True, slots=True)
class UnitRows:
    """Every line below the heads of the sheet."""

    grid: Grid
    rows: Sequence[UnitRow]
    # Indicator → its column; "" → the column of 单位代码.
    columns: Mapping[str, int]

    def lacks(self, form: Form) -> bool:
        """Whether there is no unit, or an indicator has no column."""
        return not self.rows or any(code not in self.columns for code in form.indicators)

    def place(self, row: UnitRow, code: str = "") -> At:
        """The cell of an indicator on a unit's line."""
        return row.row, self.columns[code]

    def summed(self, form: Form) -> dict[str, int]:
        """Input → its sum over the units that are 计入汇总, an integer of the smallest unit.

        An input with a cell that holds no figure is left out: programs may add anything there.
        """
        inside = [one for one in self.rows if one.inside]
        odd = frozenset[str]().union(*(one.odd for one in inside))
        codes = (code for code in form.inputs if code in self.columns and code not in odd)
        return {code: sum(one.figures[code] or 0 for one in inside) for code in codes}


def unit_rows(grid: Grid | None, form: Form) -> UnitRows:
    """Every unit, by the heads and the codes in the row right above them."""
    codes = {code: fold(code) for code in form.indicators}
    found = _listing(grid, list(codes.values())) if grid else None
    if grid is None or found is None:
        return UnitRows(grid or Grid(()), (), {})
    columns = {
        code: at for code, head in codes.items() if (at := found.columns.get(head)) is not None
    }
    rows = []
    for row in found.rows:
        figures, odd = _figures(grid, row, columns, form)
        code, inside = found.text(row, _CODE), found.text(row, _INSIDE) == YES
        # A line without a code is added up all the same.
        if code or (inside and (odd or any(figures.values()))):
            name = found.text(row, _NAME)
            rows.append(UnitRow(code, name, inside, figures, frozenset(odd), row))
    return UnitRows(grid, rows, {"": found.columns[_CODE], **columns})


def _listing(grid: Grid, codes: Sequence[str]) -> Listing | None:
    """The list of the units, below a row of heads and codes.

    The heads stand twice: the codes tell which of the two rows is right above the units. The first
    code decides, since somebody may have typed another into the upper row; where it is gone, the
    next one does.
    """
    heads = (_CODE, _NAME, _INSIDE)
    if found := listing_on(grid, (*heads, codes[0])):
        return found
    tries = list(listings_on(grid, heads))
    return next((one for code in codes[1:] for one in tries if code in one.columns), None)


def _figures(
    grid: Grid, row: int, columns: Mapping[str, int], form: Form
) -> tuple[dict[str, int | None], list[str]]:
    """The figures of a line, and the indicators whose cell holds something else."""
    figures: dict[str, int | None] = {}
    odd = []
    for code, column in columns.items():
        value = grid.value(row, column)
        # A spreadsheet's sum skips texts, even one that looks like a number.
        is_text = isinstance(value, str)
        figure = None if is_text else read_figure(value, form.indicators[code].kind)
        figures[code] = figure if isinstance(figure, int) else None
        if figures[code] is None and (value != "" or (row, column) in grid.errors):
            odd.append(code)
    return figures, odd
