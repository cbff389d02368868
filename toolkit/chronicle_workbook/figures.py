"""The lines of units on a sheet: figures by year, changes, growth, and the heads above them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle.lines import Line
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.places import Places
from toolkit.form.number import to_float
from toolkit.grids.address import Place, cell
from toolkit.painting.book import Book
from toolkit.painting.lists import FAINT
from toolkit.painting.looks import HEAD_FILL, TOTAL_FILL
from toolkit.painting.table import grouped, write_cell

# The years of which nothing is known; more and less are neither good nor bad.
GAP_FILL, MORE, LESS = "#F2F2F2", "#FCE4D6", "#DDEBF7"
# The widths of the columns before the first year, and from there on.
LABEL, COLUMN, MEASURE = 36, 25, 6
FIGURE, CHANGE, GROWTH, NOTE = 10.5, 9.5, 8.5, 6
_SHARE = "+0.0%;-0.0%;0.0%"


class Figures:
    """The figures of a line, whatever stands before them."""

    def __init__(self, book: Book, sheet: Worksheet, chronicle: Chronicle, places: Places) -> None:
        self.book, self.sheet = book, sheet
        self.chronicle, self.places = chronicle, places

    def look(self, line: Line, **more: Any) -> Format:
        fill = {"bg_color": TOTAL_FILL} if line.is_sum else {}
        # A figure or a text that touched the line would read as one with the next column.
        base = {"border": 1, "shrink": True, "font_size": 10, "align": "right", "indent": 1}
        return self.book.format(**{**base, **fill, **more})

    def paint(self, unit: UnitYears, row: int, line: Line) -> None:
        """Figures and changes of one line."""
        years = self.chronicle.years
        for year in years:
            self._figure(unit, row, line, year)
        for year in years[1:]:
            self._change(unit, row, line, year)

    def remark(self, row: int, line: Line, text: str) -> None:
        """What has to be known of a line, behind it."""
        look = self.look(line, align="left", font_color=FAINT)
        self.sheet.write_string(row, self.places.last_column, text, look)

    def _figure(self, unit: UnitYears, row: int, line: Line, year: int) -> None:
        at = row, self.places.column(year)
        shown = grouped(line.kind.decimals)
        value = self.chronicle.value(line, unit, year)
        if value is not None:
            number = to_float(value, line.kind.decimals)
            self.sheet.write_number(*at, number, self.look(line, num_format=shown))
        elif year not in unit.years:
            self.sheet.write_blank(*at, None, self.look(line, bg_color=GAP_FILL))
        elif not self.chronicle.is_in_format(line, unit, year):
            pale = self.look(line, align="center", indent=0, font_color=FAINT)
            self.sheet.write_string(*at, words.NOT_IN_FORMAT, pale)
        else:
            self.sheet.write_blank(*at, None, self.look(line))

    def _change(self, unit: UnitYears, row: int, line: Line, year: int) -> None:
        """The change and the growth: live, with their true results."""
        places = self.places
        one = self.chronicle.change(line, unit, year)
        at, beside = (row, places.change_column(year)), (row, places.growth_column(year))
        gone = {} if {year, year - 1} <= unit.years.keys() else {"bg_color": GAP_FILL}
        if one.difference is None or one.before is None:
            for each in (at, beside):
                self.sheet.write_blank(*each, None, self.look(line, **gone))
            return
        now, before = (cell(row, places.column(y)).address for y in (year, year - 1))
        decimals, figure = line.kind.decimals, grouped(line.kind.decimals)
        less = f"ROUND({now}-{before},{decimals})" if decimals else f"{now}-{before}"
        mark = {"bg_color": MORE if one.difference > 0 else LESS, "bold": True} if one.big else {}
        up, down = (f'"{text}"' if one.big else "" for text in (words.UP, words.DOWN))
        signed = f"{up}+{figure};{down}-{figure};0"
        look = self.look(line, num_format=signed, **mark)
        self.sheet.write_formula(*at, f"={less}", look, to_float(one.difference, decimals))
        look = self.look(line, num_format=_SHARE, **mark)
        if one.before:
            share = one.difference / one.before
            self.sheet.write_formula(*beside, f"=({now}-{before})/{before}", look, share)
        else:
            # From 0 to 0 nothing has grown; from 0 to more there is no share.
            told = words.NOT_IN_FORMAT if one.difference else ""
            self.sheet.write_string(*beside, told, look)


def notes_of(unit: UnitYears, line: Line) -> list[str]:
    """What has to be known of a line, in the formats that a unit used."""
    used = {one.form.id for one in unit.years.values()}
    return [text for form, text in line.notes.items() if form in used]


def labels(line: Line) -> tuple[str, str]:
    """What stands at the left of a line: its row, and its column."""
    row, column = ("→".join(path) for path in (line.row_labels, line.column_labels))
    if not line.row_labels:
        row, column = "→".join(line.column_labels[:-1]), line.column_labels[-1]
    return (words.together(row, len(line.codes)) if line.combines else row), column


def set_columns(
    sheet: Worksheet,
    chronicle: Chronicle,
    before: Sequence[float],
    *,
    noted: bool,
) -> list[float]:
    """The widths of all columns; ``before``: of those before the first year."""
    number = len(chronicle.years)
    widths = [*before, *(FIGURE,) * number, *(CHANGE,) * (number - 1), *(GROWTH,) * (number - 1)]
    widths += [NOTE] if noted else []
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    return widths


def write_heads(
    book: Book,
    sheet: Worksheet,
    chronicle: Chronicle,
    places: Places,
    names: Sequence[str],
    row: int,
    *,
    noted: bool,
) -> None:
    """Two rows of heads: what the columns are, and the years."""
    look = book.format(bold=True, border=1, align="center", bg_color=HEAD_FILL, font_size=10)
    years = chronicle.years
    for at, name in enumerate(names):
        write_cell(sheet, Place(row, at, row + 1, at), name, None, look)
    for text, some, column in (
        (words.FIGURES_OF_YEARS, years, places.column),
        (words.CHANGE, years[1:], places.change_column),
        (words.GROWTH, years[1:], places.growth_column),
    ):
        if some:
            place = Place(row, column(some[0]), row, column(some[-1]))
            write_cell(sheet, place, text, None, look)
        for year in some:
            sheet.write_number(row + 1, column(year), year, look)
    if noted:
        last = places.last_column
        write_cell(sheet, Place(row, last, row + 1, last), words.NOTE, None, look)
