"""Every line of every unit on one long sheet, to be filtered, where there are too many units."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle.lines import Line
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.figures import (
    COLUMN,
    LABEL,
    MEASURE,
    Figures,
    labels,
    notes_of,
    set_columns,
    write_heads,
)
from toolkit.chronicle_workbook.places import TOP_OF_ALL, Places, shown_code
from toolkit.painting.book import Book
from toolkit.painting.looks import HEI

# The widths of code, name and table, and of the remarks.
_WHOSE, _LONG_NOTE = (11, 20, 7), 60


def paint_all_units(book: Book, chronicle: Chronicle, places: Places) -> None:
    """Every line of every unit, one below the other, to be filtered."""
    sheet = book.sheet(words.ALL_UNITS, landscape=True)
    title = words.unit_title(words.ALL_UNITS, chronicle.years)
    sheet.write_string(0, 0, title, book.format(font_name=HEI, font_size=14))
    sheet.set_row(0, 26)
    before = (*_WHOSE, LABEL, COLUMN, MEASURE)
    set_columns(sheet, chronicle, before, noted=True)
    sheet.set_column(places.last_column, places.last_column, _LONG_NOTE)
    top = TOP_OF_ALL - 2
    write_heads(book, sheet, chronicle, places, words.ALL_HEADS, top, noted=True)
    figures = Figures(book, sheet, chronicle, places)
    last = top
    for unit in chronicle.units:
        for one in places.rows(unit):
            if one.line:
                for column, text in enumerate(_texts(unit, one.line)):
                    look = figures.look(one.line, align="left")
                    sheet.write_string(one.row, column, text, look)
                figures.paint(unit, one.row, one.line)
                figures.remark(one.row, one.line, " ".join(notes_of(unit, one.line)))
                last = one.row
    sheet.autofilter(top + 1, 0, last, places.last_column)
    sheet.freeze_panes(TOP_OF_ALL, 2)
    sheet.repeat_rows(top, TOP_OF_ALL - 1)
    sheet.print_area(0, 0, last, places.last_column)


def _texts(unit: UnitYears, line: Line) -> Iterator[str]:
    yield from (shown_code(unit.code), unit.name, line.table.sheet, *labels(line), line.kind.unit)
