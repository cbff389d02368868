"""Where a line of Chinese may break: between any two characters, of which none is a blank.

Nothing but Python's own library is needed here, so that a help page is there at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

# A run of letters, digits and signs stays in one piece; any other character may begin a line, but
# for what closes, and may end one, but for what opens.
_OPENS, _CLOSES = "（《「“‘【", "，。；：、？！）》」”’】…"
_PIECE = re.compile(rf"[{_OPENS}]*(?:[!-~]+|\s+|.)[{_CLOSES}]*", re.DOTALL)


def pieces_of(text: str) -> list[str]:
    """What may not be torn apart at the end of a line."""
    return _PIECE.findall(text)


def filled(pieces: Iterable[str], width: int, measure: Callable[[str], int]) -> Iterator[str]:
    """Lines of as many pieces as have room; a piece that is wider than a line has its own.

    ``width``: in columns of the screen; ``measure``: how many of them a text takes. Only the first
    line may begin with blanks.
    """
    line, first = "", True
    for piece in pieces:
        if line and measure(line + piece.rstrip()) > width:
            yield line.rstrip()
            line, first = "", False
        line += piece if line or first else piece.lstrip()
    yield line.rstrip()
