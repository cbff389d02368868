"""Provenance: whether the figures on 分单位 are still those of the returns they were taken from.

A consolidated workbook records what every unit had reported. A figure that was typed over since
changes the sum and stands in no return, so each is told at its cell. The reviewer's own cells, the
switches of 计入汇总, are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from toolkit.finding import Finding, found
from toolkit.form import Form
from toolkit.grid import At, Grid, Workbook
from toolkit.layout import cell
from toolkit.number import to_number
from toolkit.record import UnitThen, record_in
from toolkit.unit_rows import UnitRow
from toolkit.words import below as words
from toolkit.words.details import BLANK, and_more, shorten
from toolkit.words.findings import show
from toolkit.words.sheets import BY_UNIT

# So many units are told one by one.
MOST = 50


def changed_since(
    workbook: Workbook, rows: Sequence[UnitRow], form: Form
) -> tuple[Finding, ...] | None:
    """What is not as it was when the workbook was made, one finding a unit; None if unknown."""
    grid, record = workbook.grids.get(BY_UNIT), record_in(workbook)
    if grid is None or record is None:
        return None
    told: list[Finding] = []
    seen: set[str] = set()
    for row in rows:
        then = record.units.get(row.code) if row.code not in seen else None
        seen.add(row.code)
        told += _unit(grid, row, then, form)
    gone = [one for code, one in record.units.items() if code not in seen and one.figures]
    told += [_row(rows[0].places[""], one.name, words.ROW_GONE) for one in gone]
    if len(told) > MOST:
        more = words.more_units(len(told) - MOST + 1)
        told[MOST - 1 :] = [_row(rows[0].places[""], more, words.CHANGED)]
    return tuple(told)


def _unit(grid: Grid, row: UnitRow, then: UnitThen | None, form: Form) -> Iterator[Finding]:
    """What is to be said of a line; ``then``: None for one that we have not written."""
    if then is None:
        if any(row.figures.values()):
            yield _row(row.places[""], row.name or row.code, words.ROW_ADDED)
        return
    differing = [
        code
        for code, figure in row.figures.items()
        if (figure or 0) != then.figures.get(code, 0) or _no_figure(grid, row.places[code])
    ]
    if not differing:
        return
    first, at = differing[0], row.places[differing[0]]
    decimals = form.decimals[first]
    expected = to_number(then.figures.get(first, 0), decimals)
    figure = row.figures[first]
    actual: int | Decimal | str
    if figure is None or _no_figure(grid, at):
        actual = grid.errors.get(at) or shorten(grid.text(*at)) or BLANK
    else:
        actual = to_number(figure, decimals)
    yield found(
        "TOT-06",
        sheet=BY_UNIT,
        cell=cell(*at).address,
        label=words.of_unit(shorten(then.name), form.indicators[first].label),
        actual=actual,
        expected=expected,
        difference=None if isinstance(actual, str) else actual - expected,
        details={
            "said": words.was(show(actual), show(expected)),
            "more": and_more(len(differing) - 1),
            "restore": words.restore(show(expected)),
        },
    )


def _no_figure(grid: Grid, at: At) -> bool:
    """Whether a sum passes the cell over, though something is in it."""
    return at in grid.errors or (isinstance(value := grid.value(*at), str) and value != "")


def _row(at: At, name: str, said: str) -> Finding:
    """Of a whole line."""
    details = {"said": said, "more": "", "restore": ""}
    place = cell(*at).address
    return found("TOT-06", sheet=BY_UNIT, cell=place, label=shorten(name), details=details)
