"""Block: many figures that one mistake displaced, and what undoing it would mend.

Two columns or two rows of a table were exchanged, or from a cell on everything stands one row too
low or too high, one column too far right or left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.audit.correction.one_mistake import CellChange

BlockKind = Literal["columns", "rows", "down", "up", "right", "left"]


@dataclass(frozen=True, slots=True)
class Block:
    """Which cells one mistake displaced: what is needed to say it in words."""

    kind: BlockKind
    # An exchange: the cells of the two columns or rows. A shift: of each column or row that was
    # shifted, the cells from the first to the last one displaced, in the order of the sheet.
    lines: tuple[tuple[str, ...], ...]

    @property
    def first(self) -> str:
        """The first cell: where a shift begins."""
        return self.lines[0][0]

    @property
    def last(self) -> str:
        """The last cell."""
        return self.lines[-1][-1]


@dataclass(frozen=True, slots=True)
class BlockAnswer:
    """One block mistake undone: an answer, or only a rival that makes another one uncertain."""

    block: Block
    changes: tuple[CellChange, ...]
    # The numbers of the violated balances that this restores.
    mends: frozenset[int]
    # The balances, violated or not, that only say what a lost figure was.
    spent: frozenset[int]
    # Violated ones over a lost figure that is not known: it may restore them.
    perhaps: frozenset[int]
    # Those that held before, and are violated by it.
    breaks: frozenset[int]
    # Whether it leaves nothing open: it changes some cells, no lost figure is unknown, and no
    # balance over a changed cell is violated.
    whole: bool
    # Whether each lost figure is 0, or two balances agree on it.
    confirmed: bool
    # Whether the lines that were exchanged lie side by side, and figures stand in both; always so
    # for a shift.
    near: bool
    # What it makes of the return: cell and figure, None for a lost one that nothing gives.
    result: frozenset[tuple[str, int | None]]

    @property
    def proven(self) -> frozenset[int]:
        """The balances that speak for it."""
        return self.mends - self.spent

    @property
    def gain(self) -> int:
        """By how many fewer balances are violated; each lost figure takes one of them."""
        return len(self.mends | self.perhaps) - len(self.spent) - len(self.breaks)
