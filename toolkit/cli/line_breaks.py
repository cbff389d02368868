"""Where a line of Chinese may break: between any two characters, as it has no blanks.

Only Python's own library is imported here, so that a help page appears at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

# A run of letters, digits and signs stays in one piece. Any other character may begin a line unless
# it closes something, and may end one unless it opens something.
_OPENS, _CLOSES = "（《「“‘【", "，。；：、？！）》」”’】…"
_PIECE = re.compile(rf"[{_OPENS}]*(?:[!-~]+|\s+|.)[{_CLOSES}]*", re.DOTALL)


def pieces_of(text: str) -> list[str]:
    """The pieces of a text that are never broken at the end of a line."""
    return _PIECE.findall(text)


def filled(pieces: Iterable[str], width: int, measure: Callable[[str], int]) -> Iterator[str]:
    """Lines that each hold as many pieces as fit; a piece wider than a line has a line of its own.

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
