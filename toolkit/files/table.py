"""The painter of official tables, whatever they are for: one table, one sheet, one layout."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.files.book import HEI, SONG, Book
from toolkit.form import Form
from toolkit.layout import CAPTION_ROW, TITLE_ROW, Label, Place, TableLayout
from toolkit.table import Kind
from toolkit.words.sheets import COMMENT_AUTHOR, NOT_OFFICIAL, measure_line, unit_line

INPUT_FILL, TOTAL_FILL, HEAD_FILL = "#FFF9DB", "#EDEDED", "#F5F7FA"
_LINE_HEIGHT, _LEAST_HEIGHT = 16.0, 19.5
_DEFAULT_WIDTH = 12.0
# Half-width characters of a comment's font in a line of it.
_COMMENT_ROOM = 37.0
_ROLES: Mapping[str, dict[str, Any]] = {
    "title": {"font_name": HEI, "font_size": 16, "align": "center"},
    "band": {"bold": True, "align": "center", "bg_color": HEAD_FILL, "border": 1},
    "corner": {"align": "center", "bg_color": HEAD_FILL, "border": 1, "text_wrap": True},
    "column": {"align": "center", "bg_color": HEAD_FILL, "border": 1, "text_wrap": True},
    "row": {"align": "left", "indent": 1, "bg_color": HEAD_FILL, "border": 1, "text_wrap": True},
}


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into the cell of an indicator: a formula with its true result, a value, or none.

    ``look`` overrides parts of the cell's format; ``comment`` is a note on it. ``link``: where a
    click leads, as xlsxwriter writes it, and ``tip`` says so; the cell looks as it does without.
    """

    value: float | str | None = None
    formula: str | None = None
    look: Mapping[str, object] = field(default_factory=dict)
    comment: str = ""
    link: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a cell stand out: the colour of its ground, and a comment."""

    colour: str
    comment: str


def number_format(kind: Kind) -> str:
    """Two decimals at least for an amount, all that it has at most."""
    if not kind.decimals:
        return "0"
    shown = min(kind.decimals, 2)
    return "0." + "0" * shown + "#" * (kind.decimals - shown)


def paint_table(
    book: Book,
    form: Form,
    layout: TableLayout,
    caption: str,
    content: Callable[[str], Content],
    notes: Sequence[str] = (),
) -> Worksheet:
    """Paint one table on a new sheet of the book; ``content`` fills its figures.

    ``caption`` says whose figures of which year: a text, or a formula that begins with ``=``.
    ``notes`` stand below the table, after the form's own.
    """
    table = layout.table
    sheet = book.sheet(table.sheet, landscape=table.landscape)
    widths = _widths(layout)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, height in _heights(layout, widths).items():
        sheet.set_row(row, height)
    _caption(book, form, sheet, layout, caption)
    for label in layout.labels:
        write_cell(
            sheet, label.place, label.text, None, book.format(**_look(label, layout.head_columns))
        )
    for code, place in layout.cells.items():
        one = content(code)
        kind, total = form.indicators[code].kind, bool(form.indicators[code].parts)
        look: dict[str, Any] = {
            "border": 1,
            "align": "center",
            "shrink": True,
            "num_format": number_format(kind),
            **({"bg_color": TOTAL_FILL} if total else {}),
            **one.look,
        }
        if one.link:
            # First: it writes a text, too, which the figure then replaces.
            sheet.write_url(place.row, place.column, one.link, book.format(**look), "", one.tip)
        write_cell(sheet, place, one.value, one.formula, book.format(**look))
        comment_on(sheet, place, one.comment)
    _notes(book, sheet, layout, [*table.notes, *notes])
    _page(sheet, layout, len(table.notes) + len(notes))
    return sheet


def _look(label: Label, head_columns: int) -> dict[str, Any]:
    look = dict(_ROLES[label.role])
    # A head beside several lines, or one that stands alone, reads better in the middle.
    if label.role == "row" and (label.place.last_row > label.place.row or head_columns == 1):
        look |= {"align": "center", "indent": 0}
    return look


def _caption(book: Book, form: Form, sheet: Worksheet, layout: TableLayout, left: str) -> None:
    table = layout.table
    kinds = (form.indicators[code].kind.unit for code in layout.cells)
    right = measure_line(list(dict.fromkeys(kinds)))
    if not table.official:
        right = f"{NOT_OFFICIAL}　{right}"
    # The unit of measure takes the columns that it needs, the unit's name all others.
    widths, first = _widths(layout), layout.width - 1
    while first > 1 and lines_of(right, sum(widths[first:])) > 1:
        first -= 1
    left_place = Place(CAPTION_ROW, 0, CAPTION_ROW, first - 1)
    right_place = Place(CAPTION_ROW, first, CAPTION_ROW, layout.width - 1)
    formula = left if left.startswith("=") else None
    text = unit_line("", "") if formula else left
    write_cell(sheet, left_place, text, formula, book.format(align="left", shrink=True))
    write_cell(sheet, right_place, right, None, book.format(align="right", shrink=True))


def _notes(book: Book, sheet: Worksheet, layout: TableLayout, notes: Sequence[str]) -> None:
    for number, note in enumerate(notes):
        row = layout.last_row + 1 + number
        place = Place(row, 0, row, layout.width - 1)
        write_cell(sheet, place, note, None, book.format(text_wrap=True, font_size=10))
        sheet.set_row(row, lines_of(note, sum(_widths(layout))) * _LINE_HEIGHT + 6)


def _page(sheet: Worksheet, layout: TableLayout, notes: int) -> None:
    last = layout.last_row + notes
    sheet.print_area(0, 0, last, layout.width - 1)
    sheet.fit_to_pages(1, 1)
    one_block = len(layout.table.blocks) == 1
    sheet.freeze_panes(layout.head_rows, layout.head_columns if one_block else 0)


def write_cell(
    sheet: Worksheet, place: Place, value: float | str | None, formula: str | None, look: Format
) -> None:
    if place.merged:
        sheet.merge_range(place.row, place.column, place.last_row, place.last_column, "", look)
    at = (place.row, place.column)
    if formula is not None:
        sheet.write_formula(*at, formula, look, "" if value is None else value)
    elif value is None:
        sheet.write_blank(*at, None, look)
    elif isinstance(value, str):
        sheet.write_string(*at, value, look)
    else:
        sheet.write_number(*at, value, look)


def comment_on(sheet: Worksheet, place: Place, text: str) -> None:
    """A comment at a cell, as large as its text needs; none where there is no text."""
    if not text:
        return
    lines = sum(lines_of(line, _COMMENT_ROOM) for line in text.split("\n"))
    look = {"font_name": SONG, "font_size": 9, "width": 250, "height": 17 * lines + 10}
    sheet.write_comment(place.row, place.column, text, {"author": COMMENT_AUTHOR, **look})


def _widths(layout: TableLayout) -> list[float]:
    given = list(layout.table.widths[: layout.width])
    return given + [_DEFAULT_WIDTH] * (layout.width - len(given))


def _heights(layout: TableLayout, widths: list[float]) -> dict[int, float]:
    """Row heights: a merged cell does not make its rows grow, so they are computed."""
    least = layout.table.row_height or _LEAST_HEIGHT
    heights = dict.fromkeys(range(CAPTION_ROW, layout.last_row + 1), least)
    heights[TITLE_ROW] = 30.0
    for label in layout.labels:
        place = label.place
        if label.role == "title":
            continue
        room = sum(widths[place.column : place.last_column + 1])
        rows = place.last_row - place.row + 1
        needed = (lines_of(label.text, room) * _LINE_HEIGHT + 4.5) / rows
        for row in range(place.row, place.last_row + 1):
            heights[row] = max(heights[row], needed)
    return heights


def lines_of(text: str, room: float) -> int:
    """Lines that a text takes in a cell ``room`` digits wide; a Chinese character is two."""
    wide = sum(1.95 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in text)
    return max(math.ceil(wide / max(room - 1, 2)), 1)
