"""On 图表数据: the figures of both years of every unit, and the line that adds them up."""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.overview import words
from toolkit.consolidated_workbook.overview.same_units import (
    CODE,
    COMPARED,
    FIRST_SUM,
    NAME,
    TOP,
    Live,
    SameUnits,
)
from toolkit.grids.address import Place, cell
from toolkit.grids.names import NO_SHARE
from toolkit.painting.book import Book
from toolkit.painting.looks import HEAD_FILL, TOTAL_FILL
from toolkit.painting.table import grouped, write_cell

_WIDTH = 16


def paint_same_units(book: Book, sheet: Worksheet, same: SameUnits) -> None:
    """A line of sums over the units that are compared, then a line for every unit."""
    look = {"border": 1, "shrink": True}
    text = book.format(indent=1, **look)
    head = book.format(bold=True, align="center", bg_color=HEAD_FILL, **look)
    total = book.format(bold=True, bg_color=TOTAL_FILL, **look)
    sheet.write_string(TOP - 1, NAME, words.COMPARISON_TITLE, book.format(bold=True))
    sheet.set_column(FIRST_SUM, same.last_column, _WIDTH)
    for column, word in enumerate((words.FULL_NAME, words.UNIT_CODE, words.IS_COMPARED)):
        sheet.write_string(TOP, column, word, head)
    sheet.write_string(same.total_row, NAME, words.SUM_OF_THE_SAME_UNITS, total)
    sheet.write_blank(same.total_row, CODE, None, total)
    number = len(same.compared)
    sheet.write_formula(same.total_row, COMPARED, f"={same.counted}", total, number)
    for row, record in enumerate(same.result.lines, same.first):
        sheet.write_string(row, NAME, record.unit.name, text)
        sheet.write_string(row, CODE, record.unit.code, text)
        is_compared, formula = same.switch(record.unit.code)
        write_cell(sheet, cell(row, COMPARED), is_compared, formula, text)
    for codes, label in same.sums.items():
        shown = {"num_format": grouped(same.decimals(codes)), **look}
        figure = book.format(**shown)
        whole = book.format(bold=True, bg_color=TOTAL_FILL, **shown)
        for back in (0, 1):
            column = same.column(codes, back)
            caption = words.in_year(label, same.result.year - back)
            sheet.write_string(TOP, column, caption, head)
            _write(sheet, cell(same.total_row, column), same.total(codes, back), whole)
        for row, record in enumerate(same.result.lines, same.first):
            now, before = same.of_unit(record, codes)
            _write(sheet, cell(row, same.column(codes, 0)), now, figure)
            last = None if before is None else float(before)
            write_cell(sheet, cell(row, same.column(codes, 1)), last, None, figure)


def _write(sheet: Worksheet, place: Place, live: Live, look: Format) -> None:
    value = NO_SHARE if live.value is None else float(live.value)
    write_cell(sheet, place, value, f"={live.formula}", look)
