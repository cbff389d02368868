"""Balances: the rules of a form as equations over the cells that a person typed.

This is where the search for wrong cells begins. A wrong cell can only be one that somebody typed,
so every equation is written over such cells: a total that is a live formula is replaced by what it
sums, and a total that somebody typed over is a cell like any other, with an equation of its own:
total = its parts. In this way one search (:mod:`toolkit.audit.correction.search`) serves a locked
template and a published table alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from toolkit.form.form import Form
from toolkit.form.rule import Rule

# Right, left, down, up.
_STEPS = ((0, 1), (0, -1), (1, 0), (-1, 0))


@dataclass(frozen=True, slots=True)
class Balance:
    """Σ coefficients·x = constant in whole numbers; x in the smallest unit of its indicator.

    A bound has the same fields, and means Σ coefficients·x ≤ constant.
    """

    rule: str
    # The indicator at which the rule is reported.
    at: str
    coefficients: Mapping[str, int]
    # Includes last year's figures and the numbers that the rule itself contains.
    constant: int = 0


@dataclass(frozen=True, slots=True)
class WrittenBalance:
    """A balance as the form states it, the same for all units: last year's figures are still open.

    Σ coefficients·x + Σ before·y = constant, all in whole numbers.
    """

    rule: str
    at: str
    coefficients: Mapping[str, int]
    # The weights of last year's figures y, which are known only for a unit.
    before: Mapping[str, int]
    constant: int

    def known(self, previous: Mapping[str, int | None]) -> Balance | None:
        """The balance with last year's figures inserted; None where one of them is not known."""
        constant = self.constant
        for code, weight in self.before.items():
            figure = previous.get(code)
            if figure is None:
                return None
            constant -= weight * figure
        return Balance(self.rule, self.at, self.coefficients, constant)


def equalities(
    form: Form, typed: AbstractSet[str], previous: Mapping[str, int | None]
) -> list[Balance]:
    """Every declared equality and every total in ``typed``, over inputs and typed totals.

    ``typed``: the totals with a typed figure in place of the formula. ``previous``: last year's
    figures in smallest units; a rule that needs an unknown one is left out. The instance of a rule
    along a total (``derived``) adds nothing while its totals are formulas, and is kept only where
    one of them was typed.
    """
    return put_in(written_equalities(form, typed), previous)


def inequalities(
    form: Form, typed: AbstractSet[str], previous: Mapping[str, int | None]
) -> list[Balance]:
    """The declared rules with ≤ or ≥, each as Σ coefficients·x ≤ constant."""
    return put_in(written_inequalities(form, typed), previous)


def put_in(written: Iterable[WrittenBalance], previous: Mapping[str, int | None]) -> list[Balance]:
    """The balances whose figures of last year are known."""
    return [one for each in written if (one := each.known(previous))]


def written_equalities(form: Form, typed: AbstractSet[str]) -> list[WrittenBalance]:
    """See :func:`equalities`: the same for every return in which these totals were typed."""
    found = [
        _declared(form, rule, typed)
        for rule in form.declared_rules
        if rule.sense == "=" and (not rule.derived or typed & set(rule.indicators))
    ]
    totals = (code for code, one in form.indicators.items() if one.parts and code in typed)
    found += [_total(form, code, typed) for code in totals]
    return [one for one in found if one.coefficients]


def written_inequalities(form: Form, typed: AbstractSet[str]) -> list[WrittenBalance]:
    """See :func:`inequalities`."""
    found = [
        _declared(form, rule, typed, -1 if rule.sense == ">=" else 1)
        for rule in form.declared_rules
        if rule.sense != "=" and (not rule.derived or typed & set(rule.indicators))
    ]
    return [one for one in found if one.coefficients]


def neighbours_of(spots: Mapping[str, tuple[int, int]]) -> dict[str, tuple[str, ...]]:
    """The cells beside, above and below each cell, given the cells (row, column) of one sheet."""
    there = {spot: code for code, spot in spots.items()}
    return {
        code: tuple(
            there[row + down, column + right]
            for down, right in _STEPS
            if (row + down, column + right) in there
        )
        for code, (row, column) in spots.items()
    }


def _declared(form: Form, rule: Rule, typed: AbstractSet[str], sign: int = 1) -> WrittenBalance:
    """A rule over the typed cells; ``sign`` −1 negates both sides, which makes ≥ a ≤."""
    gap = rule.gap.over(lambda code: Counter(_cells(form, code, typed)), form.inputs_of)
    weights, before = (
        {code: sign * weight for code, weight in one.items() if weight}
        for one in (gap.now, gap.before)
    )
    return WrittenBalance(rule.code, rule.at, weights, before, -sign * gap.constant)


def _total(form: Form, code: str, typed: AbstractSet[str]) -> WrittenBalance:
    """A typed total: Σ of its immediate parts − total = 0."""
    one = form.indicators[code]
    parts = Counter(cell for part in one.parts for cell in _cells(form, part, typed))
    return WrittenBalance(one.total or "", code, {code: -1, **parts}, {}, 0)


def _cells(form: Form, code: str, typed: AbstractSet[str]) -> Iterator[str]:
    """The cells of an indicator: itself where a person typed it, else those that it sums."""
    parts = form.indicators[code].parts
    if code in typed or not parts:
        yield code
        return
    for part in parts:
        yield from _cells(form, part, typed)
