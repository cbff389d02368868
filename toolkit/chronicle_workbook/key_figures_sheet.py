"""The sheet of the key figures: of each a table, units × years, with its charts beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle_workbook import words
from toolkit.chronicle_workbook.charts import (
    HEIGHT,
    TALL,
    Axis,
    Drawn,
    Size,
    charts_of,
    insert_chart,
)
from toolkit.chronicle_workbook.figures import GAP_FILL
from toolkit.chronicle_workbook.paging import breaks, room
from toolkit.chronicle_workbook.places import Places
from toolkit.form.measure import Measure
from toolkit.grids.address import cell
from toolkit.painting.book import Book
from toolkit.painting.looks import HEAD_FILL, HEI
from toolkit.painting.table import grouped

_NAME, _YEAR, _CHANGE, _BETWEEN = 28, 12, 12, 3
# The columns that the charts lie on, each so many characters and pixels wide.
_CHART_COLUMNS, _CHART_WIDTH = 7, 8
# Of a unit, and of a row without anything, in points.
_ROW, _BLANK = 19.0, 15.0
# Counts below this would have an axis divided into halves.
_FEW = 6
# A table of more units than this has room for a taller chart beside it.
_LONG = 14
_SHARE, _POINTS = "0.0%", "+0.0%;-0.0%;0.0%"


def paint_key_figures(book: Book, chronicle: Chronicle, places: Places) -> None:
    """One key figure below the other; without any, no sheet."""
    if chronicle.form.overview.figures:
        _KeyFigures(book, chronicle, places).paint()


class _KeyFigures:
    def __init__(self, book: Book, chronicle: Chronicle, places: Places) -> None:
        self.book, self.chronicle, self.places = book, chronicle, places
        self.sheet: Worksheet = book.sheet(words.FIGURES, landscape=True)
        self.years = chronicle.years
        self.change = len(self.years) + 1
        self.chart = self.change + 2
        self.row = 0
        # The most charts that stand side by side.
        self.charts = 0

    def paint(self) -> None:
        sheet = self.sheet
        number = len(self.years)
        title = f"{words.FIGURES}　{words.title(self.chronicle.form.title, self.years)}"
        sheet.write_string(0, 0, title, self.book.format(font_name=HEI, font_size=14))
        sheet.set_row(0, 26)
        self.row = 2
        pieces = []
        for measure in self.chronicle.form.overview.figures:
            top = self.row
            self._block(measure)
            pieces.append((top, self._height(self.row - top)))
        columns = self.charts * _CHART_COLUMNS
        widths = [_NAME, *(_YEAR,) * number, _CHANGE, *((_BETWEEN,) if columns else ())]
        widths += [_CHART_WIDTH] * columns
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_h_pagebreaks(list(breaks(pieces, room(widths), 2 * _ROW)))
        sheet.freeze_panes(1, 1)
        sheet.print_area(0, 0, self.row, len(widths) - 1)

    def _height(self, rows: int) -> float:
        """The height of a block of so many rows, in points."""
        units = len(self.chronicle.units)
        return 40 + units * _ROW + (rows - 2 - units) * _BLANK

    def _block(self, measure: Measure) -> None:
        """A table, and beside it the charts; as high as the higher of the two."""
        top = self.row
        label = words.measured(measure.label, self._unit(measure))
        bold = self.book.format(bold=True, font_size=12)
        self.sheet.write_string(top, 0, label, bold)
        self.sheet.set_row(top, 22)
        self._heads(top + 1)
        known: dict[str, dict[int, Fraction]] = {}
        rows: dict[str, int] = {}
        for number, unit in enumerate(self.chronicle.units):
            rows[unit.code] = row = top + 2 + number
            self.sheet.set_row(row, _ROW)
            known[unit.code] = self._unit_row(measure, unit, row)
        drawn = [
            Drawn(chart, [rows[unit.code] for unit in chart.units], top + 1, self.years)
            for chart in charts_of(self.chronicle, measure.label, known)
        ]
        axis = _axis(self._format(measure, short=True), known, share=bool(measure.over))
        size = Size(_CHART_COLUMNS, TALL if len(self.chronicle.units) > _LONG else HEIGHT)
        for number, one in enumerate(drawn):
            at = top, self.chart + number * _CHART_COLUMNS
            insert_chart(self.book, self.sheet, at, size, one, axis)
        self.charts = max(self.charts, len(drawn))
        # The chart begins at the top of the block, and a blank row is below it.
        high = len(self.chronicle.units) + 3
        while drawn and self._height(high) < size.height * 3 / 4 + _BLANK:
            high += 1
        self.row = top + high

    def _heads(self, row: int) -> None:
        look = self.book.format(bold=True, border=1, align="center", bg_color=HEAD_FILL)
        self.sheet.write_string(row, 0, words.UNIT_NAME, look)
        for number, year in enumerate(self.years, 1):
            self.sheet.write_number(row, number, year, look)
        self.sheet.write_string(row, self.change, words.CHANGE, look)
        self.sheet.set_row(row, 18)

    def _unit_row(self, measure: Measure, unit: UnitYears, row: int) -> dict[int, Fraction]:
        """A unit's figures, live; what is not known is blank, so that charts have a gap there."""
        base: dict[str, Any] = {"border": 1, "shrink": True, "align": "right", "indent": 1}
        name = self.book.format(**{**base, "align": "left"})
        self.sheet.write_string(row, 0, unit.name, name)
        figure = {**base, "num_format": self._format(measure)}
        known = {}
        for number, year in enumerate(self.years, 1):
            value = self._value(measure, unit, year)
            if value is None:
                gone = {} if year in unit.years else {"bg_color": GAP_FILL}
                self.sheet.write_blank(row, number, None, self.book.format(**base, **gone))
                continue
            known[year] = value
            formula = self._formula(measure, unit, year)
            look = self.book.format(**figure)
            self.sheet.write_formula(row, number, formula, look, float(value))
        self._change(measure, row, known)
        return known

    def _change(self, measure: Measure, row: int, known: dict[int, Fraction]) -> None:
        """The change of the last year."""
        now, before = self.years[-1], self.years[-1] - 1
        at = row, self.change
        figure = self._format(measure)
        signed = _POINTS if measure.over else f"+{figure};-{figure};0"
        look = self.book.format(border=1, shrink=True, align="right", indent=1, num_format=signed)
        if now not in known or before not in known:
            self.sheet.write_blank(*at, None, look)
            return
        last, first = (cell(row, self.change - 1 - n).address for n in (0, 1))
        decimals = self._decimals(measure)
        less = f"ROUND({last}-{first},{decimals})" if decimals else f"{last}-{first}"
        self.sheet.write_formula(*at, f"={less}", look, float(known[now] - known[before]))

    def _value(self, measure: Measure, unit: UnitYears, year: int) -> Fraction | None:
        figures = {
            line.code: self.chronicle.value(line, unit, year)
            for line in self.chronicle.lines_of(measure)
        }
        return measure.value(figures, self.chronicle.form.decimals)

    def _formula(self, measure: Measure, unit: UnitYears, year: int) -> str:
        lines = {line.code: line for line in self.chronicle.lines_of(measure)}

        def added(codes: Sequence[str]) -> str:
            cells = [self.places.reference(unit, lines[code], year) for code in codes]
            return "+".join(cells)

        if not measure.over:
            return f"={added(measure.of)}"
        return f"=({added(measure.of)})/({added(measure.over)})"

    def _decimals(self, measure: Measure) -> int:
        return 0 if measure.over else max(self.chronicle.form.decimals[one] for one in measure.of)

    def _unit(self, measure: Measure) -> str:
        return "" if measure.over else self.chronicle.form.indicators[measure.of[0]].kind.unit

    def _format(self, measure: Measure, *, short: bool = False) -> str:
        if measure.over:
            return "0%" if short else _SHARE
        return "#,##0" if short else grouped(self._decimals(measure))


def _axis(shown: str, known: Mapping[str, Mapping[int, Fraction]], *, share: bool) -> Axis:
    """The axis of the numbers: of a share up to all, of small counts in whole steps."""
    most = max((value for some in known.values() for value in some.values()), default=Fraction(0))
    if share:
        return Axis(shown, 1, 0.25)
    return Axis(shown, None, 1 if most < _FEW else None)
