"""Alike: the paragraphs of a report that stand in that of the year before as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from toolkit.grids.document import Passage
from toolkit.narratives.plain import plain_text

# A shorter paragraph is rightly the same in any year.
_SHORTEST = 40
# From so much on in common a paragraph was taken over.
_ALIKE = 0.9
# So much of a longer one is compared.
_LONGEST = 1_500
# So many paragraphs, those with most pieces of this length in common, are compared in full.
_MOST, _PIECE = 3, 4
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_NUMBER = re.compile("[0-9]+(?:[.,][0-9]+)*")
# What every report has to say anew in the same words: by what it is made, whom to ask, the fees.
_EVERY_YEAR = re.compile(
    "编制本报告|本报告(?:依据|根据|由|中)|根据《中华人民共和国政府信息公开条例》|请与.{0,60}联系|联系电话|邮政?编码?|统计期限|收取[^，。；]{0,12}费"
)


@dataclass(frozen=True, slots=True)
class Again:
    """A paragraph, the one of the year before, and how much of them is the same (0 to 1)."""

    number: int
    before: Passage
    share: float


def said_again(
    now: Sequence[Passage], before: Sequence[Passage], updated: Sequence[bool]
) -> Iterator[Again]:
    """The paragraphs that were taken over from the year before, by their numbers.

    One whose figures are those of this year was brought up to date, and one that every report has
    is no copy. ``updated``: of each paragraph whether its figures were found to be this year's.
    """
    earlier = [_Earlier(one) for one in before if _may_tell(one)]
    for number, one in enumerate(now):
        if updated[number] or not _may_tell(one):
            continue
        text, figures = _compared(one.text), _figures(one.text)
        pieces = _pieces(text)
        likely = sorted(
            (each for each in earlier if each.figures == figures),
            key=lambda each: len(pieces & each.pieces),
            reverse=True,
        )
        shares = [(_share(text, each.text), each.passage) for each in likely[:_MOST]]
        share, passage = max(shares, key=lambda pair: pair[0], default=(0.0, None))
        if passage is not None and share >= _ALIKE:
            yield Again(number, passage, share)


class _Earlier:
    """A paragraph of the year before, as it is compared."""

    def __init__(self, passage: Passage) -> None:
        self.passage, self.text = passage, _compared(passage.text)
        self.figures, self.pieces = _figures(passage.text), _pieces(self.text)


def _pieces(text: str) -> set[str]:
    """All that stands in a text, in pieces of a few characters."""
    return {text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1)}


def _share(one: str, other: str) -> float:
    """How much of both is the same (0 to 1); 0 where it is too little."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _may_tell(one: Passage) -> bool:
    return not one.is_heading and len(one.text) >= _SHORTEST and not _EVERY_YEAR.search(one.text)


def _compared(text: str) -> str:
    return _NUMBER.sub("#", plain_text(text[:_LONGEST]).text)


def _figures(text: str) -> list[str]:
    """The numbers in a text but for its years."""
    return _NUMBER.findall(_YEAR.sub("", plain_text(text[:_LONGEST]).text))
