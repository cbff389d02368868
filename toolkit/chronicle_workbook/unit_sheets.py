"""A sheet for each unit: every indicator × year, the changes, and where each year is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import Worksheet

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.all_units_sheet import paint_all_units
from toolkit.chronicle_workbook.figures import (
    CHANGE,
    COLUMN,
    FIGURE,
    GAP_FILL,
    GROWTH,
    LABEL,
    MEASURE,
    Figures,
    labels,
    notes_of,
    set_columns,
    write_heads,
)
from toolkit.chronicle_workbook.paging import breaks, room
from toolkit.chronicle_workbook.places import TOP, Places, Row
from toolkit.grids.address import Place
from toolkit.painting.book import Book
from toolkit.painting.links import within
from toolkit.painting.lists import FAINT
from toolkit.painting.looks import HEAD_FILL, HEI, LINK
from toolkit.painting.table import lines_of, write_cell

# The row of the heads.
_HEADED = TOP - 3
# The height of a band with the title of a table, and of all that is above the first, in points.
_BAND, _ABOVE = 20.0, 110.0


def paint_unit_sheets(book: Book, chronicle: Chronicle, places: Places) -> None:
    """A sheet for each unit; of many units one long sheet."""
    if not places.apart:
        paint_all_units(book, chronicle, places)
        return
    for unit in chronicle.units:
        sheet = book.sheet(places.sheets[unit.code], landscape=True)
        _UnitSheet(book, sheet, chronicle, places, unit).paint()


class _UnitSheet:
    def __init__(
        self, book: Book, sheet: Worksheet, chronicle: Chronicle, places: Places, unit: UnitYears
    ) -> None:
        self.book, self.sheet, self.unit = book, sheet, unit
        self.chronicle, self.places = chronicle, places
        self.figures = Figures(book, sheet, chronicle, places)
        every = (note for line in chronicle.lines_for(unit) for note in notes_of(unit, line))
        # They stand below the lines, with a number at each line.
        self.notes = list(dict.fromkeys(every))
        self.noted = bool(self.notes)
        self.last = places.last_column if self.noted else places.last_column - 1

    def paint(self) -> None:
        sheet, places = self.sheet, self.places
        before = (LABEL, COLUMN, MEASURE)
        widths = set_columns(sheet, self.chronicle, before, noted=self.noted)
        self._above()
        rows = places.rows(self.unit)
        for row in rows:
            if row.line is None:
                self._band(row, rows)
        pieces = []
        for _, group in groupby(rows, key=_row_key):
            run = list(group)
            pieces.append((run[0].row, self._labels([one for one in run if one.line])))
        for one in rows:
            if one.line:
                self.figures.paint(self.unit, one.row, one.line)
                if self.noted:
                    told = [self.notes.index(each) for each in notes_of(self.unit, one.line)]
                    self.figures.remark(one.row, one.line, words.numbered(told))
        last = self._below(rows[-1].row + 1, sum(widths))
        sheet.freeze_panes(TOP, 2)
        sheet.repeat_rows(_HEADED, TOP - 1)
        sheet.set_h_pagebreaks(list(breaks(_with_bands(pieces), room(widths), _ABOVE)))
        sheet.print_area(0, 0, last, self.last)

    def _above(self) -> None:
        form = self.chronicle.form
        sheet, book = self.sheet, self.book
        head_of_unit = words.unit_title(self.unit.name, self.chronicle.years)
        sheet.write_string(0, 0, head_of_unit, book.format(font_name=HEI, font_size=14))
        sheet.set_row(0, 26)
        link = book.format(**LINK, align="right")
        sheet.write_url(0, self.last, within(words.OVERVIEW, "A1"), link, words.OVERVIEW)
        kinds = {one.kind.unit: one.kind for one in form.indicators.values()}
        rule = form.big_change
        least = [(rule.least_for(kind), unit) for unit, kind in kinds.items()]
        small = book.format(font_size=9, font_color=FAINT, text_wrap=True)
        text = words.rule_of_marks(rule.percent, least)
        write_cell(sheet, Place(1, 0, 1, self.last), text, None, small)
        years = len(self.chronicle.years)
        wide = LABEL + COLUMN + MEASURE + years * FIGURE + (years - 1) * (CHANGE + GROWTH)
        sheet.set_row(1, 13 * lines_of(text, wide * 1.15) + 3)
        heads = words.HEADS
        write_heads(book, sheet, self.chronicle, self.places, heads, _HEADED, noted=self.noted)
        self._sources()

    def _below(self, row: int, wide: float) -> int:
        """What has to be known of lines and of years; returns the last row."""
        told = [words.note(number, text) for number, text in enumerate(self.notes)]
        for year, said in self.unit.years.items():
            told += [words.of_year(year, text) for text in said.notes]
        look = self.book.format(font_size=9, text_wrap=True, align="left")
        for text in told:
            write_cell(self.sheet, Place(row, 0, row, self.last), text, None, look)
            self.sheet.set_row(row, 13 * lines_of(text, wide * 1.15) + 3)
            row += 1
        return row - 1

    def _sources(self) -> None:
        """Where each year is from, below its head."""
        places, current = self.places, self.chronicle.form.version
        row = TOP - 1
        base: dict[str, Any] = {"border": 1, "align": "center", "font_size": 9, "text_wrap": True}
        head = self.book.format(**base, bg_color=HEAD_FILL)
        write_cell(self.sheet, Place(row, 0, row, 2), words.SOURCE_LINE, None, head)
        for year in self.chronicle.years:
            said = self.unit.years.get(year)
            between = min(self.unit.years) < year < max(self.unit.years)
            told = words.MISSING if between else words.NONE
            if said:
                told = words.source(said.source, said.form.version, current)
            fill = HEAD_FILL if said else GAP_FILL
            look = self.book.format(**base, bg_color=fill)
            self.sheet.write_string(row, places.column(year), told, look)
        for column in range(places.column(self.chronicle.years[-1]) + 1, self.last + 1):
            self.sheet.write_blank(row, column, None, head)
        old = any(one.form.version != current for one in self.unit.years.values())
        self.sheet.set_row(row, 26 if old else 16)

    def _band(self, row: Row, rows: Sequence[Row]) -> None:
        below = next(one.line for one in rows if one.row > row.row and one.line)
        text = row.head
        if below.form.id != self.chronicle.form.id:
            text = f"{text}　{words.only_before(below.form.version, self.chronicle.form.version)}"
        look = self.book.format(bold=True, border=1, bg_color=HEAD_FILL)
        write_cell(self.sheet, Place(row.row, 0, row.row, self.last), text, None, look)
        self.sheet.set_row(row.row, _BAND)

    def _labels(self, run: Sequence[Row]) -> float:
        """The labels of neighbouring lines of one row: its name once, merged; and their height."""
        if not run:
            return _BAND
        left: dict[str, Any] = {"border": 1, "text_wrap": True, "font_size": 10, "align": "left"}
        left |= {"indent": 1}
        look = self.book.format(**left, valign="top")
        lines = [one.line for one in run if one.line]
        name, _ = labels(lines[0])
        write_cell(self.sheet, Place(run[0].row, 0, run[-1].row, 0), name, None, look)
        for one, line in zip(run, lines, strict=True):
            look = self.figures.look(line, align="left")
            self.sheet.write_string(one.row, 1, labels(line)[1], look)
            self.sheet.write_string(
                one.row, 2, line.kind.unit, self.figures.look(line, align="center", indent=0)
            )
        needed = lines_of(name, (LABEL - 2) * 1.1) * 14 + 4
        each = max(15.5, needed / len(run))
        for one in run:
            self.sheet.set_row(one.row, each)
        return each * len(run)


def _with_bands(pieces: Sequence[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """The title of a table is on the page of its first lines."""
    band: tuple[int, float] | None = None
    for row, height in pieces:
        if height == _BAND and band is None:
            band = row, height
            continue
        yield (row, height) if band is None else (band[0], band[1] + height)
        band = None


def _row_key(row: Row) -> tuple[object, ...]:
    line = row.line
    return (row.row, "") if line is None else (line.form.id, line.table.code, labels(line)[0])
