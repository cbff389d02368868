"""Places: where each figure of each unit stands, for whoever writes it and whoever refers to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle.lines import Line
from toolkit.chronicle_workbook.words import ALL_UNITS, OWN_SHEETS
from toolkit.grids.address import cell
from toolkit.painting.formulas import on_sheet

# So many units have a sheet each; more of them stand on one long sheet, with a filter.
MOST_SHEETS = 40
# The rows above the first line of a unit's sheet, and of the long one.
TOP, TOP_OF_ALL = 6, 4
# The columns before the first year.
BEFORE, BEFORE_OF_ALL = 3, 6
# What a name of a sheet may not hold, and how long it may be.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a unit, or the head of a table above its lines."""

    row: int
    # None for the head of a table.
    line: Line | None
    # The head.
    head: str = ""


@dataclass(frozen=True)
class Places:
    """The sheets of the units."""

    chronicle: Chronicle

    @property
    def apart(self) -> bool:
        """Whether each unit has a sheet of its own."""
        return len(self.chronicle.units) <= MOST_SHEETS

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """Unit → the name of its sheet."""
        if not self.apart:
            return {unit.code: ALL_UNITS for unit in self.chronicle.units}
        taken = {one.casefold() for one in OWN_SHEETS}
        found: dict[str, str] = {}
        for unit in self.chronicle.units:
            found[unit.code] = name = _free(unit, taken)
            taken.add(name.casefold())
        return found

    @cached_property
    def _rows(self) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {}
        top = TOP_OF_ALL
        for unit in self.chronicle.units:
            rows = list(self._of(unit, TOP if self.apart else top))
            found[unit.code] = rows
            top = rows[-1].row + 1
        return found

    def _of(self, unit: UnitYears, top: int) -> Iterator[Row]:
        table: tuple[str, str] | None = None
        for line in self.chronicle.lines_for(unit):
            here = line.form.id, line.table.code
            if self.apart and here != table:
                yield Row(top, None, line.table.title)
                top += 1
            table = here
            yield Row(top, line)
            top += 1

    def rows(self, unit: UnitYears) -> Sequence[Row]:
        """The rows of a unit, from the top down."""
        return self._rows[unit.code]

    @property
    def number_of_rows(self) -> int:
        """The rows of the longest sheet."""
        return 1 + max(rows[-1].row for rows in self._rows.values())

    @cached_property
    def _row_of(self) -> Mapping[tuple[str, str], int]:
        return {
            (unit, one.line.code): one.row
            for unit, rows in self._rows.items()
            for one in rows
            if one.line
        }

    @property
    def first(self) -> int:
        """The column of the first year."""
        return BEFORE if self.apart else BEFORE_OF_ALL

    def column(self, year: int) -> int:
        return self.first + year - self.chronicle.years[0]

    def change_column(self, year: int) -> int:
        """The column of the change of a year against the one before; not of the first year."""
        return self.column(year) + len(self.chronicle.years) - 1

    def growth_column(self, year: int) -> int:
        return self.change_column(year) + len(self.chronicle.years) - 1

    @property
    def last_column(self) -> int:
        """The column of the remarks."""
        return self.first + 3 * len(self.chronicle.years) - 2

    def reference(self, unit: UnitYears, line: Line, year: int) -> str:
        """The cell of a figure, for a formula on another sheet."""
        row = self._row_of[unit.code, line.code]
        return on_sheet(self.sheets[unit.code], cell(row, self.column(year)).address)


def shown_code(code: str) -> str:
    """The code of a unit; none where only its name is known, which stands beside it."""
    return code if code.isascii() else ""


def _free(unit: UnitYears, taken: set[str]) -> str:
    plain = _FORBIDDEN.sub("", unit.name).strip() or _FORBIDDEN.sub("", unit.code).strip() or "单位"
    tries = [plain[:_LONGEST], f"{plain[: _LONGEST - len(unit.code) - 1]} {unit.code}"[:_LONGEST]]
    numbered = (f"{plain[:26]}（{number}）" for number in range(2, 100_000))
    return next(one for one in (*tries, *numbered) if one.casefold() not in taken)
