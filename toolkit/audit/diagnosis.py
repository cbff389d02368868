"""Diagnosis: broken balances of a return → the likely cells and values.

:mod:`toolkit.audit.correction` defines what is searched for, and how. This module decides what the
search gets to see of a return; :mod:`toolkit.audit.folding` tells its answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from toolkit.audit.correction.balances import (
    Balance,
    WrittenBalance,
    neighbours_of,
    put_in,
    written_equalities,
    written_inequalities,
)
from toolkit.audit.correction.search import LikelyMistakes, diagnose
from toolkit.audit.explained import explanation_of
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.returns.unit_return import Subject


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the search has found in one return."""

    # Each with a group of broken balances, or with a cell whose figure they give.
    groups: Sequence[LikelyMistakes] = ()
    # What stands in the cells that a person typed: inputs, and totals in place of their formulas.
    figures: Mapping[str, int] = field(default_factory=dict)
    # All over these cells, those that hold among them.
    balances: Sequence[Balance] = ()
    # The cells that read as a figure with which all balances over them hold.
    agreeing: AbstractSet[str] = frozenset()


def is_broken(finding: Finding, form: Form) -> bool:
    """Whether it says that a balance does not hold, and nobody has explained that."""
    on_balance = finding.code in form.rule_specs or finding.code in form.total_rules
    return on_balance and finding.status == "open"


def diagnosis_of(findings: Sequence[Finding], subject: Subject, layout: Layout) -> Diagnosis:
    """What the search finds in a return with these findings.

    A county's own sums are not corrected cell by cell: what is wrong in them is wrong in a unit.
    Where the figures are those of another year or unit, no single cell should be mended.
    """
    one = subject.returned
    wanted = one.invalid or any(is_broken(finding, layout.form) for finding in findings)
    if not wanted or one.identity.is_sum or any(map(_is_not_its_own, findings)):
        return Diagnosis()
    return _diagnose(subject, layout)


def _is_not_its_own(finding: Finding) -> bool:
    known = CATALOGUE.get(finding.code)
    return finding.status == "open" and known is not None and known.not_its_own


def _diagnose(subject: Subject, layout: Layout) -> Diagnosis:
    form, one, before = layout.form, subject.returned, subject.before
    there = [code for code in form.indicators if form.indicators[code].table in one.counted]
    inputs = [code for code in there if not form.indicators[code].parts]
    typed = {code: one.typed[code] for code in there if code in one.typed}
    read = subject.read_as
    cells = {*inputs, *typed}
    balances, bounds = (
        [balance for balance in put_in(some, before) if _stands(balance, subject, layout, cells)]
        for some in _written(layout, frozenset(typed))
    )
    figures = {code: one.values.get(code) or read.get(code, 0) for code in inputs} | typed
    unusable = (one.invalid - read.keys()) & cells
    groups = diagnose(
        figures,
        balances,
        decimals=form.decimals,
        neighbours=_neighbours(layout),
        previous=before,
        blank={code for code in inputs if one.values.get(code) is None} - one.invalid,
        missing=unusable,
        bounds=bounds,
        tables=[table.spots for table in layout.tables],
        totals=typed.keys(),
    )
    return Diagnosis(
        groups, figures, balances, _agreeing(balances, figures, subject.read_as, unusable)
    )


def _agreeing(
    balances: Sequence[Balance],
    figures: Mapping[str, int],
    read: Mapping[str, int],
    unusable: AbstractSet[str],
) -> set[str]:
    """The cells of ``read`` with whose figures every balance over them holds, at least one."""
    over: dict[str, list[bool]] = {code: [] for code in read}
    for balance in balances if over else ():
        if not unusable.isdisjoint(balance.coefficients):
            continue
        gap = sum(weight * figures[code] for code, weight in balance.coefficients.items())
        for code in over.keys() & balance.coefficients.keys():
            over[code].append(gap == balance.constant)
    return {code for code, holding in over.items() if holding and all(holding)}


def _stands(balance: Balance, subject: Subject, layout: Layout, cells: set[str]) -> bool:
    """Whether a balance is over cells that are there, and is not explained by the unit.

    An explained one is no evidence, even where the rule holds or cannot be judged.
    """
    form, one = layout.form, subject.returned
    spec = form.rule_specs.get(balance.rule)
    # A rule about who may report something at all says nothing about the figures.
    of_figures = spec is None or not spec.units
    return (
        of_figures
        and cells >= balance.coefficients.keys()
        and explanation_of(balance.rule, balance.at, one, form) is None
    )


@lru_cache(maxsize=64)
def _written(
    layout: Layout, typed: frozenset[str]
) -> tuple[list[WrittenBalance], list[WrittenBalance]]:
    """Equalities and bounds: the same for all returns with the same typed totals, mostly none."""
    return written_equalities(layout.form, typed), written_inequalities(layout.form, typed)


@lru_cache(maxsize=8)
def _neighbours(layout: Layout) -> Mapping[str, Sequence[str]]:
    return {
        code: others
        for table in layout.tables
        for code, others in neighbours_of(table.spots).items()
    }
