"""What is shown of a form's figures: measures, and which changes are big, or too big to be true.

A measure is a sum of indicators, or the ratio of two sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from toolkit.form.table import Data, FigureKind, Label, Text


class Measure(Data):
    """A sum of indicators, or the share of one sum in another."""

    label: Label
    # The indicators that are added up.
    of: tuple[Text, ...] = Field(min_length=1)
    # The indicators whose sum it is a share of; none: no share.
    over: tuple[Text, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All indicators that it uses."""
        return (*self.of, *self.over)

    def value(
        self, figures: Mapping[str, int | None], decimals: Mapping[str, int]
    ) -> Fraction | None:
        """The value in the unit of measure; a share is a number from 0 to 1.

        None where a figure is not known, or where a share would be one of 0. ``figures``: integers
        of the smallest unit, 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.
        """
        part, whole = (_sum(codes, figures, decimals) for codes in (self.of, self.over))
        if part is None or whole is None or not self.over:
            return part
        return part / whole if whole else None


class BigChange(Data):
    """How large a change against the year before must be in order to be marked.

    It must reach both limits. Where last year's figure was 0, every change is a large share of it,
    so only the second limit counts.
    """

    # The least change, in percent of last year's figure.
    percent: int = Field(default=30, ge=1)
    # The least change, in the unit of measure.
    least: int = Field(default=10, ge=1)
    # Unit of measure → a least change of its own.
    least_of: Mapping[Text, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)

    def least_for(self, kind: FigureKind) -> int:
        """The least change, in the unit of measure."""
        return self.least_of.get(kind.unit, self.least)

    def marks(self, now: int, before: int, kind: FigureKind) -> bool:
        """Whether the change is big; the figures are integers of the smallest unit."""
        change = abs(now - before)
        least = self.least_for(kind) * 10**kind.decimals
        return bool(change >= least and 100 * change >= self.percent * before)


# 元 for 万元 is a factor of 10,000, give or take the change of the amount itself.
MIX_UP = 10_000
_SPREAD = 5


def mixed_up(before: int) -> list[tuple[int, int]]:
    """From where to where an amount is about 10,000 times that of the year before, or a 10,000th.

    All amounts are integers of the smallest unit.
    """
    most, least = MIX_UP * _SPREAD, MIX_UP // _SPREAD
    ranges = [(-(-before // most), before // least), (least * before, most * before)]
    return [(low, high) for low, high in ranges if 0 < low <= high]


def is_mixed_up(now: int, before: int) -> bool:
    """Whether an amount is one of these."""
    return any(low <= now <= high for low, high in mixed_up(before))


def _sum(
    codes: Iterable[str], figures: Mapping[str, int | None], decimals: Mapping[str, int]
) -> Fraction | None:
    total = Fraction(0)
    for code in codes:
        figure = figures.get(code)
        if figure is None:
            return None
        total += Fraction(figure, 10 ** decimals[code])
    return total
