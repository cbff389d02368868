"""Measure: what pages show of a form's figures: a sum of indicators, or the share of two sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from pydantic import Field

from toolkit.table import Data, Text


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
