"""Answers: what several copies of one workbook say in one place, and which of it is kept.

Who has changed nothing since his copy was made says nothing. Who has, either changed what stands
in ours, and knew it, or says something besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.grids.grid import shown_text
from toolkit.returns.sums.record import short_digest


@dataclass(frozen=True, slots=True)
class Answer:
    """What a workbook says in one place; "" for nothing."""

    value: str
    # The digest of what stood there when the copy was made.
    was: str = ""
    # The number of the copy that says so; None for the workbook into which all is taken over.
    by: int | None = None

    @property
    def digest(self) -> str:
        return digest_of(self.value)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is kept, and the other answers, each once."""

    kept: Answer
    others: Sequence[Answer] = ()
    # The copies that say something which they had not said before, by their numbers.
    anew: Sequence[int] = ()
    # Those of them that say nothing any more.
    withdrawn: Sequence[int] = ()

    def joined(self) -> list[Answer]:
        """Every answer, without those that are a part of another."""
        every = [self.kept, *self.others]
        return [
            one
            for one in every
            if not any(one.value in each.value for each in every if each is not one)
        ]


def digest_of(text: str) -> str:
    """The same text, the same digest; a record keeps no line breaks, so these do not count."""
    return short_digest(shown_text(text))


def settle(ours: Answer, theirs: Sequence[Answer], order: Sequence[int | None]) -> Settled:
    """The answer that is kept; where several differ, that of the first in ``order``."""
    new = [one for one in theirs if one.digest != one.was]
    anew = [one.by for one in new if one.by is not None]
    if all(one.digest == ours.digest for one in new):
        return Settled(ours, anew=anew)
    known = any(one.was == ours.digest != one.digest for one in new)
    said = [one for one in ([] if known else [ours]) + new if one.value]
    said.sort(key=lambda one: order.index(one.by))
    different: dict[str, Answer] = {}
    for one in said:
        different.setdefault(one.digest, one)
    first, *others = [*different.values()] or [Answer("")]
    withdrawn = [one.by for one in new if one.by is not None and not one.value]
    return Settled(first, others, anew, withdrawn)
