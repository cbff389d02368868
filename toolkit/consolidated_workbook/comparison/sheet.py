"""The sheet 上下年对比: every official table with this year, last year, change and share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.comparison import words
from toolkit.consolidated_workbook.comparison.grid import Columns, Panel, arrange
from toolkit.consolidated_workbook.comparison.words import LINES, UNKNOWN
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidation import year_on_year as core
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.year_on_year import YearOnYear
from toolkit.form.form import Form
from toolkit.form.number import to_float
from toolkit.form.table import FigureKind
from toolkit.grids.address import Place
from toolkit.grids.names import COMPARISON
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import on_sheet
from toolkit.painting.looks import HEAD_FILL, HEI, TOTAL_FILL
from toolkit.painting.table import grouped, lines_of, measures, paint_labels, write_cell

# More and less are neither good nor bad; on black-and-white paper the marks tell them apart.
_MORE, _LESS = "#FCE4D6", "#DDEBF7"
_SHARE = "+0.0%;-0.0%;0.0%"
_PALE = "#BFBFBF"
_LINE = 16.0


def paint_comparison(book: Book, edition: Edition) -> None:
    """The tables one below the other; without last year's data, one sentence in their place."""
    layout, result = edition.layout, edition.result
    columns = Columns(layout)
    sheet = book.sheet(COMPARISON, landscape=columns.landscape)
    sheet.set_column(0, columns.count - 1, columns.widths[0])
    row, used = _above(book, sheet, edition, columns)
    if result.previous.year is not None:
        changes = core.comparison(result)
        starts: list[int] = []
        for panel in arrange(layout, columns, row, used):
            _Painting(book, sheet, result, panel).paint(changes, columns.count - 1)
            starts += panel.starts
            row = panel.last_row + 1
        sheet.set_h_pagebreaks(starts)
    sheet.print_area(0, 0, row - 1, columns.count - 1)
    protect(sheet)


def _above(book: Book, sheet: Worksheet, edition: Edition, columns: Columns) -> tuple[int, float]:
    """Title and sentences; returns the row for the first table, and the points above it."""
    title = edition.heading(COMPARISON)
    last, room = columns.count - 1, sum(columns.widths)
    heights = [lines_of(title, room / 1.4) * 26.0]
    big = book.format(font_name=HEI, font_size=16, align="center", text_wrap=True)
    write_cell(sheet, Place(0, 0, 0, last), title, None, big)
    look = book.format(text_wrap=True, indent=1)
    for row, line in enumerate(_sentences(edition), 1):
        write_cell(sheet, Place(row, 0, row, last), line, None, look)
        heights.append(lines_of(line, room - 3) * _LINE + 4)
    for row, height in enumerate(heights):
        sheet.set_row(row, height)
    return len(heights) + 1, sum(heights) + _LINE


def _sentences(edition: Edition) -> Iterator[str]:
    result, same_units = edition.result, edition.same_units
    if result.previous.year is None:
        yield words.NO_PREVIOUS
        return
    span, rule = core.span(result), result.form.big_change
    others = words.other_units(span.gone, span.new, span.partial)
    units = words.SAME_UNITS if span.same else others
    if same_units is not None and not span.same:
        units += words.on_the_overview(len(same_units.compared))
    yield words.sums(span.now, span.before) + units
    if span.merged:
        yield words.merged(span.merged)
    kinds = {one.kind.unit: one.kind for one in result.form.indicators.values()}
    yield words.rule(rule.percent, [(rule.least_for(kind), unit) for unit, kind in kinds.items()])
    yield words.SOURCES


class _Painting:
    """One table on the sheet."""

    def __init__(self, book: Book, sheet: Worksheet, result: Consolidation, panel: Panel) -> None:
        self.book, self.sheet, self.panel = book, sheet, panel
        self.form: Form = result.form
        self.year = result.year

    def paint(self, changes: dict[str, YearOnYear], last: int) -> None:
        sheet, panel = self.sheet, self.panel
        for row, height in panel.heights.items():
            sheet.set_row(row, height)
        self._caption(last)
        paint_labels(self.book, sheet, panel.labels, panel.table.head_columns, len(LINES))
        for place in panel.lines:
            for number, text in enumerate(LINES):
                look = self._look(number, bg_color=HEAD_FILL)
                write_cell(sheet, _below(place, number), text, None, look)
        for code, place in panel.cells.items():
            self._figures(changes[code], place)
        for run in _runs(self.form, panel.cells):
            self._mark(run)

    def _caption(self, last: int) -> None:
        row, middle = self.panel.caption, last // 2
        for text, left, right, align in (
            (words.years(self.year), 0, middle, "left"),
            (measures(self.form, self.panel.table), middle + 1, last, "right"),
        ):
            look = self.book.format(align=align, shrink=True)
            write_cell(self.sheet, Place(row, left, row, right), text, None, look)

    def _look(self, line: int, **more: Any) -> Format:
        """Pale lines between the four lines of one figure, black ones around them."""
        inner = {"top_color": _PALE} if line else {}
        inner |= {"bottom_color": _PALE} if line < len(LINES) - 1 else {}
        look = {"border": 1, "align": "center", "shrink": True, "font_size": 10}
        return self.book.format(**look, **inner, **more)

    def _figures(self, one: YearOnYear, place: Place) -> None:
        """The four lines of one figure: live, with their true results."""
        indicator = self.form.indicators[one.code]
        kind, table = indicator.kind, self.panel.table
        figure = grouped(kind.decimals)
        signed = f"+{figure};-{figure};0"
        now, before, change = (_below(place, line).address for line in range(3))
        home = on_sheet(table.table.sheet, table.cells[one.code].address)
        less = f"{now}-{before}"
        less = f"ROUND({less},{kind.decimals})" if kind.decimals else less
        scaled = [
            None if v is None else to_float(v, kind.decimals) for v in (one.before, one.change)
        ]
        last, more = (UNKNOWN if value is None else value for value in scaled)
        share = UNKNOWN if one.share is None else float(one.share)
        total = {"bg_color": TOTAL_FILL} if indicator.parts else {}
        for line, (value, formula, shown) in enumerate(
            (
                (to_float(one.now, kind.decimals), f"={home}", figure),
                (last, None, figure),
                (more, f'=IF(ISNUMBER({before}),{less},"{UNKNOWN}")', signed),
                (share, f'=IF(N({before})=0,"{UNKNOWN}",{change}/{before})', _SHARE),
            )
        ):
            look = self._look(line, num_format=shown, **total)
            write_cell(self.sheet, _below(place, line), value, formula, look)

    def _mark(self, run: list[tuple[FigureKind, Place]]) -> None:
        """Mark big changes of neighbouring figures live, by the rule of the form."""
        kind, first = run[0]
        _, last = run[-1]
        rule, figure = self.form.big_change, grouped(kind.decimals)
        column = first.address.rstrip("0123456789")
        change, before = f"N({column}${first.row + 3})", f"N({column}${first.row + 2})"
        for sign, mark, fill in (("", words.UP, _MORE), ("-", words.DOWN, _LESS)):
            beyond = f"{sign}100*{change}-{rule.percent}*{before}"
            size = f"{sign}{change}"
            if kind.decimals:
                beyond = f"ROUND({beyond},{kind.decimals})"
            criteria = f"=AND({size}>={rule.least_for(kind)},{beyond}>=0)"
            shown = f'"{mark}"+{figure};"{mark}"-{figure}'
            look = {"bg_color": fill, "bold": True}
            for line, more in ((2, {"num_format": shown}), (3, {})):
                self.sheet.conditional_format(
                    first.row + line,
                    first.column,
                    first.row + line,
                    last.last_column,
                    {
                        "type": "formula",
                        "criteria": criteria,
                        "format": self.book.mark(**look, **more),
                    },
                )


def _below(place: Place, lines: int) -> Place:
    row = place.row + lines
    return Place(row, place.column, row, place.last_column)


def _runs(form: Form, cells: dict[str, Place]) -> Iterable[list[tuple[FigureKind, Place]]]:
    """Figures of one kind on one line."""
    figures = sorted(
        ((form.indicators[code].kind, place) for code, place in cells.items()),
        key=lambda pair: pair[1],
    )
    for _, run in groupby(figures, key=lambda pair: (pair[0], pair[1].row)):
        yield list(run)
