"""Oddities: signs that somebody changed more on a sheet than the cells to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Copy, Hidden, Home, Merged, Number, Strays
from toolkit.findings.finding import Finding, Location
from toolkit.findings.seen import Blank, Formula, Seen
from toolkit.form.layout import Layout
from toolkit.form.number import plain, read_figure, to_number
from toolkit.grids.address import cell
from toolkit.grids.grid import At, Grid
from toolkit.returns.figure_reading import Cells, Inputs
from toolkit.returns.likely_value import ANY_NUMBER, likely_value, looks_like_figure
from toolkit.returns.locate import Found
from toolkit.text import shorten


def moved(place: Found, cells: Cells, layout: Layout) -> Finding:
    """The finding on a table that does not stand where the template has it."""
    home = place.layout.spots
    # The first cell that stands elsewhere; where the sheet was renamed there may be none.
    elsewhere = (code for code, at in place.spots.items() if at != home[code])
    first = next(elsewhere, next(iter(home)))
    return cells.told("TAB-04", first, details=Home(*layout.where(first)))


def looks(grid: Grid, place: Found, *, ours: bool) -> Iterator[Finding]:
    """Hidden lines, merged cells, removed protection; ``ours``: we made the workbook."""
    yield from _hidden(grid, place)
    yield from _merged(grid, place)
    if grid.protected is False and ours:
        yield found("TAB-06", Location(place.sheet))


def _hidden(grid: Grid, place: Found) -> Iterator[Finding]:
    top, bottom, left, right = place.box
    rows = sorted(row for row in grid.hidden_rows if top <= row <= bottom)
    columns = sorted(column for column in grid.hidden_columns if left <= column <= right)
    if rows or columns:
        at = cell(rows[0] if rows else top, columns[0] if columns else left).address
        yield found(
            "TAB-05", Location(place.sheet, at), details=Hidden(tuple(rows), tuple(columns))
        )


def _merged(grid: Grid, place: Found) -> Iterator[Finding]:
    """Entry cells that were merged: only one of them can be seen."""
    entries, (highest, lowest, leftmost, rightmost) = place.entries
    told = []
    for first, left, last, right in grid.merged:
        if last < highest or lowest < first or right < leftmost or rightmost < left:
            continue
        covered = (last - first + 1) * (right - left + 1)
        if covered <= len(entries):
            inside = [
                (r, c)
                for r in range(first, last + 1)
                for c in range(left, right + 1)
                if (r, c) in entries
            ]
        else:
            inside = [(r, c) for r, c in entries if first <= r <= last and left <= c <= right]
        if len(inside) > 1:
            area = f"{cell(first, left).address}:{cell(last, right).address}"
            told.append((min(inside), area))
    if told:
        at, area = min(told)
        where = Location(place.sheet, cell(*at).address)
        yield found("TAB-09", where, more=len(told) - 1, details=Merged(area))


def strays(grid: Grid, place: Found, known: AbstractSet[At], *, ours: bool) -> Finding | None:
    """Numbers outside of the cells that are read: probably figures in a wrong place.

    On a sheet of ours, whatever its name, they are looked for everywhere; on a sheet of the unit's
    own only in the table itself and the lines beside it, since the rest of it does not concern us.
    ``known``: the cells with a meaning, of all tables on the sheet.
    """
    top, bottom, left, right = place.box
    renamed = ours and (grid.protected or not place.shifted)
    anywhere = renamed or place.sheet == place.layout.table.sheet

    # Our caption is a formula; some programs write 0 for its text when they save an .xls.
    passed = known | ({(top - 1, left)} & grid.formulas.keys())

    def beside(r: int, c: int) -> bool:
        near = top - 1 <= r <= bottom + 1 and left - 1 <= c <= right + 1
        return (anywhere or near) and (r, c) not in passed

    stray = sorted(
        at
        for values in (grid.texts, grid.others)
        for at, value in values.items()
        if at not in passed and beside(*at) and looks_like_figure(value)
    )
    # The caption above the table may be a formula.
    lost = {at for at in grid.formulas if at[0] >= top and grid.value(*at) == ""}
    stray += sorted(at for at in lost | grid.errors.keys() if beside(*at))
    if not stray:
        return None
    where = Location(place.sheet, cell(*stray[0]).address)
    inside = [(r, c) for r, c in stray if top <= r <= bottom and left <= c <= right]
    return found(
        "TAB-03",
        where,
        actual=_seen(grid, stray[0]),
        more=len(stray) - 1,
        details=Strays(tuple(_numbers(grid, inside))),
    )


def _numbers(grid: Grid, some: Sequence[At]) -> Iterator[tuple[str, Number]]:
    """The cells that hold a number, or a text that plainly reads as one."""
    for at in some:
        value = grid.value(*at)
        figure = read_figure(value, ANY_NUMBER)
        number = to_number(figure, ANY_NUMBER.decimals) if isinstance(figure, int) else None
        number = likely_value(value, ANY_NUMBER) if number is None else number
        if number is not None:
            yield cell(*at).address, number


def _seen(grid: Grid, at: At) -> Seen:
    """What is in a cell: its text as shown, or a formula without a result."""
    value = grid.value(*at)
    if isinstance(value, bool):
        return value
    text = shorten(grid.errors.get(at) or grid.text(*at))
    return text or Formula(grid.formulas.get(at, ""))


def copied(
    cells: Cells, codes: Sequence[str], inputs: Inputs, copy: Cells, other: Inputs
) -> Finding | None:
    """The same table on another sheet: harmless, unless its figures differ."""
    if not other.filled:
        # A blank copy says nothing; in a copy with figures a blank is a 0.
        return None
    differing = [
        code
        for code in codes
        if (other.values.get(code) or 0) != (inputs.values.get(code) or 0)
        or code in other.invalid - inputs.invalid
    ]
    if not differing:
        return None
    first = differing[0]
    at, decimals = copy.spots[first], cells.form.decimals[first]
    there = _figure(other.values.get(first), decimals)
    if first in other.invalid:
        there = shorten(copy.grid.text(*at))
    return cells.told(
        "TAB-08",
        first,
        actual=_figure(inputs.values.get(first), decimals),
        more=len(differing) - 1,
        details=Copy(copy.sheet, cell(*at).address, there),
    )


def _figure(value: int | None, decimals: int) -> str | Blank:
    return Blank.CELL if value is None else plain(to_number(value, decimals))
