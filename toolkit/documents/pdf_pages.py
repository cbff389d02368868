"""The pages of a PDF, read under limits: by pdfplumber where lines are drawn, else by PDFium.

PDFium reads the text of a page twenty times faster, and looks cheaply whether anything is drawn on
it. This module and ``pdf_inks`` are the ones that import what ``toolkit[pdf]`` installs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ctypes import c_double
from io import BytesIO
from itertools import chain
from math import hypot
from types import TracebackType
from typing import Any

import pdfplumber
import pypdfium2
from pdfplumber.table import TableFinder
from pdfplumber.utils.text import dedupe_chars
from pypdfium2 import raw

from toolkit.documents.pdf_inks import inks
from toolkit.documents.pdf_layout import Box, Drawn, Line, Page, Place, box_of, lines_of
from toolkit.documents.pdf_marks import Glyph, Ink, as_seen, strikes
from toolkit.documents.pdf_strokes import Borders, Stroke, borders, strokes_of
from toolkit.grids.refusals import Refusal, Unreadable

_MOST_PAGES = 500
# Of one page: characters, objects, and pieces of what is drawn.
_MOST_CHARACTERS, _MOST_OBJECTS, _MOST_SEGMENTS = 10_000, 50_000, 100_000
_DEEPEST_FORM = 5
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
# A size that no text has, for characters that state none.
_SMALLEST = 1.0
# A line of text that rises more than this is not meant to be level.
_SLANT = 0.05
# Text of a browser's own stands so near to the lower edge of the page.
_FOOT = 28.0
# The next line of a cell is no further away, in heights of the text.
_NEXT_LINE = 2.0


class _Finder(TableFinder):
    """Finds tables by our own borders."""

    def __init__(self, page: Any, found: Borders) -> None:
        self.borders = found
        super().__init__(page)

    def get_edges(self) -> list[dict[str, Any]]:
        return [_edge(one) for one in self.borders.lines]


class Pages:
    """A PDF and its pages."""

    def __init__(self, content: bytes) -> None:
        """Raise Unreadable where it is locked, broken, or has too many pages."""
        self._content = content
        try:
            self._file = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) in _LOCKED
            raise Unreadable(Refusal.LOCKED_PDF if locked else Refusal.BROKEN) from error
        self._plumber: Any = None
        pages = len(self._file)
        if not 0 < pages <= _MOST_PAGES:
            self.close()
            raise Unreadable(Refusal.TOO_LARGE if pages else Refusal.BROKEN)

    def __enter__(self) -> Pages:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()
        if self._plumber is not None:
            self._plumber.close()

    def metadata(self) -> Mapping[str, str]:
        """What the document says of itself."""
        stated: Mapping[str, str] = self._file.get_metadata_dict()
        return stated

    def read(self) -> Iterator[Page]:
        """Each page."""
        for number in range(len(self._file)):
            page = self._file[number]
            try:
                lines = None if _is_drawn_on(page) else _lines(page, number + 1)
                parts = self._tables(number, page) if lines is None else lines
                width, height = page.get_size()
            finally:
                page.close()
            yield Page(number + 1, width, height, parts)

    def _tables(self, number: int, painted: Any) -> list[Line | Drawn]:
        if self._plumber is None:
            self._plumber = pdfplumber.open(BytesIO(self._content))
        page = self._plumber.pages[number]
        try:
            return _drawn(page, inks(painted))
        finally:
            page.close()


# --- PDFium ---------------------------------------------------------------------------------------


def _is_drawn_on(page: Any) -> bool:
    """Whether there are lines or areas on a page.

    Raises:
        Unreadable: they are too many.
    """
    segments = 0
    for number, one in enumerate(page.get_objects(max_depth=_DEEPEST_FORM)):
        if one.type == raw.FPDF_PAGEOBJ_PATH:
            segments += raw.FPDFPath_CountSegments(one)
        if segments > _MOST_SEGMENTS or number > _MOST_OBJECTS:
            raise Unreadable(Refusal.TOO_LARGE)
    return segments > 0


def _lines(page: Any, number: int) -> list[Line] | None:
    """The lines of text on a page; None where PDFium does not place them as they are seen."""
    left, bottom, _, top = page.get_mediabox()
    if page.get_rotation() or left or bottom:
        return None
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > _MOST_CHARACTERS:
            raise Unreadable(Refusal.TOO_LARGE)
        whole = text.get_text_range()
        if len(whole) != count:
            return None
        words, at = [], 0
        for line in whole.split("\r\n"):
            if bare := line.strip():
                first = at + line.index(bare)
                words.append(_word(text, bare, first, top)._replace(page=number))
            at += len(line) + len("\r\n")
    finally:
        text.close()
    return lines_of(words)


def _word(page: Any, text: str, first: int, height: float) -> Line:
    """A text of a page, from its first character on."""
    left, *_ = page.get_charbox(first, loose=True)
    _, _, right, _ = page.get_charbox(first + len(text) - 1, loose=True)
    x, y, matrix = c_double(), c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(page, first, x, y)
    raw.FPDFText_GetMatrix(page, first, matrix)
    size = raw.FPDFText_GetFontSize(page, first) * hypot(matrix.b, matrix.d)
    return Line(text, left, right, height - y.value, max(size, _SMALLEST))


# --- pdfplumber -----------------------------------------------------------------------------------


def _drawn(page: Any, painted: Mapping[Glyph, Ink | None]) -> list[Line | Drawn]:
    """The tables on a page and the lines of text around them."""
    if len(page.chars) > _MOST_CHARACTERS:
        raise Unreadable(Refusal.TOO_LARGE)
    areas = [*page.rects, *page.curves]
    strokes = list(chain.from_iterable(map(strokes_of, chain(page.lines, areas))))
    every = _characters(page, painted, [*areas, *page.images])
    struck = strikes(strokes, every)
    out = set(chain.from_iterable(struck.values()))
    every = [one._replace(struck=True) if one in out else one for one in every]
    finder = _Finder(page, borders(one for one in strokes if one not in struck))
    tables = [list(one.cells) for one in finder.tables]
    known = {cell for cells in tables for cell in cells}
    # What stands of a table at the end of a page may be a single cell.
    alone = [[one] for one in finder.cells if one not in known]
    tables += [one for one in alone if not _overlaps(one[0], known)]
    hanging = _hanging(finder, every)
    boxes = {one: _box(one, every, hanging, finder.borders) for one in finder.cells}
    drawn = [_table([boxes[one] for one in cells], every, page.page_number) for cells in tables]
    taken = {one for table in drawn for one in _within(every, table.bounds)}
    taken.update(chain.from_iterable(hanging.values()))
    rest = lines_of(one for one in every if one not in taken)
    return sorted([*rest, *drawn], key=lambda one: one.top)


def _characters(
    page: Any, painted: Mapping[Glyph, Ink | None], areas: Sequence[Mapping[str, Any]]
) -> list[Line]:
    """The characters of a page that can be seen, from above to below."""
    number: int = page.page_number
    # Some programs write bold text by drawing it twice.
    every = (_character(one, number) for one in dedupe_chars(page.chars) if not _is_slanting(one))
    return sorted(as_seen(every, painted, areas), key=_middle)


def _edge(one: Stroke) -> dict[str, Any]:
    """A border as pdfplumber describes it."""
    if one.upright:
        return {
            "orientation": "v",
            **{"x0": one.at, "x1": one.at, "top": one.start, "bottom": one.end},
        }
    return {"orientation": "h", "x0": one.start, "x1": one.end, "top": one.at, "bottom": one.at}


def _is_slanting(one: Mapping[str, Any]) -> bool:
    """Whether it stands neither upright nor on its side: it is in a mark across the page."""
    along, up, *_ = map(abs, one["matrix"])
    return bool(min(along, up) > _SLANT * max(along, up))


def _character(one: Mapping[str, Any], page: int) -> Line:
    # Fonts differ in how far below the baseline they say that their characters reach.
    below = one["matrix"][5] - one["y0"] if one["upright"] else 0
    base, size = one["bottom"] - below, max(one["size"], _SMALLEST)
    return Line(one["text"], one["x0"], one["x1"], base, size, page, not one["upright"])


def _middle(one: Line) -> float:
    return one.middle


def _within(every: Sequence[Line], box: Place) -> list[Line]:
    """The characters within a box; ``every``: all of the page, from above to below."""
    left, top, right, bottom = box
    start, end = (bisect_left(every, place, key=_middle) for place in (top, bottom))
    return [one for one in every[start:end] if left <= (one.left + one.right) / 2 < right]


def _overlaps(one: Place, others: Iterable[Place]) -> bool:
    """Whether it lies over any of them, as the frame of a page does."""
    left, top, right, bottom = one
    return any(a < right and left < c and b < bottom and top < d for a, b, c, d in others)


def _hanging(finder: _Finder, every: Sequence[Line]) -> Mapping[Place, Sequence[Line]]:
    """Cells that end with the page → the characters that are written below them.

    A browser ends the borders of a merged cell with the last whole row, and its text later.
    """
    found = {}
    for cell in finder.cells:
        left, _, right, bottom = cell
        lowest = finder.page.height - _FOOT
        if bottom < lowest / 2 or not finder.borders.is_open(cell, bottom):
            continue
        inside, below = _within(every, cell), _within(every, (left, bottom, right, lowest))
        if not inside or not below:
            continue
        ended = last = lines_of(inside)[-1]
        for line in lines_of(below):
            alike = 0.9 < line.size / last.size < 1.1
            if not (alike and line.base - last.base < _NEXT_LINE * last.size):
                break
            last = line
        if last is not ended:
            found[cell] = [one for one in below if one.base <= last.base]
    return found


def _box(
    cell: Place,
    every: Sequence[Line],
    hanging: Mapping[Place, Sequence[Line]],
    lines: Borders,
) -> Box:
    _, top, _, bottom = cell
    box = box_of(cell, [*_within(every, cell), *hanging.get(cell, ())])
    above, below = lines.is_open(cell, top), lines.is_open(cell, bottom)
    return box._replace(open_above=above, open_below=below)


def _table(boxes: Sequence[Box], every: Sequence[Line], page: int) -> Drawn:
    lefts, tops, rights, bottoms, *_ = zip(*boxes, strict=True)
    bounds = min(lefts), min(tops), max(rights), max(bottoms)
    return Drawn(page, bounds, boxes, lines_of(_within(every, bounds)))
