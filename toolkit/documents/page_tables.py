"""A table of a page: its rows as a browser shows them, and whether it only arranges the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from toolkit.documents.lines import LINE_END, Run, seen
from toolkit.grids.document import Piece
from toolkit.grids.grid import At
from toolkit.grids.refusals import Refusal, Unreadable
from toolkit.grids.shown import Shown

# What a page may have of them; no report comes near. The spans are those that browsers admit.
MOST_CELLS, MOST_PLACES, MOST_PIECES, MOST_AROUND = 200_000, 500_000, 2_000, 50
_WIDEST, _HIGHEST = 1_000, 65_534
_SPAN = re.compile(r"\s*\+?0*([0-9]{1,6})")
FIGURE = re.compile(r"-?[0-9][0-9,，.]*")
# With so many figures a table is no mere arrangement, nor a list of who has published it and when.
_FIGURES = 4
# No label of an official table is as long: what is longer is running text.
_LONGEST = 500

# What stands in a cell, a caption or the page itself, in its order.
Content = list[Run | Piece]


@dataclass(slots=True)
class Limits:
    """What a page has had so far."""

    cells: int = 0
    places: int = 0
    pieces: int = 0

    def count(self, cells: int = 0, places: int = 0, pieces: int = 0) -> None:
        """Count some more.

        Raises:
            Unreadable: if that is too much.
        """
        self.cells += cells
        self.places += places
        self.pieces += pieces
        if self.cells > MOST_CELLS or self.places > MOST_PLACES or self.pieces > MOST_PIECES:
            raise Unreadable(Refusal.TOO_LARGE)


@dataclass(slots=True)
class _Cell:
    columns: int
    # 0: as far down as its section goes.
    rows: int
    content: Content = field(default_factory=list)


_Placed = list[tuple[int, _Cell]]


@dataclass(slots=True)
class Table:
    """A table while its page is walked through."""

    limits: Limits
    # Whether it is made of other elements, as the arrangement of a page often is.
    of_blocks: bool = False
    # Its sections: the name of each, and its rows.
    _sections: list[tuple[str, list[list[_Cell]]]] = field(default_factory=list)
    captions: list[Content] = field(default_factory=list)

    def caption(self) -> Content:
        """A new caption; what it says is to be put into this."""
        self.captions.append([])
        return self.captions[-1]

    def section(self, name: str) -> None:
        self._sections.append((name, []))

    def row(self) -> None:
        if not self._sections:
            self.section("tbody")
        self._sections[-1][1].append([])

    def cell(self, colspan: str | None, rowspan: str | None) -> Content:
        """A new cell in the last row; what it says is to be put into this."""
        self.limits.count(cells=1)
        if not self._sections or not self._sections[-1][1]:
            self.row()
        columns = min(_span(colspan) or 1, _WIDEST)
        one = _Cell(columns, min(_span(rowspan), _HIGHEST))
        self._sections[-1][1][-1].append(one)
        return one.content

    def contents(self) -> Content:
        """All that it shows, for what is around it: as a table, or as running text."""
        captions: Content = [run for one in self.captions for run in (LINE_END, *one, LINE_END)]
        return [LINE_END, *captions, *self._body(), LINE_END]

    def _body(self) -> Content:
        rows = [row for section in self._displayed() for row in _placed(section, self.limits)]
        cells = [cell for row in rows for _, cell in row]
        width = max((at for row in rows for at, _ in row), default=-1) + 1
        if width <= 1:
            return _dissolved(cells)
        texts = {id(one): seen(list(_runs(one.content))) for one in cells}
        nested: Content = [part for one in cells for part in one.content if not is_run(part)]
        plain = [text for text, _ in texts.values()]
        if only_arranges(plain, nested=bool(nested)) or (self.of_blocks and not _is_data(plain)):
            return _dissolved(cells)
        return [*self._piece(rows, width, texts), *nested]

    def _piece(
        self, rows: Sequence[_Placed], width: int, texts: dict[int, tuple[str, Shown | None]]
    ) -> Iterator[Piece]:
        if not any(text for text, _ in texts.values()):
            return
        filled: list[list[str | None]] = []
        shown: dict[At, Shown] = {}
        for row in rows:
            if not row:
                # Nothing begins in it: it has no height.
                continue
            self.limits.count(places=width)
            filled.append([None] * width)
            for at, cell in row:
                filled[-1][at], look = texts[id(cell)]
                if look:
                    shown[len(filled) - 1, at] = look
        self.limits.count(pieces=1)
        yield Piece(filled, shown)

    def _displayed(self) -> Iterator[list[list[_Cell]]]:
        """The rows of each section in the order of display: one head is first, one foot last."""
        names = [name for name, _ in self._sections]
        ranks = [1] * len(names)
        for name, rank in (("thead", 0), ("tfoot", 2)):
            if name in names:
                ranks[names.index(name)] = rank
        for at in sorted(range(len(names)), key=ranks.__getitem__):
            yield self._sections[at][1]


def only_arranges(texts: Sequence[str], *, nested: bool) -> bool:
    """Whether cells of these texts only arrange what stands in them; ``nested``: tables, too."""
    return not _is_data(texts) and (nested or any(len(one) > _LONGEST for one in texts))


def figures_in(piece: Piece) -> bool:
    """Whether a table has so many figures that it must be one of data."""
    return _is_data(text for row in piece.rows for text in row if text)


def _is_data(texts: Iterable[str]) -> bool:
    return sum(FIGURE.fullmatch(text) is not None for text in texts) >= _FIGURES


def is_run(part: Run | Piece) -> TypeGuard[Run]:
    return isinstance(part, tuple)


def _runs(content: Content) -> Iterator[Run]:
    """The text of a cell alone; a table within it ends a line."""
    for part in content:
        yield part if is_run(part) else LINE_END


def _span(value: str | None) -> int:
    """As browsers read a number: what stands behind its digits does not count."""
    found = _SPAN.match(value or "1")
    return int(found[1]) if found else 1


def _dissolved(cells: Iterable[_Cell]) -> Content:
    return [part for one in cells for part in (LINE_END, *one.content, LINE_END)]


def _placed(rows: Sequence[Sequence[_Cell]], limits: Limits) -> Iterator[_Placed]:
    """The cells of a section with their columns; none reaches beyond the last row."""
    # The first row in which each column is free again.
    free: list[int] = []
    for number, row in enumerate(rows):
        placed: _Placed = []
        column = 0
        for cell in row:
            while column < len(free) and free[column] > number:
                column += 1
            limits.count(places=cell.columns)
            end = column + cell.columns
            free += [0] * (end - len(free))
            below = number + cell.rows if cell.rows else len(rows)
            for one in range(column, end):
                free[one] = max(free[one], below)
            placed.append((column, cell))
            column = end
        yield placed
