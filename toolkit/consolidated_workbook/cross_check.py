"""The section 核对 of 说明: every official cell beside a sum that was made without formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.by_unit import ByUnit
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.words import Check
from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.layout import Layout
from toolkit.form.number import plain, to_float, to_number
from toolkit.grids.address import Place, cell, column_name
from toolkit.grids.names import BY_UNIT, YES
from toolkit.painting.book import Book
from toolkit.painting.formulas import on_sheet, reference
from toolkit.painting.links import within
from toolkit.painting.looks import GREEN, HEAD_FILL, LINK, RED, YELLOW
from toolkit.painting.table import lines_of, number_format, write_cell

_LABEL, _TABLE, _CELL, _SHOWN, _SUM, _DIFFERENCE = range(len(Check.COLUMNS))
_LINE = 15.0
# The least number of decimals to which figures are compared.
_DIGITS = 6
# The longest text that a cell holds.
_LONGEST = 32_767


class CheckSection(NamedTuple):
    """Where on the sheet 说明 the check is painted; rows count from 0."""

    sheet: Worksheet
    widths: Sequence[float]
    # The row of the verdict, near the top.
    headline: int
    # The first row of the section, below all else.
    top: int

    @property
    def last_column(self) -> int:
        return len(self.widths) - 1


def paint_cross_check(book: Book, edition: Edition, section: CheckSection) -> None:
    """A row for each indicator at the end of 说明, and the verdict on all of them near its top."""
    sheet, codes = section.sheet, list(edition.result.form.indicators)
    _head_of_section(book, section)
    first = section.top + 3
    last = first + len(codes)
    state = _State(first, last)
    sums, every = sum_of_returns(edition.result), _sum_of_all(edition.result)
    for row, code in enumerate(codes, first):
        _indicator(book, section, row, edition.layout, code, sums[code])
        typed = _typed_over(row, code, every[code], edition.by_unit)
        _difference(book, sheet, row, edition.layout.form.decimals[code], typed, state)
    _subtotals(book, sheet, edition.by_unit, state)
    differs = {"type": "cell", "criteria": "!=", "value": 0, "format": book.mark(**RED)}
    sheet.conditional_format(first, _DIFFERENCE, last, _DIFFERENCE, differs)
    _note_switches(book, sheet, edition, state)
    holds, (before, between, after) = Check.holds(len(codes)), Check.CHANGED_AND_TYPED
    typed_over = f'"{before}"&{state.differing}&"{between}"&{state.first_place}&"{after}"'
    verdict = (
        f'=IF({state.turned}>0,IF({state.differing}=0,"{Check.CHANGED}",{typed_over}),'
        f'IF({state.differing}=0,"{holds}",'
        f'"{Check.FAILS[0]}"&{state.differing}&"{Check.FAILS[1]}"))'
    )
    _headline(book, section, verdict, holds)


@dataclass(frozen=True, slots=True)
class _State:
    """The row below the list: who was in the sum, and what has been changed since.

    Its formulas are array formulas, and all others refer to their cells: some programs evaluate an
    array only there.
    """

    # The rows of the list; the last is about the sums by category.
    first: int
    last: int

    @property
    def row(self) -> int:
        return self.last + 1

    @property
    def turned(self) -> str:
        """How many switches have been turned."""
        return reference(cell(self.row, _SHOWN))

    @property
    def differing(self) -> str:
        """How many rows of the list differ."""
        return reference(cell(self.row, _SUM))

    @property
    def first_place(self) -> str:
        """The first cell that differs, in words; without one an error, which is never shown."""
        number = reference(cell(self.row, _DIFFERENCE))
        place = f'INDEX({self.column(_TABLE)},{number})&" "&INDEX({self.column(_CELL)},{number})'
        return f'IF(TRIM({place})="",INDEX({self.column(_LABEL)},{number}),{place})'

    def column(self, column: int) -> str:
        name = column_name(column)
        return f"${name}${self.first + 1}:${name}${self.last + 1}"


def _head_of_section(book: Book, section: CheckSection) -> None:
    sheet, top = section.sheet, section.top
    sheet.write_string(top, 0, Check.TITLE, book.format(bold=True))
    note = book.format(text_wrap=True, font_size=10)
    write_cell(sheet, Place(top + 1, 0, top + 1, section.last_column), Check.HOW, None, note)
    head = book.format(bold=True, border=1, align="center", bg_color=HEAD_FILL)
    for column, text in enumerate(Check.COLUMNS):
        sheet.write_string(top + 2, column, text, head)


def sum_of_returns(result: Consolidation) -> dict[str, int]:
    """The sum of every indicator, in its smallest unit, from the inputs of the returns in the sum.

    It is computed independently: neither the table of all figures nor the units' totals are used.
    """
    returns = (one.returned.values for one in result.units if one.in_total and one.returned)
    inputs = _added(returns, list(result.form.inputs))
    return {
        code: sum(times * inputs[one] for one, times in result.form.inputs_of(code).items())
        for code in result.form.indicators
    }


def _indicator(
    book: Book, section: CheckSection, row: int, layout: Layout, code: str, added: int
) -> None:
    """``added``: the sum that was made without formulas, in the smallest unit."""
    sheet, form = section.sheet, layout.form
    indicator, (table, address) = form.indicators[code], layout.where(code)
    text = book.format(border=1, text_wrap=True, indent=1, font_size=10)
    sheet.write_string(row, _LABEL, indicator.label, text)
    sheet.write_string(row, _TABLE, table, text)
    link = book.format(border=1, font_size=10, indent=1, **LINK)
    sheet.write_url(row, _CELL, within(table, address), link, address)
    decimals = form.decimals[code]
    look = {"border": 1, "shrink": True, "font_size": 10}
    number = book.format(num_format=number_format(indicator.kind), **look)
    value = to_float(added, decimals)
    sheet.write_formula(row, _SHOWN, f"={on_sheet(table, address)}", number, value)
    sheet.write_number(row, _SUM, value, number)
    lines = lines_of(indicator.label, (section.widths[_LABEL] - 2) * 1.1)
    sheet.set_row(row, lines * _LINE + 3)


def _sum_of_all(result: Consolidation) -> dict[str, int]:
    """The sum of every indicator over all units on 分单位, in the sum or not."""
    return _added((one.figures for one in result.lines), list(result.form.indicators))


def _added(units: Iterable[Mapping[str, int | None]], codes: Sequence[str]) -> dict[str, int]:
    """The sums of the codes over the units.

    The consolidation adds up too, and is not asked here: a check proves something only while it is
    independent of what it checks.
    """
    sums = [0] * len(codes)
    for figures in units:
        values = map(figures.get, codes)
        sums = [one + (value or 0) for one, value in zip(sums, values, strict=True)]
    return dict(zip(codes, sums, strict=True))


def _typed_over(row: int, code: str, every: int, by_unit: ByUnit) -> str:
    """By how much figures or sums were typed over, on 分单位 or in the official cell.

    It does not depend on who is in the sum. ``every``: the sum over all units, as it was written.
    """
    decimals = by_unit.form.decimals[code]
    written = plain(to_number(every, decimals))
    digits = max(decimals, _DIGITS)
    of_units = f"ROUND(SUM({by_unit.every(code)})-{written},{digits})"
    added, line = by_unit.sum(code, BY_UNIT), on_sheet(BY_UNIT, by_unit.total(code))
    of_table, of_line = (
        f"ROUND({one}-{added},{digits})" for one in (cell(row, _SHOWN).address, line)
    )
    return f"IF({of_units}<>0,{of_units},IF({of_table}<>0,{of_table},{of_line}))"


def _difference(
    book: Book,
    sheet: Worksheet,
    row: int,
    decimals: int,
    typed: str,
    state: _State,
) -> None:
    """Precise enough for a fraction that was typed among counts, too coarse for binary noise.

    ``typed``: what differs where switches have been turned.
    """
    shown, added = cell(row, _SHOWN).address, cell(row, _SUM).address
    difference = f"ROUND({shown}-{added},{max(decimals, _DIGITS)})"
    turned = f"IF({state.turned}>0,{typed},{difference})"
    formula = f'=IF(ISNUMBER({shown}),{turned},"{Check.NOT_A_NUMBER}")'
    look = book.format(border=1, shrink=True, font_size=10)
    sheet.write_formula(row, _DIFFERENCE, formula, look, 0)


def _subtotals(book: Book, sheet: Worksheet, by_unit: ByUnit, state: _State) -> None:
    """In how many columns of 分单位 the sums by category do not add up to the sum of all."""
    row = state.last
    parts = "".join(f"-{by_unit.line(i)}" for i in range(1, len(by_unit.subtotals) + 1))
    # Sums of decimals are no exact numbers in a spreadsheet.
    differing = f"SUM(IF(ABS({by_unit.line(0)}{parts})>0.0000001,1,0))"
    text = book.format(border=1, text_wrap=True, indent=1, font_size=10)
    whole = book.format(border=1, font_size=10, num_format="0")
    write_cell(sheet, Place(row, _LABEL, row, _CELL), Check.SUBTOTALS, None, text)
    sheet.write_array_formula(row, _SHOWN, row, _SHOWN, f"{{={differing}}}", whole, 0)
    sheet.write_number(row, _SUM, 0, whole)
    # A unit that was switched on may be of a category that has no sum.
    _difference(book, sheet, row, 0, "0", state)


def _note_switches(book: Book, sheet: Worksheet, edition: Edition, state: _State) -> None:
    """Note who was in the sum, and beside it what has been changed since."""
    result, by_unit, row = edition.result, edition.by_unit, state.row
    digits = "".join("1" if one.in_total else "0" for one in result.lines)[:_LONGEST]
    small = book.format(font_size=7, font_color="#7F7F7F")
    sheet.write_string(row, _LABEL, Check.SWITCHES, small)
    sheet.write_string(row, _TABLE, digits, small)
    kept = f"MID({cell(row, _TABLE).address},ROW({by_unit.switches})-{by_unit.first},1)"
    # Units for which the cell has no room have no digit, and are not compared.
    turned = f'SUM(({kept}<>"")*(({by_unit.switches}="{YES}")<>({kept}="1")))'
    differs = f"{state.column(_DIFFERENCE)}<>0"
    formulas = (turned, f"SUM(IF({differs},1,0))", f"IFERROR(MATCH(1,IF({differs},1,0),0),0)")
    for column, formula in zip((_SHOWN, _SUM, _DIFFERENCE), formulas, strict=True):
        sheet.write_array_formula(row, column, row, column, f"{{={formula}}}", small, 0)


def _headline(book: Book, section: CheckSection, formula: str, holds: str) -> None:
    """The verdict; ``holds`` is its text now, and for as long as every cell equals the sum."""
    sheet, row, last = section.sheet, section.headline, section.last_column
    look = book.format(bold=True, text_wrap=True)
    write_cell(sheet, Place(row, 0, row, last), holds, formula, look)
    sheet.set_row(row, _LINE + 6)
    marks = ((holds[0], GREEN), (Check.FAILS[0][0], RED), (Check.CHANGED[0], YELLOW))
    for mark, colours in marks:
        begins = {"type": "formula", "criteria": f'=LEFT($A${row + 1},1)="{mark}"'}
        options = {**begins, "format": book.mark(**colours)}
        sheet.conditional_format(row, 0, row, last, options)
