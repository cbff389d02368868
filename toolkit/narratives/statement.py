"""Statement: a number that a sentence states of something that the form counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from toolkit.form.wording import Reading

_MONEY = {"元": Fraction(1), "万元": Fraction(10_000), "亿元": Fraction(100_000_000)}


def in_yuan(unit: str) -> Fraction | None:
    """How many 元 a unit of measure is, in which amounts are compared; None for what is counted."""
    return _MONEY.get(unit)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence states, and whether that can be held against the tables."""

    topic: str
    # What it may mean: for each reading the indicators that are added up.
    readings: tuple[Reading, ...]
    # In pieces, or in 元; and the value of its last digit.
    value: Fraction
    step: Fraction
    # Where the sentence and the number are in the plain text; of what is told without a number
    # (未收到…) the words that tell it.
    sentence: tuple[int, int]
    at: tuple[int, int]
    # Whether it is an amount of money.
    money: bool = False
    # Whether it is certain to mean one of the readings, so that it can be wrong.
    sure: bool = True
    # Whether it is exact ("余" and "约" are not).
    exact: bool = True
    # Whether it is of an earlier or later year than the report.
    past: bool = False
    # Whether it is of another body, or of more than the unit.
    others: bool = False
    # The words that make it a part of the whole, and the way in which that part came in.
    part: str = ""
    channel: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it can be held against the tables by itself."""
        return self.sure and self.exact and not (self.part or self.others or self.past)
