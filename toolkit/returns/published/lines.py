"""Lines: the rows of all tables of a document, one after the other, with what their texts mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from toolkit.grids.document import Piece
from toolkit.grids.shown import Shown
from toolkit.returns.likely_value import looks_like_figure
from toolkit.returns.published.spelling import Meaning, Speller
from toolkit.text import visible

# A report has some 60 lines; so many are no report.
MOST_LINES = 20_000


@dataclass(frozen=True)
class Line:
    """One row of a table."""

    # The number of its table, and its own there.
    piece: int
    row: int
    # Column → the text of each cell that begins there; a merged cell begins at its first one.
    cells: Mapping[int, str]
    # Column → what is shown, where a piece of the text is struck out or raised.
    shown: Mapping[int, Shown]
    # Column → the label that the text is.
    meanings: Mapping[int, Meaning]
    # How many columns its table has, and its page.
    width: int
    page: int

    @cached_property
    def labels(self) -> dict[str, int]:
        """Label → the first column where it stands, itself or nearly."""
        found: dict[str, int] = {}
        for column, one in self.meanings.items():
            found.setdefault(one.label, column)
        return found

    @property
    def text(self) -> str:
        """All its texts, for people."""
        return " ".join(filter(None, self.cells.values()))

    def figures_after(self, column: int) -> list[int]:
        """The columns behind one in which a cell begins."""
        return [one for one in self.cells if one > column]

    @property
    def has_figures(self) -> bool:
        """Whether a cell without a label holds what may be a figure."""
        return any(
            at not in self.meanings and looks_like_figure(text)
            for at, text in self.cells.items()
            if text
        )


def lines_of(pieces: Sequence[Piece], speller: Speller) -> list[Line]:
    """Every row, in the order of the document."""
    found: list[Line] = []
    for number, piece in enumerate(pieces):
        for row, cells in enumerate(piece.rows):
            texts = {at: visible(text).strip() for at, text in enumerate(cells) if text is not None}
            shown = {at: one for (r, at), one in piece.shown.items() if r == row}
            line = Line(number, row, texts, shown, {}, len(cells), piece.page)
            if texts:
                found.append(_with_meanings(line, speller))
    return list(_joined(found, speller))


def _with_meanings(line: Line, speller: Speller) -> Line:
    known = {at: speller.meaning(text) for at, text in line.cells.items()}
    return replace(line, meanings={at: one for at, one in known.items() if one})


def _joined(lines: Sequence[Line], speller: Speller) -> Iterator[Line]:
    """The same lines; what the end of a page has broken into two is one again."""
    held: Line | None = None
    for line in lines:
        if held is None or held.piece == line.piece or not (broken := _broken(held, line, speller)):
            if held:
                yield held
            held = line
            continue
        if _are_two(held, line, broken):
            # Only a label that stands beside both has been broken.
            yield _with_meanings(replace(held, cells={**held.cells, **broken}), speller)
            rest = {at: "" if at in broken else text for at, text in line.cells.items()}
            held = _with_meanings(replace(line, cells=rest), speller)
        else:
            held = _with_meanings(_one_line(held, line), speller)
    if held:
        yield held


def _broken(above: Line, below: Line, speller: Speller) -> dict[int, str]:
    """Column → the label of which one line has the beginning and the other the end."""
    found = {}
    for at, end in below.cells.items():
        begin = above.cells.get(at)
        if begin and end and not _means(below, at) and not _means(above, at):
            whole = speller.meaning(begin + end)
            if whole and whole.exact:
                found[at] = begin + end
    return found


def _means(line: Line, at: int) -> bool:
    return at in line.meanings and line.meanings[at].exact


def _are_two(above: Line, below: Line, broken: Mapping[int, str]) -> bool:
    """Whether two lines are rows of their own: each has a label or a figure in the same column."""
    both = (above.cells.keys() & below.cells.keys()) - broken.keys()
    return any(above.cells[at] and below.cells[at] for at in both)


def _one_line(above: Line, below: Line) -> Line:
    cells = {
        at: above.cells.get(at, "") + below.cells.get(at, "")
        for at in sorted(above.cells.keys() | below.cells.keys())
    }
    return replace(above, cells=cells, shown={**below.shown, **above.shown})
