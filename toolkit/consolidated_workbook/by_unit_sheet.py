"""The sheet 分单位, painted: one row a unit, one column an indicator; what every sum rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from xlsxwriter.format import Format

from toolkit.consolidated_workbook.by_unit import (
    CATEGORY,
    CODE,
    FINDINGS_OF_UNIT,
    FIRST_FIGURE,
    INSIDE,
    NAME,
    REASON,
)
from toolkit.consolidated_workbook.edition import Edition
from toolkit.consolidated_workbook.links import counted_by_unit, link_to_findings
from toolkit.consolidated_workbook.words import (
    GRAND_TOTAL,
    IN_TOTAL_PROMPT,
    SUBTOTAL,
    TO_FILE,
    TO_TABLE,
)
from toolkit.consolidation.coverage import UnitRecord
from toolkit.form.form import Form
from toolkit.form.number import to_float
from toolkit.form.table import FigureKind
from toolkit.grids.address import Place, cell
from toolkit.grids.names import BY_UNIT, BY_UNIT_COLUMNS, NO, YES
from toolkit.grids.reason import said
from toolkit.painting.blocks import FigureBlock
from toolkit.painting.book import Book, protect
from toolkit.painting.links import FileLinks, within
from toolkit.painting.looks import HEI, INPUT_FILL, LINK, TOTAL_FILL
from toolkit.painting.official_heads import paint_codes, paint_official_heads
from toolkit.painting.table import (
    lines_of,
    number_format,
    write_cell,
)

_WIDTHS = {CODE: 13.0, NAME: 26.0, CATEGORY: 13.0, INSIDE: 10.0, REASON: 30.0, FINDINGS_OF_UNIT: 17}
# The height of a line of text.
_LINE = 15.0
# The greatest width of the column of names, however long they are.
_WIDEST = 36
_INVALID, _UNCOUNTED, _PALE = "#FFC7CE", "#D9D9D9", "#A6A6A6"


def paint_by_unit(book: Book, edition: Edition) -> None:
    """Heads on four levels, the sums, and the units; only 计入汇总 can be typed."""
    sheet, at = _Sheet(book, edition), edition.by_unit
    sheet.head_of_sheet()
    sheet.heads()
    sheet.sums()
    for record in edition.result.lines:
        sheet.unit(record)
    sheet.switch()
    sheet.paper.autofilter(at.head, 0, at.last, at.last_column)
    sheet.paper.freeze_panes(at.first, 2)
    sheet.paper.repeat_rows(at.top, at.head)
    sheet.paper.repeat_columns(0, 1)
    protect(sheet.paper, filtered=True)


class _Column(NamedTuple):
    """How the figures of an indicator are written."""

    decimals: int
    look: Format
    # What stands in the place of a figure that is not there: how it looks, and a number or none.
    blank: tuple[Format, float | None]


class _Sheet:
    """The sheet while it is painted."""

    def __init__(self, book: Book, edition: Edition) -> None:
        self.book, self.edition = book, edition
        self.result, self.at = edition.result, edition.by_unit
        self.form: Form = edition.result.form
        self.paper = book.sheet(BY_UNIT, landscape=True, wide=True)
        # The tables that are summed, and the inputs that are none → the columns.
        self._known: dict[tuple[frozenset[str], frozenset[str]], Sequence[_Column]] = {}

    @cached_property
    def wrapped(self) -> Mapping[int, float]:
        """The columns whose texts may need several lines, and how wide they are."""
        names = max((len(one.unit.name) * 2 + 2 for one in self.result.lines), default=0)
        return {NAME: min(max(names, _WIDTHS[NAME]), _WIDEST), REASON: _WIDTHS[REASON]}

    def head_of_sheet(self) -> None:
        """The title, and the widths of all columns."""
        widths = {**_WIDTHS, **self.wrapped}
        for column, width in widths.items():
            self.paper.set_column(column, column, width)
        # Only the columns that are on every page have room for it on every page.
        big = self.book.format(font_name=HEI, font_size=12, text_wrap=True)
        title = self.edition.heading(BY_UNIT)
        write_cell(self.paper, Place(0, CODE, 0, NAME), title, None, big)
        self.paper.set_row(0, 17 * lines_of(title, (widths[CODE] + widths[NAME]) * 11 / 12) + 4)

    # --- Heads and sums --------------------------------------------------------------------------

    def heads(self) -> None:
        columns, at = self.at.column, self.at
        paint_official_heads(self.book, self.paper, self.form, columns, at.top, BY_UNIT_COLUMNS)
        paint_codes(self.book, self.paper, at.head, columns, BY_UNIT_COLUMNS)

    def sums(self) -> None:
        """The line of all units, then one for each category."""
        subtotals = self.result.subtotals
        lines = [(GRAND_TOTAL, "", self.result.totals)]
        lines += [(f"{one}{SUBTOTAL}", one, subtotals[one]) for one in self.at.subtotals]
        bold = self.book.format(bold=True, border=1, bg_color=TOTAL_FILL)
        for row, (words, category, totals) in enumerate(lines, self.at.total_row):
            for column in range(FIRST_FIGURE):
                self.paper.write_string(row, column, words if column == NAME else "", bold)
            for code in self.at.column:
                self._sum(row, code, category, totals[code])

    def _sum(self, row: int, code: str, category: str, total: int) -> None:
        kind, column = self.form.indicators[code].kind, self.at.column[code]
        look = self.book.format(
            bold=True,
            border=1,
            bg_color=TOTAL_FILL,
            shrink=True,
            num_format=number_format(kind),
        )
        if not category:
            back = within(*self.edition.layout.where(code))
            self.paper.write_url(row, column, back, look, "", TO_TABLE)
        formula = f"={self.at.sum(code, category=category)}"
        self.paper.write_formula(row, column, formula, look, to_float(total, kind.decimals))

    # --- Units -----------------------------------------------------------------------------------

    def unit(self, record: UnitRecord) -> None:
        unit, row = record.unit, self.at.row[record.unit.code]
        text = self.book.format(border=1, text_wrap=True)
        switch = self.book.format(border=1, align="center", bg_color=INPUT_FILL, locked=False)
        texts = (
            unit.code,
            unit.name,
            str(unit.category or ""),
            YES if record.in_total else NO,
            said(record.reason) or "",
        )
        for column, words in enumerate(texts):
            self.paper.write_string(row, column, words, switch if column == INSIDE else text)
        lines = max(lines_of(texts[column], width) for column, width in self.wrapped.items())
        if lines > 1:
            self.paper.set_row(row, lines * _LINE)
        self._links(row, record)
        self._figures(row, record)

    def _links(self, row: int, record: UnitRecord) -> None:
        """From the unit to its file, and to the first of its findings."""
        code = record.unit.code
        look = self.book.format(border=1, text_wrap=True, **LINK)
        source = self.result.sources.get(self._files.get(code, ""))
        links = self._links_to_files
        if source and links and (url := links.to(source, record.unit.name, TO_FILE)):
            self.paper.write_url(row, NAME, url, look)
        if counts := self._findings.get(code, ""):
            formula = link_to_findings(cell(row, CODE).address, counts)
            self.paper.write_formula(row, FINDINGS_OF_UNIT, formula, look, counts)
        else:
            self.paper.write_blank(row, FINDINGS_OF_UNIT, None, self.book.format(border=1))

    @cached_property
    def _links_to_files(self) -> FileLinks | None:
        return FileLinks(self.edition.folder) if self.edition.folder else None

    @cached_property
    def _files(self) -> dict[str, str]:
        """Each unit's file that counts; where none counts, one that it has sent all the same."""
        sent = {one.unit: one.path for one in reversed(self.result.files) if one.unit}
        counting = {one.unit.code: one.returned.file for one in self.result.units if one.returned}
        return {**sent, **counting}

    @cached_property
    def _findings(self) -> dict[str, str]:
        return counted_by_unit(self.result.findings)

    def _figures(self, row: int, record: UnitRecord) -> None:
        values = map(record.figures.get, self.at.column)
        cells = [
            blank if value is None else (look, to_float(value, decimals) if decimals else value)
            for value, (decimals, look, blank) in zip(values, self._columns(record), strict=True)
        ]
        self.paper.write_figures(row, FIRST_FIGURE, FigureBlock(*zip(*cells, strict=True)))

    def _columns(self, record: UnitRecord) -> Sequence[_Column]:
        """How the figures of a unit are written; nearly all units have the same."""
        one = record.returned
        counted, invalid = (one.counted, one.invalid) if one else (frozenset[str](),) * 2
        if (counted, invalid) not in self._known:
            uncertain = record.uncertain(self.form)
            self._known[counted, invalid] = [
                self._column(
                    one.kind,
                    _UNCOUNTED if one.table not in counted else _INVALID if code in invalid else "",
                    known=code not in uncertain,
                )
                for code, one in self.form.indicators.items()
            ]
        return self._known[counted, invalid]

    def _column(self, kind: FigureKind, fill: str, *, known: bool) -> _Column:
        base = {"border": 1, "shrink": True, "num_format": number_format(kind)}
        look = self.book.format(**base, **({"bg_color": fill} if fill else {}))
        # A blank that counts as 0 is shown as a pale 0: a blank here means "not known".
        pale = self.book.format(**base, font_color=_PALE)
        return _Column(kind.decimals, look, (pale, 0) if known else (look, None))

    def switch(self) -> None:
        """计入汇总 is chosen from a list."""
        choice = {
            "validate": "list",
            "source": [YES, NO],
            "input_title": BY_UNIT_COLUMNS[INSIDE],
            "input_message": IN_TOTAL_PROMPT,
        }
        self.paper.data_validation(self.at.first, INSIDE, self.at.last, INSIDE, choice)
