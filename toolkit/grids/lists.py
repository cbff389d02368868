"""Listing: a list on a sheet of ours, read back by the heads of its columns.

A person may have moved, inserted or sorted anything: the heads say what each column holds. The
hidden sheet is a list without heads: keys and texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from toolkit.grids.grid import Grid
from toolkit.text import fold

# A recorded formula ends with a full stop.
_LINK = re.compile(r'HYPERLINK\(.*,"((?:[^"]|"")*)"\)\.?$')


@dataclass(frozen=True, slots=True)
class Listing:
    """A list on a sheet, by the heads of its columns."""

    grid: Grid
    # The row of the heads, from 0.
    top: int
    # The text of a head, folded → its column; of equal texts the leftmost counts.
    columns: Mapping[str, int]

    @property
    def rows(self) -> range:
        """The rows below the heads."""
        return range(self.top + 1, len(self.grid.rows))

    def has(self, heads: Collection[str]) -> bool:
        """Whether the list has all of these heads."""
        return all(head in self.columns for head in heads)

    def text(self, row: int, head: str) -> str:
        """What stands in a row under a head; "" for a column that is not there."""
        column = self.columns.get(head)
        return "" if column is None else self.grid.text(row, column)


def listings_on(grid: Grid, wanted: Collection[str]) -> Iterator[Listing]:
    """A list for every row that holds all of the heads, since they may stand twice."""
    for row in range(len(grid.rows)):
        heads: dict[str, int] = {}
        for column in range(len(grid.rows[row])):
            heads.setdefault(fold(grid.text(row, column)), column)
        if all(head in heads for head in wanted):
            heads.pop("", None)
            yield Listing(grid, row, heads)


def listing_on(grid: Grid | None, wanted: Collection[str]) -> Listing | None:
    """The list below the first row that holds all of the heads."""
    return next(listings_on(grid, wanted), None) if grid else None


def linked_text(formula: str) -> str | None:
    """The text that a link of ours shows; None for any other formula."""
    found = _LINK.search(formula)
    return found[1].replace('""', '"') if found else None
