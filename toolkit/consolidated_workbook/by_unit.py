"""Where things stand on the sheet 分单位: one row a unit, one column an indicator.

Every figure of the whole is a sum over it, so other sheets refer to its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.form import Form
from toolkit.grids.address import cell, column_name
from toolkit.grids.names import BY_UNIT, BY_UNIT_COLUMNS, YES
from toolkit.painting.formulas import rectangles, reference
from toolkit.painting.official_heads import LEVELS
from toolkit.review.worklist import Item

FIRST_FIGURE = len(BY_UNIT_COLUMNS)
CODE, NAME, CATEGORY, INSIDE, REASON, FINDINGS_OF_UNIT = range(FIRST_FIGURE)


@dataclass(frozen=True)
class ByUnit:
    """The rows and columns of the sheet, from 0, and the formulas that refer to its cells.

    From the top down: a title, four rows of heads, the sums, the row that carries the filter, then
    the units.
    """

    form: Form
    # The codes of the units, in the order of their rows; there is at least one.
    units: tuple[str, ...]
    # The categories that have a line of sums of their own, below 合计.
    subtotals: tuple[str, ...]

    top: ClassVar[int] = 1
    # Rows of heads: table, group, item and column.
    levels: ClassVar[int] = LEVELS
    total_row: ClassVar[int] = top + levels

    @property
    def head(self) -> int:
        """The row right above the units, which carries the filter and the codes."""
        return self.total_row + 1 + len(self.subtotals)

    @property
    def first(self) -> int:
        """The row of the first unit."""
        return self.head + 1

    @property
    def last(self) -> int:
        """The row of the last unit."""
        return self.head + len(self.units)

    @property
    def last_column(self) -> int:
        return FIRST_FIGURE + len(self.form.indicators) - 1

    @cached_property
    def row(self) -> dict[str, int]:
        """The row of every unit, by its code."""
        return {code: row for row, code in enumerate(self.units, self.first)}

    @cached_property
    def column(self) -> dict[str, int]:
        """The column of every indicator, by its code."""
        return {code: column for column, code in enumerate(self.form.indicators, FIRST_FIGURE)}

    def _cells(self, column: int) -> str:
        name = column_name(column)
        return f"${name}${self.first + 1}:${name}${self.last + 1}"

    def every(self, code: str) -> str:
        """The cells of an indicator, of all units, as another sheet refers to them."""
        return f"'{BY_UNIT}'!{self._cells(self.column[code])}"

    @property
    def switches(self) -> str:
        """The cells of 计入汇总, as another sheet refers to them."""
        return f"'{BY_UNIT}'!{self._cells(INSIDE)}"

    def line(self, number: int) -> str:
        """The figures of a line of sums, as another sheet refers to them; line 0 is 合计."""
        row, last = self.total_row + number + 1, column_name(self.last_column)
        return f"'{BY_UNIT}'!${column_name(FIRST_FIGURE)}${row}:${last}${row}"

    def total(self, code: str) -> str:
        """The address of an indicator's 合计."""
        return cell(self.total_row, self.column[code]).address

    def place(self, unit: str, code: str = "") -> str:
        """The address of a unit's figure, or of its code; "" for a unit that is not listed."""
        if unit not in self.row:
            return ""
        return cell(self.row[unit], self.column[code] if code else 0).address

    def target(self, item: Item) -> str:
        """The cell of a finding's figure on this sheet, or else of its unit, as a link names it."""
        one = item.finding
        code = one.indicator if one and one.indicator in self.column else ""
        place = self.place(one.unit or "", code or "") if one else ""
        return f"'{BY_UNIT}'!{place}" if place else ""

    def value(self, unit: str, codes: Iterable[str]) -> str:
        """For other sheets: the live sum of a unit's figures, 0 while it is not 计入汇总."""
        row, inputs = self.row[unit], Counter[str]()
        for code in codes:
            inputs.update(self.form.inputs_of(code))
        times = max(inputs.values())
        parts = []
        for level in range(times):
            cells = (cell(row, self.column[one]) for one, n in inputs.items() if n > level)
            parts += rectangles(cells, BY_UNIT)
        decimals = max(self.form.decimals[one] for one in inputs)
        added = f"SUM({','.join(parts)})"
        added = f"ROUND({added},{decimals})" if decimals else added
        return f'IF({reference(cell(row, INSIDE), BY_UNIT)}="{YES}",{added},0)'

    def number(self, category: str = "") -> str:
        """For other sheets: how many units are 计入汇总."""
        inside = f"'{BY_UNIT}'!{self._cells(INSIDE)},\"{YES}\""
        if not category:
            return f"COUNTIF({inside})"
        return f"COUNTIFS({inside},'{BY_UNIT}'!{self._cells(CATEGORY)},\"{category}\")"

    def sum(self, code: str, sheet: str = "", category: str = "") -> str:
        """The live sum of an indicator over the units that are 计入汇总."""
        prefix = f"'{sheet}'!" if sheet else ""
        figures, inside = self._cells(self.column[code]), self._cells(INSIDE)
        formula = f'SUMIFS({prefix}{figures},{prefix}{inside},"{YES}"'
        if category:
            formula += f',{prefix}{self._cells(CATEGORY)},"{category}"'
        decimals = self.form.decimals[code]
        # A sum of doubles is rounded to the indicator's decimals, against 0.30000000000000004.
        return f"ROUND({formula}),{decimals})" if decimals else f"{formula})"


def by_unit_of(result: Consolidation) -> ByUnit:
    """The sheet 分单位 of a consolidation, with a line of sums for each category of its units."""
    units = tuple(one.unit.code for one in result.lines)
    return ByUnit(result.form, units, tuple(result.subtotals))
