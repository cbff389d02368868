"""Reading tables: a grid and its layout → figures, each with the place it came from.

Pure, as :mod:`toolkit.returns` is. A table's labels are verified before a value is taken from it;
stored totals are never taken, only compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeGuard

from toolkit.cover import Cover
from toolkit.finding import Finding, found
from toolkit.grid import Grid, Workbook
from toolkit.layout import Layout, Place, TableLayout, cell
from toolkit.number import MAX_DIGITS, Misfit, plain, read_figure, to_number
from toolkit.remedy import likely_value
from toolkit.table import Table
from toolkit.text import fold
from toolkit.words.details import (
    PARTS_UNSURE,
    allowed_decimals,
    and_more,
    as_date,
    likely,
    shorten,
)
from toolkit.words.sheets import COVER, EMPTY, FILLED, truth_value

_WHOLE = 10.0**MAX_DIGITS
_FAULTS = {
    "text": "NUM-01",
    "negative": "NUM-02",
    "fraction": "NUM-03",
    "digits": "NUM-04",
    "date": "NUM-06",
    "truth": "NUM-06",
}


class TableReader:
    """The tables of one workbook as they are read, one after the other.

    ``consolidated``: its inputs are formulas by right, and it has no states.
    """

    def __init__(
        self, workbook: Workbook, layout: Layout, cover: Cover, consolidated: bool
    ) -> None:
        self.workbook, self.layout, self.form = workbook, layout, layout.form
        self.cover, self.consolidated = cover, consolidated
        self.values: dict[str, int | None] = dict.fromkeys(layout.form.indicators)
        self.counted: set[str] = set()
        self.invalid: set[str] = set()
        self.findings: list[Finding] = []
        self.touched = False

    def table(self, layout: TableLayout) -> None:
        """Labels, state, inputs, totals; a table whose labels fail gives nothing."""
        table = layout.table
        grid = self.workbook.grids.get(table.sheet)
        if grid is None:
            self.findings.append(found("TAB-01", sheet=table.sheet))
            self.touched = True
            return
        if wrong := _wrong_label(grid, layout):
            self.findings.append(wrong)
            self.touched = True
            return
        self._strays(grid, layout)
        inputs = self.form.table_inputs(table.code)
        if self.consolidated and not self._live(grid, inputs):
            self.touched = True
            return
        filled = [code for code in inputs if self._plain(grid, code) or self._input(grid, code)]
        if self._count(table, inputs, filled):
            self.counted.add(table.code)
            self._totals(table, grid)

    def _strays(self, grid: Grid, layout: TableLayout) -> None:
        """Numbers beside the cells that are read: a figure in a wrong place, most likely."""
        stray = [
            (r, c, value)
            for r, row in enumerate(grid.rows)
            for c, value in enumerate(row)
            if type(value) is float and (r, c) not in layout.known
        ]
        if stray:
            r, c, value = stray[0]
            self.touched = True
            self.findings.append(
                found(
                    "TAB-03",
                    sheet=layout.table.sheet,
                    cell=cell(r, c).address,
                    actual=plain(Decimal(format(value, ".15g"))),
                    details={"more": and_more(len(stray) - 1)},
                )
            )

    def _live(self, grid: Grid, inputs: tuple[str, ...]) -> bool:
        """A consolidated table is sums over its units; False where their results are lost."""
        spots = {code: self.layout.spots[code] for code in inputs}
        typed = [code for code, at in spots.items() if at not in grid.formulas]
        lost = [code for code, at in spots.items() if code not in typed and grid.value(*at) == ""]
        lost = [code for code in lost if spots[code] not in grid.errors]
        for code, some in (("TOT-03", typed), ("TOT-04", lost)):
            if some:
                more = {"more": and_more(len(some) - 1)}
                self.findings.append(self._at(code, some[0], details=more))
        return not lost

    def _count(self, table: Table, inputs: tuple[str, ...], filled: list[str]) -> bool:
        """Whether the table goes into the sum, by its state and what is filled in."""
        state = self._state(table)
        self.touched |= bool(filled or state)
        if state == EMPTY:
            typed = [code for code in filled if self.values[code]]
            if typed:
                shown = to_number(self.values[typed[0]] or 0, self.form.decimals[typed[0]])
                more = {"more": and_more(len(typed) - 1)}
                self.findings.append(self._at("STAT-01", typed[0], actual=shown, details=more))
        elif state is None and not filled:
            self.findings.append(self._about("STAT-04" if table.optional else "STAT-03", table))
            return table.optional
        elif state is None and len(filled) < len(inputs):
            blank = str(len(inputs) - len(filled))
            self.findings.append(self._about("STAT-02", table, count=blank))
        return True

    def _state(self, table: Table) -> str | None:
        if self.consolidated:
            return FILLED
        place = self.cover.states[table.code]
        grid = self.workbook.grids.get(COVER)
        text = grid.text(place.row, place.column) if grid else ""
        for state in (FILLED, EMPTY):
            if fold(text) in (fold(state), fold(state.partition("（")[0])):
                return state
        if text:
            self.findings.append(self._about("STAT-05", table, state=shorten(text)))
        return None

    def _about(self, finding: str, table: Table, **details: str) -> Finding:
        """A finding on a whole table, at the cell of the cover that would mend it."""
        cell = self.cover.states[table.code].address
        details |= {"table": table.sheet}
        return found(finding, sheet=COVER, cell=cell, label=table.title, details=details)

    def _plain(self, grid: Grid, code: str) -> bool:
        """The usual cell, made quick: a whole number that was typed."""
        at = self.layout.spots[code]
        value = grid.value(*at)
        if type(value) is not float or not 0 <= value < _WHOLE or not value.is_integer():
            return False
        if at in grid.formulas:
            return False
        self.values[code] = int(value) * self.form.scales[code]
        return True

    def _input(self, grid: Grid, code: str) -> bool:
        """Read one input; True where something is in the cell."""
        at, kind = self.layout.spots[code], self.form.indicators[code].kind
        if at in grid.errors:
            self._refuse("NUM-05", code, actual=grid.errors[at])
            return True
        value = grid.value(*at)
        formula = None if self.consolidated else grid.formulas.get(at)
        figure = read_figure(value, kind)
        if formula is not None and "[" in formula:
            self._refuse("NUM-08", code, figure=figure, formula=formula)
            return True
        if figure is None and at in grid.formulas:
            # A formula without a stored result: what it came to is lost.
            self._refuse("NUM-01", code, actual=shorten(grid.formulas[at]))
            return True
        if isinstance(figure, Misfit):
            self._misfit(code, value, figure)
            return True
        if figure is None:
            return False
        self.values[code] = figure
        if formula is not None:
            shown = to_number(figure, kind.decimals)
            details = {"formula": shorten(formula), "likely": likely(shown)}
            self.findings.append(
                self._at("NUM-07", code, actual=shown, suggested=shown, details=details)
            )
        return True

    def _misfit(self, code: str, value: object, misfit: Misfit) -> None:
        kind = self.form.indicators[code].kind
        suggested: int | Decimal | None = None
        if misfit.fault == "negative" and misfit.number is not None:
            opposite = read_figure(plain(-misfit.number), kind)
            if isinstance(opposite, int):
                suggested = to_number(opposite, kind.decimals)
        elif misfit.fault == "text":
            suggested = likely_value(str(value), kind)
        actual: Decimal | str
        if misfit.number is not None:
            actual = misfit.number
        elif isinstance(value, bool):
            actual = truth_value(value)
        elif misfit.fault == "date":
            actual = as_date(value)
        else:
            actual = shorten(plain(Decimal(value)) if _is_finite(value) else str(value))
        details = {"likely": likely(suggested), "allowed": allowed_decimals(kind.decimals)}
        self.invalid.add(code)
        self.findings.append(
            self._at(
                _FAULTS[misfit.fault], code, actual=actual, suggested=suggested, details=details
            )
        )

    def _refuse(
        self,
        finding: str,
        code: str,
        actual: str | None = None,
        figure: int | Misfit | None = None,
        formula: str = "",
    ) -> None:
        """The cell holds something, but no figure that is certain."""
        self.invalid.add(code)
        stored = figure if isinstance(figure, int) else None
        decimals = self.form.decimals[code]
        suggested = None if stored is None else to_number(stored, decimals)
        shown = actual if actual is not None else suggested
        details = {"likely": likely(suggested), "formula": shorten(formula)}
        self.findings.append(
            self._at(finding, code, actual=shown, suggested=suggested, details=details)
        )

    def _totals(self, table: Table, grid: Grid) -> None:
        stale: list[Finding] = []
        values = self.values
        for code, inputs in self.form.totals_of[table.code]:
            values[code] = sum([values[i] or 0 for i in inputs])
            unsure = bool(self.invalid) and not self.invalid.isdisjoint(inputs)
            finding = self._compared(grid, code, unsure)
            if finding and finding.code == "TOT-02":
                stale.append(finding)
            elif finding:
                self.findings.append(finding)
        if stale:
            # One word for the table: all its totals are stale together.
            more = and_more(len(stale) - 1)
            self.findings.append(replace(stale[0], details={"more": more}))

    def _compared(self, grid: Grid, code: str, unsure: bool) -> Finding | None:
        """A total as it stands in the workbook against the one computed from its parts."""
        at, one = self.layout.spots[code], self.form.indicators[code]
        live = at in grid.formulas
        stands = grid.errors.get(at, grid.value(*at))
        figure = read_figure(stands, one.kind)
        right = figure == self.values[code]
        if figure is None or (live and (right or unsure)):
            return None
        expected = to_number(self.values[code] or 0, one.kind.decimals)
        if right and not unsure:
            return None if self.consolidated else self._at("TOT-01", code, actual=expected)
        shown = self._stored(stands, figure, one.kind.decimals)
        if live:
            return self._at("TOT-02", code, actual=shown, expected=expected)
        if unsure:
            # The parts are not all known, so the typed total cannot be judged.
            finding = self._at("TOT-02", code, actual=shown, details={"reason": PARTS_UNSURE})
            return replace(finding, code=one.total or "", status="cannot_judge")
        difference = shown - expected if isinstance(shown, int | Decimal) else None
        return replace(
            self._at("TOT-02", code, actual=shown, expected=expected, difference=difference),
            code=one.total or "",
            severity="error",
            suggested=expected,
        )

    @staticmethod
    def _stored(stands: object, figure: int | Misfit, decimals: int) -> int | Decimal | str:
        if isinstance(figure, int):
            return to_number(figure, decimals)
        return figure.number if figure.number is not None else shorten(str(stands))

    def _at(
        self,
        finding: str,
        code: str,
        details: Mapping[str, str] | None = None,
        **shown: int | Decimal | str | None,
    ) -> Finding:
        sheet, cell = self.layout.where(code)
        label = self.form.indicators[code].label
        return found(
            finding, details=details, sheet=sheet, cell=cell, indicator=code, label=label, **shown
        )


def _is_finite(value: object) -> TypeGuard[float]:
    return isinstance(value, float) and math.isfinite(value)


def _wrong_label(grid: Grid, layout: TableLayout) -> Finding | None:
    """The first label that is not where it should be; titles may be worded differently."""
    wrong = list(_wrong_labels(grid, layout))
    if not wrong:
        return None
    place, expected, actual = wrong[0]
    return found(
        "TAB-02",
        sheet=layout.table.sheet,
        cell=place.address,
        actual=shorten(actual),
        expected=expected,
        details={"more": and_more(len(wrong) - 1)},
    )


def _wrong_labels(grid: Grid, layout: TableLayout) -> Iterator[tuple[Place, str, str]]:
    for label in layout.labels:
        place = label.place
        if label.role == "title" or grid.value(place.row, place.column) == label.text:
            continue
        actual = grid.text(place.row, place.column)
        if fold(actual) != fold(label.text):
            yield place, label.text, actual
