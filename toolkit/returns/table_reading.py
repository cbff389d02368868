"""Reading tables: where each table was found → its figures, each with the place it came from.

Pure, as :mod:`toolkit.returns.unit_return` is. A table whose labels fail gives nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from toolkit.findings.codes.catalogue import found
from toolkit.findings.finding import Finding, Shown
from toolkit.findings.phrases import BLANK, and_more, formula_text, hidden_lines, settle, shorten
from toolkit.form.last_year import NOTHING, Figures
from toolkit.form.layout import Layout, TableLayout
from toolkit.form.number import plain, to_number
from toolkit.form.table import Table
from toolkit.grids.address import cell, column_name
from toolkit.grids.grid import At, Grid, Workbook
from toolkit.grids.identity import Identity
from toolkit.grids.names import EMPTY, FIGURES_LINE, FILLED, truth_value
from toolkit.returns.cover_reading import CoverReader
from toolkit.returns.figure_reading import FigureReader, sums_over_units
from toolkit.returns.likely_value import looks_like_figure
from toolkit.returns.locate import Fault, Found, Located, locate
from toolkit.returns.sums.words import MEND_STALE, mend_typed
from toolkit.text import fold

# How far a sum of doubles may be from the exact one, of 1.
_NOISE = 1e-14


class TableReader:
    """The tables of one workbook as they are read, one after the other.

    ``stated``: what the workbook says it is. The inputs of a consolidated one are formulas by
    right, and it has no states. ``before``: last year's figures that the template was made with.
    ``sums``: of a consolidated one, what each input should be by its sheet 分单位.
    ``places``: the cells of the tables that do not stand where the template has them.
    """

    def __init__(
        self,
        workbook: Workbook,
        layout: Layout,
        cover: CoverReader,
        stated: Identity,
        before: Figures = NOTHING,
        sums: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self.workbook, self.layout, self.form = workbook, layout, layout.form
        self.cover, self.ours, self.consolidated = cover, bool(stated.kind), stated.is_sum
        self.sums = sums
        self.values: dict[str, int | None] = dict.fromkeys(layout.form.indicators)
        self.counted: set[str] = set()
        self.invalid: set[str] = set()
        self.states: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.places: dict[str, tuple[str, str]] = {}
        self.typed: dict[str, int] = {}
        self.touched = False
        openings = layout.form.openings.items()
        self.opening = {code: before[one] for code, one in openings if before.get(one) is not None}
        self._located = {one.table.code: locate(workbook, one, layout) for one in layout.tables}

    def read(self) -> None:
        for one in self.layout.tables:
            self._table(one, self._located[one.table.code])

    def _table(self, layout: TableLayout, located: Located) -> None:
        """Labels, state, inputs, totals; a table whose labels fail gives nothing."""
        table, place = layout.table, located.found
        if place is None:
            self._absent(table)
            return
        grid = self.workbook.grids[place.sheet]
        faults = place.faults or self._without_figures(grid, place)
        if faults:
            self.findings.append(_faulty(place, faults))
            self.touched = True
            return
        reader = FigureReader(self.form, grid, place.sheet, place.spots, live=self.consolidated)
        if place.moved:
            self._moved(place, reader)
        self._looks(grid, place)
        self._strays(grid, place)
        inputs = self.form.table_inputs(table.code)
        if self.consolidated and not self._has_results(reader, inputs):
            self.touched = True
            return
        filled = [code for code in inputs if reader.read(code)]
        if self.consolidated:
            self._sums(reader, inputs)
        if self._count(place, reader, inputs, filled):
            self.counted.add(table.code)
            reader.totals(table.code)
        self.values |= reader.values
        self.invalid |= reader.invalid
        self.typed |= reader.typed
        self.findings += reader.findings
        self._copies(located, reader, inputs)

    def _absent(self, table: Table) -> None:
        """Our own workbooks hold every table; a unit's own leaves out an optional one by right."""
        others = any(one.found for one in self._located.values())
        if table.optional and others and not self.ours:
            self.counted.add(table.code)
            self.findings.append(self._about("STAT-04", table, table.sheet))
            return
        self.findings.append(found("TAB-01", sheet=table.sheet))
        self.touched = True

    def _without_figures(self, grid: Grid, place: Found) -> tuple[Fault, ...]:
        """Where a line has no head, only its totals' formulas show that it is still there."""
        heads = {row for row, _ in place.layout.spelt}
        headless = [
            place.spots[code]
            for code, (row, _) in place.layout.spots.items()
            if row not in heads and self.form.indicators[code].parts
        ]
        if not self.ours or not headless:
            return ()
        if any(at in grid.formulas or grid.value(*at) != "" for at in headless):
            return ()
        first = next(
            at for code, at in place.spots.items() if place.layout.spots[code][0] not in heads
        )
        return (Fault("changed", first, FIGURES_LINE, grid.text(*first)),)

    def _moved(self, place: Found, reader: FigureReader) -> None:
        home, spots = place.layout.table.sheet, place.layout.spots
        # The first that stands elsewhere; with the sheet renamed that may be all of them or none.
        moved = (code for code, at in place.spots.items() if at != spots[code])
        first = next(moved, next(iter(spots)))
        for code, at in place.spots.items():
            self.places[code] = place.sheet, cell(*at).address
        where = " ".join(self.layout.where(first))
        self.findings.append(reader.at("TAB-04", first, details={"home": where, "table": home}))

    def _looks(self, grid: Grid, place: Found) -> None:
        """Signs that somebody worked on the sheet's structure."""
        top, bottom, left, right = place.box
        rows = sorted(row for row in grid.hidden_rows if top <= row <= bottom)
        columns = sorted(column for column in grid.hidden_columns if left <= column <= right)
        if rows or columns:
            at = cell(rows[0] if rows else top, columns[0] if columns else left).address
            names = [column_name(column) for column in columns]
            details = {"lines": hidden_lines([str(row + 1) for row in rows], names)}
            self.findings.append(found("TAB-05", sheet=place.sheet, cell=at, details=details))
        self._merged(grid, place)
        if grid.protected is False and self.ours:
            self.findings.append(found("TAB-06", sheet=place.sheet))

    def _merged(self, grid: Grid, place: Found) -> None:
        """Entry cells that were merged: only one of them can be seen."""
        entries = {at for code, at in place.spots.items() if code not in place.layout.totals}
        told = []
        for first, left, last, right in grid.merged:
            covered = (last - first + 1) * (right - left + 1)
            if covered <= len(entries):
                inside = [
                    (r, c)
                    for r in range(first, last + 1)
                    for c in range(left, right + 1)
                    if (r, c) in entries
                ]
            else:
                inside = [(r, c) for r, c in entries if first <= r <= last and left <= c <= right]
            if len(inside) > 1:
                told.append((min(inside), f"{_address(first, left)}:{_address(last, right)}"))
        if told:
            at, area = min(told)
            details = {"range": area, "more": and_more(len(told) - 1)}
            where = {"sheet": place.sheet, "cell": _address(*at)}
            self.findings.append(found("TAB-09", details=details, **where))

    def _strays(self, grid: Grid, place: Found) -> None:
        """Numbers beside the cells that are read: a figure in a wrong place, most likely.

        On a sheet of ours anywhere, under whatever name; on a sheet of the unit's own only in the
        table itself and the lines beside it, since what else is there is not ours to judge.
        """
        known = self._known(place.sheet)
        top, bottom, left, right = place.box
        renamed = self.ours and (grid.protected or not place.shifted)
        ours = renamed or place.sheet == place.layout.table.sheet

        def beside(r: int, c: int) -> bool:
            near = top - 1 <= r <= bottom + 1 and left - 1 <= c <= right + 1
            return (ours or near) and (r, c) not in known

        stray = [
            (r, c)
            for r, row in enumerate(grid.rows)
            for c, value in enumerate(row)
            if value != "" and beside(r, c) and looks_like_figure(value)
        ]
        # Above the table there is the caption, which may be a formula.
        lost = {at for at in grid.formulas if at[0] >= top and grid.value(*at) == ""}
        stray += sorted(at for at in lost | grid.errors.keys() if beside(*at))
        if stray:
            at = stray[0]
            value = grid.value(*at)
            shown = truth_value(value) if isinstance(value, bool) else grid.text(*at)
            shown = grid.errors.get(at) or shown or formula_text(grid.formulas.get(at, ""))
            self.touched = True
            self.findings.append(
                found(
                    "TAB-03",
                    sheet=place.sheet,
                    cell=cell(*at).address,
                    actual=shorten(shown),
                    details={"more": and_more(len(stray) - 1)},
                )
            )

    def _known(self, sheet: str) -> set[At]:
        """The cells with a meaning on a sheet, of all tables that stand on it."""
        found = (one.found for one in self._located.values())
        return {at for one in found if one and one.sheet == sheet for at in one.known}

    def _has_results(self, reader: FigureReader, inputs: tuple[str, ...]) -> bool:
        """A consolidated table is sums over its units; False where their results are lost."""
        grid, spots = reader.grid, reader.spots
        lost = [
            code
            for code in inputs
            if spots[code] in grid.formulas
            and grid.value(*spots[code]) == ""
            and spots[code] not in grid.errors
        ]
        if lost:
            more = {"more": and_more(len(lost) - 1)}
            self.findings.append(reader.at("TOT-04", lost[0], details=more))
        return not lost

    def _sums(self, reader: FigureReader, inputs: tuple[str, ...]) -> None:
        """Whether each input of a consolidated table still is the sum over its units."""
        formulas, spots = reader.grid.formulas, reader.spots
        typed = [code for code in inputs if not sums_over_units(formulas.get(spots[code], ""))]
        wrong = [
            code
            for code in inputs
            if code in self.sums
            and code not in reader.invalid
            and not self._alike(code, reader.values.get(code) or 0)
        ]
        if wrong:
            first = wrong[0]
            decimals = self.form.decimals[first]
            actual = to_number(reader.values.get(first) or 0, decimals)
            expected = to_number(self.sums[first], decimals)
            mend = MEND_STALE if first not in typed else mend_typed(plain(expected))
            told = {"more": and_more(len(wrong) - 1), "mend": mend}
            shown: dict[str, Shown] = {"actual": actual, "expected": expected}
            gap = actual - expected
            reader.findings.append(reader.at("TOT-05", first, told, **shown, difference=gap))
        typed = [code for code in typed if code not in wrong]
        if typed:
            more = {"more": and_more(len(typed) - 1)}
            reader.findings.append(reader.at("TOT-03", typed[0], details=more))

    def _alike(self, code: str, value: int) -> bool:
        """Whether a program that adds doubles could have stored this for the sum."""
        return math.isclose(value, self.sums[code], rel_tol=_NOISE, abs_tol=0)

    def _count(
        self, place: Found, reader: FigureReader, inputs: tuple[str, ...], filled: list[str]
    ) -> bool:
        """Whether the table goes into the sum, by its state and what is filled in."""
        table = place.layout.table
        state = self._state(table)
        typed = [code for code in filled if not self._given(code, reader)]
        self.touched |= bool(typed or state)
        if state == EMPTY:
            figures = [code for code in filled if reader.values.get(code)]
            if figures:
                first = figures[0]
                shown = to_number(reader.values[first] or 0, self.form.decimals[first])
                more = {"more": and_more(len(figures) - 1)}
                self.findings.append(reader.at("STAT-01", first, actual=shown, details=more))
        elif state is None and not typed:
            code = "STAT-04" if table.optional else "STAT-03"
            finding = self._about(code, table, place.sheet)
            if any(reader.values.get(one) for one in filled):
                # What was carried on is there: such a table is no 零报告.
                finding = replace(finding, details={**finding.details, "carried": "1"})
            self.findings.append(finding)
            return table.optional
        elif state is None and len(filled) < len(inputs):
            blank = str(len(inputs) - len(filled))
            self.findings.append(self._about("STAT-02", table, place.sheet, count=blank))
        return True

    def _given(self, code: str, reader: FigureReader) -> bool:
        """Whether a figure is but what the template came with: nobody has typed it."""
        return code in self.opening and reader.values.get(code) == self.opening[code]

    def _state(self, table: Table) -> str | None:
        if self.consolidated:
            self.states[table.code] = FILLED
            return FILLED
        text = self.cover.state(table.code, table.sheet)
        for state in (FILLED, EMPTY):
            if fold(text) in (fold(state), fold(state.partition("（")[0])):
                self.states[table.code] = state
                return state
        if text:
            self.states[table.code] = shorten(text)
            self.findings.append(
                self._about("STAT-05", table, self.cover.sheet, state=shorten(text))
            )
        return None

    def _about(self, finding: str, table: Table, sheet: str, **details: str) -> Finding:
        """A finding on a whole table: at the cell of the cover that would mend it, else at its
        ``sheet``."""
        cover, at = None, None
        if not self.cover.missing:
            cover, at = self.cover.sheet, self.cover.state_address(table.code, table.sheet)
        state = FILLED if finding == "STAT-02" else EMPTY
        details |= {"table": table.sheet, "settle": settle(cover, at, state)}
        return found(finding, sheet=cover or sheet, cell=at, label=table.title, details=details)

    def _copies(self, located: Located, reader: FigureReader, inputs: tuple[str, ...]) -> None:
        """The same table on another sheet: harmless, unless its figures are others."""
        for copy in located.copies:
            grid = self.workbook.grids[copy.sheet]
            other = FigureReader(self.form, grid, copy.sheet, copy.spots, live=self.consolidated)
            filled = [code for code in inputs if other.read(code)]
            # A blank copy says nothing; in one that is filled a blank is a 0.
            self.touched |= bool(filled)
            differing = [
                code
                for code in inputs
                if filled
                and (
                    (other.values.get(code) or 0) != (reader.values.get(code) or 0)
                    or code in other.invalid - reader.invalid
                )
            ]
            if differing:
                first = differing[0]
                there = " ".join((copy.sheet, cell(*copy.spots[first]).address))
                details = {"copy": there, "more": and_more(len(differing) - 1)}
                details["other"] = (
                    shorten(grid.text(*copy.spots[first]))
                    if first in other.invalid
                    else self._shown(first, other.values.get(first))
                )
                shown = self._shown(first, reader.values.get(first))
                self.findings.append(reader.at("TAB-08", first, actual=shown, details=details))

    def _shown(self, code: str, value: int | None) -> str:
        return BLANK if value is None else plain(to_number(value, self.form.decimals[code]))


def _address(row: int, column: int) -> str:
    return cell(row, column).address


def _faulty(place: Found, faults: tuple[Fault, ...]) -> Finding:
    """The label that speaks against a table; one that was changed before one that is doubled."""
    first = faults[0]
    return found(
        "TAB-02" if first.kind == "changed" else "TAB-07",
        sheet=place.sheet,
        cell=cell(*first.at).address,
        actual=shorten(first.actual),
        expected=first.expected,
        details={"more": and_more(len(faults) - 1), "table": place.layout.table.sheet},
    )
