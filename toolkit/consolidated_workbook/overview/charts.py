"""The charts of the overview: native ones, told apart by lightness and pattern, never by hue."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from toolkit.consolidated_workbook.overview.chart_data import ChartData
from toolkit.consolidated_workbook.overview.words import axis_without, chart_words
from toolkit.grids.names import CHART_DATA
from toolkit.painting.book import Book
from toolkit.painting.looks import HEI, SONG

_INK, _PAPER = "#1F3864", "#FFFFFF"
_LINE = {"color": _INK, "width": 1}
# Dark, hatched, light: three that stay apart in grey.
_LOOKS: tuple[dict[str, Any], ...] = (
    {"fill": {"color": _INK}, "border": _LINE},
    {
        "pattern": {
            "pattern": "wide_upward_diagonal",
            "fg_color": _INK,
            "bg_color": _PAPER,
        },
        "border": _LINE,
    },
    {"fill": {"color": "#DCE6F1"}, "border": _LINE},
)
_SMALL = {"name": SONG, "size": 10, "bold": False}
_GRID = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
# Counts below this would have an axis divided into halves.
_FEW = 6
# With more bars than the first number, their names are smaller. Upright bars carry their figures
# as long as all these together have at most as many characters as the second number.
_MANY, _LEGIBLE = 10, 48


def insert_chart(
    book: Book, sheet: Worksheet, at: tuple[int, int], size: tuple[int, int], data: ChartData
) -> None:
    """``at``: the cell of its top left corner; ``size``: width and height in pixels."""
    chart: Any = book.workbook.add_chart({"type": "bar" if lies(data) else "column"})
    for number in range(len(data.series)):
        chart.add_series(_series(data, number))
    chart.set_title({"name": data.title, "name_font": {"name": HEI, "size": 13, "bold": False}})
    if lies(data):
        # The first bar is on top, and the axis of numbers is still at the bottom.
        chart.set_y_axis({**_names(data), "reverse": True, "crossing": "max"})
        chart.set_x_axis(_values(data))
    else:
        chart.set_x_axis(_names(data))
        chart.set_y_axis(_values(data))
    several = len(data.series) > 1
    chart.set_legend({"position": "top", "font": _SMALL} if several else {"none": True})
    chart.set_chartarea({"border": {"color": "#7F7F7F", "width": 0.75}})
    chart.set_size({"width": size[0], "height": size[1]})
    options = {"object_position": 1, "description": chart_words(data.title, data.chart.axis)}
    sheet.insert_chart(*at, chart, options)


def _names(data: ChartData) -> dict[str, Any]:
    """The axis along which the bars stand: their names say what they are."""
    return {
        "num_font": {**_SMALL, "size": 9 if data.drawn > _MANY else 10},
        "line": _LINE,
        "major_tick_mark": "none",
        "interval_unit": 1,
    }


def _values(data: ChartData) -> dict[str, Any]:
    """The axis of the numbers."""
    whole = data.drawn == len(data.bars)
    axis: dict[str, Any] = {
        "name": data.unit if whole else axis_without(data.unit, data.rest),
        "name_font": {**_SMALL, "rotation": 360},
        "num_font": _SMALL,
        "num_format": data.num_format,
        "min": 0,
        "major_gridlines": _GRID,
        "line": {"none": True},
    }
    if not data.decimals and max(one.value for one in data.numbers) < _FEW:
        axis["major_unit"] = 1
    return axis


def lies(data: ChartData) -> bool:
    """Whether its bars lie below each other."""
    return data.chart.kind in ("by_unit", "parts")


def _legible(data: ChartData) -> bool:
    highest = max(one.value for one in data.numbers)
    return len(data.numbers) * len(f"{int(highest):,}") <= _LEGIBLE


def _series(data: ChartData, number: int) -> dict[str, Any]:
    first, last, column = data.top + 1, data.top + data.drawn, number + 1
    several = len(data.series) > 1
    # What is drawn light beside the dark: last year, and the units that share a bar.
    look = _LOOKS[-1] if data.chart.kind == "years" and number else _LOOKS[number % len(_LOOKS)]
    series: dict[str, Any] = {
        "name": [CHART_DATA, data.top, column],
        "categories": [CHART_DATA, first, 0, last, 0],
        "values": [CHART_DATA, first, column, last, column],
        "gap": 60 if several else 40,
        "overlap": 0,
        **look,
    }
    if lies(data) or _legible(data):
        labels = {"value": True, "font": _SMALL, "num_format": data.num_format}
        series["data_labels"] = labels
    if data.rest and data.drawn == len(data.bars):
        series["points"] = [None] * (len(data.bars) - 1) + [_LOOKS[-1]]
    return series
