"""A table while its cells are read one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.grids.document import Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown

# Cells of all tables of a document.
_MOST_CELLS = 500_000


class CellCount:
    """The cells of all tables of a document so far."""

    def __init__(self) -> None:
        self._cells = 0

    def add(self, cells: int) -> None:
        """Raise Unreadable where they are too many."""
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise Unreadable(Refusal.TOO_LARGE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and of how many columns it is."""

    text: str
    shown: Shown | None = None
    columns: int = 1
    # Whether it is merged with those above or below, with the one above, with the one before.
    vertical: bool = False
    upwards: bool = False
    sideways: bool = False


class TableRows:
    """The rows of a table, each cell in its column."""

    def __init__(self, count: CellCount) -> None:
        self._count = count
        self._rows: list[list[Cell | None]] = []
        # Columns in which a merged cell has begun that may go on in the next row, and in this one.
        self._above: set[int] = set()
        self._open: set[int] = set()

    def next_row(self, left_out: int = 0) -> None:
        """``left_out``: columns before its first cell."""
        self._count.add(left_out)
        self._rows.append([None] * left_out)
        self._above, self._open = self._open, set()

    def add(self, cell: Cell) -> None:
        """The next cell of the row."""
        row = self._rows[-1]
        at = len(row)
        self._count.add(cell.columns)
        if cell.vertical:
            self._open.add(at)
        is_rest = (cell.upwards and at in self._above) or (cell.sideways and at > 0)
        row += [None if is_rest else cell, *[None] * (cell.columns - 1)]

    def piece(self) -> Piece:
        """The table. Where no cell begins is no column."""
        width = max(map(len, self._rows), default=0)
        self._count.add(len(self._rows) * width)
        begun = sorted({at for row in self._rows for at, one in enumerate(row) if one is not None})
        rows = [[row[at] if at < len(row) else None for at in begun] for row in self._rows]
        return Piece(
            [[one.text if one else None for one in row] for row in rows],
            {
                (number, column): one.shown
                for number, row in enumerate(rows)
                for column, one in enumerate(row)
                if one and one.shown
            },
        )
