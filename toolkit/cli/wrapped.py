"""Wrapped text on a screen: as Chinese is set, with nothing cut off.

rich breaks lines at blanks, of which Chinese has none: what is left of a line stays empty, and a
comma may begin the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

# A run of letters, digits and signs stays in one piece; any other character may begin a line, but
# for what closes, and may end one, but for what opens.
_OPENS, _CLOSES = "（《“‘【", "，。；：、？！）》”’】…"
_PIECE = re.compile(rf"[{_OPENS}]*(?:[!-~]+|\s+|.)[{_CLOSES}]*", re.DOTALL)


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


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, none of them wider than ``width``, if that is two cells at least."""
    line = ""
    for piece in _pieces(text, width):
        if cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    yield line.rstrip()


def _pieces(text: str, width: int) -> Iterator[str]:
    """What stays together, as far as it fits a line."""
    for piece in _PIECE.findall(text):
        if cell_len(piece.rstrip()) <= width:
            yield piece
        else:
            yield from chop_cells(piece, width)
