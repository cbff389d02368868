"""Reading figures: the inputs of one table → exact integers, and what is wrong with the others.

Nothing is coerced and nothing is guessed: a cell gives a certain figure or none, and where it gives
none a finding says why, with the likely value where the text is plain.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeGuard, Unpack

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Displayed, Number
from toolkit.findings.finding import Facts, Finding, Location
from toolkit.findings.seen import Blank, Dated, Formula, Seen
from toolkit.form.check_code import NoCode
from toolkit.form.form import Form
from toolkit.form.number import Misfit, from_cell, plain, read_figure, to_number, whole
from toolkit.form.table import FigureKind
from toolkit.grids.address import cell
from toolkit.grids.formulas import refers_outside
from toolkit.grids.grid import At, Grid
from toolkit.grids.number_format import plain_text
from toolkit.grids.shown import Shown, Why
from toolkit.returns.likely_value import likely_shown, likely_value, shows_another
from toolkit.text import shorten, visible

_FAULTS = {
    "text": "NUM-01",
    "negative": "NUM-02",
    "fraction": "NUM-03",
    "digits": "NUM-04",
    "date": "NUM-06",
    "truth": "NUM-06",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one table, as they stand in a workbook."""

    form: Form
    grid: Grid
    sheet: str
    # Indicator → its cell.
    spots: Mapping[str, At]
    # The inputs are expected to be formulas, as in a consolidated workbook.
    live: bool
    # It is a table of a document, in which nothing is a formula.
    printed: bool = False

    def place(self, code: str) -> Location:
        """Where an indicator stands, as the location of a finding."""
        address = cell(*self.spots[code]).address
        return Location(self.sheet, address, code, self.form.indicators[code].label)

    def told(self, finding: str, code: str, **facts: Unpack[Facts]) -> Finding:
        """A finding at the cell of an indicator."""
        return found(finding, self.place(code), **facts)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the inputs of one table hold."""

    # The certain figures, as integers of the smallest unit.
    values: Mapping[str, int]
    # The inputs that hold something other than a certain figure.
    invalid: frozenset[str]
    # The inputs that are not blank, in the order of the form.
    filled: tuple[str, ...]
    # Input → what a formula sees in its cell, where that is not the figure.
    formulas_see: Mapping[str, Decimal | NoCode]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    """What is in a cell that is not blank: a certain figure or none, and a finding about it."""

    figure: int | None
    finding: Finding | None = None


def read_inputs(cells: Cells, inputs: Iterable[str]) -> Inputs:
    """Every input of the table."""
    grid, spots, scales = cells.grid, cells.spots, cells.form.scales
    texts, others = grid.texts, grid.others
    unusual = grid.formulas.keys() | grid.errors.keys() | grid.shown.keys()
    values: dict[str, int] = {}
    invalid, filled, findings = set[str](), list[str](), list[Finding]()
    formulas_see: dict[str, Decimal | NoCode] = {}
    for code in inputs:
        at = spots[code]
        if at not in unusual:
            # The usual cell, read fast: a whole number that was typed, or nothing.
            number = whole(others.get(at))
            if number is not None:
                values[code] = number * scales[code]
                filled.append(code)
                continue
            if at not in others and at not in texts:
                continue
        content = _content(cells, code)
        if (seen := _seen_by_formulas(grid, at, content)) is not None:
            formulas_see[code] = seen
        if content is None:
            continue
        filled.append(code)
        if content.figure is None:
            invalid.add(code)
        else:
            values[code] = content.figure
        findings += [content.finding] if content.finding else []
    return Inputs(values, frozenset(invalid), tuple(filled), formulas_see, tuple(findings))


def _seen_by_formulas(grid: Grid, at: At, content: _Content | None) -> Decimal | NoCode | None:
    """What a formula sees in a cell; None where it is the figure, or a blank."""
    value = grid.value(*at)
    if at in grid.errors or isinstance(value, bool):
        return NoCode.NOT_NUMBERS
    if value == "":
        lost = at in grid.formulas and at not in grid.shown
        blank = at not in grid.formulas
        return None if blank else NoCode.UNKNOWN if lost else NoCode.NOT_NUMBERS
    if isinstance(value, str):
        return NoCode.NOT_NUMBERS
    if content is None or content.figure is not None:
        return None
    if not isinstance(value, int | float):
        return NoCode.UNKNOWN
    number = from_cell(value)
    return number if isinstance(number, Decimal) else NoCode.NOT_NUMBERS


def _content(cells: Cells, code: str) -> _Content | None:
    """What is in any cell; None for a blank one."""
    grid, at, kind = cells.grid, cells.spots[code], cells.form.indicators[code].kind
    if at in grid.errors:
        return _Content(None, cells.told("NUM-05", code, actual=grid.errors[at]))
    value, formula = grid.value(*at), grid.formulas.get(at)
    figure = read_figure(value, kind)
    shown = to_number(figure, kind.decimals) if isinstance(figure, int) else None
    if formula is not None and refers_outside(formula):
        typed = Formula(formula)
        told = cells.told("NUM-08", code, actual=shown, suggested=shown, details=typed)
        return _Content(None, told)
    if figure is None and formula is not None:
        # A formula whose result is a blank text, or one without a stored result: its value is lost.
        finding = "NUM-11" if value != "" or at in grid.shown else "NUM-09"
        return _Content(None, cells.told(finding, code, actual=Formula(formula)))
    if (another := grid.shown.get(at)) and shows_another(another, kind):
        return _Content(None, _displayed(cells, code, value, another))
    if isinstance(figure, Misfit):
        return _Content(None, _misfit(cells, code, value, figure))
    if figure is None:
        return None
    if formula is None or cells.live:
        return _Content(figure)
    typed = Formula(formula)
    return _Content(
        figure, cells.told("NUM-07", code, actual=shown, suggested=shown, details=typed)
    )


def _displayed(cells: Cells, code: str, value: object, another: Shown) -> Finding:
    suggested = likely_shown(another, value, cells.form.indicators[code].kind)
    text, apart = shorten(another.text), shorten(another.apart)
    if another.why is Why.DATE:
        return cells.told("NUM-06", code, actual=Dated(text), suggested=suggested)
    stored = shorten(plain_text(value) if _is_finite(value) else str(value))
    return cells.told(
        "NUM-10",
        code,
        actual=text or apart or Blank.CELL,
        suggested=suggested,
        details=Displayed(text, stored, another.why, apart),
    )


def _misfit(cells: Cells, code: str, value: object, misfit: Misfit) -> Finding:
    kind = cells.form.indicators[code].kind
    if isinstance(value, str) and (seen := visible(value)) != value:
        return _partly_unseen(cells, code, seen, misfit)
    actual: Seen
    if misfit.number is not None:
        actual = misfit.number
    elif isinstance(value, bool | datetime.date | datetime.time | datetime.timedelta):
        actual = value
    else:
        actual = shorten(plain(Decimal(value)) if _is_finite(value) else str(value))
    suggested = _suggested(value, misfit, kind)
    return cells.told(_FAULTS[misfit.fault], code, actual=actual, suggested=suggested)


def _partly_unseen(cells: Cells, code: str, seen: str, misfit: Misfit) -> Finding:
    """The finding on a text with characters in it that show nothing."""
    kind = cells.form.indicators[code].kind
    figure = read_figure(seen, kind)
    if isinstance(figure, Misfit) or misfit.fault != "text":
        return _misfit(cells, code, seen, figure if isinstance(figure, Misfit) else misfit)
    return cells.told(
        "NUM-12",
        code,
        actual=shorten(seen) or Blank.CELL,
        suggested=None if figure is None else to_number(figure, kind.decimals),
        details=Displayed(shorten(seen), "", Why.UNSEEN, ""),
    )


def _suggested(value: object, misfit: Misfit, kind: FigureKind) -> Number | None:
    if misfit.fault == "negative" and misfit.number is not None:
        opposite = read_figure(plain(-misfit.number), kind)
        return to_number(opposite, kind.decimals) if isinstance(opposite, int) else None
    return likely_value(value, kind) if misfit.fault in ("text", "date") else None


def _is_finite(value: object) -> TypeGuard[float]:
    return isinstance(value, float) and math.isfinite(value)
