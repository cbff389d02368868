"""A table while its cells are read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.grids.document import Piece
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown

# Cells of all tables of a document.
_MOST_CELLS = 500_000
# A column in which a digit has room has more points.
_NARROWEST = 5.0


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

    def piece(self, widths: Sequence[float] = ()) -> Piece:
        """The table. Where no cell begins is no column.

        ``widths``: of the columns in points, as far as they are known. Programs let a cell begin
        beside the column in which it should when they round.
        """
        width = max(map(len, self._rows), default=0)
        self._count.add(len(self._rows) * width)
        columns = list(self._columns(widths))
        rows = [
            [next((row[at] for at in one if at < len(row) and row[at]), None) for one in columns]
            for row in self._rows
        ]
        return Piece(
            [[one.text if one else None for one in row] for row in rows],
            {
                (number, column): one.shown
                for number, row in enumerate(rows)
                for column, one in enumerate(row)
                if one and one.shown
            },
        )

    def _columns(self, widths: Sequence[float]) -> Iterator[list[int]]:
        """The columns in which cells begin, those together that are one."""
        taken: dict[int, set[int]] = {}
        for number, row in enumerate(self._rows):
            for at, one in enumerate(row):
                if one is not None:
                    taken.setdefault(at, set()).add(number)
        together: list[int] = []
        for at in sorted(taken):
            if together and not self._is_one(together, at, taken, widths):
                yield together
                together = []
            together.append(at)
        if together:
            yield together

    @staticmethod
    def _is_one(
        together: Sequence[int], at: int, taken: Mapping[int, set[int]], widths: Sequence[float]
    ) -> bool:
        """Whether a column lies so near to these that none could be between, and shares no row."""
        apart = sum(widths[together[0] : at])
        return (
            at <= len(widths)
            and 0 < apart < _NARROWEST
            and all(taken[at].isdisjoint(taken[one]) for one in together)
        )
