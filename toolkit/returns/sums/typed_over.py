"""Provenance: whether the figures on 分单位 are still those of the returns they were taken from.

A consolidated workbook records what every unit had reported. A figure that was typed over since
changes the sum and stands in no return, so each is told at its cell. The reviewer's own cells, the
switches of 计入汇总, are not among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from toolkit.findings.codes.catalogue import found
from toolkit.findings.finding import Finding
from toolkit.findings.message import show
from toolkit.findings.phrases import BLANK, and_more, shorten
from toolkit.form.form import Form
from toolkit.form.number import to_float, to_number
from toolkit.grids.address import cell
from toolkit.grids.names import BY_UNIT
from toolkit.returns.sums import words
from toolkit.returns.sums.record import Record, UnitThen
from toolkit.returns.sums.unit_rows import UnitRow, UnitRows

# So many units are told one by one.
MOST = 50


def changed_since(record: Record, units: UnitRows, form: Form) -> tuple[Finding, ...]:
    """What is not as it was when the workbook was made, one finding a unit."""
    told: list[Finding] = []
    left = dict(record.units)
    strange = []
    for row in units.rows:
        then = left.pop(row.code, None)
        if then is not None:
            told += _figures(units, row, then, form)
        elif row.inside and (row.odd or any(row.figures.values())):
            strange.append(row)
    gone = {code: one for code, one in left.items() if one.inside and one.figures}
    for row in strange:
        # The same figures under another code: it was typed over.
        figures = {code: figure for code, figure in row.figures.items() if figure}
        old = next((code for code, one in gone.items() if one.figures == figures), None)
        said = words.ROW_ADDED if old is None else words.recoded(old, row.code)
        gone.pop(old or "", None)
        told.append(_line(said, row.name or row.code, cell(*units.place(row)).address))
    told += [_line(words.ROW_GONE, one.name) for one in gone.values()]
    if len(told) > MOST:
        told[MOST - 1 :] = [_line(words.CHANGED, words.more_units(len(told) - MOST + 1))]
    return tuple(told)


def _figures(units: UnitRows, row: UnitRow, then: UnitThen, form: Form) -> Iterator[Finding]:
    """The first figure of a line that is not as it was, and how many more there are."""
    grid = units.grid
    differing = [
        code
        for code, figure in row.figures.items()
        if (figure or 0) != then.figures.get(code, 0) or code in row.odd
        # What is longer than a spreadsheet keeps is compared as the spreadsheet has it.
        if grid.value(*units.place(row, code)) != _kept(then, code, form)
    ]
    if not differing:
        return
    first = differing[0]
    at, decimals = units.place(row, first), form.decimals[first]
    value, figure = grid.value(*at), row.figures[first]
    expected = to_number(then.figures.get(first, 0), decimals)
    actual: int | Decimal | str
    if figure is not None:
        actual = to_number(figure, decimals)
    else:
        actual = grid.errors.get(at) or shorten(grid.text(*at)) or BLANK
    shown = words.as_text(str(actual)) if isinstance(value, str) and value else show(actual)
    yield found(
        "TOT-06",
        sheet=BY_UNIT,
        cell=cell(*at).address,
        label=words.of_unit(shorten(then.name), form.indicators[first].label),
        actual=actual,
        expected=expected,
        difference=None if isinstance(actual, str) else actual - expected,
        details={
            "said": words.was(shown, show(expected)),
            "more": and_more(len(differing) - 1),
            "effect": words.MOVED if row.inside else "",
            "restore": words.restore(show(expected)),
        },
    )


def _kept(then: UnitThen, code: str, form: Form) -> float:
    return float(to_float(then.figures.get(code, 0), form.decimals[code]))


def _line(said: str, name: str, at: str | None = None) -> Finding:
    """Of a whole line; one that is gone has no address."""
    details = {"said": said, "more": "", "effect": words.MOVED, "restore": ""}
    return found("TOT-06", sheet=BY_UNIT, cell=at, label=shorten(name), details=details)
