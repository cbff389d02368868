"""Diagnosis: broken balances of a return → the likely cells and values, beside its findings.

:mod:`toolkit.audit.correction` defines what is searched for, and how. This module decides what the
search gets to see of a return, and at which finding each of its answers is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from toolkit.audit.correction.balances import (
    Balance,
    WrittenBalance,
    neighbours_of,
    put_in,
    written_equalities,
    written_inequalities,
)
from toolkit.audit.correction.one_mistake import CellChange
from toolkit.audit.correction.search import LikelyMistakes, Solution, diagnose
from toolkit.audit.explained import explanation_of
from toolkit.findings.codes import number
from toolkit.findings.codes.catalogue import CATALOGUE
from toolkit.findings.finding import Correction, Finding
from toolkit.form.layout import Layout
from toolkit.form.number import to_number
from toolkit.returns.unit_return import Subject

Key = tuple[str, str]


def with_corrections(
    findings: Sequence[Finding], subject: Subject, layout: Layout
) -> list[Finding]:
    """The findings of one return; those on balances and on unusable cells get what mends them.

    A county's own sums are not corrected cell by cell: what is wrong in them is wrong in a unit.
    """
    one = subject.returned
    wanted = one.invalid or any(_is_broken(finding, layout) for finding in findings)
    if any(_is_not_its_own(finding) for finding in findings):
        # Where the figures are those of another year or unit, no single cell should be mended.
        wanted = False
    if not wanted or one.identity.is_sum:
        return list(findings)
    diagnoses = _diagnose(subject, layout)
    at: dict[Key, LikelyMistakes] = {}
    for diagnosis in diagnoses:
        for balance in diagnosis.broken:
            at.setdefault((balance.rule, balance.at), diagnosis)
    deduced = {
        change.code: change
        for diagnosis in diagnoses
        for change in (diagnosis.likely.changes if diagnosis.likely else ())
        if change.kind == "deduced"
    }
    return [_corrected(finding, at, deduced, subject, layout) for finding in findings]


def _is_not_its_own(finding: Finding) -> bool:
    known = CATALOGUE.get(finding.code)
    return finding.status == "open" and known is not None and known.not_its_own


def _is_broken(finding: Finding, layout: Layout) -> bool:
    form = layout.form
    on_balance = finding.code in form.rule_specs or finding.code in form.total_rules
    return on_balance and finding.status == "open"


def _is_unusable_cell(finding: Finding) -> bool:
    known = CATALOGUE.get(finding.code)
    return known is not None and known.family == number.FAMILY and finding.severity == "error"


def _diagnose(subject: Subject, layout: Layout) -> list[LikelyMistakes]:
    form, one, before = layout.form, subject.returned, subject.before
    there = [code for code in form.indicators if form.indicators[code].table in one.counted]
    inputs = [code for code in there if not form.indicators[code].parts]
    typed = {code: one.typed[code] for code in there if code in one.typed}
    cells = {*inputs, *typed}
    balances, bounds = (
        [balance for balance in put_in(some, before) if _stands(balance, subject, layout, cells)]
        for some in _written(layout, frozenset(typed))
    )
    return diagnose(
        {code: one.values.get(code) or 0 for code in inputs} | typed,
        balances,
        decimals=form.decimals,
        neighbours=_neighbours(layout),
        previous=before,
        blank={code for code in inputs if one.values.get(code) is None} - one.invalid,
        missing=one.invalid & cells,
        bounds=bounds,
        tables=[table.spots for table in layout.tables],
        totals=typed.keys(),
    )


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


def _corrected(
    finding: Finding,
    at: Mapping[Key, LikelyMistakes],
    deduced: Mapping[str, CellChange],
    subject: Subject,
    layout: Layout,
) -> Finding:
    code = finding.indicator or ""
    # A total that was typed to agree with a wrong part hides the breach of the rule over it.
    beside = (one for (_, place), one in at.items() if place == code)
    diagnosis = at.get((finding.code, code)) or next(beside, None)
    if diagnosis and _is_broken(finding, layout):
        solutions = (diagnosis.likely,) if diagnosis.likely else diagnosis.candidates
        parts = dict.fromkeys(_of_its_own(one, finding, diagnosis) for one in solutions)
        corrections = tuple(tuple(_shown(one, subject, layout)) for one in parts)
        return replace(finding, corrections=corrections, certain=diagnosis.likely is not None)
    change = deduced.get(code)
    # That nothing is missing says little where the unit has perhaps filled in nothing else.
    if change and change.value and _is_unusable_cell(finding):
        value = to_number(change.value, layout.form.decimals[code])
        if finding.suggested not in (None, value):
            # The typed text suggests another value, so another cell is wrong as well.
            return finding
        if finding.suggested is None:
            return replace(finding, suggested=value, suggested_by="balance")
        return replace(finding, suggested_by="both")
    return finding


def _of_its_own(
    solution: Solution, finding: Finding, diagnosis: LikelyMistakes
) -> tuple[CellChange, ...]:
    """Without the changes that only mend other balances: they are told at those."""
    place = finding.code, finding.indicator
    mine, others = set[str](), set[str]()
    for balance in diagnosis.broken:
        cells = mine if (balance.rule, balance.at) == place else others
        cells |= balance.coefficients.keys()
    if not mine:
        return solution.changes
    near = [one for one in solution.changes if one.code in mine or one.code not in others]
    partners = {one.partner for one in near if one.partner}
    return tuple(one for one in solution.changes if one in near or one.code in partners)


def _shown(changes: Sequence[CellChange], subject: Subject, layout: Layout) -> Iterator[Correction]:
    form, one = layout.form, subject.returned
    for change in changes:
        sheet, cell = one.where(change.code, layout)
        decimals = form.decimals[change.code]
        yield Correction(
            indicator=change.code,
            sheet=sheet,
            cell=cell,
            label=form.indicators[change.code].label,
            actual=to_number(change.was, decimals),
            value=to_number(change.value, decimals),
            kind=change.kind,
            partner=" ".join(one.where(change.partner, layout)) if change.partner else None,
            like_last_year=change.like_last_year,
        )
