"""A sheet for each unit: every indicator × year, the changes, and where each year is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle.lines import Line
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.paging import breaks, room
from toolkit.chronicle_workbook.places import TOP, TOP_OF_ALL, Places, Row, shown_code
from toolkit.form.number import to_float
from toolkit.grids.address import Place, cell
from toolkit.painting.book import Book
from toolkit.painting.links import within
from toolkit.painting.lists import FAINT
from toolkit.painting.looks import HEAD_FILL, HEI, LINK, TOTAL_FILL
from toolkit.painting.table import grouped, lines_of, write_cell

# The years of which nothing is known; more and less are neither good nor bad.
GAP_FILL, MORE, LESS = "#F2F2F2", "#FCE4D6", "#DDEBF7"
_SHARE = "+0.0%;-0.0%;0.0%"
_LABEL, _COLUMN, _MEASURE, _FIGURE, _CHANGE, _GROWTH, _NOTE = 36, 25, 6, 10.5, 9.5, 8.5, 6
_LONG_NOTE = 60
_HEADED = TOP - 3
# The height of a band with the title of a table, and of all that is above the first, in points.
_BAND, _ABOVE = 20.0, 110.0


def paint_unit_sheets(book: Book, chronicle: Chronicle, places: Places) -> None:
    """A sheet for each unit; of many units one long sheet."""
    if not places.apart:
        _paint_all(book, chronicle, places)
        return
    for unit in chronicle.units:
        sheet = book.sheet(places.sheets[unit.code], landscape=True)
        _UnitSheet(book, sheet, chronicle, places, unit).paint()


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
        before = (_LABEL, _COLUMN, _MEASURE)
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
        wide = _LABEL + _COLUMN + _MEASURE + years * _FIGURE + (years - 1) * (_CHANGE + _GROWTH)
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
        needed = lines_of(name, (_LABEL - 2) * 1.1) * 14 + 4
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


def set_columns(
    sheet: Worksheet,
    chronicle: Chronicle,
    before: Sequence[float],
    *,
    noted: bool,
) -> list[float]:
    """The widths of all columns; ``before``: of those before the first year."""
    number = len(chronicle.years)
    widths = [*before, *(_FIGURE,) * number, *(_CHANGE,) * (number - 1), *(_GROWTH,) * (number - 1)]
    widths += [_NOTE] if noted else []
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


def _paint_all(book: Book, chronicle: Chronicle, places: Places) -> None:
    """Every line of every unit, one below the other, to be filtered."""
    sheet = book.sheet(words.ALL_UNITS, landscape=True)
    title = words.unit_title(words.ALL_UNITS, chronicle.years)
    sheet.write_string(0, 0, title, book.format(font_name=HEI, font_size=14))
    sheet.set_row(0, 26)
    before = (11, 20, 7, _LABEL, _COLUMN, _MEASURE)
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
