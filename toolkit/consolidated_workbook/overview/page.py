"""One A4 page as a fine grid: lines of cells from the top down, and how high they are together."""

from __future__ import annotations

from typing import Any

from toolkit.grids.address import Place
from toolkit.painting.book import Book
from toolkit.painting.looks import HEAD_FILL
from toolkit.painting.table import lines_of, write_cell

COLUMNS, HALF = 36, 18
# The width of a column in characters and in pixels; and the pixels of a point.
WIDTH, PIXELS, PER_POINT = 2.7, 24, 4 / 3
# A4 at that width, in points, margins and the page's number left out. A font with wider digits than
# xlsxwriter counts on makes the columns wider, so this is more than the pixels above give.
HEIGHT = 1180.0
# How many digits of 11 points fit into the whole width.
_ROOM = 122.0


class Page:
    """The sheet, and the line that comes next."""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.sheet = book, book.sheet(name)
        self.sheet.set_column(0, COLUMNS - 1, WIDTH)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
        self.row, self.used = 0, 0.0

    def line(self, height: float) -> int:
        """Begin a new line of this height in points; returns its row."""
        self.sheet.set_row(self.row, height)
        self.used += height
        self.row += 1
        return self.row - 1

    def put(
        self,
        row: int,
        column: int,
        width: int,
        value: float | str | None,
        formula: str | None = None,
        **look: object,
    ) -> str:
        """Write a cell that is ``width`` columns wide; returns its address, for other formulas."""
        place = Place(row, column, row, column + width - 1)
        write_cell(self.sheet, place, value, formula, self.book.format(**look))
        return place.address

    def head(self, row: int, column: int, width: int, text: str) -> None:
        look: dict[str, Any] = {"bold": True, "border": 1, "align": "center", "font_size": 10}
        self.put(row, column, width, text, bg_color=HEAD_FILL, shrink=True, **look)

    def caption(
        self, row: int, column: int, width: int, text: str, formula: str | None = None
    ) -> None:
        self.put(row, column, width, text, formula, bold=True, font_size=12)

    def sentence(self, text: str, **look: Any) -> None:
        """A text over the whole width, as high as it needs."""
        row = self.line(lines_of(text, _ROOM) * 15.0 + 5)
        self.put(row, 0, COLUMNS, text, text_wrap=True, border=1, indent=1, **look)

    def live_sentence(self, text: str, formula: str, **look: Any) -> None:
        """A text that may come and go; while there is none, a gap that has room for one line."""
        row = self.line(max(lines_of(text, _ROOM), 1) * 15.0 + 3)
        usual: dict[str, Any] = {"bold": True, "indent": 1}
        usual |= {"text_wrap": True} if text else {"shrink": True}
        place = self.put(row, 0, COLUMNS, text, formula, **usual)
        shown = {"type": "formula", "criteria": f'=${place}<>""'}
        marked = self.book.mark(border=1, **look)
        self.sheet.conditional_format(row, 0, row, COLUMNS - 1, {**shown, "format": marked})

    def close(self) -> None:
        self.sheet.print_area(0, 0, self.row - 1, COLUMNS - 1)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.activate()
