"""Text as a person sees it in a cell or a paragraph: its lines, what is struck out or raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.grids.shown import Shown
from toolkit.spreadsheets.number_formats import PLAIN, Font, shown_pieces

# A stretch of text with its font; a line end in it ends the line.
Run = tuple[str, Font]
LINE_END: Run = ("\n", PLAIN)
# U+00A0 keeps words together, and is seen as a blank.
_BLANKS = re.compile("[ \t\r\f\v\u00a0]+")
# What is not seen at either end of a line.
EDGES = " \t\r\f\v\u00a0\u3000\u1680\u2028\u2029\u202f\u205f\u200b\u200c\u200d\u2060\ufeff" + (
    "".join(map(chr, range(0x2000, 0x200B)))
)


def tidy(text: str) -> str:
    """The lines of a text that show something, each without white space around it."""
    lines = (line.strip(EDGES) for line in _BLANKS.sub(" ", text).split("\n"))
    return "\n".join(filter(None, lines))


def seen(runs: Sequence[Run]) -> tuple[str, Shown | None]:
    """The text of runs, and what is seen of it where a piece of it is struck out or raised."""
    if all(font is PLAIN or font.is_plain for _, font in runs):
        return tidy("".join([text for text, _ in runs])), None
    pieces: list[Run] = []
    for line in _lines(runs):
        pieces += [LINE_END, *line] if pieces else line
    return "".join(text for text, _ in pieces), shown_pieces(pieces, PLAIN)


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The lines that show something, tidied as ``tidy`` does."""
    line: list[Run] = []
    for text, font in runs:
        first, *others = _BLANKS.sub(" ", text).split("\n")
        line.append((first, font))
        for other in others:
            yield from _trimmed(line)
            line = [(other, font)]
    yield from _trimmed(line)


def _trimmed(line: list[Run]) -> Iterator[list[Run]]:
    kept: list[Run] = []
    for text, font in line:
        # Blanks of two runs are one, and there is none before the first.
        rest = text.lstrip(EDGES) if not kept else text
        rest = rest.removeprefix(" ") if kept and kept[-1][0].endswith(" ") else rest
        if rest:
            kept.append((rest, font))
    while kept:
        text, font = kept.pop()
        if rest := text.rstrip(EDGES):
            yield [*kept, (rest, font)]
            return
