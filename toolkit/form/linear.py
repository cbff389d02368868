"""Linear: the terms of a rule in whole numbers, computed once.

A rule is written in units of measure (件, 万元), and a figure is held as an integer of its smallest
unit, 1/scale of that. With one common multiple everything is whole, so whoever compares figures by
a rule (the audit, the search for wrong cells, the form itself) adds up integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm


@dataclass(frozen=True, slots=True)
class Term:
    """One addend of a rule as it was written: coefficient × figure, or a number of its own."""

    coefficient: Fraction
    # None: the term is a number, the coefficient.
    indicator: str | None
    # +1 left of the sign of comparison, −1 right of it.
    side: int
    # Whether the figure is that of the year before.
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Linear:
    """(Σ now·x + Σ before·y + constant) / scale, where x and y are figures in smallest units."""

    # Weights of this year's figures; 0 where the terms of an indicator cancel each other out.
    now: Mapping[str, int]
    # The same for the figures of the year before.
    before: Mapping[str, int]
    constant: int
    scale: int

    def value(self, now: Mapping[str, int | None], before: Mapping[str, int | None]) -> Fraction:
        """The value in the unit of measure, exactly; a figure that is not known counts as 0."""
        return Fraction(self.scaled(now, before), self.scale)

    def scaled(self, now: Mapping[str, int | None], before: Mapping[str, int | None]) -> int:
        """The same times the scale, which is all that matters beside 0."""
        total = self.constant
        for code, weight in self.now.items():
            total += weight * (now.get(code) or 0)
        for code, weight in self.before.items():
            total += weight * (before.get(code) or 0)
        return total

    def over(
        self,
        now: Callable[[str], Mapping[str, int]],
        before: Callable[[str], Mapping[str, int]],
    ) -> Linear:
        """The same over other cells: ``now`` and ``before`` give the cells that an indicator sums.

        Each cell comes with its multiplicity, as in :meth:`toolkit.form.form.Form.inputs_of`.
        """
        return replace(self, now=_spread(self.now, now), before=_spread(self.before, before))


def linear(terms: Iterable[Term], scales: Mapping[str, int]) -> Linear:
    """The sum of the terms, whichever side they stand on; ``scales``: code → 10ᵈᵉᶜⁱᵐᵃˡˢ."""
    now: dict[str, Fraction] = {}
    before: dict[str, Fraction] = {}
    constant = Fraction(0)
    for term in terms:
        code = term.indicator
        if code is None:
            constant += term.coefficient
        else:
            weights = before if term.previous else now
            weights[code] = weights.get(code, Fraction(0)) + term.coefficient / scales[code]
    every = (constant, *now.values(), *before.values())
    scale = lcm(*(one.denominator for one in every))
    return Linear(_whole(now, scale), _whole(before, scale), int(constant * scale), scale)


def _whole(weights: Mapping[str, Fraction], scale: int) -> dict[str, int]:
    return {code: int(weight * scale) for code, weight in weights.items()}


def _spread(
    weights: Mapping[str, int], cells: Callable[[str], Mapping[str, int]]
) -> dict[str, int]:
    found: Counter[str] = Counter()
    for code, weight in weights.items():
        for cell, times in cells(code).items():
            found[cell] += weight * times
    return dict(found)
