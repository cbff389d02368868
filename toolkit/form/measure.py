"""What pages and reports show of a form's figures: measures, and from where on a change is big.

A measure is a sum of indicators, or the share of two sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from toolkit.form.table import Data, FigureKind, Text


class Measure(Data):
    """``of``: the indicators that are added up; ``over``: those that they are a share of."""

    label: Text
    of: tuple[Text, ...] = Field(min_length=1)
    over: tuple[Text, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return (*self.of, *self.over)

    def value(
        self, figures: Mapping[str, int | None], decimals: Mapping[str, int]
    ) -> Fraction | None:
        """In the unit of measure, a share as a number from 0 to 1.

        None where a figure is not known, or where there is nothing to be a share of.
        ``figures``: integers of the smallest unit, 10⁻ᵈᵉᶜⁱᵐᵃˡˢ.
        """
        part, whole = (_sum(codes, figures, decimals) for codes in (self.of, self.over))
        if part is None or whole is None or not self.over:
            return part
        return part / whole if whole else None


class BigChange(Data):
    """From where on a change against the year before is marked.

    It is ``percent`` of last year's figure at least, and ``least`` at least, in the unit of
    measure; ``least_of`` gives another least for single units of measure. Where there was nothing,
    every change is a large share, so only the second counts.
    """

    percent: int = Field(default=30, ge=1)
    least: int = Field(default=10, ge=1)
    least_of: Mapping[Text, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)

    def least_for(self, kind: FigureKind) -> int:
        """In the unit of measure."""
        return self.least_of.get(kind.unit, self.least)

    def marks(self, now: int, before: int, kind: FigureKind) -> bool:
        """Whether that change is big; the figures are integers of the smallest unit."""
        change = abs(now - before)
        least = self.least_for(kind) * 10**kind.decimals
        return bool(change >= least and 100 * change >= self.percent * before)


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
