"""Listing: a list on a sheet of ours, read again by the heads of its columns.

A person may have moved, inserted or sorted anything: the heads tell what a column holds. The hidden
sheet is a list without heads: keys and texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from toolkit.grids.grid import Grid
from toolkit.text import fold

# Of a formula as it is recorded a full stop is the end.
_LINK = re.compile(r'HYPERLINK\(.*,"((?:[^"]|"")*)"\)\.?$')


def head_row(
    grid: Grid, wanted: Collection[str], most: int | None = None
) -> tuple[int, dict[str, int]] | None:
    """The first row that holds all of the heads, and the column of every text in it, folded.

    Of equal texts the leftmost counts. ``most``: how many rows are looked at.
    """
    for row in range(len(grid.rows) if most is None else min(len(grid.rows), most)):
        heads: dict[str, int] = {}
        for column in range(len(grid.rows[row])):
            heads.setdefault(fold(grid.text(row, column)), column)
        if all(head in heads for head in wanted):
            heads.pop("", None)
            return row, heads
    return None


def linked_text(formula: str) -> str | None:
    """What a cell shows whose formula is a link of ours; None of any other formula."""
    found = _LINK.search(formula)
    return found[1].replace('""', '"') if found else None
