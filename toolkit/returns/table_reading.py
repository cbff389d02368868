"""Reading tables: where each table was found → its figures, each with the place it came from.

Pure, as :mod:`toolkit.returns.unit_return` is. A table with faulty labels gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import Printed
from toolkit.findings.finding import Finding, Location
from toolkit.form.check_code import NoCode
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.opening_figures import NOTHING, Figures
from toolkit.form.table import Table
from toolkit.grids.address import cell
from toolkit.grids.grid import At, Grid, Workbook
from toolkit.grids.identity import Identity
from toolkit.grids.names import FIGURES_LINE
from toolkit.returns.cover_reading import CoverReader
from toolkit.returns.figure_reading import Cells, read_inputs
from toolkit.returns.locate import Found, LabelFault, Located, Locator
from toolkit.returns.oddities import copied, looks, moved, strays
from toolkit.returns.state_reading import about, printed_state, read_state
from toolkit.returns.sums.official_tables import lost_results, not_the_sums
from toolkit.returns.total_reading import Totals, read_totals
from toolkit.text import shorten


@dataclass(frozen=True, slots=True)
class TablesRead:
    """What was read of one table, or of all tables of a workbook."""

    # The certain figures, as integers of the smallest unit.
    values: Mapping[str, int] = field(default_factory=dict)
    # The inputs that hold something other than a certain figure.
    invalid: frozenset[str] = frozenset()
    # The tables that go into the sum.
    counted: frozenset[str] = frozenset()
    # Table → its 填报状态, or the text in its place.
    states: Mapping[str, str] = field(default_factory=dict)
    # The totals with a figure in place of the formula → that figure.
    typed: Mapping[str, int] = field(default_factory=dict)
    # Input → what a formula sees in its cell, where that is not the figure.
    formulas_see: Mapping[str, Decimal | NoCode] = field(default_factory=dict)
    # Indicator → sheet and address, for tables that do not stand where the template has them.
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # In the order of reading.
    findings: tuple[Finding, ...] = ()
    # Whether anything at all was typed into a template.
    touched: bool = False


@dataclass(frozen=True, slots=True)
class _Basis:
    """What is needed to read any table of one workbook."""

    workbook: Workbook
    layout: Layout
    cover: CoverReader
    # Table → where it was found.
    located: Mapping[str, Located]
    # Whether we made the workbook, and whether it is a consolidated one.
    ours: bool
    consolidated: bool
    # The figures that the template came with.
    opening: Figures
    # Input → what it should be in a consolidated workbook, by its sheet 分单位.
    sums: Mapping[str, int]
    # Whether the tables are those of a document.
    printed: bool = False

    @property
    def form(self) -> Form:
        return self.layout.form

    def cells(self, place: Found) -> Cells:
        grid = self.workbook.grids[place.sheet]
        live = self.consolidated
        return Cells(self.form, grid, place.sheet, place.spots, live=live, printed=self.printed)

    def known(self, sheet: str) -> frozenset[At]:
        """The cells with a meaning on a sheet, of all tables on it."""
        places = (one.found for one in self.located.values())
        first, *others = (one.known for one in places if one and one.sheet == sheet)
        return first.union(*others) if others else first


def read_tables(
    workbook: Workbook,
    layout: Layout,
    cover: CoverReader,
    stated: Identity,
    before: Figures = NOTHING,
    sums: Mapping[str, int] = MappingProxyType({}),
    known: Mapping[str, TablesRead] | None = None,
) -> TablesRead:
    """The tables of one workbook, one after the other.

    ``stated``: what the workbook says it is. The inputs of a consolidated one are formulas, and it
    has no states. ``before``: last year's figures that were put into the template. ``sums``: input
    → what it should be in a consolidated workbook, by its sheet 分单位. ``known``: of a document,
    whose tables stand in the workbook as the template has them, those that cannot be read.
    """
    openings = layout.form.openings.items()
    locator = Locator(workbook, layout, stated.is_sum)
    basis = _Basis(
        workbook,
        layout,
        cover,
        {one.table.code: locator.locate(one) for one in layout.tables},
        ours=bool(stated.kind),
        consolidated=stated.is_sum,
        opening={code: before[one] for code, one in openings if before.get(one) is not None},
        sums=sums,
        printed=known is not None,
    )
    some = known or {}
    return together([some.get(one.table.code) or _read(basis, one.table) for one in layout.tables])


def together(some: Iterable[TablesRead]) -> TablesRead:
    """What was read of several tables, as one."""
    every = list(some)
    values: dict[str, int] = {}
    for one in every:
        values.update(one.values)
    return TablesRead(
        values=values,
        invalid=frozenset[str]().union(*(one.invalid for one in every)),
        counted=frozenset[str]().union(*(one.counted for one in every)),
        states={table: state for one in every for table, state in one.states.items()},
        typed={code: value for one in every for code, value in one.typed.items()},
        formulas_see={code: seen for one in every for code, seen in one.formulas_see.items()},
        places={code: place for one in every for code, place in one.places.items()},
        findings=tuple(finding for one in every for finding in one.findings),
        touched=any(one.touched for one in every),
    )


def _read(basis: _Basis, table: Table) -> TablesRead:
    """One table; nothing is read of one with faulty labels."""
    located = basis.located[table.code]
    place = located.found
    if place is None:
        return _absent(basis, table)
    cells = basis.cells(place)
    if faults := place.faults or _without_figures(basis, cells.grid, place):
        unknown = _unknown(basis, table)
        return TablesRead(formulas_see=unknown, findings=(_faulty(place, faults),), touched=True)
    copies = tuple(map(basis.cells, located.copies))
    return together([_oddities(basis, place, cells), _figures(basis, table, cells, copies)])


def _oddities(basis: _Basis, place: Found, cells: Cells) -> TablesRead:
    """Where the table stands, and what was done to its sheet."""
    told = [moved(place, cells, basis.layout)] if place.moved else []
    told += looks(cells.grid, place, ours=basis.ours)
    stray = strays(cells.grid, place, basis.known(place.sheet), ours=basis.ours)
    told += [stray] if stray else []
    spots = place.spots.items() if place.moved else ()
    places = {code: (place.sheet, cell(*at).address) for code, at in spots}
    return TablesRead(places=places, findings=tuple(told), touched=stray is not None)


def _figures(basis: _Basis, table: Table, cells: Cells, copies: tuple[Cells, ...]) -> TablesRead:
    """State, inputs and totals; ``copies``: the same table on other sheets."""
    codes = basis.form.table_inputs(table.code)
    if basis.consolidated and (lost := lost_results(cells, codes)):
        return TablesRead(findings=(lost,), touched=True)
    inputs = read_inputs(cells, codes)
    if basis.printed:
        state = printed_state(table, cells, inputs)
    else:
        state = read_state(table, cells, inputs, basis.cover, basis.opening)
    told = [*state.findings, *inputs.findings]
    if basis.consolidated:
        told += not_the_sums(cells, codes, inputs, basis.sums)
    totals = read_totals(cells, table.code, inputs) if state.counts else Totals()
    told += totals.findings
    others = [(copy, read_inputs(copy, codes)) for copy in copies]
    compared = (copied(cells, codes, inputs, copy, other) for copy, other in others)
    told += [one for one in compared if one]
    return TablesRead(
        values={**inputs.values, **totals.values},
        invalid=inputs.invalid,
        counted=frozenset({table.code} if state.counts else ()),
        states={table.code: state.text} if state.text else {},
        typed=totals.typed,
        formulas_see=inputs.formulas_see,
        findings=tuple(told),
        touched=state.touched or any(other.filled for _, other in others),
    )


def _absent(basis: _Basis, table: Table) -> TablesRead:
    """A table that is missing: only a unit's own workbook may leave out an optional one."""
    others = any(one.found for one in basis.located.values())
    if table.optional and others and not basis.ours:
        unsaid = about(basis.cover, "STAT-04", table, table.sheet)
        return TablesRead(counted=frozenset({table.code}), findings=(unsaid,))
    if table.optional and basis.printed:
        # No report has it; it does not count alone, where none of the others can be read.
        return TablesRead(findings=(about(basis.cover, "STAT-04", table, table.sheet),))
    missing = found("TAB-01", Location(table.sheet), details=Printed() if basis.printed else None)
    return TablesRead(formulas_see=_unknown(basis, table), findings=(missing,), touched=True)


def _unknown(basis: _Basis, table: Table) -> dict[str, Decimal | NoCode]:
    """What formulas see in a table that is not read."""
    return dict.fromkeys(basis.form.table_inputs(table.code), NoCode.UNKNOWN)


def _without_figures(basis: _Basis, grid: Grid, place: Found) -> tuple[LabelFault, ...]:
    """Where a line has no head, only its totals' formulas show that it is still there."""
    rows = place.layout.headless
    if not basis.ours or not rows:
        return ()
    of_rows = [code for code, (row, _) in place.layout.spots.items() if row in rows]
    headless = [place.spots[code] for code in of_rows if basis.form.indicators[code].parts]
    if not headless:
        return ()
    if any(at in grid.formulas or grid.value(*at) != "" for at in headless):
        return ()
    first = place.spots[of_rows[0]]
    return (LabelFault("changed", first, FIGURES_LINE, grid.text(*first)),)


def _faulty(place: Found, faults: tuple[LabelFault, ...]) -> Finding:
    """The label that makes a table unreadable; a changed one is told before a doubled one."""
    first = faults[0]
    return found(
        "TAB-02" if first.kind == "changed" else "TAB-07",
        Location(place.sheet, cell(*first.at).address),
        tables=(place.layout.table.sheet,),
        actual=shorten(first.actual),
        expected=first.expected,
        more=len(faults) - 1,
    )
