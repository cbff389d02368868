"""The sheet 图表数据: what is compared with last year, and the data of all charts below it."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.overview import words
from toolkit.consolidated_workbook.overview.chart_data import ChartData
from toolkit.consolidated_workbook.overview.same_units_sheet import paint_same_units
from toolkit.grids.address import Place, cell
from toolkit.grids.names import CHART_DATA
from toolkit.painting.book import Book
from toolkit.painting.looks import HEAD_FILL, HEI
from toolkit.painting.table import lines_of, write_cell

_WIDTHS = (26, 16, 16, 16, 16)


def paint_chart_data(book: Book, edition: Edition) -> None:
    """No such sheet where there is nothing to draw."""
    same_units = edition.same_units
    if not edition.charts and same_units is None:
        return
    sheet = book.sheet(CHART_DATA)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = book.format(font_name=HEI, font_size=14)
    sheet.write_string(0, 0, edition.heading(CHART_DATA), title)
    sheet.set_row(0, 26)
    last = len(_WIDTHS) - 1
    note = book.format(text_wrap=True, font_size=10)
    write_cell(sheet, Place(1, 0, 1, last), words.DATA_NOTE, None, note)
    sheet.set_row(1, lines_of(words.DATA_NOTE, sum(_WIDTHS)) * 15 + 6)
    if same_units is not None:
        paint_same_units(book, sheet, same_units)
    for data in edition.charts:
        _paint_data(book, sheet, data)


def _paint_data(book: Book, sheet: Worksheet, data: ChartData) -> None:
    head = book.format(bold=True, border=1, align="center", bg_color=HEAD_FILL)
    text = book.format(border=1, shrink=True, indent=1)
    number = book.format(border=1, num_format=data.num_format)
    caption = words.measured(data.title, data.unit)
    sheet.write_string(data.top - 1, 0, caption, book.format(bold=True))
    last, beside = len(_WIDTHS) - 1, 1 + len(data.series)
    for column, word in enumerate((words.CHART_NAME, *data.series)):
        sheet.write_string(data.top, column, word, head)
    lines = [(data.top, data.more, head)]
    for row, bar in enumerate(data.bars, data.top + 1):
        sheet.write_string(row, 0, bar.label, text)
        for column, one in enumerate(bar.numbers, 1):
            write_cell(sheet, cell(row, column), float(one.value), one.formula, number)
        lines.append((row, bar.more, text))
    for row, more, look in lines:
        for column, word in enumerate(more, beside):
            right = last if column - beside == len(more) - 1 else column
            write_cell(sheet, Place(row, column, row, right), word, None, look)
