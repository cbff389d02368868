"""Where a printed page ends: before a row with which something begins that belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

# What of A4 across is printed on, in points, and how much of it is counted on.
_WIDE, _HIGH, _SURE = 770.0, 509.0, 0.95
# Points of a character of a column's width in 宋体, and of the rest of the column. Where a program
# has wider characters, the columns are made smaller, and more fits on a page.
_CHARACTER, _EDGE = 6.0, 3.75


def room(widths: Sequence[float]) -> float:
    """The points of height that fit on a page once the columns fit on its width."""
    wide = sum(width * _CHARACTER + _EDGE for width in widths)
    return _HIGH * max(1.0, wide / _WIDE) * _SURE


def breaks(pieces: Iterable[tuple[int, float]], page: float, above: float) -> Iterator[int]:
    """The first rows of the pieces before which a page ends.

    ``pieces``: the first row of each, and its height in points; ``above``: what stands above them
    on every page.
    """
    used = above
    for row, height in pieces:
        if used + height > page and used > above:
            yield row
            used = above
        used += height
