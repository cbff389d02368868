"""Official heads above a list of units: the labels of the indicators, on four levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import Worksheet

from toolkit.form.form import Form, Indicator
from toolkit.grids.address import Place
from toolkit.painting.book import Book
from toolkit.painting.looks import HEAD_FILL
from toolkit.painting.table import write_cell

# Table, group, item and column; and how high the row of each is.
_HEIGHTS = (18, 32, 46, 58)
LEVELS = len(_HEIGHTS)
# Of a column of amounts, and of one of whole numbers.
_WIDE_FIGURE, _FIGURE = 18, 9
LOOK: Mapping[str, Any] = {
    "bold": True,
    "border": 1,
    "text_wrap": True,
    "bg_color": HEAD_FILL,
    "font_size": 10,
}
_PALE = "#A6A6A6"


def paint_official_heads(
    book: Book,
    sheet: Worksheet,
    form: Form,
    columns: Mapping[str, int],
    top: int,
    others: Sequence[str],
) -> None:
    """The heads above the figures, which stand side by side.

    ``columns``: indicator → its column, from left to right. ``others``: the heads of the columns
    before these, which are as high as all levels.
    """
    head = book.format(align="center", **LOOK)
    # A wide head is read from the left: on paper its middle may lie on another page.
    wide = book.format(align="left", indent=1, **LOOK)
    for level, height in enumerate(_HEIGHTS):
        sheet.set_row(top + level, height)
        left = len(others)
        paths = (levels_of(form, form.indicators[code]) for code in columns)
        for path, group in groupby(paths, key=lambda texts: texts[: level + 1]):
            right = left + len(list(group)) - 1
            place = Place(top + level, left, top + level, right)
            write_cell(sheet, place, path[level], None, head if level == LEVELS - 1 else wide)
            left = right + 1
    for column, text in enumerate(others):
        place = Place(top, column, top + LEVELS - 1, column)
        write_cell(sheet, place, text, None, head)
    for code, column in columns.items():
        width = _WIDE_FIGURE if form.decimals[code] else _FIGURE
        sheet.set_column(column, column, width)


def paint_codes(
    book: Book, sheet: Worksheet, row: int, columns: Mapping[str, int], others: Sequence[str]
) -> None:
    """The row right above the units, for programs more than for people: the heads and the codes.

    It is not hidden, and not blank either: a row that looks blank would be deleted.
    """
    small = book.format(font_size=6, font_color=_PALE, border=1, shrink=True)
    sheet.set_row(row, 11)
    for column, text in enumerate([*others, *columns]):
        sheet.write_string(row, column, text, small)


def levels_of(form: Form, one: Indicator) -> tuple[str, ...]:
    """Table, group, item and column of an indicator: the official labels on four levels."""
    table = form.table(one.table)
    if one.row_labels:
        outer, column = one.row_labels, "→".join(one.column_labels)
    else:
        outer, column = one.column_labels, ""
    group = "→".join(outer[:-1]) or table.blocks[one.block].title or ""
    return table.title, group, outer[-1], column
