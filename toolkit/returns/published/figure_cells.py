"""Figure cells: which cell of a printed row holds which figure of its line."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.returns.likely_value import looks_like_figure
from toolkit.returns.published.columns import Columns
from toolkit.returns.published.lines import Line
from toolkit.returns.published.spelling import words

# So many words are no remark to a figure.
_LABEL = 8


@dataclass(frozen=True, slots=True)
class FigureCells:
    """The columns of the figures in one row, one for each leaf of the column heads."""

    # None where no cell begins, as a blank one was left out.
    places: tuple[int | None, ...]
    # Whether they do not stand right below their heads, one of each, and were taken all the same.
    in_order: bool = False
    # The columns of what may be figures and belongs to no head.
    strays: tuple[int, ...] = ()


def figure_cells(
    line: Line, label: int, columns: Columns, leaves: int, last_is_total: bool
) -> FigureCells | None:
    """The figures behind the label of a row; None where they cannot be told apart.

    ``label``: the column of the label, -1 where there is none. What stands below a head is its
    figure. Where the cells of a row have slipped, or belong to another piece of the table, they
    count in their order if there are just as many as heads.
    """
    fits = bool(columns.places) and (line.piece == columns.piece or line.width == columns.width)
    cells = line.figures_after(label)
    if any(_is_label(line.cells[at]) for at in cells if at not in columns.others):
        # It is a group with the first of its rows beside it.
        return None
    if fits and (below := _below_heads(line, label, columns, last_is_total)):
        return below
    if len(cells) == leaves:
        return FigureCells(tuple(cells), in_order=fits)
    filled = [at for at in cells if line.cells[at]]
    wider = cells[len(cells) - leaves :] if label >= 0 and len(cells) > leaves else []
    if wider and filled and filled[0] >= wider[0]:
        # Of a label that reaches over several columns blank cells may be left.
        return FigureCells(tuple(wider), in_order=True)
    if len(filled) == leaves and filled == cells[:leaves]:
        return FigureCells(tuple(filled), in_order=True)
    return None


def _below_heads(
    line: Line, label: int, columns: Columns, last_is_total: bool
) -> FigureCells | None:
    places = columns.places
    cells = line.figures_after(label)
    if min(places) <= label:
        return None
    lacking = [at for at in places if at not in line.cells]
    left = [at for at in cells if at not in places and line.cells[at]]
    if len(places) == 1 and all(line.cells[at] == line.cells.get(places[0]) for at in left):
        # Where merged cells were taken apart each has the figure.
        left = []
    if lacking:
        # A total that nobody filled in may have been left out; nothing else may be.
        slipped = len(cells) >= len(places) or any(at < min(places) for at in cells)
        if slipped or lacking != [places[-1]] or not last_is_total:
            return None
    unknown = [at for at in left if at not in columns.others and looks_like_figure(line.cells[at])]
    if unknown:
        return None
    strays = tuple(at for at in left if looks_like_figure(line.cells[at]))
    found = tuple(at if at in line.cells else None for at in places)
    # A cell more than there are heads may have shifted those before it.
    wider = line.piece == columns.piece and bool(cells) and cells[-1] > max(columns.begun)
    return FigureCells(found, in_order=bool(lacking) or wider, strays=strays)


def _is_label(text: str) -> bool:
    """Whether a text is longer than what anybody writes in place of a figure."""
    return len(words(text)) >= _LABEL and not looks_like_figure(text)
