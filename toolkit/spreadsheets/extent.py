"""How far a sheet reaches: judged by its cells with content, since formats alone cost nothing."""

from __future__ import annotations

from collections.abc import Collection

from toolkit.grids.address import cell
from toolkit.grids.grid import At
from toolkit.grids.refusals import FarCell, Refusal, Unreadable
from toolkit.spreadsheets.zip_package import MAX_AREA, MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from toolkit.text import printable


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in it."""
    return not printable(text).strip()


def fits(rows: int, columns: int) -> bool:
    """Whether a used range is as small as a return's."""
    return rows <= MAX_ROWS and columns <= MAX_COLUMNS and rows * columns <= MAX_AREA


def too_far(at: At) -> Unreadable:
    """That a sheet is too large because of this cell."""
    return Unreadable(Refusal.TOO_FAR, FarCell(cell(*at).address))


def check_cells(places: Collection[At]) -> None:
    """Raise Unreadable for a sheet whose cells with content reach farther than any return's."""
    if not places:
        return
    lowest, rightmost = max(places), max(places, key=lambda at: at[1])
    if len(places) > MAX_CELLS or not fits(lowest[0] + 1, rightmost[1] + 1):
        raise too_far(rightmost if rightmost[1] >= MAX_COLUMNS else lowest)
