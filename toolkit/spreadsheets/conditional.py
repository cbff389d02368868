"""Looks that cells have under conditions, in the workbooks of any program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.grids.comparison import may_hold
from toolkit.grids.grid import Area, At
from toolkit.grids.shown import Shown
from toolkit.spreadsheets.number_formats import Look, shown_as


@dataclass(frozen=True, slots=True)
class Conditional:
    """A look that some cells have under conditions, all of which must hold."""

    areas: Sequence[Area]
    conditions: Sequence[str]
    look: Look

    def shown(self, rows: Sequence[Sequence[object]]) -> Iterator[tuple[At, Shown]]:
        """What the cells show to which it may apply, where that is not what they hold."""
        for top, left, bottom, right in self.areas:
            for row in range(top, min(bottom + 1, len(rows))):
                for column, value in enumerate(rows[row][left : right + 1], left):
                    applies = value != "" and all(may_hold(one, value) for one in self.conditions)
                    if applies and (shown := shown_as(value, self.look)):
                        yield (row, column), shown
