"""The sheet 分单位: one row a unit, one column an indicator; what every city figure rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.links import counted_by_unit, link_to_findings
from toolkit.consolidated_workbook.words import (
    GRAND_TOTAL,
    IN_TOTAL_PROMPT,
    SUBTOTAL,
    TO_FILE,
    TO_TABLE,
)
from toolkit.consolidation.consolidate import Consolidation
from toolkit.consolidation.coverage import UnitRecord
from toolkit.form.form import Indicator
from toolkit.form.layout import lay_out
from toolkit.form.number import to_float
from toolkit.form.table import Kind
from toolkit.grids.address import Place, cell, column_name
from toolkit.grids.names import BY_UNIT, BY_UNIT_COLUMNS, NO, YES
from toolkit.grids.reason import said
from toolkit.painting.book import Book, protect
from toolkit.painting.formulas import rectangles, reference
from toolkit.painting.links import LINK_LOOK, link_to_file, within
from toolkit.painting.looks import HEI
from toolkit.painting.table import (
    HEAD_FILL,
    INPUT_FILL,
    TOTAL_FILL,
    lines_of,
    number_format,
    write_cell,
)
from toolkit.review.worklist import Item

FIRST_FIGURE = len(BY_UNIT_COLUMNS)
_CODE, _NAME, _CATEGORY, _INSIDE, _REASON, _FINDINGS = range(FIRST_FIGURE)
_LEVELS = 4
_TOP = 1
_WIDTHS = (13, 26, 13, 10, 30, 17)
_WIDEST, _LINE = 36, 15.0
_INVALID, _UNCOUNTED, _PALE = "#FFC7CE", "#D9D9D9", "#A6A6A6"


class ByUnit:
    """Where things stand on the sheet, for the sums that refer to it, and the painting of it.

    ``folder``: where the workbook will lie; without it there are no links to files.
    """

    def __init__(self, result: Consolidation, folder: Path | None = None) -> None:
        self.result, self.form, self.folder = result, result.form, folder
        self.codes = list(result.form.indicators)
        self.column = {code: FIRST_FIGURE + i for i, code in enumerate(self.codes)}
        self._looks: dict[tuple[Kind, str, bool], Format] = {}
        self.subtotals = list(result.subtotals)
        self.head = _TOP + _LEVELS + 1 + len(self.subtotals)
        self.first = self.head + 1
        # An empty roster cannot be, so there is at least one row.
        self.last = self.head + len(result.units)
        self.row = {one.unit.code: self.first + i for i, one in enumerate(result.units)}
        self.findings = counted_by_unit(result.findings)
        # Of a unit without a return that counts, what it has sent all the same.
        self.files = {
            **{one.unit: one.path for one in reversed(result.files) if one.unit},
            **{one.unit.code: one.returned.file for one in result.units if one.returned},
        }

    total_row = _TOP + _LEVELS

    @cached_property
    def _wrapped(self) -> tuple[tuple[int, float], tuple[int, float]]:
        """The columns whose texts may need several lines, and how wide they are."""
        names = max((len(one.unit.name) * 2 + 2 for one in self.result.units), default=0)
        width = min(max(names, _WIDTHS[_NAME]), _WIDEST)
        return (_NAME, width), (_REASON, _WIDTHS[_REASON])

    def _cells(self, column: int) -> str:
        name = column_name(column)
        return f"${name}${self.first + 1}:${name}${self.last + 1}"

    @property
    def switches(self) -> str:
        """The cells of 计入汇总, as another sheet refers to them."""
        return f"'{BY_UNIT}'!{self._cells(_INSIDE)}"

    def line(self, number: int) -> str:
        """The figures of a line of sums, as another sheet refers to them: 合计 is 0."""
        row, last = self.total_row + number + 1, FIRST_FIGURE + len(self.codes) - 1
        return f"'{BY_UNIT}'!${column_name(FIRST_FIGURE)}${row}:${column_name(last)}${row}"

    def total(self, code: str) -> str:
        """The address of an indicator's 合计."""
        return cell(self.total_row, self.column[code]).address

    def place(self, unit: str, code: str = "") -> str:
        """The address of a unit's figure, or of its code; "" for a unit that is not listed."""
        if unit not in self.row:
            return ""
        return cell(self.row[unit], self.column[code] if code else 0).address

    def target(self, item: Item) -> str:
        """Where a finding's figure stands on this sheet, else its unit, as a link names it."""
        one = item.finding
        code = one.indicator if one and one.indicator in self.column else ""
        place = self.place(one.unit or "", code or "") if one else ""
        return f"'{BY_UNIT}'!{place}" if place else ""

    def value(self, unit: str, codes: Iterable[str]) -> str:
        """The live sum of a unit's figures, 0 while it is not 计入汇总; on other sheets."""
        row, inputs = self.row[unit], Counter[str]()
        for code in codes:
            inputs.update(self.form.inputs_of(code))
        times = max(inputs.values())
        parts = []
        for level in range(times):
            cells = (cell(row, self.column[one]) for one, n in inputs.items() if n > level)
            parts += rectangles(cells, BY_UNIT)
        decimals = max(self.form.decimals[one] for one in inputs)
        added = f"SUM({','.join(parts)})"
        added = f"ROUND({added},{decimals})" if decimals else added
        return f'IF({reference(cell(row, _INSIDE), BY_UNIT)}="{YES}",{added},0)'

    def number(self, category: str = "") -> str:
        """How many units are 计入汇总; on other sheets."""
        inside = f"'{BY_UNIT}'!{self._cells(_INSIDE)},\"{YES}\""
        if not category:
            return f"COUNTIF({inside})"
        return f"COUNTIFS({inside},'{BY_UNIT}'!{self._cells(_CATEGORY)},\"{category}\")"

    def sum(self, code: str, sheet: str = "", category: str = "") -> str:
        """The live sum of an indicator over the units that are 计入汇总."""
        prefix = f"'{sheet}'!" if sheet else ""
        figures, inside = self._cells(self.column[code]), self._cells(_INSIDE)
        formula = f'SUMIFS({prefix}{figures},{prefix}{inside},"{YES}"'
        if category:
            formula += f',{prefix}{self._cells(_CATEGORY)},"{category}"'
        decimals = self.form.decimals[code]
        # A sum of doubles is rounded to what the indicator has: no 0.30000000000000004.
        return f"ROUND({formula}),{decimals})" if decimals else f"{formula})"

    def paint(self, book: Book, title: str) -> None:
        sheet = book.sheet(BY_UNIT, landscape=True, wide=True)
        big = book.format(font_name=HEI, font_size=14)
        sheet.write_string(0, 0, title, big)
        sheet.set_row(0, 26)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(_NAME, _NAME, self._wrapped[0][1])
        for code, column in self.column.items():
            sheet.set_column(column, column, 12 if not self.form.decimals[code] else 18)
        self._heads(book, sheet)
        self._sums(book, sheet)
        figures = self.result.figures.itertuples(index=False, name=None)
        for number, (record, values) in enumerate(zip(self.result.units, figures, strict=True)):
            self._unit(book, sheet, self.first + number, record, values)
        sheet.data_validation(
            self.first,
            _INSIDE,
            self.last,
            _INSIDE,
            {
                "validate": "list",
                "source": [YES, NO],
                "input_title": BY_UNIT_COLUMNS[_INSIDE],
                "input_message": IN_TOTAL_PROMPT,
            },
        )
        sheet.autofilter(self.head, 0, self.last, FIRST_FIGURE + len(self.codes) - 1)
        sheet.freeze_panes(self.first, 2)
        sheet.repeat_rows(_TOP, self.head)
        sheet.repeat_columns(0, 1)
        protect(sheet, filtered=True)

    def _heads(self, book: Book, sheet: Worksheet) -> None:
        look = {
            "bold": True,
            "border": 1,
            "text_wrap": True,
            "bg_color": HEAD_FILL,
            "font_size": 10,
        }
        head = book.format(align="center", **look)
        # A wide head is read from the left: on paper its middle may lie on another page.
        wide = book.format(align="left", indent=1, **look)
        for level in range(_LEVELS):
            sheet.set_row(_TOP + level, (18, 32, 46, 32)[level])
            left = FIRST_FIGURE
            paths = (self._levels(one) for one in self._indicators())
            for path, group in groupby(paths, key=lambda levels: levels[: level + 1]):
                right = left + len(list(group)) - 1
                place = Place(_TOP + level, left, _TOP + level, right)
                write_cell(sheet, place, path[level], None, head if level == _LEVELS - 1 else wide)
                left = right + 1
        for column, text in enumerate(BY_UNIT_COLUMNS):
            write_cell(sheet, Place(_TOP, column, _TOP + _LEVELS - 1, column), text, None, head)
        # The row that carries the filter's arrows: for programs more than for people. It is not
        # hidden, as a row that looks blank would be deleted.
        small = book.format(font_size=7, font_color="#7F7F7F", border=1, shrink=True)
        for column, text in enumerate([*BY_UNIT_COLUMNS, *self.codes]):
            sheet.write_string(self.head, column, text, small)

    def _indicators(self) -> Iterator[Indicator]:
        return iter(self.form.indicators.values())

    def _sums(self, book: Book, sheet: Worksheet) -> None:
        result = self.result
        lines = [(GRAND_TOTAL, "", result.totals)] + [
            (f"{one}{SUBTOTAL}", one, result.subtotals[one]) for one in self.subtotals
        ]
        bold = book.format(bold=True, border=1, bg_color=TOTAL_FILL)
        layout = lay_out(self.form)
        for number, (words, category, totals) in enumerate(lines):
            row = self.total_row + number
            for column in range(FIRST_FIGURE):
                sheet.write_string(row, column, words if column == _NAME else "", bold)
            for code in self.codes:
                kind = self.form.indicators[code].kind
                look = book.format(
                    bold=True,
                    border=1,
                    bg_color=TOTAL_FILL,
                    shrink=True,
                    num_format=number_format(kind),
                )
                value = to_float(totals[code], kind.decimals)
                formula = f"={self.sum(code, category=category)}"
                if not category:
                    back = within(*layout.where(code))
                    sheet.write_url(row, self.column[code], back, look, "", TO_TABLE)
                sheet.write_formula(row, self.column[code], formula, look, value)

    def _unit(
        self,
        book: Book,
        sheet: Worksheet,
        row: int,
        record: UnitRecord,
        figures: Sequence[int | None],
    ) -> None:
        unit, returned = record.unit, record.returned
        text = book.format(border=1, text_wrap=True)
        switch = book.format(border=1, align="center", bg_color=INPUT_FILL, locked=False)
        texts = (
            unit.code,
            unit.name,
            str(unit.category or ""),
            YES if record.in_total else NO,
            said(record.reason) or "",
        )
        for column, words in enumerate(texts):
            sheet.write_string(row, column, words, switch if column == _INSIDE else text)
        lines = max(lines_of(texts[at], width) for at, width in self._wrapped)
        if lines > 1:
            sheet.set_row(row, lines * _LINE)
        self._links(book, sheet, row, record)
        counted = returned.counted if returned else ()
        invalid = returned.invalid if returned else ()
        for (code, one), value in zip(self.form.indicators.items(), figures, strict=True):
            fill = _UNCOUNTED if one.table not in counted else _INVALID if code in invalid else ""
            # A blank that counts as 0 is a pale 0: what is blank here is not known.
            zero = value is None and not fill
            look = self._look(book, one.kind, fill, pale=zero)
            if zero:
                sheet.write_number(row, self.column[code], 0, look)
            elif value is None:
                sheet.write_blank(row, self.column[code], None, look)
            else:
                sheet.write_number(row, self.column[code], to_float(value, one.kind.decimals), look)

    def _links(self, book: Book, sheet: Worksheet, row: int, record: UnitRecord) -> None:
        """From the unit to its file, and to the first of its findings."""
        look = book.format(border=1, text_wrap=True, **LINK_LOOK)
        source = self.result.sources.get(self.files.get(record.unit.code, ""))
        if source and self.folder:
            url = link_to_file(source, self.folder, record.unit.name, TO_FILE)
            if url:
                sheet.write_url(row, _NAME, url, look)
        counts = self.findings.get(record.unit.code, "")
        if counts:
            formula = link_to_findings(cell(row, _CODE).address, counts)
            sheet.write_formula(row, _FINDINGS, formula, look, counts)
        else:
            sheet.write_blank(row, _FINDINGS, None, book.format(border=1))

    def _look(self, book: Book, kind: Kind, fill: str, *, pale: bool) -> Format:
        # Asked for once a cell: tens of thousands of times in a large city.
        if (kind, fill, pale) not in self._looks:
            colour = {"bg_color": fill} if fill else {"font_color": _PALE} if pale else {}
            self._looks[kind, fill, pale] = book.format(
                border=1, shrink=True, num_format=number_format(kind), **colour
            )
        return self._looks[kind, fill, pale]

    def _levels(self, one: Indicator) -> tuple[str, ...]:
        """Table, group, item and column of an indicator: the official labels on four levels."""
        table = self.form.table(one.table)
        if one.row_labels:
            outer, column = one.row_labels, "→".join(one.column_labels)
        else:
            outer, column = one.column_labels, ""
        group = "→".join(outer[:-1]) or table.blocks[one.block].title or ""
        return table.title, group, outer[-1], column
