"""Reading a plain table of last year's figures: what each unit reported, and what is not used.

A cell gives a certain figure or none, as in a return. A blank is not known: nobody has said that
all that is blank in such a table was 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Spot, Untaken, UntakenWhy
from toolkit.findings.finding import Finding
from toolkit.findings.seen_words import show
from toolkit.form.form import Form
from toolkit.form.number import plain, to_number
from toolkit.form.opening_figures import complete
from toolkit.grids.grid import At, Grid
from toolkit.grids.names import YES
from toolkit.returns.figure_reading import Cells, read_inputs
from toolkit.returns.predecessors import by_this_years_codes, is_summed
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_table.found_table import FoundTable
from toolkit.returns.unit_table.unit_lines import UnitLine, UnitLines
from toolkit.roster.roster import Roster
from toolkit.text import fold, shorten

# So many rows, columns or cells are named for each kind of problem.
_MOST_SPOTS = 5
# The labels above a column may be long, and so may be what is wrong with a row.
_LONGEST = 80
_Figures = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a table says."""

    previous: Previous
    # Whether anything at all stands in it where figures belong.
    filled: bool


def read_table(
    table: FoundTable, form: Form, roster: Roster, collector: str, year: int, file: str
) -> ReadTable:
    """``roster``: that of this year; ``year``: that of the figures; ``file``: where it stands."""
    lines = UnitLines(table, roster, collector)
    figures = _FiguresOf(table, form)
    known = {one.unit.code: figures.of(one) for one in lines.used}
    told = {code: some for code, some in known.items() if any(v is not None for v in some.values())}
    unused: list[tuple[UntakenWhy, Spot]] = [
        *((why, _line(table, row, text)) for why, row, text in lines.unused),
        *((why, _across(table, column, text)) for why, column, text in table.unused),
        *figures.unused,
    ]
    inside = frozenset(
        one.unit.code
        for one in lines.used
        if one.unit.code in told and is_summed(one.unit, collector) and _was_inside(table, one)
    )
    previous = Previous(
        year,
        told,
        {one.unit.code: one.name or one.unit.name for one in lines.used if one.unit.code in told},
        tuple(_findings(unused, file)),
        inside,
        _totals(form, told, inside),
    )
    of_now = _of_this_year(roster, lines.used)
    previous = by_this_years_codes(previous, form, of_now, lines.listed, collector)
    return ReadTable(previous, figures.filled or bool(unused))


def _was_inside(table: FoundTable, line: UnitLine) -> bool:
    """Whether a unit was 计入汇总; where the table does not say, it was."""
    return table.inside is None or fold(table.sheet.grid.text(line.row, table.inside)) == YES


def _totals(
    form: Form, figures: Mapping[str, Mapping[str, int | None]], inside: Iterable[str]
) -> dict[str, int]:
    """The sums that are certain: of what is known of every unit."""
    every = [figures[one] for one in inside]
    sums: dict[str, int] = {}
    for code in form.indicators if every else ():
        values = [one.get(code) for one in every]
        if None not in values:
            sums[code] = sum(value for value in values if value is not None)
    return sums


def _of_this_year(roster: Roster, lines: Sequence[UnitLine]) -> Roster:
    """The roster; who has its figures under its own code already, has no predecessors."""
    listed = {one.unit.code for one in lines}
    merged = {one.unit.code for one in lines if one.of_predecessors}
    rows = [
        replace(unit, predecessors=None)
        if unit.code in listed
        and unit.predecessors
        and (unit.code in merged or listed.isdisjoint(unit.before))
        else unit
        for unit in roster.rows
    ]
    return Roster(tuple(rows))


# --- Figures -------------------------------------------------------------------------------------


class _FiguresOf:
    """The figures of one table, gathered unit by unit."""

    def __init__(self, table: FoundTable, form: Form) -> None:
        self._table, self._form = table, form
        self._merged = _merged(table.sheet.grid)
        self.unused: list[tuple[UntakenWhy, Spot]] = []
        self.filled = False

    def of(self, line: UnitLine) -> _Figures:
        """The figures of a unit: inputs, and totals that are their sums or stand there alone."""
        spots = {code: (line.row, column) for code, column in self._table.columns.items()}
        cells = Cells(self._form, self._table.sheet.grid, "", spots, live=True)
        read = read_inputs(cells, spots)
        self.filled = self.filled or bool(read.filled)
        seen = {one.indicator: show(one.actual) for one in read.findings}
        apart = {code for code in read.filled if spots[code] in self._merged}
        for code in read.filled:
            if code in read.invalid or code in apart:
                self._leave("figure", spots[code], seen.get(code, ""))
        values = {code: value for code, value in read.values.items() if code not in apart}
        figures = complete(self._form, values)
        for code, value in values.items():
            if self._form.indicators[code].parts:
                figures[code] = self._total(code, value, figures, spots[code])
        return figures

    def _total(
        self, code: str, value: int, figures: Mapping[str, int | None], at: At
    ) -> int | None:
        """A total that is written down: it may be known where its parts are not."""
        summed = figures[code]
        parts = self._form.inputs_of(code).elements()
        at_least = sum(figures[one] or 0 for one in parts)
        if value == summed or (summed is None and value >= at_least):
            return value
        self._leave("total", at, plain(to_number(value, self._form.decimals[code])))
        return summed

    def _leave(self, why: UntakenWhy, at: At, text: str) -> None:
        self.unused.append((why, _cell(self._table, at, text)))


def _merged(grid: Grid) -> frozenset[At]:
    """The first cells of merged ranges: a figure there may be of several units or columns."""
    return frozenset(area[:2] for area in grid.merged)


# --- What is not used ----------------------------------------------------------------------------


def _findings(unused: Sequence[tuple[UntakenWhy, Spot]], file: str) -> Iterator[Finding]:
    """One for each kind of problem."""
    for why, some in groupby(sorted(unused, key=lambda one: one[0]), key=lambda one: one[0]):
        spots = [spot for _, spot in some]
        details = Untaken(why, tuple(spots[:_MOST_SPOTS]), len(spots))
        yield found("YEAR-04", file=file, details=details)


def _line(table: FoundTable, row: int, text: str) -> Spot:
    if table.sheet.turned:
        return Spot(None, row, shorten(text, _LONGEST))
    return Spot(row, None, shorten(text, _LONGEST))


def _across(table: FoundTable, column: int, text: str) -> Spot:
    if table.sheet.turned:
        return Spot(column, None, shorten(text, _LONGEST))
    return Spot(None, column, shorten(text, _LONGEST))


def _cell(table: FoundTable, at: At, text: str) -> Spot:
    return Spot(*(at[::-1] if table.sheet.turned else at), shorten(text))
