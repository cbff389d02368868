"""Reading 填报状态: what a unit states about a table as a whole, besides what it filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

from toolkit.findings.codes.catalogue import found
from toolkit.findings.details import OnlyCarried, Printed, Stated, Unfilled
from toolkit.findings.finding import Facts, Finding, Location
from toolkit.form.number import to_number
from toolkit.form.opening_figures import Figures
from toolkit.form.table import Table
from toolkit.grids.names import EMPTY, FILLED
from toolkit.returns.cover_reading import CoverReader
from toolkit.returns.figure_reading import Cells, Inputs
from toolkit.text import fold, shorten


@dataclass(frozen=True, slots=True)
class State:
    """The state of one table."""

    # As it is written; empty where nothing is.
    text: str
    # Whether the table goes into the sum.
    counts: bool
    # Somebody has chosen a state, or typed a figure.
    touched: bool
    findings: tuple[Finding, ...] = ()


def read_state(
    table: Table, cells: Cells, inputs: Inputs, cover: CoverReader, opening: Figures
) -> State:
    """The state by the cover; the tables of a consolidated workbook always count as filled.

    ``opening``: the figures that the template came with.
    """
    state, text = (FILLED, FILLED) if cells.live else _chosen(cover.state(table.code, table.sheet))
    strange = text and not state
    told = [about(cover, "STAT-05", table, cover.sheet, details=Stated(text))] if strange else []
    values, blanks = inputs.values, len(cells.form.table_inputs(table.code)) - len(inputs.filled)
    typed = any(code not in opening or values.get(code) != opening[code] for code in inputs.filled)
    counts = True
    if state == EMPTY:
        if figures := [code for code in inputs.filled if values.get(code)]:
            shown = to_number(values[figures[0]], cells.form.decimals[figures[0]])
            carried = OnlyCarried() if cells.form.openings.keys() >= set(figures) else None
            more = len(figures) - 1
            told.append(cells.told("STAT-01", figures[0], actual=shown, more=more, details=carried))
    elif not state and not typed:
        counts = table.optional
        if table.optional:
            told.append(about(cover, "STAT-04", table, cells.sheet))
        else:
            # If the figures carried on are still there, the table is not a 零报告.
            unfilled = Unfilled(carried=any(values.get(one) for one in inputs.filled))
            told.append(about(cover, "STAT-03", table, cells.sheet, details=unfilled))
    elif not state and blanks:
        told.append(about(cover, "STAT-02", table, cells.sheet, count=blanks))
    return State(text, counts, typed or bool(state), tuple(told))


def printed_state(table: Table, cells: Cells, inputs: Inputs) -> State:
    """The state of a table in a document, which has no place for one: its blanks count as zeros."""
    blanks = len(cells.form.table_inputs(table.code)) - len(inputs.filled)
    place = Location(cells.sheet, label=table.title)
    told = found("STAT-02", place, tables=(table.sheet,), count=blanks, details=Printed())
    return State("", True, bool(inputs.filled), (told,) if blanks else ())


def _chosen(text: str) -> tuple[str, str]:
    """The state that is meant, empty where none is, and the text to show."""
    for state in (FILLED, EMPTY):
        if fold(text) in (fold(state), fold(state.partition("（")[0])):
            return state, state
    return "", shorten(text)


def about(
    cover: CoverReader, code: str, table: Table, sheet: str, **facts: Unpack[Facts]
) -> Finding:
    """A finding on a whole table: at its state on the cover, else on the sheet ``sheet``."""
    place = Location(sheet, label=table.title)
    if not cover.missing:
        at = cover.state_address(table.code, table.sheet)
        place = Location(cover.sheet, at, label=table.title)
    return replace(found(code, place, **facts), tables=(table.sheet,))
