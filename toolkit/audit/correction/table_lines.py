"""Table lines: the columns and rows of a table, and what of them may have been shifted together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

# The cell (row, column), from 0, of every indicator of one table, totals included.
Spots = Mapping[str, tuple[int, int]]
# The cells of a column or row that somebody typed, by their row or column.
Line = Mapping[int, str]
# The cells of all lines that were shifted together, place by place.
Run = Sequence[Sequence[str]]


def lines_of(
    spots: Spots,
    axis: int,
    typed: AbstractSet[str],
    missing: AbstractSet[str],
    decimals: Mapping[str, int],
) -> list[Line]:
    """Every column (axis 0) or row (axis 1), in the order of the sheet.

    A line is cut where cells do not touch each other, or have other decimals. One with a cell in
    ``missing`` is empty: nobody knows what stands in it.
    """
    lanes: dict[int, dict[int, str]] = defaultdict(dict)
    for code, spot in spots.items():
        lanes[spot[1 - axis]][spot[axis]] = code
    lines: list[dict[int, str]] = []
    for _, lane in sorted(lanes.items()):
        before: tuple[int, int] | None = None
        for place, code in sorted(lane.items()):
            here = place, decimals.get(code, 0)
            if before is None or here != (before[0] + 1, before[1]):
                lines.append({})
            before = here
            lines[-1][place] = code
    return [
        {place: code for place, code in line.items() if code in typed}
        if missing.isdisjoint(line.values())
        else {}
        for line in lines
    ]


def runs_of(
    lines: Sequence[Line], totals: AbstractSet[str], hot: AbstractSet[str], *, together: bool
) -> Iterator[Run]:
    """What may have been shifted: a line, or ``together`` all lines alike, as far as it may go.

    A run goes to the end of the table, or to a total, or stops before one; or only inputs were
    shifted. It begins where the line does, and one of its lines holds a cell of ``hot``.
    """
    summed = _summed(lines, totals)
    for some in [*([line] for line in lines), *(_together(lines, totals) if together else ())]:
        if all(hot.isdisjoint(line.values()) for line in some):
            continue
        for kept in dict.fromkeys(_reaches(tuple(some[0]), summed)):
            if len(kept) > 1:
                yield [[line[place] for line in some] for place in kept]


def _together(lines: Sequence[Line], totals: AbstractSet[str]) -> Iterator[list[Line]]:
    """The lines with the same places; and those of them that are not lines of totals."""
    alike: dict[tuple[int, ...], list[Line]] = defaultdict(list)
    for line in lines:
        alike[tuple(line)].append(line)
    for some in alike.values():
        # A line of totals may have stayed as it was.
        inputs = [line for line in some if not totals >= set(line.values())]
        if len(some) > 1:
            yield some
        if 1 < len(inputs) < len(some):
            yield inputs


def _summed(lines: Sequence[Line], totals: AbstractSet[str]) -> list[int]:
    """The places along the lines at which no line has an input."""
    places = {place for line in lines for place in line}
    inputs = {place for line in lines for place, code in line.items() if code not in totals}
    return sorted((places | set(range(min(places, default=0), max(places, default=0)))) - inputs)


def _reaches(places: tuple[int, ...], summed: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The places of a run for each way in which it may end."""
    yield places
    yield tuple(one for one in places if one not in summed)
    for total in summed:
        yield tuple(one for one in places if one <= total)
        yield tuple(one for one in places if one < total)
