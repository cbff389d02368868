"""Last year's consolidated workbook → what each unit reported then."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import CannotRun
from toolkit.files.by_unit import FIRST_FIGURE
from toolkit.files.inbox import read_existing
from toolkit.files.workbook import read_workbook
from toolkit.form import Form
from toolkit.grid import At, Grid, Unreadable
from toolkit.identity import PROPERTY
from toolkit.number import read_figure
from toolkit.previous import Previous
from toolkit.words import stops
from toolkit.words.sheets import BY_UNIT, BY_UNIT_COLUMNS


def read_previous(path: Path, form: Form, year: int) -> Previous:
    """The figures on its sheet 分单位, by the codes in the row above them.

    Raises:
        CannotRun: it is not there, is no consolidated workbook, or is of no earlier year.
    """
    content = read_existing(path)
    if content is None:
        raise CannotRun(stops.no_such_path(str(path)))
    try:
        workbook = read_workbook(content, {BY_UNIT})
    except Unreadable as error:
        raise CannotRun(stops.previous_unreadable(str(path), str(error))) from error
    stated = workbook.properties
    if stated.get(f"{PROPERTY}kind") != "consolidated":
        raise CannotRun(stops.previous_unreadable(str(path), stops.PREVIOUS_KIND))
    before = stated.get(f"{PROPERTY}year", "")
    if before.isdecimal() and int(before) >= year:
        raise CannotRun(stops.previous_unreadable(str(path), stops.previous_year(before)))
    grid = workbook.grids.get(BY_UNIT)
    figures = _figures(grid, form) if grid else {}
    if not figures:
        raise CannotRun(stops.previous_unreadable(str(path), stops.PREVIOUS_SHEET))
    return Previous(int(before) if before.isdecimal() else None, figures)


def _figures(grid: Grid, form: Form) -> dict[str, dict[str, int | None]]:
    for row in range(len(grid.rows)):
        codes = {
            column: code
            for column in range(FIRST_FIGURE, len(grid.rows[row]))
            if (code := grid.text(row, column)) in form.indicators
        }
        if codes and grid.text(row, 0) == BY_UNIT_COLUMNS[0]:
            return {
                unit: {
                    code: _figure(grid, (below, column), form, code)
                    for column, code in codes.items()
                }
                for below in range(row + 1, len(grid.rows))
                if (unit := grid.text(below, 0))
            }
    return {}


def _figure(grid: Grid, at: At, form: Form, code: str) -> int | None:
    figure = read_figure(grid.value(*at), form.indicators[code].kind)
    return figure if isinstance(figure, int) else None
