"""The comparison with last year over the same units, 同口径: live, with its true results.

On the sheet 图表数据 stand every unit's figures of both years, and whether it is compared: it is in
both sums, and all its figures are known. A line adds them up, and the overview refers to that.
So all of it follows the switches on 分单位.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from toolkit.consolidated_workbook.by_unit import INSIDE, ByUnit
from toolkit.consolidated_workbook.overview import words
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.consolidation.year_on_year import comparable
from toolkit.form.form import Form
from toolkit.form.measure import Measure
from toolkit.form.opening_figures import Figures
from toolkit.grids.address import cell, column_name
from toolkit.grids.names import BY_UNIT, CHART_DATA, NO, NO_SHARE, YES
from toolkit.painting.formulas import reference

# The columns on 图表数据: name, code, whether it is compared; then two for each sum.
NAME, CODE, COMPARED, FIRST_SUM = range(4)
# The row of the heads, from 0.
TOP = 4


class Live(NamedTuple):
    """A figure and the formula that gives it, without its leading "="; None: there is no figure."""

    value: Fraction | None
    formula: str


@dataclass(frozen=True)
class SameUnits:
    """Where the figures of both years stand on 图表数据, and what they add up to."""

    result: Consolidation
    by_unit: ByUnit
    # The indicators of each sum, and what the sum is called.
    sums: Mapping[tuple[str, ...], str]
    # The units whose figures of both years are known, whether they are in this year's sum or not.
    fit: AbstractSet[str]

    # --- Places ----------------------------------------------------------------------------------

    @property
    def total_row(self) -> int:
        return TOP + 1

    @property
    def first(self) -> int:
        """The row of the first unit."""
        return TOP + 2

    @property
    def last(self) -> int:
        return TOP + 1 + len(self.result.lines)

    @property
    def last_column(self) -> int:
        return FIRST_SUM + 2 * len(self.sums) - 1

    def column(self, codes: tuple[str, ...], year: int) -> int:
        """``year``: 0 is this year, 1 is last year."""
        return FIRST_SUM + 2 * list(self.sums).index(codes) + year

    def _units(self, column: int) -> str:
        name = column_name(column)
        return f"${name}${self.first + 1}:${name}${self.last + 1}"

    # --- Who is compared -------------------------------------------------------------------------

    @cached_property
    def compared(self) -> list[UnitRecord]:
        """The units that are compared as the switches are now."""
        return [one for one in self.result.units if one.in_total and one.unit.code in self.fit]

    @cached_property
    def _compared(self) -> AbstractSet[str]:
        return {one.unit.code for one in self.compared}

    @property
    def number(self) -> str:
        """The cell that says how many units are compared."""
        return reference(cell(self.total_row, COMPARED), CHART_DATA)

    @property
    def counted(self) -> str:
        """The formula of that cell."""
        return f'COUNTIF({self._units(COMPARED)},"{YES}")'

    def switch(self, unit: str) -> tuple[str, str | None]:
        """Whether a unit is compared, and the formula that says so where that may change."""
        if unit not in self.fit:
            return NO, None
        inside = reference(cell(self.by_unit.row[unit], INSIDE), BY_UNIT)
        now = YES if unit in self._compared else NO
        return now, f'IF({inside}="{YES}","{YES}","{NO}")'

    # --- Figures ---------------------------------------------------------------------------------

    def of_unit(self, record: UnitRecord, codes: tuple[str, ...]) -> tuple[Live, Fraction | None]:
        """What a unit adds to this year's sum, and last year's figure if it can be compared."""
        code, form = record.unit.code, self.result.form
        now = added(form, record.figures if record.in_total else {}, codes)
        before = added(form, self.result.previous.of(code), codes) if code in self.fit else None
        return Live(now, self.by_unit.value(code, codes)), before

    def total(self, codes: tuple[str, ...], year: int) -> Live:
        """The sum over the units that are compared, with the formula on 图表数据 itself."""
        column, form = self.column(codes, year), self.result.form
        whole = f'SUMIFS({self._units(column)},{self._units(COMPARED)},"{YES}")'
        decimals = self.decimals(codes)
        whole = f"ROUND({whole},{decimals})" if decimals else whole
        formula = f'IF({self.number}=0,"{NO_SHARE}",{whole})'
        if not self.compared:
            return Live(None, formula)
        figures = [self._figures(one, year) for one in self.compared]
        return Live(sum((added(form, one, codes) for one in figures), Fraction(0)), formula)

    def decimals(self, codes: tuple[str, ...]) -> int:
        return max(self.result.form.decimals[one] for one in codes)

    def _figures(self, record: UnitRecord, year: int) -> Figures:
        return self.result.previous.of(record.unit.code) if year else record.figures

    def seen(self, codes: tuple[str, ...], year: int) -> Live:
        """The same sum as another sheet refers to it."""
        at = reference(cell(self.total_row, self.column(codes, year)), CHART_DATA)
        return Live(self.total(codes, year).value, at)

    def knows(self, measure: Measure) -> bool:
        """Whether last year's figures of a measure are known of anybody."""
        return all(code in self.result.previous.totals for code in measure.codes)


def added(form: Form, figures: Figures, codes: tuple[str, ...]) -> Fraction:
    """A sum in the unit of measure; a blank adds nothing."""
    values = (Fraction(figures.get(one) or 0, 10 ** form.decimals[one]) for one in codes)
    return sum(values, Fraction(0))


def same_units_of(result: Consolidation, by_unit: ByUnit) -> SameUnits | None:
    """None where there is no last year, or nothing that is shown of it."""
    page, totals = result.form.overview, result.previous.totals
    charts = [bar for chart in page.charts if chart.kind == "years" for bar in chart.bars]
    measures = [one for one in (*page.figures, *charts) if set(one.codes) <= totals.keys()]
    if result.previous.year is None or not measures:
        return None
    sums: dict[tuple[str, ...], str] = {}
    for one in sorted(measures, key=lambda one: bool(one.over)):
        sums.setdefault(one.of, words.part_of(one.label) if one.over else one.label)
        if one.over:
            sums.setdefault(one.over, words.whole_of(one.label))
    codes = [code for some in sums for code in some]
    return SameUnits(result, by_unit, sums, comparable(result, codes))
