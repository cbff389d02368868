"""The sheet 分单位 of a consolidated workbook, read again: what stands there of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from toolkit.form import Form
from toolkit.grid import At, Grid
from toolkit.listing import head_row
from toolkit.number import read_figure
from toolkit.text import fold
from toolkit.words.sheets import BY_UNIT_COLUMNS, YES

_CODE, _NAME, _, _INSIDE = BY_UNIT_COLUMNS[:4]


class UnitRow(NamedTuple):
    """``inside``: 计入汇总 as it is now. ``figures``: of the indicators that have a column.

    They are integers of the smallest unit; None where none is known. ``places``: where each stands,
    and its unit under "".
    """

    code: str
    name: str
    inside: bool
    figures: dict[str, int | None]
    places: dict[str, At]


def unit_rows(grid: Grid, form: Form) -> Iterator[UnitRow]:
    """Every unit, by the heads and the codes in the row right above them."""
    # The heads stand twice: the codes tell which of the two rows is right above the units.
    tries = (head_row(grid, (_CODE, _NAME, _INSIDE, fold(code))) for code in form.indicators)
    found = next((one for one in tries if one), None)
    if found is None:
        return
    top, heads = found
    columns = {code: at for code in form.indicators if (at := heads.get(fold(code))) is not None}
    for row in range(top + 1, len(grid.rows)):
        if unit := grid.text(row, heads[_CODE]):
            places = {"": (row, heads[_CODE])} | {code: (row, at) for code, at in columns.items()}
            figures = {code: _figure(grid, places[code], form, code) for code in columns}
            inside = grid.text(row, heads[_INSIDE]) == YES
            yield UnitRow(unit, grid.text(row, heads[_NAME]), inside, figures, places)


def summed(units: Iterable[UnitRow], form: Form) -> dict[str, int]:
    """Every input over the units that are 计入汇总, integers of the smallest unit."""
    inside = [one.figures for one in units if one.inside]
    return {code: sum(figures.get(code) or 0 for figures in inside) for code in form.inputs}


def _figure(grid: Grid, at: At, form: Form, code: str) -> int | None:
    figure = read_figure(grid.value(*at), form.indicators[code].kind)
    return figure if isinstance(figure, int) else None
