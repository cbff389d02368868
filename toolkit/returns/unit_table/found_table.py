"""Found table: where a plain table stands on a sheet, and what each of its columns holds.

People head such a table in many ways: by the codes of the indicators, by their labels in one cell
or on several levels, with a title above and sums between the heads and the units. A row with
单位代码 or 单位名称 shows which columns name the units; the rows up to it head the figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.findings.details import UntakenWhy
from toolkit.grids.grid import Grid
from toolkit.grids.identity import years_in
from toolkit.grids.names import ALL_LIST_HEADS, BY_UNIT_COLUMNS, FINDING_COLUMNS, ListHead
from toolkit.returns.unit_table.column_heads import ColumnHeads
from toolkit.returns.unit_table.labels import Labels
from toolkit.roster.rows import Row, rows_of
from toolkit.roster.spelling import Head, columns_of
from toolkit.text import fold

# Titles and heads take no more rows than this.
_MOST_HEADS = 40
# A form with as many indicators as a form may have takes as many rows, and some for heads.
_MOST_INDICATORS = 6_000
# Columns that hold no figures.
_OTHERS = frozenset(map(fold, (*ALL_LIST_HEADS, *BY_UNIT_COLUMNS, *FINDING_COLUMNS[:1])))
_NAMING = (Head.CODE, Head.NAME)


@dataclass(frozen=True)
class Sheet:
    """What may be a table: the grid of a sheet, or of a text."""

    # Empty for a text, which has no sheets.
    name: str
    grid: Grid
    # Row, from 0 → what is wrong with it as a whole.
    faults: Mapping[int, str] = field(default_factory=dict)
    # Rows and columns were exchanged: the units stood side by side.
    turned: bool = False
    # It is a text, so that what a line lacks or has too much may have shifted all that follows.
    of_lines: bool = False

    def sideways(self) -> Sheet:
        """The same with rows and columns exchanged; what is wrong with a row is not kept."""
        grid = self.grid
        width = max(map(len, grid.rows), default=0)
        return Sheet(
            self.name,
            Grid(
                [[grid.value(r, c) for r in range(len(grid.rows))] for c in range(width)],
                formulas={(c, r): one for (r, c), one in grid.formulas.items()},
                errors={(c, r): one for (r, c), one in grid.errors.items()},
                merged=[(left, top, right, bottom) for top, left, bottom, right in grid.merged],
                shown={(c, r): one for (r, c), one in grid.shown.items()},
            ),
            turned=True,
        )

    @property
    def may_be_turned(self) -> bool:
        """Whether it may be read by its columns; they have to be certain then."""
        if self.of_lines:
            even = len({len(row) for row in self.grid.rows if any(row)}) == 1
            return even and not self.faults
        return len(self.grid.rows) <= _MOST_INDICATORS

    def holds(self, row: int, column: int) -> bool:
        """Whether there is anything in a cell."""
        at, value = (row, column), self.grid.value(row, column)
        return value not in ("", None) or at in self.grid.errors or at in self.grid.formulas


@dataclass(frozen=True)
class FoundTable:
    """A table on a sheet."""

    sheet: Sheet
    # The columns that say which unit a row is of, and more about it.
    heads: Mapping[Head, int]
    # The column that says whether a unit was summed, where there is one.
    inside: int | None
    # Indicator → its column.
    columns: Mapping[str, int]
    # The columns of figures that are not used: why, which, and what is written above.
    unused: Sequence[tuple[UntakenWhy, int, str]]
    # The rows below the heads.
    rows: Sequence[Row]
    # The years that the title and the heads name.
    years: frozenset[str]
    # How many columns have a head.
    width: int

    def wrong_length(self, row: Row) -> bool:
        """Whether a line of a text has fewer pieces than there are heads, or more."""
        if not self.sheet.of_lines:
            return False
        return len(row.texts) < self.width or any(row.texts[self.width :])


def found_table(sheet: Sheet, labels: Labels, year: int) -> FoundTable | None:
    """The table on a sheet, units in its rows or else in its columns; None where there is none."""
    for one in (sheet, sheet.sideways()) if sheet.may_be_turned else (sheet,):
        rows = rows_of(one.grid)
        tries = [_ended_by(at, one, rows, labels, year) for at in _head_rows(rows)]
        # Heads may be repeated right above the units, with codes that say more.
        best = max(
            enumerate(tries), key=lambda found: (len(found[1].columns), found[0]), default=None
        )
        if best and best[1].columns:
            return best[1]
    return None


def _head_rows(rows: Sequence[Row]) -> list[int]:
    """The rows that may be the last one of the heads."""
    first = rows[:_MOST_HEADS]
    return [
        at for at, row in enumerate(first) if not columns_of(row.texts).keys().isdisjoint(_NAMING)
    ]


def _ended_by(at: int, sheet: Sheet, rows: Sequence[Row], labels: Labels, year: int) -> FoundTable:
    """The table whose heads this row ends, but for what goes on below it."""
    heads = columns_of(rows[at].texts)
    naming = [heads[one] for one in _NAMING if one in heads]
    last = _last_of_heads(at, rows, naming, labels)
    first = next(n for n in range(at + 1) if columns_of(rows[n].texts) == heads)
    # Between heads that stand twice there are sums.
    zone = [n for n in range(last + 1) if n <= first or n >= at or not _names(rows[n], naming)]
    others = [n for n, text in enumerate(rows[at].texts) if fold(text) in _OTHERS]
    naming_too = frozenset((*heads.values(), *others))
    above = ColumnHeads(sheet.grid, zone, first, naming_too, labels, year)
    below = rows[last + 1 :]
    columns, unused = _assigned(sheet, above, below)
    years = {year for n in zone for text in rows[n].texts for year in years_in(text)}
    inside = next((n for n in others if fold(rows[at].texts[n]) == ListHead.INSIDE), None)
    return FoundTable(sheet, heads, inside, columns, unused, below, frozenset(years), above.width)


def _last_of_heads(at: int, rows: Sequence[Row], naming: Sequence[int], labels: Labels) -> int:
    """The last row of heads that go on below, beside merged or blank cells."""
    last = at
    for number, row in enumerate(rows[at + 1 :], at + 1):
        if _names(row, naming):
            break
        # A level that says nothing above these columns may be blank.
        spelt = map(labels.spelt, row.texts)
        if any(one.labels for one in spelt if one) or any(map(labels.code, row.texts)):
            last = number
        elif any(map(row.says, range(len(row.texts)))):
            break
    return last


def _names(row: Row, naming: Sequence[int]) -> bool:
    """Whether a row has something of its own where it would name a unit."""
    return any(map(row.says, naming))


def _assigned(
    sheet: Sheet, above: ColumnHeads, below: Sequence[Row]
) -> tuple[dict[str, int], list[tuple[UntakenWhy, int, str]]]:
    """Indicator → its column, and the other columns in which there is anything."""
    taken: dict[str, list[int]] = defaultdict(list)
    unused: list[tuple[UntakenWhy, int]] = []
    width = above.width if sheet.of_lines else max(map(len, sheet.grid.rows), default=0)
    for column in range(width):
        if column in above.naming:
            continue
        meaning = above.meaning(column)
        if meaning.why is None:
            taken[meaning.code].append(column)
        elif any(sheet.holds(row.number - 1, column) for row in below):
            unused.append((meaning.why, column))
    unused += [("column_twice", one) for some in taken.values() if some[1:] for one in some]
    sole = {code: some[0] for code, some in taken.items() if not some[1:]}
    return sole, [(why, column, above.shown(column)) for why, column in unused]
