"""Wrapped text on a screen: as Chinese is set, with nothing cut off.

rich breaks lines at blanks, and Chinese has none: rich would leave the rest of a line empty, and
might begin the next one with a comma.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

from toolkit.cli.line_breaks import filled, pieces_of

# Longer lines are hard to read, however wide a screen is.
_WIDEST = 120


class Wrapped:
    """A text that takes as many lines as it needs; line breaks in it are kept."""

    def __init__(self, text: str, style: str = "") -> None:
        self.text, self.style = text, style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = (
            line for part in self.text.split("\n") for line in wrapped(part, options.max_width)
        )
        yield Text("\n".join(lines), self.style, no_wrap=True, overflow="ignore")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        widest = max(map(cell_len, self.text.split("\n")))
        return Measurement(min(2, widest), widest).with_maximum(options.max_width)


def paragraph(screen: Console, text: str, first: str = "", later: str = " " * 4) -> Text:
    """A text as lines of a screen; redirected it is one line, so that it can be searched.

    ``first``: what stands before the first line; ``later``: before the others, no narrower.
    """
    if not screen.is_terminal:
        return Text(first + text)
    lines = wrapped(text, min(screen.width, _WIDEST) - cell_len(later))
    before = chain([first], repeat(later))
    return Text("\n".join(one + line for one, line in zip(before, lines, strict=False)))


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, each at most ``width`` cells wide; ``width`` is at least two."""
    return filled(_fitting(text.lstrip(), width), width, cell_len)


def _fitting(text: str, width: int) -> Iterator[str]:
    """The pieces that stay together; a piece that is wider than a line is cut."""
    for piece in pieces_of(text):
        if cell_len(piece.rstrip()) <= width:
            yield piece
        else:
            yield from chop_cells(piece, width)
