"""Tables that are drawn → pieces, those of one table over several pages with the same columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from toolkit.documents.pdf_layout import Drawn, Line, Page, grouped
from toolkit.grids.document import Piece

# Borders of one table differ by so much from page to page; no column is so narrow.
_EDGE = 5.0
# No row is so low.
_ROW = 3.0


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
    for one in chain:
        if len(columns) == 1:
            yield from one.lines
        else:
            yield Piece(_rows(one, columns), page=one.page)


def _rows(one: Drawn, columns: Sequence[float]) -> list[list[str | None]]:
    tops = [group[-1] for group in grouped((box.top for box in one.boxes), float, _ROW)]
    rows: list[list[str | None]] = [[None] * len(columns) for _ in tops]
    for box in one.boxes:
        row, column = bisect_left(tops, box.top), bisect_left(columns, box.left)
        # Between the two strokes of a double line there is nothing.
        known = rows[row][column]
        rows[row][column] = f"{known}\n{box.text}" if known and box.text else known or box.text
    return rows
