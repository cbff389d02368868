"""Layout: form → sheet and cell of every indicator and label.

The only map, shared by writer and reader. Heads are laid out as in the official tables: a head
covers its children, a leaf covers the levels that are left up to the figures, and every block is
stretched to the width of its table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from toolkit.form.form import Form
from toolkit.form.table import Block, Head, Table, depth, leaves
from toolkit.grids.address import Place
from toolkit.text import fold

Role = Literal["title", "band", "corner", "row", "column"]

# Above the table: its title, and a line that names the reporting unit and the unit of measure.
TITLE_ROW, CAPTION_ROW, FIRST_ROW = 0, 1, 2


# First and last row, first and last column.
Box = tuple[int, int, int, int]


def box_of(cells: Collection[tuple[int, int]]) -> Box:
    """How far some cells reach; a box without cells where there are none."""
    if not cells:
        return 0, -1, 0, -1
    rows, columns = zip(*cells, strict=True)
    return min(rows), max(rows), min(columns), max(columns)


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the form at its place on a sheet."""

    text: str
    place: Place
    role: Role


@dataclass(frozen=True)
class TableLayout:
    """Where everything of one table stands on its sheet."""

    table: Table
    labels: tuple[Label, ...]
    # Indicator → its cell.
    cells: dict[str, Place]
    width: int
    head_rows: int
    head_columns: int
    last_row: int
    # The labels that a reader goes by, each with its folded text; the title is not among them.
    heads: tuple[tuple[Label, str], ...]
    # The folded texts that no other table of the form has.
    own: frozenset[str] = frozenset()
    # The indicators that are sums of others.
    totals: frozenset[str] = frozenset()

    @cached_property
    def spots(self) -> dict[str, tuple[int, int]]:
        """The cell of every indicator."""
        return {code: (place.row, place.column) for code, place in self.cells.items()}

    @cached_property
    def headless(self) -> list[int]:
        """The rows of figures without a head: only their content shows where they are."""
        return sorted({row for row, _ in self.spots.values()} - {row for row, _ in self.spelt})

    @cached_property
    def entries(self) -> frozenset[tuple[int, int]]:
        """The cells to fill in."""
        return frozenset(at for code, at in self.spots.items() if code not in self.totals)

    @cached_property
    def entries_box(self) -> Box:
        """How far they reach."""
        return box_of(self.entries)

    @cached_property
    def spelt(self) -> dict[tuple[int, int], str]:
        """The folded text of every head, by its cell."""
        return {(one.place.row, one.place.column): text for one, text in self.heads}

    @cached_property
    def printed(self) -> dict[tuple[int, int], str]:
        """The text of every head as it is printed, by its cell."""
        return {(one.place.row, one.place.column): one.text for one, _ in self.heads}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The folded texts of all heads."""
        return frozenset(text for _, text in self.heads)

    @cached_property
    def known(self) -> frozenset[tuple[int, int]]:
        """All cells that have a meaning."""
        return frozenset((*self.spots.values(), *self.spelt))


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """All tables of a form.

    Equal only to itself, so that what is computed from it once can be cached.
    """

    form: Form
    tables: tuple[TableLayout, ...]
    # Indicator → the name of its sheet.
    sheet_of: dict[str, str]
    # Indicator → its place.
    places: dict[str, Place]
    # Indicator → (row, column) of its place, from 0.
    spots: dict[str, tuple[int, int]]

    @property
    def sheets(self) -> set[str]:
        """The names of the sheets of all tables."""
        return {one.table.sheet for one in self.tables}

    def where(self, code: str) -> tuple[str, str]:
        """Sheet and Excel address of an indicator."""
        return self.sheet_of[code], self.places[code].address


def lay_out(form: Form) -> Layout:
    """The layout of a form."""
    drawn = [_table(form, table) for table in form.tables]
    texts = [{text for _, text in one.heads} for one in drawn]
    tables = tuple(
        replace(
            one,
            own=frozenset(texts[i].difference(*texts[:i], *texts[i + 1 :])),
            totals=frozenset(code for code in one.cells if form.indicators[code].parts),
        )
        for i, one in enumerate(drawn)
    )
    places = {code: place for one in tables for code, place in one.cells.items()}
    return Layout(
        form=form,
        tables=tables,
        sheet_of={code: one.table.sheet for one in tables for code in one.cells},
        places=places,
        spots={code: (place.row, place.column) for code, place in places.items()},
    )


def _table(form: Form, table: Table) -> TableLayout:
    head_columns = max(depth(block.rows) for block in table.blocks)
    width = max(
        (head_columns if block.rows else 0) + max(len(list(leaves(block.columns))), 1)
        for block in table.blocks
    )
    labels = [Label(table.title, Place(TITLE_ROW, 0, TITLE_ROW, width - 1), "title")]
    cells: dict[str, Place] = {}
    row, freeze = FIRST_ROW, 0
    for number, block in enumerate(table.blocks):
        stack = _Stack(block, row, width, head_columns if block.rows else 0)
        labels.extend(stack.labels())
        for one in form.indicators.values():
            if one.table == table.code and one.block == number:
                cells[one.code] = stack.figure(one.row, one.column)
        # Freezing the heads only makes sense in a table of one block.
        freeze = stack.body if len(table.blocks) == 1 else FIRST_ROW
        row = stack.end
    heads = tuple((label, fold(label.text)) for label in labels if label.role != "title")
    return TableLayout(table, tuple(labels), cells, width, freeze, head_columns, row - 1, heads)


class _Stack:
    """One block on its sheet: band, column heads, then a line for each leaf of the row heads."""

    def __init__(self, block: Block, top: int, width: int, head_columns: int) -> None:
        self.block, self.top, self.width, self.head_columns = block, top, width, head_columns
        self.heads = top + (block.title is not None)
        self.body = self.heads + depth(block.columns)
        self.end = self.body + max(len(list(leaves(block.rows))), 1)
        self.spans = list(_stretched(max(len(list(leaves(block.columns))), 1), head_columns, width))

    def labels(self) -> Iterator[Label]:
        block = self.block
        if block.title is not None:
            yield Label(block.title, Place(self.top, 0, self.top, self.width - 1), "band")
        if block.corner is not None:
            corner = Place(self.heads, 0, self.body - 1, self.head_columns - 1)
            yield Label(block.corner, corner, "corner")
        for head, first, last, level, bottom in _spread(block.columns, depth(block.columns)):
            left, right = self.spans[first][0], self.spans[last][1]
            place = Place(self.heads + level, left, self.heads + bottom, right)
            yield Label(head.label, place, "column")
        for head, first, last, level, edge in _spread(block.rows, self.head_columns):
            yield Label(head.label, Place(self.body + first, level, self.body + last, edge), "row")

    def figure(self, row: int, column: int) -> Place:
        left, right = self.spans[column]
        return Place(self.body + row, left, self.body + row, right)


def _stretched(count: int, left: int, width: int) -> Iterator[tuple[int, int]]:
    """First and last column of each of ``count`` leaves over the columns from ``left``."""
    each, more = divmod(width - left, count)
    for number in range(count):
        right = left + each + (number < more) - 1
        yield left, right
        left = right + 1


def _spread(
    heads: tuple[Head, ...], levels: int, level: int = 0, first: int = 0
) -> Iterator[tuple[Head, int, int, int, int]]:
    """Each head with its first and last leaf, its level, and the last level that it covers."""
    for head in heads:
        last = first + max(len(list(leaves(head.children))), 1) - 1
        yield head, first, last, level, level if head.children else levels - 1
        yield from _spread(head.children, levels, level + 1, first)
        first = last + 1


def differences(theirs: Layout, ours: Layout) -> Iterator[tuple[Table, list[str], list[str]]]:
    """How the labels of one form differ from another's: by table, theirs alone and ours alone."""
    tables = {one.table.code: one for one in theirs.tables}
    for mine in ours.tables:
        if other := tables.get(mine.table.code):
            known, wanted = ({text for _, text in one.heads} for one in (other, mine))
            only_theirs = [one.text for one, text in other.heads if text not in wanted]
            only_ours = [one.text for one, text in mine.heads if text not in known]
            if only_theirs or only_ours:
                yield mine.table, only_theirs, only_ours
