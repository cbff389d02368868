"""The roster to type into: heads as they are read, and formats that keep what is typed as it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from toolkit.grids.identity import NEVER_SAVED, ROSTER_KIND, Identity
from toolkit.painting.book import Book, protect, strictly
from toolkit.painting.lists import LINE_HEIGHT, head_of_sheet, list_rows
from toolkit.painting.looks import HEAD_FILL
from toolkit.painting.table import lines_of
from toolkit.painting.words import STOP_TITLE
from toolkit.roster.roster import Category
from toolkit.roster.spelling import REQUIRED, Head
from toolkit.starting import words

# Rows with a list to choose from, and with what is said beside a cell.
ROWS = 500
_WIDTHS = {
    Head.CODE: 18.0,
    Head.NAME: 34.0,
    Head.CATEGORY: 16.0,
    Head.PARENT: 18.0,
    Head.CONTACT: 12.0,
    Head.PHONE: 18.0,
    Head.DEADLINE: 14.0,
    Head.PREDECESSORS: 24.0,
}
_FIRST_DAY = datetime.date(2000, 1, 1)
# Codes and numbers of telephones begin with zeros and are longer than the digits that are kept.
_TEXT, _DAY = "@", "yyyy-mm-dd"


@strictly()
def roster_workbook() -> bytes:
    """The bytes of a roster without units, sealed; always the same."""
    book = Book(NEVER_SAVED)
    _roster(book)
    _guide(book)
    book.identify(Identity(ROSTER_KIND), words.ROSTER_TITLE)
    return book.finish(sealed=True)


def _roster(book: Book) -> None:
    sheet = book.sheet(words.ROSTER, landscape=True)
    sheet.hide_gridlines(0)
    for column, head in enumerate(Head):
        # The format of a whole column takes no more room than that of a cell.
        look = book.format(num_format=_DAY if head is Head.DEADLINE else _TEXT)
        sheet.set_column(column, column, _WIDTHS[head], look)
        bold = {"bold": True} if head in REQUIRED else {"font_color": "#595959"}
        look = book.format(align="center", border=1, bg_color=HEAD_FILL, **bold)
        sheet.write_string(0, column, head.value, look)
        sheet.data_validation(1, column, ROWS, column, _limits(head))
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)


def _limits(head: Head) -> Mapping[str, object]:
    rule: dict[str, object] = {"validate": "any"}
    if head is Head.CATEGORY:
        rule = {"validate": "list", "source": [str(one) for one in Category]}
    elif head is Head.DEADLINE:
        rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
    if head in words.STOPS:
        rule |= {"error_title": STOP_TITLE, "error_message": words.STOPS[head]}
    must = words.MUST if head in REQUIRED else words.MAY
    title = f"{head.value}（{must}）"
    return {**rule, "input_title": title, "input_message": words.HOW[head]}


def _guide(book: Book) -> None:
    """How to fill it in, with an example: a column for each unit, so that nobody reads a roster."""
    sheet: Worksheet = book.sheet(words.GUIDE, landscape=True)
    widths = [12.0, 9.0, 44.0, *([20.0] * len(words.EXAMPLES))]
    head_of_sheet(book, sheet, words.ROSTER_TITLE, widths)
    text = book.format(text_wrap=True, valign="top")
    for row, line in enumerate(words.GUIDE_LINES, 1):
        sheet.merge_range(row, 0, row, len(widths) - 1, line, text)
        sheet.set_row(row, lines_of(line, sum(widths)) * LINE_HEIGHT + 4)
    rows = [
        (
            head.value,
            words.MUST if head in REQUIRED else words.MAY,
            words.HOW[head],
            *(one.get(head, "") for one in words.EXAMPLE),
        )
        for head in Head
    ]
    top = 1 + len(words.GUIDE_LINES)
    list_rows(book, sheet, top, [*words.GUIDE_HEADS, *words.EXAMPLES], widths, rows)
    protect(sheet)
