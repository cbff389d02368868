"""The sheet 图表数据: what the charts of the overview draw, live, with the true results stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.by_unit import ByUnit
from toolkit.consolidated_workbook.overview import words
from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.measure import Measure
from toolkit.form.overview_page import Chart
from toolkit.grids.address import Place, cell
from toolkit.grids.names import CHART_DATA
from toolkit.painting.book import Book
from toolkit.painting.formulas import Formulas
from toolkit.painting.looks import HEAD_FILL, HEI
from toolkit.painting.table import lines_of, write_cell
from toolkit.text import abridged

# So many units have a bar of their own; the others share one.
MOST_UNITS = 12
_DWARFS = 2
_NAME_LENGTH = 10
_FIRST_ROW = 3
_WIDTHS = (26, 16, 16, 16, 16)


@dataclass(frozen=True, slots=True)
class Number:
    """``formula`` is None for a figure of last year, which nothing changes any more."""

    value: Fraction
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A number for each series; ``more`` stands beside them on the sheet, its last text long."""

    label: str
    numbers: tuple[Number, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """The data of one chart; its heads are in the row ``top``, its bars below.

    ``decimals``: of its figures. ``rest``: for how many units the last bar stands.
    """

    chart: Chart
    title: str
    top: int
    unit: str
    decimals: int
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    more: tuple[str, ...] = field(default=())
    rest: int = 0

    @property
    def numbers(self) -> list[Number]:
        return [number for bar in self.bars for number in bar.numbers]

    @property
    def last(self) -> int:
        return self.top + len(self.bars)

    @property
    def drawn(self) -> int:
        """How many bars are drawn: not that of all other units, where it dwarfs those shown."""
        *others, rest = (bar.numbers[0].value for bar in self.bars)
        return len(self.bars) - (self.rest > 0 and rest > _DWARFS * max(others))

    @property
    def num_format(self) -> str:
        return "#,##0." + "#" * self.decimals if self.decimals else "#,##0"


class ChartData:
    """The blocks of all charts that have something to show, one below the other."""

    def __init__(self, result: Consolidation, by_unit: ByUnit, layout: Layout) -> None:
        self._result, self._by_unit, self._form = result, by_unit, result.form
        self._formulas = Formulas(layout)
        self.blocks: list[Block] = []
        top = _FIRST_ROW + 1
        for chart in self._form.overview.charts:
            block = self._block(chart, top)
            # Last year's figures alone are nothing to draw.
            if block and any(one.value for one in block.numbers if one.formula):
                self.blocks.append(block)
                top = block.last + 3

    def _block(self, chart: Chart, top: int) -> Block | None:
        kind = self._form.indicators[chart.measures[0].of[0]].kind
        decimals = max(self._form.decimals[code] for one in chart.measures for code in one.codes)
        if chart.kind == "by_unit":
            return self._units(chart, top, kind.unit, decimals)
        year, before = self._result.year, self._result.previous.year
        if chart.kind == "parts":
            series: Sequence[str] = (words.year_of(year),)
            bars = [Bar(one.label, (self._now(one),)) for one in chart.bars]
        elif chart.kind == "groups":
            series = [one.label for one in chart.groups]
            lines = zip(*(one.bars for one in chart.groups), strict=True)
            bars = [Bar(line[0].label, tuple(map(self._now, line))) for line in lines]
        else:
            if before is None:
                return None
            series = (words.year_of(year), words.year_of(before))
            bars = list(self._years(chart.bars))
        title = chart.title
        return Block(chart, title, top, kind.unit, decimals, tuple(series), tuple(bars))

    def _now(self, measure: Measure) -> Number:
        value = measure.value(self._result.totals, self._form.decimals)
        return Number(value or Fraction(0), f"={self._formulas.measure(measure)}")

    def _years(self, measures: Sequence[Measure]) -> Iterator[Bar]:
        """A measure that was not known last year cannot be compared."""
        for one in measures:
            before = one.value(self._result.previous.totals, self._form.decimals)
            if before is not None:
                yield Bar(one.label, (self._now(one), Number(before)))

    def _units(self, chart: Chart, top: int, unit: str, decimals: int) -> Block:
        """The largest first, then what is left of the total."""
        (measure,) = chart.bars
        sizes = self._sizes(measure)
        most = MOST_UNITS if len(sizes) > MOST_UNITS + 1 else len(sizes)
        shown, rest = sizes[:most], sizes[most:]
        names = abridged([n for _, _, n in shown], self._result.collector_name, _NAME_LENGTH)
        bars = [
            Bar(
                label,
                (Number(value, f"={self._by_unit.value(code, measure.of)}"),),
                (code, name),
            )
            for label, (value, code, name) in zip(names, shown, strict=True)
        ]
        if rest:
            total = self._now(measure)
            cells = f"$B${top + 2}:$B${top + 1 + len(shown)}"
            left = f"{total.formula}-SUM({cells})"
            value = total.value - sum(value for value, _, _ in shown)
            if decimals:
                left = f"=ROUND({left[1:]},{decimals})"
            bars.append(Bar(words.rest_of(len(rest)), (Number(value, left),)))
        title = words.by_unit_title(chart.title, len(shown), len(rest))
        more = (words.UNIT_CODE, words.FULL_NAME)
        return Block(
            chart, title, top, unit, decimals, (measure.label,), tuple(bars), more, len(rest)
        )

    def _sizes(self, measure: Measure) -> list[tuple[Fraction, str, str]]:
        """Value, code and name of every unit in the sum, the largest first."""
        inputs = [one for code in measure.of for one in self._form.inputs_of(code).elements()]
        whole = Measure(label=measure.label, of=tuple(inputs))
        found = []
        for record in self._result.units:
            if record.in_total:
                known = record.returned.values if record.returned else {}
                figures = {code: known.get(code) or 0 for code in inputs}
                value = whole.value(figures, self._form.decimals) or Fraction(0)
                found.append((value, record.unit.code, record.unit.name))
        return sorted(found, key=lambda one: -one[0])

    def paint(self, book: Book, title: str) -> None:
        """Nothing to draw, no sheet."""
        if not self.blocks:
            return
        sheet = book.sheet(CHART_DATA)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, title, book.format(font_name=HEI, font_size=14))
        sheet.set_row(0, 26)
        last = len(_WIDTHS) - 1
        note = book.format(text_wrap=True, font_size=10)
        write_cell(sheet, Place(1, 0, 1, last), words.DATA_NOTE, None, note)
        sheet.set_row(1, lines_of(words.DATA_NOTE, sum(_WIDTHS)) * 15 + 6)
        for block in self.blocks:
            _paint(book, sheet, block)


def _paint(book: Book, sheet: Worksheet, block: Block) -> None:
    head = book.format(bold=True, border=1, align="center", bg_color=HEAD_FILL)
    text = book.format(border=1, shrink=True, indent=1)
    number = book.format(border=1, num_format=block.num_format)
    caption = words.measured(block.title, block.unit)
    sheet.write_string(block.top - 1, 0, caption, book.format(bold=True))
    last, beside = len(_WIDTHS) - 1, 1 + len(block.series)
    for column, word in enumerate((words.CHART_NAME, *block.series)):
        sheet.write_string(block.top, column, word, head)
    lines = [(block.top, block.more, head)]
    for row, bar in enumerate(block.bars, block.top + 1):
        sheet.write_string(row, 0, bar.label, text)
        for column, one in enumerate(bar.numbers, 1):
            write_cell(sheet, cell(row, column), float(one.value), one.formula, number)
        lines.append((row, bar.more, text))
    for row, more, look in lines:
        for column, word in enumerate(more, beside):
            right = last if column - beside == len(more) - 1 else column
            write_cell(sheet, Place(row, column, row, right), word, None, look)


def unit_of(form: Form, measure: Measure) -> str:
    """The unit of measure; a share has none."""
    return "" if measure.over else form.indicators[measure.of[0]].kind.unit
