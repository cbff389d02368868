"""Balances: the linear equalities of a form over the cells that a person typed.

A total that is a live formula says nothing of its own and is written out in what it sums; a total
that somebody typed is a cell like any other, with a balance of its own: total = its parts. So one
search (:mod:`toolkit.correction`) serves a locked template and a published table alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from toolkit.form import Form
from toolkit.rule import Rule

# Right, left, down, up.
_STEPS = ((0, 1), (0, -1), (1, 0), (-1, 0))


@dataclass(frozen=True, slots=True)
class Balance:
    """Σ coefficients·x = constant, all of them whole; x in the smallest unit of its indicator.

    ``at`` is the indicator that the rule is reported at. Last year's figures and written numbers
    are in the constant. As a bound the same is read as Σ coefficients·x ≤ constant.
    """

    rule: str
    at: str
    coefficients: Mapping[str, int]
    constant: int = 0


def equalities(
    form: Form, typed: AbstractSet[str], previous: Mapping[str, int | None]
) -> list[Balance]:
    """Every declared equality and every total in ``typed``, over inputs and typed totals.

    ``previous`` are last year's figures in the smallest units; a rule that needs one which is not
    known is left out. The instance along a total (``derived``) says nothing new while totals are
    formulas, and is kept only where one of its totals was typed.
    """
    found = []
    for rule in form.declared_rules:
        if rule.sense == "=" and (not rule.derived or typed & set(rule.indicators)):
            found.append(_balance(form, rule, typed, previous))
    for code in form.indicators:
        if code in typed and form.indicators[code].parts:
            found.append(_total(form, code, typed))
    return [one for one in found if one and one.coefficients]


def inequalities(
    form: Form, typed: AbstractSet[str], previous: Mapping[str, int | None]
) -> list[Balance]:
    """The declared rules with ≤ or ≥, each as Σ coefficients·x ≤ constant."""
    found = [
        _balance(form, rule, typed, previous, -1 if rule.sense == ">=" else 1)
        for rule in form.declared_rules
        if rule.sense != "=" and (not rule.derived or typed & set(rule.indicators))
    ]
    return [one for one in found if one and one.coefficients]


def neighbours_of(spots: Mapping[str, tuple[int, int]]) -> dict[str, tuple[str, ...]]:
    """The cells beside, above and below each cell; ``spots`` are the cells of one sheet."""
    there = {spot: code for code, spot in spots.items()}
    return {
        code: tuple(
            there[row + down, column + right]
            for down, right in _STEPS
            if (row + down, column + right) in there
        )
        for code, (row, column) in spots.items()
    }


def _balance(
    form: Form,
    rule: Rule,
    typed: AbstractSet[str],
    previous: Mapping[str, int | None],
    sign: int = 1,
) -> Balance | None:
    vector: dict[str, Fraction] = {}
    constant = Fraction(0)
    for term in rule.terms:
        weight = sign * term.side * term.coefficient
        if term.indicator is None:
            constant -= weight
        elif term.previous:
            figure = _last_year(form, term.indicator, previous)
            if figure is None:
                return None
            constant -= weight * figure / form.scales[term.indicator]
        else:
            for code in _cells(form, term.indicator, typed):
                vector[code] = vector.get(code, Fraction(0)) + weight / form.scales[code]
    return _whole(rule.code, rule.at, vector, constant)


def _total(form: Form, code: str, typed: AbstractSet[str]) -> Balance:
    """A typed total: Σ of its immediate parts − total = 0."""
    one = form.indicators[code]
    vector = {code: Fraction(-1, form.scales[code])}
    for part in one.parts:
        for cell in _cells(form, part, typed):
            vector[cell] = vector.get(cell, Fraction(0)) + Fraction(1, form.scales[cell])
    return _whole(one.total or "", code, vector, Fraction(0))


def _cells(form: Form, code: str, typed: AbstractSet[str]) -> Iterator[str]:
    """What stands for an indicator: itself where a person typed it, else what it sums."""
    parts = form.indicators[code].parts
    if code in typed or not parts:
        yield code
        return
    for part in parts:
        yield from _cells(form, part, typed)


def _last_year(form: Form, code: str, previous: Mapping[str, int | None]) -> int | None:
    """Last year's figure; a total that is not there is the sum of its inputs."""
    if (known := previous.get(code)) is not None or not form.indicators[code].parts:
        return known
    total = 0
    for part, times in form.inputs_of(code).items():
        figure = previous.get(part)
        if figure is None:
            return None
        total += times * figure
    return total


def _whole(rule: str, at: str, vector: Mapping[str, Fraction], constant: Fraction) -> Balance:
    scale = lcm(constant.denominator, *(one.denominator for one in vector.values()))
    whole = {code: int(one * scale) for code, one in vector.items() if one}
    return Balance(rule, at, whole, int(constant * scale))
