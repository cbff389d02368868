"""What is drawn on a page → the strokes that border its cells.

Programs draw a border as one line, as a narrow area, as a row of dashes or dots, or as a piece for
each cell; and a browser that prints a page leaves a table open where the page ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from toolkit.documents.pdf_layout import Place, grouped
from toolkit.grids.refusals import Refusal, Unreadable

# Some programs draw a border as an area.
_THICKEST = 3.0
# Strokes that are no further apart than this are on one line, touch, or go on in one another.
_NEAR = 3.0
# What differs by less than this is at the same place.
_SAME = 0.3
# Nothing shorter is a border.
_SHORTEST = 3.0
_MOST_CROSSINGS = 250_000


class Stroke(NamedTuple):
    """A line from left to right, or from above to below."""

    upright: bool
    at: float
    start: float
    end: float

    def crosses(self, other: Stroke) -> bool:
        """Whether it meets one of the other direction."""
        return (
            self.start - _NEAR <= other.at <= self.end + _NEAR
            and other.start - _NEAR <= self.at <= other.end + _NEAR
        )


class Borders:
    """The lines of the tables of a page."""

    def __init__(self, lines: Sequence[Stroke], drawn: Iterable[Stroke]) -> None:
        self.lines = lines
        self._level = sorted((one for one in drawn if not one.upright), key=lambda one: one.at)

    def is_open(self, cell: Place, edge: float) -> bool:
        """Whether nothing is drawn where a cell ends above or below: it goes on on another page."""
        left, _, right, _ = cell
        middle = (left + right) / 2
        start = bisect_left(self._level, edge - _NEAR, key=lambda one: one.at)
        end = bisect_right(self._level, edge + _NEAR, key=lambda one: one.at)
        return not any(one.start <= middle <= one.end for one in self._level[start:end])


def borders(strokes: Iterable[Stroke]) -> Borders:
    """The borders that strokes make.

    Raises:
        Unreadable: they cross so often that it would take for ever to find cells.
    """
    # Dashes and dots first: those of one line lie between those of the lines that it meets.
    drawn = joined(joined(strokes, _SAME))
    upright = sum(one.upright for one in drawn)
    if upright * (len(drawn) - upright) > _MOST_CROSSINGS:
        raise Unreadable(Refusal.TOO_LARGE)
    return Borders(joined([*drawn, *_missing(drawn)]), drawn)


def strokes_of(drawn: Mapping[str, Any]) -> Iterator[Stroke]:
    """The strokes that a line, an area or a curve of pdfplumber consists of.

    A dot may be a piece of either direction.

    An area without a border of its own is only the colour of what stands on it.
    """
    left, top, right, bottom = (drawn[key] for key in ("x0", "top", "x1", "bottom"))
    if min(right - left, bottom - top) <= _THICKEST:
        yield from _narrow((left, top, right, bottom))
    elif drawn["object_type"] == "curve":
        for (x, y), (to_x, to_y) in pairwise(drawn["pts"]):
            if x == to_x or y == to_y:
                yield from _narrow((min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)))
    elif drawn["object_type"] == "rect" and (drawn["stroke"] or not drawn["fill"]):
        yield from (Stroke(False, y, left, right) for y in (top, bottom))
        yield from (Stroke(True, x, top, bottom) for x in (left, right))


def _narrow(place: Place) -> Iterator[Stroke]:
    left, top, right, bottom = place
    width, height = right - left, bottom - top
    if height <= _THICKEST and width > height - _SAME:
        yield Stroke(False, (top + bottom) / 2, left, right)
    if width <= _THICKEST and height > width - _SAME:
        yield Stroke(True, (left + right) / 2, top, bottom)


def joined(strokes: Iterable[Stroke], apart: float = _NEAR) -> list[Stroke]:
    """Pieces put together to the lines that are seen; ``apart``: how far they may lie apart."""
    directions: dict[bool, list[Stroke]] = defaultdict(list)
    for one in strokes:
        directions[one.upright].append(one)
    lines = [
        line
        for some in directions.values()
        for group in grouped(some, lambda one: one.at, apart)
        for line in _in_a_row(group)
    ]
    return [one for one in lines if one.end - one.start >= _SHORTEST]


def _in_a_row(strokes: Sequence[Stroke]) -> Iterator[Stroke]:
    """The lines that strokes of about the same place make; ``strokes``: sorted by their places."""
    # Not their average: pieces of one border may be many more than those of the one beside it.
    at = (strokes[0].at + strokes[-1].at) / 2
    first, *others = sorted(strokes, key=lambda one: one.start)
    line = first._replace(at=at)
    for one in others:
        if one.start > line.end + _NEAR:
            yield line
            line = one._replace(at=at)
        elif one.end > line.end:
            line = line._replace(end=one.end)
    yield line


def _missing(strokes: Sequence[Stroke]) -> Iterator[Stroke]:
    """The outer borders that are not drawn, where the lines that would meet them end.

    So it is where a table goes on on the next page, and where its sides are left open.
    """
    for grid in _grids(strokes):
        for upright in (True, False):
            lines = [one for one in grid if one.upright is upright]
            first, last = min(one.start for one in lines), max(one.end for one in lines)
            yield from _border(last, [one for one in lines if last - one.end <= _NEAR])
            yield from _border(first, [one for one in lines if one.start - first <= _NEAR])


def _border(at: float, ending: Sequence[Stroke]) -> Iterator[Stroke]:
    """The border where lines of one direction end."""
    places = [one.at for one in ending]
    if len(places) > 1:
        yield Stroke(not ending[0].upright, at, min(places), max(places))


def _grids(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """The lines that meet each other, directly or by others."""
    meets: dict[Stroke, list[Stroke]] = defaultdict(list)
    level = [one for one in strokes if not one.upright]
    upright = [one for one in strokes if one.upright]
    for one in upright:
        for other in level:
            if one.crosses(other):
                meets[one].append(other)
                meets[other].append(one)
    grids: list[list[Stroke]] = []
    known: set[Stroke] = set()
    for one in meets:
        if one not in known:
            grids.append(_together(one, meets))
            known.update(grids[-1])
    alone = [one for one in upright if one not in known]
    return [[*grid, *(one for one in alone if _is_as_high(one, grid))] for grid in grids]


def _together(first: Stroke, meets: Mapping[Stroke, Sequence[Stroke]]) -> list[Stroke]:
    known, waiting = {first}, [first]
    while waiting:
        new = [one for one in meets[waiting.pop()] if one not in known]
        known.update(new)
        waiting += new
    return sorted(known)


def _is_as_high(alone: Stroke, grid: Sequence[Stroke]) -> bool:
    """Whether it is the side of merged cells that begin and end on other pages."""
    upright = [one for one in grid if one.upright]
    first, last = min(one.start for one in upright), max(one.end for one in upright)
    return abs(alone.start - first) <= _NEAR and abs(alone.end - last) <= _NEAR
