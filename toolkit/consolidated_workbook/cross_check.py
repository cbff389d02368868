"""The section 核对 of 说明: every official cell beside a sum that was made without formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.by_unit import ByUnit
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.words import Check
from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.layout import Layout
from toolkit.form.number import to_float
from toolkit.grids.address import Place, cell, column_name
from toolkit.grids.names import YES
from toolkit.painting.book import Book
from toolkit.painting.formulas import on_sheet
from toolkit.painting.links import within
from toolkit.painting.looks import GREEN, HEAD_FILL, LINK, RED, YELLOW
from toolkit.painting.table import lines_of, number_format, write_cell

_LABEL, _TABLE, _CELL, _SHOWN, _SUM, _DIFFERENCE = range(len(Check.COLUMNS))
_LINE = 15.0
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
    sums = sum_of_returns(edition.result)
    for row, code in enumerate(codes, first):
        _indicator(book, section, row, edition.layout, code, sums[code])
    last = first + len(codes)
    _subtotals(book, sheet, last, edition.by_unit)
    differs = {"type": "cell", "criteria": "!=", "value": 0, "format": book.mark(**RED)}
    sheet.conditional_format(first, _DIFFERENCE, last, _DIFFERENCE, differs)
    changed = _switches(book, sheet, last + 1, edition)
    letter = f"${column_name(_DIFFERENCE)}$"
    differing = f"SUMPRODUCT(--({letter}{first + 1}:{letter}{last + 1}<>0))"
    holds = Check.holds(len(codes))
    verdict = (
        f'=IF({changed},"{Check.CHANGED}",IF({differing}=0,"{holds}",'
        f'"{Check.FAILS[0]}"&{differing}&"{Check.FAILS[1]}"))'
    )
    _headline(book, section, verdict, holds)


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
    inputs: Counter[str] = Counter()
    for one in result.units:
        for code in result.form.inputs if one.in_total and one.returned else ():
            inputs[code] += (one.returned.values.get(code) if one.returned else None) or 0
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
    _difference(book, sheet, row, decimals)
    lines = lines_of(indicator.label, (section.widths[_LABEL] - 2) * 1.1)
    sheet.set_row(row, lines * _LINE + 3)


def _difference(book: Book, sheet: Worksheet, row: int, decimals: int) -> None:
    """Precise enough for a fraction that was typed among counts, too coarse for binary noise."""
    shown, added = cell(row, _SHOWN).address, cell(row, _SUM).address
    difference = f"ROUND({shown}-{added},{max(decimals, 6)})"
    formula = f'=IF(ISNUMBER({shown}),{difference},"{Check.NOT_A_NUMBER}")'
    look = book.format(border=1, shrink=True, font_size=10)
    sheet.write_formula(row, _DIFFERENCE, formula, look, 0)


def _subtotals(book: Book, sheet: Worksheet, row: int, by_unit: ByUnit) -> None:
    """In how many columns of 分单位 the sums by category do not add up to the sum of all."""
    parts = "".join(f"-{by_unit.line(i)}" for i in range(1, len(by_unit.subtotals) + 1))
    # Sums of decimals are no exact numbers in a spreadsheet.
    differing = f"SUMPRODUCT(--(ABS({by_unit.line(0)}{parts})>0.0000001))"
    text = book.format(border=1, text_wrap=True, indent=1, font_size=10)
    whole = book.format(border=1, font_size=10, num_format="0")
    write_cell(sheet, Place(row, _LABEL, row, _CELL), Check.SUBTOTALS, None, text)
    sheet.write_formula(row, _SHOWN, f"={differing}", whole, 0)
    sheet.write_number(row, _SUM, 0, whole)
    _difference(book, sheet, row, 0)


def _switches(book: Book, sheet: Worksheet, row: int, edition: Edition) -> str:
    """Note who was in the sum; returns the condition that a switch has been turned since."""
    result, by_unit = edition.result, edition.by_unit
    digits = "".join("1" if one.in_total else "0" for one in result.units)[:_LONGEST]
    small = book.format(font_size=7, font_color="#7F7F7F")
    sheet.write_string(row, _LABEL, Check.SWITCHES, small)
    sheet.write_string(row, _TABLE, digits, small)
    kept = f"MID({cell(row, _TABLE).address},ROW({by_unit.switches})-{by_unit.first},1)"
    # Units for which the cell has no room have no digit, and are not compared.
    turned = f'({kept}<>"")*(({by_unit.switches}="{YES}")<>({kept}="1"))'
    return f"SUMPRODUCT({turned})>0"


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
