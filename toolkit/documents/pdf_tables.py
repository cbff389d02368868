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
        shown = {
            (number, column): box.shown
            for number, row in enumerate(rows)
            for column, box in enumerate(row)
            if box and box.shown
        }
        if rows:
            yield Piece([[box and box.text for box in row] for row in rows], shown, one.page)


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
