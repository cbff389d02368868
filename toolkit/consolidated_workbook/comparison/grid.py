"""Where the official tables stand on the sheet 上下年对比: one below the other, on one grid.

All columns are equally wide, and a cell of a table covers as many of them as it needs: so tables of
four and of fifteen columns have their official merges on the same sheet. Every row of figures takes
four lines. A table that is longer than a page is cut between lines, its heads repeated.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from toolkit.consolidated_workbook.comparison.words import LINES, continued
from toolkit.form.layout import CAPTION_ROW, FIRST_ROW, TITLE_ROW, Label, Layout, TableLayout
from toolkit.grids.address import Place
from toolkit.painting.table import TITLE_HEIGHT, column_widths, grown

UNIT = 6.5
_LEAST_COLUMNS = 14
# Heads have four lines of room, so they may be narrower than in a return.
_CONDENSED = 0.8
_LINE, _CAPTION = 14.0, 19.5
# Points of an A4 page within its margins, less what programs round differently.
_SHORT, _LONG = 518.0, 735.0
# Points of a column, where a digit of the workbook's font is 7 pixels wide. In a wider font the
# sheet is printed smaller and a page holds more lines: so no page overflows there.
_COLUMN = 37.5
_SMALLEST = 0.5


class Columns:
    """The common columns: how many there are, and what of them fits on a page.

    ``page``: how many points of height fit on a page when the sheet is scaled to its width.
    """

    def __init__(self, layout: Layout) -> None:
        self.decimals = layout.form.decimals
        self.count = max(_LEAST_COLUMNS, *map(self._needed, layout.tables))
        width = self.count * _COLUMN
        self.landscape = _SHORT / width < _SMALLEST
        across, along = (_LONG, _SHORT) if self.landscape else (_SHORT, _LONG)
        self.page = along / min(across / width, 1)

    @property
    def widths(self) -> list[float]:
        return [UNIT] * self.count

    def _needed(self, table: TableLayout) -> int:
        """The names of the four lines take one column."""
        return max(_least_heads(table) + 1 + self._least_figures(table), 1 + table.width)

    def _least_figures(self, table: TableLayout) -> int:
        """An amount takes two columns."""
        wide = any(self.decimals[code] for code in table.cells)
        return (table.width - table.head_columns) * (2 if wide else 1)

    def figures(self, table: TableLayout) -> int:
        """The first column of figures; the column before it names the lines.

        Row heads have their official share of the width where there is room.
        """
        widths, room = column_widths(table), self.count - 1
        share = round(room * sum(widths[: table.head_columns]) / sum(widths))
        heads = max(_least_heads(table), min(share, room - self._least_figures(table)))
        of = table.width - table.head_columns
        return self.count - (room - heads) // of * of


def _least_heads(table: TableLayout) -> int:
    heads = sum(column_widths(table)[: table.head_columns])
    return max(math.ceil(heads * _CONDENSED / UNIT), table.head_columns)


@dataclass(frozen=True, slots=True)
class Panel:
    """One table on the sheet."""

    table: TableLayout
    labels: tuple[Label, ...]
    # This year's figures, by indicator; the other three lines are below each.
    cells: dict[str, Place]
    # Where the names of the four lines begin.
    lines: tuple[Place, ...]
    # The rows that begin a page.
    starts: tuple[int, ...]
    # First and last row, from 0.
    top: int
    last_row: int
    # Points, by row.
    heights: dict[int, float] = field(default_factory=dict)

    @property
    def caption(self) -> int:
        return self.top + CAPTION_ROW

    @property
    def height(self) -> float:
        return sum(self.heights.values())


def arrange(layout: Layout, columns: Columns, top: int, used: float) -> Iterator[Panel]:
    """All tables from the row ``top`` on; ``used``: the points above it on its page."""
    for table in layout.tables:
        draft = _Draft(layout, table, columns)
        whole = draft.panel(top, ())
        if used + whole.height <= columns.page:
            panel, used = whole, used + whole.height
        else:
            # The first table stays below the sentences above it; any other begins a page.
            first = table is layout.tables[0]
            panel = draft.panel(top, list(draft.cuts(whole, columns.page, used if first else 0.0)))
            panel = panel if first else replace(panel, starts=(top, *panel.starts))
            used = sum(h for row, h in panel.heights.items() if row >= max([top, *panel.starts]))
        yield panel
        top = panel.last_row + 2
        used += _LINE


@dataclass(frozen=True, slots=True)
class _Part:
    """One block as it stands officially."""

    # The rows of its heads, and those of its figures.
    heads: range
    body: range
    # The first column of its figures.
    left: int


class _Draft:
    """One table on the common columns, in one piece or cut before some of its official rows."""

    def __init__(self, layout: Layout, table: TableLayout, columns: Columns) -> None:
        self.table, self.columns = table, columns
        self.parts = list(self._parts(layout))

    def _parts(self, layout: Layout) -> Iterator[_Part]:
        indicators, top = layout.form.indicators, FIRST_ROW
        for number in range(len(self.table.table.blocks)):
            places = [p for code, p in self.table.cells.items() if indicators[code].block == number]
            rows = [one.row for one in places]
            body = range(min(rows), max(rows) + 1)
            yield _Part(range(top, body.start), body, min(one.column for one in places))
            top = body.stop

    # --- Columns ---------------------------------------------------------------------------------

    def _figures(self, part: _Part) -> int:
        """The first of the common columns that holds figures; the one before names the lines."""
        return self.columns.figures(self.table) if part.left else 1

    def _columns(self, part: _Part, label: Label | None, place: Place) -> tuple[int, int]:
        """First and last of the common columns that a label, or a figure, covers."""
        count, first = self.columns.count, self._figures(part)
        if label and label.role in ("title", "band"):
            return 0, count - 1
        if label and label.role == "corner":
            return 0, first - 1
        if label and label.role == "row":
            edges = _shared(first - 1, column_widths(self.table)[: part.left])
            return edges[place.column], edges[place.last_column + 1] - 1
        of, room = self.table.width - part.left, count - first
        left, right = (place.column - part.left, place.last_column + 1 - part.left)
        return first + room * left // of, first + room * right // of - 1

    # --- Rows ------------------------------------------------------------------------------------

    def panel(self, top: int, cuts: Collection[int]) -> Panel:
        """The table from the row ``top`` on, a new page before each official row in ``cuts``."""
        last = self.columns.count - 1
        title = self.table.table.title
        labels = [Label(title, Place(top + TITLE_ROW, 0, top + TITLE_ROW, last), "title")]
        cells: dict[str, Place] = {}
        lines: list[Place] = []
        starts: list[int] = []
        row = top + FIRST_ROW
        for part in self.parts:
            if part.heads.start in cuts:
                starts.append(row)
            for number, body in enumerate(_pieces(part.body, cuts)):
                if number:
                    starts.append(row)
                    labels.append(Label(continued(title), Place(row, 0, row, last), "band"))
                    row += 1
                at, row = self._rows(part, body, row, again=number > 0)
                labels.extend(self._labels(part, at))
                cells |= self._cells(part, at)
                before = self._figures(part) - 1
                lines += [Place(at[one].start, before, at[one].start, before) for one in body]
        heights = dict.fromkeys(range(top, row), _LINE)
        heights[top + TITLE_ROW], heights[top + CAPTION_ROW] = TITLE_HEIGHT, _CAPTION
        grown(heights, labels, self.columns.widths)
        return Panel(
            self.table, tuple(labels), cells, tuple(lines), tuple(starts), top, row - 1, heights
        )

    def _rows(
        self, part: _Part, body: Sequence[int], row: int, *, again: bool
    ) -> tuple[dict[int, range], int]:
        """Official row → its rows on the sheet, and the row below them all.

        ``again``: the heads are repeated; a band is not.
        """
        bands = {one.place.row for one in self.table.labels if one.role == "band"} if again else ()
        at: dict[int, range] = {}
        for official in (*part.heads, *body):
            if official in bands:
                continue
            count = len(LINES) if official in part.body else 1
            at[official] = range(row, row + count)
            row += count
        return at, row

    def _labels(self, part: _Part, at: dict[int, range]) -> Iterator[Label]:
        corner = any(one.role == "corner" and one.place.row in at for one in self.table.labels)
        heads = [at[row] for row in part.heads if row in at]
        bands = sum(one.role == "band" and one.place.row in at for one in self.table.labels)
        if heads[bands:] and not corner:
            first = self._figures(part)
            place = Place(heads[bands].start, 0, heads[-1].start, first - 1)
            yield Label("", place, "corner")
        for label in self.table.labels:
            rows = [at[r] for r in range(label.place.row, label.place.last_row + 1) if r in at]
            if rows:
                left, right = self._columns(part, label, label.place)
                yield Label(
                    label.text, Place(rows[0].start, left, rows[-1].stop - 1, right), label.role
                )

    def _cells(self, part: _Part, at: dict[int, range]) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for code, place in self.table.cells.items():
            if place.row in at:
                left, right = self._columns(part, None, place)
                row = at[place.row].start
                found[code] = Place(row, left, row, right)
        return found

    # --- Pages -----------------------------------------------------------------------------------

    def cuts(self, whole: Panel, page: float, used: float) -> Iterator[int]:
        """The official rows before which a new page begins; ``used``: points above the table."""
        rows = self._official_heights(whole)
        used += TITLE_HEIGHT + _CAPTION
        for part in self.parts:
            heads = sum(rows[one] for one in part.heads)
            if part is not self.parts[0] and used + heads + rows[part.body[0]] > page:
                yield part.heads.start
                used = 0
            used += heads
            first = part.body.start
            while used + sum(rows[one] for one in range(first, part.body.stop)) > page:
                cut = self._cut(first, part.body.stop, rows, page - used)
                yield cut
                first, used = cut, heads + _CAPTION
            used += sum(rows[one] for one in range(first, part.body.stop))

    def _official_heights(self, whole: Panel) -> dict[int, float]:
        """The height of each official row as it is on the sheet."""
        found: dict[int, float] = {}
        row = whole.top + FIRST_ROW
        for part in self.parts:
            at, row = self._rows(part, part.body, row, again=False)
            found |= {one: sum(whole.heights[r] for r in rows) for one, rows in at.items()}
        return found

    def _cut(self, first: int, stop: int, rows: dict[int, float], room: float) -> int:
        """The row before which a page ends: in its second half, where fewest heads are cut."""
        fitting, height = first, 0.0
        while fitting < stop and height + rows[fitting] <= room:
            height += rows[fitting]
            fitting += 1
        least = first + max((fitting - first) // 2, 1)

        def torn(row: int) -> int:
            heads = (one.place for one in self.table.labels if one.role == "row")
            return sum(one.row < row <= one.last_row for one in heads)

        return min(range(least, max(fitting, least) + 1), key=lambda row: (torn(row), -row))


def _pieces(rows: range, cuts: Collection[int]) -> list[range]:
    edges = [rows.start, *sorted(c for c in cuts if rows.start < c < rows.stop), rows.stop]
    return [range(a, b) for a, b in pairwise(edges)]


def _shared(count: int, widths: Sequence[float]) -> list[int]:
    """The edges of columns of these widths on a grid of ``count``; each covers at least one."""
    total, edges = sum(widths), [0]
    for number, upto in enumerate(accumulate(widths), 1):
        after = len(widths) - number
        edges.append(min(max(round(count * upto / total), edges[-1] + 1), count - after))
    return edges
