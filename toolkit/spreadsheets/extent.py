"""How far a sheet reaches: judged by its cells with content, since formats alone cost nothing."""

from __future__ import annotations

from collections.abc import Collection

from toolkit.grids.address import cell
from toolkit.grids.grid import At
from toolkit.grids.refusals import FarCell, Refusal, Unreadable
from toolkit.spreadsheets.zip_package import OF_A_RETURN, Limits
from toolkit.text import printable


def is_blank(text: str) -> bool:
    """Whether there is nothing to see in it."""
    return not printable(text).strip()


def fits(rows: int, columns: int, cells: int = 0, limits: Limits = OF_A_RETURN) -> bool:
    """Whether a used range with so many cells in it is within the limits."""
    area = limits.area + limits.area_per_cell * cells
    within = rows <= limits.rows and columns <= limits.columns
    return within and cells <= limits.cells and rows * columns <= area


def too_far(at: At) -> Unreadable:
    """That a sheet is too large because of this cell."""
    return Unreadable(Refusal.TOO_FAR, FarCell(cell(*at).address))


def check_cells(places: Collection[At], limits: Limits = OF_A_RETURN) -> None:
    """Raise Unreadable for a sheet whose cells with content reach farther than the limits."""
    if not places:
        return
    lowest, rightmost = max(places), max(places, key=lambda at: at[1])
    if not fits(lowest[0] + 1, rightmost[1] + 1, len(places), limits):
        raise too_far(rightmost if rightmost[1] >= limits.columns else lowest)
