"""The lists of a consolidated workbook as people left them: their looks, and added columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from toolkit.grids.appearance import Appearance
from toolkit.grids.grid import At, Grid
from toolkit.grids.lists import Listing, listing_on
from toolkit.grids.names import (
    BY_UNIT,
    COVERAGE,
    COVERAGE_COLUMNS,
    FINDING_COLUMNS,
    ListHead,
)
from toolkit.returns.sums.record import Record, as_grid
from toolkit.review.appearance import (
    Looks,
    OwnColumn,
    SheetLook,
    own_columns,
    with_own_columns,
)
from toolkit.review.hand_typed import value_by_hand

_OF_UNITS = (BY_UNIT, COVERAGE)


class ListsAsLeft:
    """The lists beside how they were written; ``heads``: those by which each is found.

    ``appearances``: how the sheets look, of those of which it is known.
    """

    def __init__(
        self,
        grids: Mapping[str, Grid],
        record: Record,
        heads: Mapping[str, tuple[str, ...]],
        appearances: Mapping[str, Appearance],
    ) -> None:
        self.grids, self.record, self.heads = grids, record, heads
        self.appearances = appearances

    def look(self, name: str) -> SheetLook:
        """What was done to how a list looks, and the columns that were added to one of units."""
        looks = self.looks(name)
        # A unit's name on 分单位 leads to its file by itself.
        added = (f"+{number}" for number in range(len(self.own.get(name, ()))))
        linked = {*added, *(COVERAGE_COLUMNS if name == COVERAGE else ())}
        look = looks.sheet(with_rows=name in _OF_UNITS, linked=linked) if looks else SheetLook()
        return replace(look, own=tuple(self._own_column(name, at) for at in self.own.get(name, ())))

    def looks(self, name: str) -> Looks | None:
        """How a sheet looks, where that is known."""
        now = self._listing(name)
        if now is None or name not in self.appearances:
            return None
        then = as_grid(self.record.sheets.get(name, ()))
        painted = self.record.painted.get(name)
        now = with_own_columns(now, self.own.get(name, ()))
        return Looks(now, self.appearances[name], then, painted, self.heads[name])

    def own_heads(self, name: str) -> list[str]:
        """The heads of the columns that a person has added to a list of findings."""
        found = self._listing(name)
        columns = found.columns.items() if found else ()
        own = (column for head, column in columns if head not in FINDING_COLUMNS)
        return [found.grid.text(found.top, column) for column in own] if found else []

    def is_kept(self, name: str, at: At) -> bool:
        """Whether a cell is one of a person's own column, and stays there."""
        row, column = at
        units = self._listing(name) if column in self.own.get(name, ()) else None
        return bool(units and (0 < row <= units.top or units.text(row, ListHead.UNIT)))

    @cached_property
    def own(self) -> dict[str, list[int]]:
        """The columns that a person has added to the lists of units."""
        found = {}
        for name in _OF_UNITS:
            units = self._listing(name)
            then = listing_on(as_grid(self.record.sheets.get(name, ())), self.heads[name])
            found[name] = own_columns(units, then.columns) if units and then else []
        return found

    def _own_column(self, name: str, column: int) -> OwnColumn:
        units = self._listing(name)
        assert units is not None
        heads = ((row, units.grid.text(row, column)) for row in range(1, units.top + 1))
        values = (
            (units.text(row, ListHead.UNIT), value_by_hand(units.grid, (row, column)))
            for row in units.rows
        )
        return OwnColumn(
            {row: text for row, text in heads if text},
            {code: value for code, value in values if code and value != ""},
        )

    def _listing(self, name: str) -> Listing | None:
        return listing_on(self.grids.get(name), self.heads[name])
