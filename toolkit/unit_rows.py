"""The sheet 分单位 of a consolidated workbook, read again: what stands there of each unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from toolkit.form import Form
from toolkit.grid import At, Grid
from toolkit.number import read_figure
from toolkit.words.sheets import BY_UNIT_COLUMNS, YES

_CODE, _NAME, _, _INSIDE = BY_UNIT_COLUMNS[:4]


class UnitRow(NamedTuple):
    """``inside``: 计入汇总 as it is now. ``figures``: of the indicators that have a column.

    They are integers of the smallest unit; None where none is known.
    """

    code: str
    name: str
    inside: bool
    figures: dict[str, int | None]


def unit_rows(grid: Grid, form: Form) -> Iterator[UnitRow]:
    """Every unit, by the heads and the codes in the row above them."""
    for row in range(len(grid.rows)):
        heads = {grid.text(row, column): column for column in range(len(grid.rows[row]))}
        codes = {code: column for code, column in heads.items() if code in form.indicators}
        if not codes or any(one not in heads for one in (_CODE, _NAME, _INSIDE)):
            continue
        for below in range(row + 1, len(grid.rows)):
            if unit := grid.text(below, heads[_CODE]):
                figures = {c: _figure(grid, (below, at), form, c) for c, at in codes.items()}
                inside = grid.text(below, heads[_INSIDE]) == YES
                yield UnitRow(unit, grid.text(below, heads[_NAME]), inside, figures)
        return


def _figure(grid: Grid, at: At, form: Form, code: str) -> int | None:
    figure = read_figure(grid.value(*at), form.indicators[code].kind)
    return figure if isinstance(figure, int) else None
