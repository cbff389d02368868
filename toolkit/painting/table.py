"""The painter of official tables, whatever they are for: one table, one sheet, one layout."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from toolkit.form.form import Form, Indicator
from toolkit.form.layout import CAPTION_ROW, TITLE_ROW, Label, TableLayout
from toolkit.form.table import FigureKind
from toolkit.grids.address import Place
from toolkit.painting.book import Book
from toolkit.painting.looks import HEAD_FILL, HEI, SONG, TOTAL_FILL
from toolkit.painting.words import COMMENT_AUTHOR, NOT_OFFICIAL, measure_line

TITLE_HEIGHT = 30.0
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
    """What goes into the cell of an indicator: a formula with its true result, a value, or none."""

    # What is shown; for a formula, its true result. None leaves the cell blank.
    value: float | str | None = None
    # With its leading "=".
    formula: str | None = None
    # Properties of the cell's format that replace its usual ones.
    look: Mapping[str, object] = field(default_factory=dict)
    comment: str = ""
    # Where a click leads, as xlsxwriter writes it; the cell looks as it does without.
    link: str = ""
    # What is said of the link while the mouse is on it.
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a cell stand out."""

    # The colour of its background, as "#RRGGBB".
    colour: str
    comment: str


def number_format(kind: FigureKind) -> str:
    """The number format of a figure: of an amount at least two decimals, at most all it has."""
    return _with_decimals("0", kind.decimals)


def grouped(decimals: int) -> str:
    """The same with thousands separated."""
    return _with_decimals("#,##0", decimals)


def _with_decimals(whole: str, decimals: int) -> str:
    if not decimals:
        return whole
    shown = min(decimals, 2)
    return f"{whole}.{'0' * shown}{'#' * (decimals - shown)}"


def paint_table(
    book: Book,
    form: Form,
    layout: TableLayout,
    caption: str,
    content: Callable[[str], Content],
    notes: Sequence[str] = (),
    *,
    formula: str | None = None,
) -> Worksheet:
    """Paint one table on a new sheet of the book; ``content`` fills its figures.

    ``caption`` says whose figures of which year; with ``formula`` it is what that shows at first.
    ``notes`` stand below the table, after the form's own.
    """
    table = layout.table
    sheet = book.sheet(table.sheet, landscape=table.landscape)
    widths = column_widths(layout)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, height in row_heights(layout.labels, widths, layout).items():
        sheet.set_row(row, height)
    _caption(book, form, sheet, layout, caption, formula)
    paint_labels(book, sheet, layout.labels, layout.head_columns)
    for code, place in layout.cells.items():
        _figure(book, sheet, place, form.indicators[code], content(code))
    _notes(book, sheet, layout, [*table.notes, *notes])
    _page(sheet, layout, len(table.notes) + len(notes))
    return sheet


def _figure(book: Book, sheet: Worksheet, place: Place, one: Indicator, content: Content) -> None:
    look: dict[str, Any] = {
        "border": 1,
        "align": "center",
        "shrink": True,
        "num_format": number_format(one.kind),
        **({"bg_color": TOTAL_FILL} if one.parts else {}),
        **content.look,
    }
    if content.link:
        # The link comes first: it writes a text, too, which the figure then replaces.
        at = place.row, place.column
        sheet.write_url(*at, content.link, book.format(**look), "", content.tip)
    write_cell(sheet, place, content.value, content.formula, book.format(**look))
    comment_on(sheet, place, content.comment)


def paint_labels(
    book: Book, sheet: Worksheet, labels: Iterable[Label], head_columns: int, lines: int = 1
) -> None:
    """Titles, bands and heads; ``lines``: how many rows of the sheet a row of figures takes."""
    for label in labels:
        look, place = dict(_ROLES[label.role]), label.place
        # A head beside several lines, or one that stands alone, reads better in the middle.
        several = place.last_row - place.row >= lines
        if label.role == "row" and (several or head_columns == 1):
            look |= {"align": "center", "indent": 0}
        write_cell(sheet, place, label.text or None, None, book.format(**look))


def _caption(
    book: Book,
    form: Form,
    sheet: Worksheet,
    layout: TableLayout,
    left: str,
    formula: str | None,
) -> None:
    right = measures(form, layout)
    # The unit of measure takes the columns that it needs, and the unit's name all others.
    widths, first = column_widths(layout), layout.width - 1
    while first > 1 and lines_of(right, sum(widths[first:])) > 1:
        first -= 1
    left_place = Place(CAPTION_ROW, 0, CAPTION_ROW, first - 1)
    right_place = Place(CAPTION_ROW, first, CAPTION_ROW, layout.width - 1)
    write_cell(sheet, left_place, left, formula, book.format(align="left", shrink=True))
    write_cell(sheet, right_place, right, None, book.format(align="right", shrink=True))


def measures(form: Form, layout: TableLayout) -> str:
    """The units of measure of a table, as they stand above its right end."""
    kinds = (form.indicators[code].kind.unit for code in layout.cells)
    line = measure_line(list(dict.fromkeys(kinds)))
    return line if layout.table.official else f"{NOT_OFFICIAL}　{line}"


def _notes(book: Book, sheet: Worksheet, layout: TableLayout, notes: Sequence[str]) -> None:
    for number, note in enumerate(notes):
        row = layout.last_row + 1 + number
        place = Place(row, 0, row, layout.width - 1)
        write_cell(sheet, place, note, None, book.format(text_wrap=True, font_size=10))
        sheet.set_row(row, lines_of(note, sum(column_widths(layout))) * _LINE_HEIGHT + 6)


def _page(sheet: Worksheet, layout: TableLayout, notes: int) -> None:
    last = layout.last_row + notes
    sheet.print_area(0, 0, last, layout.width - 1)
    sheet.fit_to_pages(1, 1)
    one_block = len(layout.table.blocks) == 1
    sheet.freeze_panes(layout.head_rows, layout.head_columns if one_block else 0)


def write_cell(
    sheet: Worksheet, place: Place, value: float | str | None, formula: str | None, look: Format
) -> None:
    """Write a cell, merged or not: a value, or a formula with ``value`` as its stored result."""
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
    height = 17 * comment_lines(text) + 10
    look = {"font_name": SONG, "font_size": 9, "width": 250, "height": height}
    sheet.write_comment(place.row, place.column, text, {"author": COMMENT_AUTHOR, **look})


@lru_cache(maxsize=4096)
def comment_lines(text: str) -> int:
    """Lines that a text takes in a comment."""
    return sum(lines_of(line, _COMMENT_ROOM) for line in text.split("\n"))


def column_widths(layout: TableLayout) -> list[float]:
    """The widths of all columns of a table, in characters."""
    given = list(layout.table.widths[: layout.width])
    return given + [_DEFAULT_WIDTH] * (layout.width - len(given))


def row_heights(
    labels: Iterable[Label], widths: Sequence[float], layout: TableLayout
) -> dict[int, float]:
    """Row heights in points: a merged cell does not make its rows grow, so they are computed."""
    least = layout.table.row_height or _LEAST_HEIGHT
    heights = dict.fromkeys(range(CAPTION_ROW, layout.last_row + 1), least)
    heights[TITLE_ROW] = TITLE_HEIGHT
    return grown(heights, labels, widths)


def grown(
    heights: dict[int, float], labels: Iterable[Label], widths: Sequence[float]
) -> dict[int, float]:
    """The same rows, each at least as high as the heads in it need."""
    for label in labels:
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
    if 2 * len(text) <= room - 1:
        return 1
    return max(math.ceil(sum(map(_wide, text)) / max(room - 1, 2)), 1)


@cache
def _wide(character: str) -> float:
    return 1.95 if unicodedata.east_asian_width(character) in "WFA" else 1
