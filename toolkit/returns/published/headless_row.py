"""Headless row: a table of one row without a head; its figures stand below its column heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.form.form import Form
from toolkit.form.layout import TableLayout
from toolkit.grids.names import FIGURES_LINE
from toolkit.returns.likely_value import looks_like_figure
from toolkit.returns.published.columns import ColumnHeads, Doubt
from toolkit.returns.published.figure_cells import figure_cells
from toolkit.returns.published.lines import Line
from toolkit.returns.published.official_rows import codes_of
from toolkit.returns.published.printed_table import Printed, PrintedTable

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
        found = [self._read(*one) for one in self._runs()]
        # Heads are printed again where a page ends before the figures.
        yield from [one for one in found if one.figures] or found

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Where lines with its heads begin and end."""
        start = None
        for number in range(len(self.lines) + 1):
            if number < len(self.lines) and self.heads.hits(self.lines[number]):
                start = number if start is None else start
            elif start is not None:
                if 2 * sum(map(self.heads.hits, self.lines[start:number])) >= len(
                    self.heads.leaves
                ):
                    yield start, number
                start = None

    def _read(self, start: int, stop: int) -> PrintedTable:
        found = PrintedTable(self.layout)
        columns = self.heads.read(self.lines[start:stop])
        found.faults += columns.faults
        found.near += columns.near
        hits = sum(map(self.heads.hits, self.lines[start:stop]))
        found.share = min(1.0, hits / len(self.heads.labels | set(self.heads.leaves)))
        below = self._figure_lines(stop)
        found.tell_measure([*self.lines[start:stop], *below], self.form)
        if len(below) != 1:
            found.faults.append(
                Doubt(FIGURES_LINE, FIGURES_LINE * bool(below), doubled=bool(below))
            )
        elif not found.faults:
            leaves_ = len(self.codes)
            cells = figure_cells(below[0], -1, columns, leaves_, last_is_total=self.last_is_total)
            if cells is None:
                found.uneven.append(FIGURES_LINE)
                return found
            found.slipped += [FIGURES_LINE] if cells.in_order else []
            found.strays += [Printed(below[0].cells[at], below[0], at) for at in cells.strays]
            for code, at in zip(self.codes, cells.places, strict=True):
                text = below[0].cells[at] if at is not None else ""
                found.figures[code] = Printed(text, below[0], at)
        return found

    def _figure_lines(self, stop: int) -> list[Line]:
        """The lines below the heads that may hold the figures: those with any, else a blank one.

        A line that only numbers the columns is none.
        """
        below: list[Line] = []
        for line in self.lines[stop : stop + _FURTHEST]:
            if line.meanings or 2 * len(line.cells) < len(self.codes):
                break
            below.append(line)
        filled = [one for one in below if any(one.cells.values())]
        return [one for one in filled if not (_numbers_columns(one) or _is_note(one))] or below[:1]


def _is_note(line: Line) -> bool:
    texts = [one for one in line.cells.values() if one]
    return len(texts) == 1 and not looks_like_figure(texts[0])


def _numbers_columns(line: Line) -> bool:
    texts = [one for one in line.cells.values() if one]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]
