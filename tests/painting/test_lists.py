"""The lists: a figure stands clear of the text beside it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl

from toolkit.painting.book import Book
from toolkit.painting.lists import list_rows


def test_a_figure_does_not_touch_the_line_of_the_next_column() -> None:
    """1 beside “4，并 ①…” would read as 14."""
    book = Book(datetime.datetime(2025, 1, 1))
    sheet = book.sheet("审核结果")
    list_rows(book, sheet, 0, ("填报数", "应为"), (10, 10), [(1, "4，并"), (Decimal("0.5"), 2)])
    cells = openpyxl.load_workbook(BytesIO(book.finish()))["审核结果"]
    looks = {at: cells[at].alignment for at in ("A2", "A3", "B3", "B2")}
    assert {at: (one.horizontal, one.indent) for at, one in looks.items()} == {
        **dict.fromkeys(("A2", "A3", "B3"), ("right", 1)),
        "B2": ("left", 1),
    }
