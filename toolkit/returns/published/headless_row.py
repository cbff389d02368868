"""Headless row: a table of one row without a head; its figures stand below its column heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from toolkit.form.form import Form
from toolkit.form.layout import TableLayout
from toolkit.grids.names import FIGURES_LINE
from toolkit.grids.shown import Shown
from toolkit.returns.likely_value import looks_like_figure
from toolkit.returns.published.columns import ColumnHeads, Columns, Doubt
from toolkit.returns.published.figure_cells import figure_cells
from toolkit.returns.published.lines import Line
from toolkit.returns.published.official_rows import codes_of
from toolkit.returns.published.printed_table import Printed, PrintedTable
from toolkit.returns.published.spelling import Meaning, words

# So many times no report has the heads of a table.
_MOST_RUNS = 50
# How far below its heads the figures may stand.
_FURTHEST = 12


class HeadlessRow:
    """Looks for a table whose rows have no heads: the row of figures is the one below the heads."""

    def __init__(self, lines: Sequence[Line], layout: TableLayout, form: Form) -> None:
        self.lines, self.layout, self.form = lines, layout, form
        self.heads = ColumnHeads(layout.table.blocks[0])
        self.codes = codes_of(layout, form)[0, 0]
        self.last_is_total = bool(form.indicators[self.codes[-1]].parts)

    def every(self) -> Iterator[PrintedTable]:
        least = len(self.heads.leaves) // 2
        whole = (self._read(self.lines[a:b], self._below(b, least)) for a, b in self._runs(least))
        found = list(whole)
        if not any(one.readable for one in found):
            found += self._in_parts()
        # Heads are printed again where a page ends before the figures.
        yield from [one for one in found if one.figures] or found

    def _runs(self, least: int) -> Iterator[tuple[int, int]]:
        """Where lines with so many of its heads begin and end."""
        start, runs = None, 0
        for number in range(len(self.lines) + 1):
            if number < len(self.lines) and self.heads.hits(self.lines[number]):
                start = number if start is None else start
            elif start is not None:
                if sum(map(self.heads.hits, self.lines[start:number])) >= least:
                    yield start, number
                    runs += 1
                start = None
            if runs == _MOST_RUNS:
                return

    def _read(self, zone: Sequence[Line], below: Sequence[Line]) -> PrintedTable:
        found = PrintedTable(self.layout)
        columns = self.heads.read(zone)
        found.faults += columns.faults
        found.near += columns.near
        hits = sum(map(self.heads.hits, zone))
        found.share = min(1.0, hits / len(self.heads.labels | set(self.heads.leaves)))
        found.tell_measure([*zone, *below], self.form)
        if len(below) != 1:
            there = FIGURES_LINE if below else ""
            found.faults.append(Doubt(FIGURES_LINE, there, doubled=bool(below)))
        elif not found.faults:
            self._read_figures(found, columns, below[0])
        return found

    def _read_figures(self, found: PrintedTable, columns: Columns, line: Line) -> None:
        total = self.last_is_total
        cells = figure_cells(line, -1, columns, len(self.codes), last_is_total=total)
        if cells is None:
            found.uneven.append(FIGURES_LINE)
            return
        found.slipped += [FIGURES_LINE] if cells.in_order else []
        found.strays += [Printed(line.cells[at], line, at) for at in cells.strays]
        for code, at in zip(self.codes, cells.places, strict=True):
            found.figures[code] = Printed(line.cells[at] if at is not None else "", line, at)

    def _below(self, stop: int, least: int) -> list[Line]:
        """The lines below the heads that may hold the figures: those with any, else a blank one.

        A line that only numbers the columns is none, if there is another.
        """
        below: list[Line] = []
        for line in self.lines[stop : stop + _FURTHEST]:
            if line.meanings or len(line.cells) < least:
                break
            below.append(line)
        filled = [one for one in below if any(one.cells.values())]
        figures = [one for one in filled if not _is_note(one)]
        # What only numbers the columns stands above the figures.
        if len(figures) > 1 and _numbers_columns(figures[0]):
            del figures[0]
        return figures or below[:1]

    # --- In several parts ------------------------------------------------------------------------

    def _in_parts(self) -> Iterator[PrintedTable]:
        """The table where each of its groups is printed by itself: put side by side again."""
        zone: list[Line] = []
        cells: dict[int, str] = {}
        shown: dict[int, Shown] = {}
        right, leaves_ = 0, 0
        for start, stop in self._runs(2):
            heads, below = self.lines[start:stop], self._below(stop, 2)
            if len(below) != 1 or leaves_ >= len(self.heads.leaves):
                return
            for line in (*self._captions(heads), *heads):
                zone.append(_beside(line, right, zone))
            cells |= {at + right: text for at, text in below[0].cells.items()}
            shown |= {at + right: one for at, one in below[0].shown.items()}
            leaves_ += sum(self.heads.leaf_hits(one) for one in heads)
            right += max(below[0].width, *(one.width for one in heads))
        if zone and leaves_ == len(self.heads.leaves):
            width = right
            figures = replace(zone[0], cells=cells, shown=shown, meanings={}, width=width)
            yield self._read([replace(one, width=width) for one in zone], [figures])

    def _captions(self, heads: Sequence[Line]) -> Iterator[Line]:
        """What stands right above a part, as heads of it where it has none of a group itself."""
        groups = self.heads.labels - set(self.heads.leaves)
        if not groups.isdisjoint(label for one in heads for label in one.labels):
            return
        for caption in heads[0].captions:
            named = {one for one in groups if one in words(caption)}
            # The title of all of it names every group.
            if not named.issuperset(self.heads.roots):
                for label in named:
                    meaning = Meaning(label, exact=True)
                    yield replace(heads[0], cells={0: caption}, meanings={0: meaning})


def _beside(line: Line, right: int, zone: Sequence[Line]) -> Line:
    """A line so much further to the right, in the table in which the zone began."""
    return replace(
        line,
        piece=zone[0].piece if zone else line.piece,
        cells={at + right: text for at, text in line.cells.items()},
        meanings={at + right: one for at, one in line.meanings.items()},
    )


def _is_note(line: Line) -> bool:
    texts = [one for one in line.cells.values() if one]
    return len(texts) == 1 and not looks_like_figure(texts[0])


def _numbers_columns(line: Line) -> bool:
    texts = [one for one in line.cells.values() if one]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]
