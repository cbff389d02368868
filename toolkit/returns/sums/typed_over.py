"""Typed over: whether the figures on 分单位 are still those of the returns they were taken from.

A consolidated workbook records what every unit had reported. A figure that was typed over later
changes the sum and stands in no return, so each one is told at its cell. The cells that are the
reviewer's own, the switches of 计入汇总, are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import LineChanged, Number, Retyped
from toolkit.findings.finding import Finding, Location
from toolkit.findings.seen import Blank
from toolkit.form.form import Form
from toolkit.form.number import to_float, to_number
from toolkit.grids.address import cell
from toolkit.grids.names import BY_UNIT
from toolkit.returns.sums import words
from toolkit.returns.sums.record import Record, UnitThen
from toolkit.returns.sums.unit_rows import UnitRow, UnitRows
from toolkit.text import shorten

# How many units are told one by one.
MOST = 50


def changed_since(record: Record, units: UnitRows, form: Form) -> tuple[Finding, ...]:
    """What has changed since the workbook was made, one finding for each unit."""
    told: list[Finding] = []
    left = {code: one for code, one in record.units.items() if not one.apart}
    strange = []
    for row in units.rows:
        then = left.pop(row.code, None)
        if then is not None:
            told += _figures(units, row, then, form)
        elif row.inside and (row.odd or any(row.figures.values())):
            strange.append(row)
    gone = {code: one for code, one in left.items() if one.inside and one.figures}
    for row in strange:
        # The same figures under another code: the code was typed over.
        figures = {code: figure for code, figure in row.figures.items() if figure}
        old = next((code for code, one in gone.items() if one.figures == figures), None)
        how = LineChanged("added") if old is None else LineChanged("recoded", old, row.code)
        gone.pop(old or "", None)
        told.append(_line(how, row.name or row.code, cell(*units.place(row)).address))
    told += [_line(LineChanged("gone"), one.name) for one in gone.values()]
    if len(told) > MOST:
        rest = words.more_units(len(told) - MOST + 1)
        told[MOST - 1 :] = [_line(LineChanged("more"), rest)]
    return tuple(told)


def _figures(units: UnitRows, row: UnitRow, then: UnitThen, form: Form) -> Iterator[Finding]:
    """The first figure of a line that has changed, and how many more there are."""
    grid = units.grid
    differing = [
        code
        for code, figure in row.figures.items()
        if (figure or 0) != then.figures.get(code, 0) or code in row.odd
        # A figure with more digits than a spreadsheet keeps is compared as the spreadsheet has it.
        if grid.value(*units.place(row, code)) != _kept(then, code, form)
    ]
    if not differing:
        return
    first = differing[0]
    at, decimals = units.place(row, first), form.decimals[first]
    value, figure = grid.value(*at), row.figures[first]
    expected = to_number(then.figures.get(first, 0), decimals)
    actual: Number | str | Blank
    if figure is not None:
        actual = to_number(figure, decimals)
    else:
        actual = grid.errors.get(at) or shorten(grid.text(*at)) or Blank.CELL
    label = words.of_unit(shorten(then.name), form.indicators[first].label)
    yield found(
        "TOT-06",
        Location(BY_UNIT, cell(*at).address, label=label),
        actual=actual,
        expected=expected,
        difference=actual - expected if isinstance(actual, int | Decimal) else None,
        more=len(differing) - 1,
        details=Retyped(as_text=isinstance(value, str) and value != "", summed=row.inside),
    )


def _kept(then: UnitThen, code: str, form: Form) -> float:
    return float(to_float(then.figures.get(code, 0), form.decimals[code]))


def _line(how: LineChanged, name: str, at: str | None = None) -> Finding:
    """A finding on a whole line; a line that is gone has no address."""
    return found("TOT-06", Location(BY_UNIT, at, label=shorten(name)), details=how)
