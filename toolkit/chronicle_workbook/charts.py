"""The charts of a key figure: lines over the years, told apart by dashes and marks as by hue.

A few units are lines of one chart. Of many only the largest are drawn, since thirty lines show
nothing; the table beside it has them all. Sums would dwarf the others, and have a chart of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from toolkit.chronicle.chronicle import Chronicle, UnitYears
from toolkit.chronicle_workbook import words
from toolkit.painting.book import Book
from toolkit.painting.looks import HEI, SONG

# So many lines can be told apart.
MOST = 6
# In pixels, the second beside a long table; of a column of the sheet that the charts lie on.
HEIGHT, TALL, _PER_COLUMN = 240, 400, 61
_INKS = ("#1F3864", "#C55A11", "#548235", "#7F7F7F", "#7030A0", "#00838F")
_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "solid")
_MARKS = ("circle", "square", "triangle", "diamond", "x", "star")
_SMALL = {"name": SONG, "size": 9, "bold": False}
_GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, and the units that it shows."""

    title: str
    units: Sequence[UnitYears]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The same on the sheet: the row of each unit, the row of the years, and the years."""

    chart: Chart
    rows: Sequence[int]
    head: int
    years: Sequence[int]


@dataclass(frozen=True, slots=True)
class Size:
    """The columns of the sheet that a chart covers, and its height in pixels."""

    columns: int
    height: int


@dataclass(frozen=True, slots=True)
class Axis:
    """The axis of the numbers: their format, where it ends and its steps; None: as it comes."""

    shown: str
    most: float | None = None
    step: float | None = None


def charts_of(
    chronicle: Chronicle, label: str, known: Mapping[str, Mapping[int, Fraction]]
) -> Iterator[Chart]:
    """The charts of one key figure; ``known``: unit → year → its figure."""
    # A single year shows no course.
    some = [unit for unit in chronicle.units if len(known[unit.code]) > 1]
    sums = [unit for unit in some if unit.is_sum]
    others = [unit for unit in some if not unit.is_sum]
    if sums:
        yield _chart(words.of_sums(label) if others else label, sums, known)
    if others:
        yield _chart(label, others, known)


def _chart(
    label: str, units: Sequence[UnitYears], known: Mapping[str, Mapping[int, Fraction]]
) -> Chart:
    if len(units) <= MOST:
        return Chart(label, units)

    def latest(unit: UnitYears) -> Fraction:
        figures = known[unit.code]
        return figures[max(figures)]

    largest = sorted(units, key=latest, reverse=True)[:MOST]
    return Chart(words.the_largest(label, MOST, len(units)), largest)


def insert_chart(
    book: Book, sheet: Worksheet, at: tuple[int, int], size: Size, drawn: Drawn, axis: Axis
) -> None:
    single = len(drawn.rows) == 1
    chart: Any = book.workbook.add_chart({"type": "column" if single else "line"})
    for number, row in enumerate(drawn.rows):
        chart.add_series(_series(sheet.get_name(), drawn, number, row, axis.shown, single=single))
    title = {"name": HEI, "size": 11, "bold": False}
    chart.set_title({"name": drawn.chart.title, "name_font": title, "overlay": False})
    chart.set_x_axis({"num_font": _SMALL, "major_tick_mark": "none"})
    chart.set_y_axis(
        {
            "num_font": _SMALL,
            "num_format": axis.shown,
            "min": 0,
            "max": axis.most,
            "major_unit": axis.step,
            "major_gridlines": _GRID,
            "line": {"none": True},
        }
    )
    chart.set_legend({"none": True} if single else {"position": "bottom", "font": _SMALL})
    chart.show_blanks_as("gap")
    chart.set_chartarea({"border": {"color": "#7F7F7F", "width": 0.75}})
    chart.set_size({"width": size.columns * _PER_COLUMN - 8, "height": size.height})
    told = words.chart_words(drawn.chart.title)
    # A chart that touched the row above would print its edge on the page before.
    options = {"object_position": 3, "y_offset": 4, "description": told}
    sheet.insert_chart(*at, chart, options)


def _series(
    name: str, drawn: Drawn, number: int, row: int, shown: str, *, single: bool
) -> dict[str, Any]:
    last = len(drawn.years)
    ink = _INKS[number % len(_INKS)]
    series: dict[str, Any] = {
        "name": [name, row, 0],
        "categories": [name, drawn.head, 1, drawn.head, last],
        "values": [name, row, 1, row, last],
    }
    if single:
        labels = {"value": True, "font": _SMALL, "num_format": shown}
        return {**series, "fill": {"color": ink}, "gap": 60, "data_labels": labels}
    mark = {"type": _MARKS[number % len(_MARKS)], "size": 6}
    mark |= {"fill": {"color": ink}, "border": {"color": ink}}
    line = {"color": ink, "width": 1.75, "dash_type": _DASHES[number % len(_DASHES)]}
    return {**series, "line": line, "marker": mark}
