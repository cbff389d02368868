"""Blocks of figures: a sheet of xlsxwriter that takes the figures of a row all at once.

Of each cell that is written by itself xlsxwriter makes a tuple in a dictionary, and later puts its
XML together from a list of attributes. For the figures of a thousand units that is done 200,000
times, and takes most of the time of a workbook. Here the figures of a row are one value until the
row is written, and the XML of the three kinds of cells that nearly all are stands below.

That leans on what xlsxwriter does not document: its ``table`` of cells by row and column, whose
tuples go one by one through ``_write_cell`` into ``fh``; ``_get_xf_index`` of a format; and
``_get_range_data``, by which a chart looks into the table. tests/painting holds that a sheet is
written to the byte as xlsxwriter writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, CellStringTuple, Worksheet

from toolkit.grids.address import column_name


class FigureBlock(NamedTuple):
    """Neighbouring figures of a row: how each looks, and the number; None is a blank cell."""

    looks: Sequence[Format]
    numbers: Sequence[float | None]


_NONE = FigureBlock((), ())


class BlockSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet of xlsxwriter to which the figures of a row are given all at once."""

    def write_figures(self, row: int, column: int, figures: FigureBlock) -> None:
        """Write figures from ``column`` on; they are finite, and no other cell stands there."""
        last = column + len(figures.numbers) - 1
        # By these two cells xlsxwriter knows how far the row reaches.
        for at, cell in ((last, _NONE), (column, figures)):
            self.write_blank(row, at, None, figures.looks[0])
            self.table[row][at] = cell

    def split_figures(self, row: int) -> dict[int, Any]:
        """Make each figure of a row a cell by itself; all cells of the row by column."""
        if row not in self.table:
            return {}
        cells: dict[int, Any] = self.table[row]
        for column, figures in list(cells.items()):
            if isinstance(figures, FigureBlock):
                for at, (look, number) in enumerate(zip(*figures, strict=True), column):
                    if number is None:
                        self.write_blank(row, at, None, look)
                    else:
                        self.write_number(row, at, number, look)
        return cells

    def _write_cell(self, row: int, column: int, cell: Any) -> None:
        """Its XML, as xlsxwriter has it."""
        kind = type(cell)
        if kind is FigureBlock:
            self.fh.write(_xml(row, column, cell))
            return
        if kind not in (CellStringTuple, CellNumberTuple, CellBlankTuple) or not cell.format:
            super()._write_cell(row, column, cell)
            return
        begin = f'<c r="{column_name(column)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if kind is CellStringTuple:
            self.fh.write(f'{begin} t="s"><v>{cell.string}</v></c>')
        elif kind is CellNumberTuple:
            self.fh.write(f"{begin}><v>{cell.number:.16G}</v></c>")
        else:
            self.fh.write(f"{begin}/>")

    def _get_range_data(self, top: int, left: int, bottom: int, right: int) -> Any:
        for row in range(top, bottom + 1):
            self.split_figures(row)
        return super()._get_range_data(top, left, bottom, right)


def _xml(row: int, column: int, figures: FigureBlock) -> str:
    """The XML of all its cells."""
    looks, numbers = figures
    # What stands between the name of the column and the number.
    middle = {look: f'{row + 1}" s="{look._get_xf_index()}"' for look in dict.fromkeys(looks)}
    # A list is joined faster than what is made one by one.
    cells = [
        f'<c r="{name}{middle[look]}/>'
        if number is None
        else f'<c r="{name}{middle[look]}><v>{number:.16G}</v></c>'
        for name, look, number in zip(_names(column, len(looks)), looks, numbers, strict=True)
    ]
    return "".join(cells)


@cache
def _names(first: int, count: int) -> Sequence[str]:
    return [column_name(column) for column in range(first, first + count)]
