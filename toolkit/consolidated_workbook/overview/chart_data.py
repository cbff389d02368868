"""What the charts of the overview draw: live formulas with their true results, as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from toolkit.consolidated_workbook.by_unit import ByUnit
from toolkit.consolidated_workbook.overview import words
from toolkit.consolidated_workbook.overview.same_units import SameUnits
from toolkit.consolidation.consolidate import Consolidation
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.measure import Measure
from toolkit.form.overview_page import Chart
from toolkit.painting.formulas import Formulas
from toolkit.painting.table import grouped
from toolkit.text import abridged

# This many units have a bar of their own; the others share one.
MOST_UNITS = 12
# A bar this many times as high as all others would dwarf them.
_DWARFS = 2
_NAME_LENGTH = 10
# The row of the first chart's title on the sheet, from 0.
_FIRST_ROW = 3


@dataclass(frozen=True, slots=True)
class Number:
    """One figure that is drawn, in its unit of measure."""

    value: Fraction
    # With its leading "=".
    formula: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands beside one name along the axis."""

    label: str
    # A number for each series.
    numbers: tuple[Number, ...]
    # Texts that stand beside them on the sheet; the last one may be long.
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartData:
    """The data of one chart, and where they stand on the sheet 图表数据."""

    chart: Chart
    title: str
    # The row of its heads, from 0; its bars are below, one a row.
    top: int
    # The unit of measure, and the decimals, of its figures.
    unit: str
    decimals: int
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    # The heads above the texts beside the numbers.
    more: tuple[str, ...] = ()
    # For how many units the last bar stands; 0 where each has its own.
    rest: int = 0

    @property
    def numbers(self) -> list[Number]:
        return [number for bar in self.bars for number in bar.numbers]

    @property
    def has_something(self) -> bool:
        """Last year's figures alone are nothing to draw."""
        years = self.chart.kind == "years"
        return any(one.value for bar in self.bars for one in bar.numbers[: 1 if years else None])

    @property
    def last(self) -> int:
        return self.top + len(self.bars)

    @property
    def drawn(self) -> int:
        """How many bars are drawn; that of the other units is left out where it dwarfs the rest."""
        *others, rest = (bar.numbers[0].value for bar in self.bars)
        return len(self.bars) - (self.rest > 0 and rest > _DWARFS * max(others))

    @property
    def num_format(self) -> str:
        return grouped(self.decimals)


def chart_data_of(
    result: Consolidation, by_unit: ByUnit, layout: Layout, same_units: SameUnits | None
) -> tuple[ChartData, ...]:
    """The data of all charts that have something to show, one below the other.

    ``same_units``: the figures of both years, which stand above them.
    """
    source = _Source(result, by_unit, Formulas(layout), same_units)
    found: list[ChartData] = []
    top = same_units.last + 3 if same_units else _FIRST_ROW + 1
    for chart in result.form.overview.charts:
        data = source.data(chart, top)
        if data and data.has_something:
            found.append(data)
            top = data.last + 3
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Source:
    """What the figures of the charts are taken from."""

    result: Consolidation
    by_unit: ByUnit
    formulas: Formulas
    same_units: SameUnits | None

    @property
    def form(self) -> Form:
        return self.result.form

    def data(self, chart: Chart, top: int) -> ChartData | None:
        """None where there is nobody to compare with last year."""
        kind = self.form.indicators[chart.measures[0].of[0]].kind
        decimals = max(self.form.decimals[code] for one in chart.measures for code in one.codes)
        if chart.kind == "by_unit":
            return self._units(chart, top, kind.unit, decimals)
        year, title = self.result.year, chart.title
        if chart.kind == "parts":
            series: Sequence[str] = (words.year_caption(year),)
            bars = [Bar(one.label, (self._now(one),)) for one in chart.bars]
        elif chart.kind == "groups":
            series = [one.label for one in chart.groups]
            lines = zip(*(one.bars for one in chart.groups), strict=True)
            bars = [Bar(line[0].label, tuple(map(self._now, line))) for line in lines]
        else:
            if self.same_units is None or not self.same_units.compared:
                return None
            series = (words.year_caption(year), words.year_caption(year - 1))
            bars = list(self._years(self.same_units, chart.bars))
            title = words.of_the_same_units(title)
        return ChartData(chart, title, top, kind.unit, decimals, tuple(series), tuple(bars))

    def _now(self, measure: Measure) -> Number:
        value = measure.value(self.result.totals, self.form.decimals)
        return Number(value or Fraction(0), f"={self.formulas.measure(measure)}")

    @staticmethod
    def _years(same_units: SameUnits, measures: Sequence[Measure]) -> Iterator[Bar]:
        """A measure that was not known last year cannot be compared."""
        for one in filter(same_units.knows, measures):
            both = (same_units.seen(one.of, year) for year in (0, 1))
            yield Bar(one.label, tuple(Number(v or Fraction(0), f"={text}") for v, text in both))

    def _units(self, chart: Chart, top: int, unit: str, decimals: int) -> ChartData:
        """The largest first, then what is left of the total."""
        (measure,) = chart.bars
        sizes = self._sizes(measure)
        most = MOST_UNITS if len(sizes) > MOST_UNITS + 1 else len(sizes)
        shown, rest = sizes[:most], sizes[most:]
        names = abridged([n for _, _, n in shown], self.result.collector_name, _NAME_LENGTH)
        bars = [
            Bar(
                label,
                (Number(value, f"={self.by_unit.value(code, measure.of)}"),),
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
        return ChartData(
            chart, title, top, unit, decimals, (measure.label,), tuple(bars), more, len(rest)
        )

    def _sizes(self, measure: Measure) -> list[tuple[Fraction, str, str]]:
        """Value, code and name of every unit in the sum, the largest first."""
        inputs = [one for code in measure.of for one in self.form.inputs_of(code).elements()]
        most = max(self.form.decimals[code] for code in inputs)
        times = [(code, 10 ** (most - self.form.decimals[code])) for code in inputs]
        sizes = [
            (sum((one.figures.get(code) or 0) * n for code, n in times), one.unit)
            for one in self.result.units
            if one.in_total
        ]
        sizes.sort(key=lambda one: -one[0])
        return [(Fraction(size, 10**most), unit.code, unit.name) for size, unit in sizes]
