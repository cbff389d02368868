"""Cell names: what a cell of a consolidated workbook is called, by its line and its column.

A person who has typed something over looks for it by the labels, not by an address of a workbook
that is replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.form.layout import Layout
from toolkit.form.number import plain, to_number
from toolkit.grids.grid import At, Grid, Workbook
from toolkit.grids.lists import listing_on
from toolkit.returns.locate import Locator
from toolkit.returns.sums.record import Record

# A line is named by at most this many cells that are not blank, of this many first columns.
_CELLS, _COLUMNS = 3, 4


class CellNames:
    """The names of the cells of one workbook.

    ``heads``: list → texts by which its line of heads is recognised.
    """

    def __init__(
        self, workbook: Workbook, layout: Layout, heads: Mapping[str, Sequence[str]], record: Record
    ) -> None:
        self._form, self._record = layout.form, record
        self._indicators: dict[tuple[str, At], str] = {}
        for one in layout.tables:
            sheet = one.table.sheet
            alone = Workbook({n: grid for n, grid in workbook.grids.items() if n == sheet})
            if found := Locator(alone, layout, summed=True).locate(one).found:
                self._indicators |= {(sheet, at): code for code, at in found.spots.items()}
        self._tops = {
            name: listing.top
            for name, grid in workbook.grids.items()
            if name in heads and (listing := listing_on(grid, heads[name]))
        }

    def labels(self, sheet: str, grid: Grid, at: At) -> tuple[str, str]:
        """The texts that name the line, and the head of the column."""
        if code := self._indicators.get((sheet, at)):
            one = self._form.indicators[code]
            return "→".join(one.row_labels), "→".join(one.column_labels)
        row, column = at
        # A figure of a line is no name of it.
        named = (c for c in range(_COLUMNS) if isinstance(grid.value(row, c), str))
        line = [text for c in named if c != column and (text := grid.text(row, c))]
        return " ".join(line[:_CELLS]), self._head(sheet, grid, at)

    def _head(self, sheet: str, grid: Grid, at: At) -> str:
        row, column = at
        top = self._tops.get(sheet)
        head = "" if top is None else grid.text(top, column)
        if indicator := self._form.indicators.get(head):
            # This also holds for the sums, which stand above the row that carries the codes.
            return indicator.label
        if top is not None and row > top:
            return head
        above = range(min(row, len(grid.rows)) - 1, -1, -1)
        texts = (grid.text(r, column) for r in above if isinstance(grid.value(r, column), str))
        return next(filter(None, texts), "")

    def sum_then(self, sheet: str, at: At) -> str:
        """The result of the sum that stood in an indicator's cell; "" for any other cell."""
        code = self._indicators.get((sheet, at))
        if code is None:
            return ""
        return plain(to_number(self._record.total(code), self._form.decimals[code]))
