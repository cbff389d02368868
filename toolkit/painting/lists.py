"""Lists and tables of texts on a sheet: heads, rows, and rows high enough for what they say."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.findings.seen import Shown
from toolkit.grids.cell_text import hand_text
from toolkit.grids.grid import At
from toolkit.painting.book import Book
from toolkit.painting.looks import HEAD_FILL, HEI
from toolkit.painting.table import lines_of

SEVERITY_LOOK = {
    "error": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "warning": {"bg_color": "#FFEB9C", "font_color": "#7F6000"},
    "info": {"bg_color": "#DDEBF7", "font_color": "#1F4E78"},
}

FAINT = "#7F7F7F"

# The height of a line of text, and of the highest row that a sheet can have; in points.
LINE_HEIGHT, _HIGHEST = 15.0, 409.0


def head_of_sheet(book: Book, sheet: Worksheet, title: str, widths: Iterable[float]) -> None:
    """Write the title into the first row, and set the widths of the columns, in characters."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, book.format(font_name=HEI, font_size=14))
    sheet.set_row(0, 26)


class _Looks:
    """How the cells of a row look."""

    def __init__(self, book: Book, **more: Any) -> None:
        base = {"border": 1, "valign": "top", "font_size": 10, **more}
        # A figure that touched the line would read as one with the text of the next column.
        figure = {"align": "right", "indent": 1, "shrink": True, **base}
        # Without "left" there is no indent in a cell that begins at the top.
        self.text = book.format(text_wrap=True, align="left", indent=1, **base)
        self.number = book.format(num_format="0.#########", **figure)
        self.whole = book.format(num_format="0", **figure)


def list_rows(
    book: Book,
    sheet: Worksheet,
    top: int,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[Shown]],
    *,
    last: int = 0,
    faint: Container[int] = (),
) -> None:
    """A table from the row ``top`` on, each row as high as its texts need.

    ``last``: the last of the columns that the table's last column is merged with, if with any.
    ``faint``: the rows, from 0, that belong to the one above them and are less important.
    """
    head = book.format(bold=True, border=1, align="center", text_wrap=True, bg_color=HEAD_FILL)
    usual, grey = _Looks(book), _Looks(book, font_color=FAINT, italic=True)
    text = usual.text
    sheet.set_row(top, 22)
    for row in range(top, top + len(rows) + 1) if last >= len(heads) else ():
        sheet.merge_range(row, len(heads) - 1, row, last, "", text if row > top else head)
    for column, words_of_head in enumerate(heads):
        sheet.write_string(top, column, words_of_head, head)
    for offset, values in enumerate(rows, 1):
        lines, looks = 1, grey if offset - 1 in faint else usual
        for column, value in enumerate(values):
            if isinstance(value, int | Decimal):
                form = looks.whole if value == int(value) else looks.number
                sheet.write_number(top + offset, column, float(value), form)
                continue
            sheet.write_string(top + offset, column, value or "", looks.text)
            # The text is a size smaller than what a column's width is counted in.
            lines = max(lines, lines_of(value or "", (widths[column] - 1) * 1.1))
        sheet.set_row(top + offset, min(lines * LINE_HEIGHT + 3, _HIGHEST))


def write_typed(sheet: Worksheet, at: At, value: object, look: Format | None = None) -> None:
    """Write what a person had typed into a cell, as it was read: a number stays one."""
    if isinstance(value, bool):
        sheet.write_boolean(*at, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, look)
    elif value not in ("", None):
        sheet.write_string(*at, hand_text(value), look)
