"""Quotations: pieces of a text, short enough to be quoted in a finding."""

from __future__ import annotations

from toolkit.grids.document import Passage
from toolkit.narratives.plain import Plain
from toolkit.text import printable

# So many characters are quoted around what is wrong.
_LONGEST = 60


def quoted(text: str, begin: int, end: int) -> str:
    """A piece of a text with what stands around it; what is cut off is marked."""
    spare = max(0, _LONGEST - (end - begin)) // 2
    first, last = max(0, begin - spare), min(len(text), end + spare)
    if end - begin > _LONGEST:
        last = begin + _LONGEST
    cut = printable(text[first:last]).strip()
    return ("…" if first > 0 else "") + cut + ("…" if last < len(text) else "")


def quoted_around(
    passage: Passage, plain: Plain, sentence: tuple[int, int], at: tuple[int, int]
) -> str:
    """A sentence of a paragraph, around what is wrong in it; places are those in plain text."""
    begin, end = plain.original(*sentence)
    first, last = plain.original(*at)
    return quoted(passage.text[begin:end], first - begin, last - begin)
