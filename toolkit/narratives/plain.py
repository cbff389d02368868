"""Plain: running text as it is compared, with the place of every character in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# What separates clauses keeps its form: a full-width comma is none within a number.
_KEPT = frozenset("，。；：！？、（）“”‘’《》〈〉【】〔〕…—～")
# No sentence of a report is longer; what is has no stops, and is none.
_LONGEST = 1_500
_ENDS = re.compile("[。！？!?]+[”’）)》】]*")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without white space, its letters and digits in one form."""

    text: str
    # Of each character its place in the original, and the end of the original.
    places: tuple[int, ...]

    def original(self, begin: int, end: int) -> tuple[int, int]:
        """Where a stretch of it stands in the original."""
        if begin >= end:
            return self.places[begin], self.places[begin]
        return self.places[begin], self.places[end - 1] + 1

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends."""
        ends = [*(found.end() for found in _ENDS.finditer(self.text)), len(self.text)]
        for begin, end in pairwise([0, *ends]):
            if begin < end <= begin + _LONGEST:
                yield begin, end


def plain_text(original: str) -> Plain:
    """A text as it is compared."""
    letters: list[str] = []
    places: list[int] = []
    for place, one in enumerate(original):
        for letter in one if one in _KEPT else unicodedata.normalize("NFKC", one):
            if letter.isprintable() and not letter.isspace():
                letters.append(letter)
                places.append(place)
    return Plain("".join(letters), (*places, len(original)))
