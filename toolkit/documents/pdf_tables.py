"""Tables that are drawn → pieces, those of one table over several pages with the same columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from toolkit.documents.pdf_layout import Drawn, Line, Page, grouped
from toolkit.documents.pdf_page_ends import Row, join_over_page_ends
from toolkit.grids.document import Piece

# Borders of one table differ by so much from page to page; no column is so narrow.
_EDGE = 5.0
# No row is so low.
_ROW = 5.0
# So many lines across the whole table are running text; the head of a table has fewer.
_RUNNING = 3


def pieces(pages: Sequence[Page]) -> Iterator[Line | Piece]:
    """The lines, and the tables as pieces. A frame around running text is no table."""
    chain: list[Drawn] = []
    for page in pages:
        for number, one in enumerate(page.parts):
            if isinstance(one, Drawn) and number == 0 and chain and _goes_on(chain[-1], one):
                chain.append(one)
                continue
            yield from _together(chain)
            chain = []
            if isinstance(one, Drawn):
                chain.append(one)
            else:
                yield one
    yield from _together(chain)


def _goes_on(before: Drawn, after: Drawn) -> bool:
    """Whether the second, at the head of a page, may be the rest of the one before."""
    sides = abs(before.left - after.left), abs(before.right - after.right)
    return after.page == before.page + 1 and max(sides) <= _EDGE


def _together(chain: Sequence[Drawn]) -> Iterator[Line | Piece]:
    lefts = [box.left for one in chain for box in one.boxes]
    # Where a column begins, taken from all pages: a merged cell hides those that it covers.
    columns = [group[-1] for group in grouped(lefts, float, _EDGE)]
    if len(columns) < 2:
        yield from (line for one in chain for line in one.lines)
        return
    every = [_rows(one, columns) for one in chain]
    join_over_page_ends(every)
    for one, rows in zip(chain, every, strict=True):
        yield from _without_frame(one, rows)


def _without_frame(one: Drawn, rows: Sequence[Row]) -> Iterator[Line | Piece]:
    """The rows, and the running text among them: a frame around all of it may touch the table."""
    block: list[Row] = []
    for row in rows:
        if text := _running_text(one, row):
            yield from _piece(block, one.page)
            yield from text
            block = []
        else:
            block.append(row)
    yield from _piece(block, one.page)


def _running_text(one: Drawn, row: Row) -> list[Line]:
    """The lines of a row that is a single cell with several."""
    boxes = [box for box in row if box]
    width = one.right - one.left - _EDGE
    if len(boxes) != 1 or boxes[0].right - boxes[0].left < width:
        return []
    lines = [line for line in one.lines if boxes[0].top < line.middle < boxes[0].bottom]
    return lines if len(lines) >= _RUNNING else []


def _piece(rows: Sequence[Row], page: int) -> Iterator[Piece]:
    shown = {
        (number, column): box.shown
        for number, row in enumerate(rows)
        for column, box in enumerate(row)
        if box and box.shown
    }
    if rows:
        yield Piece([[box and box.text for box in row] for row in rows], shown, page)


def _rows(one: Drawn, columns: Sequence[float]) -> list[Row]:
    tops = [group[-1] for group in grouped((box.top for box in one.boxes), float, _ROW)]
    rows: list[Row] = [[None] * len(columns) for _ in tops]
    for box in one.boxes:
        row, column = bisect_left(tops, box.top), bisect_left(columns, box.left)
        # Between the two strokes of a double line there is nothing.
        known = rows[row][column]
        if known and known.text:
            box = known._replace(text=f"{known.text}\n{box.text}".strip())  # noqa: PLW2901
        rows[row][column] = box
    return rows
