"""Causes of broken balances other than a wrong cell: something else that was told explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from toolkit.findings.details import Broken, NotJudged, OnlyCarried, OpenBelow, Strays
from toolkit.findings.finding import Finding
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.returns.unit_return import Subject

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


class Explained(NamedTuple):
    """The number of a finding, and those of the balances that follow from it."""

    cause: int
    broken: list[int]


def other_causes(
    findings: Sequence[Finding], broken: Sequence[int], subject: Subject, layout: Layout
) -> Iterator[Explained]:
    """What explains some of the broken balances; none of them twice."""
    left = list(broken)
    for number, one in enumerate(findings):
        match one.details:
            case Strays():
                mine = [n for n in left if _is_the_difference(findings[n], one, one.details)]
            case OnlyCarried():
                mine = [n for n in left if _only_carried(findings[n], one, subject, layout.form)]
            case OpenBelow() if one.status == "open" and not _accepted(subject):
                mine = [n for n in left if _is_below(findings[n], one.details)]
            case _:
                continue
        if mine:
            left = [n for n in left if n not in mine]
            yield Explained(number, mine)


def _is_the_difference(balance: Finding, stray: Finding, found: Strays) -> bool:
    """Whether a balance is off by just the figures in its row or column that belong nowhere."""
    at = _ADDRESS.fullmatch(balance.cell or "")
    if balance.sheet != stray.sheet or not at or balance.difference is None:
        return False
    for line in (0, 1):
        figures = [
            Decimal(figure)
            for address, figure in found.figures
            if (there := _ADDRESS.fullmatch(address)) and there.groups()[line] == at.groups()[line]
        ]
        if figures and abs(balance.difference) == sum(figures) != 0:
            return True
    return False


def _only_carried(balance: Finding, table: Finding, subject: Subject, form: Form) -> bool:
    """Whether a balance has no figures but those carried on, in a table reported as empty."""
    if balance.sheet != table.sheet or not isinstance(balance.details, Broken):
        return False
    if balance.details.rule.before:
        # Whether the carry is that of last year is another question.
        return False
    inputs = {i for code in balance.details.rule.indicators for i in form.inputs_of(code)}
    return form.openings.keys() >= {code for code in inputs if subject.returned.values.get(code)}


def _accepted(subject: Subject) -> bool:
    """Whether the reviewer there let errors stand, which are in the sum as well."""
    below = subject.returned.below
    return below is not None and below.number_accepted > 0


def _is_below(balance: Finding, error: OpenBelow) -> bool:
    """Whether the same balance is broken in the return of a unit further down."""
    trouble, place = error.trouble, (balance.code, balance.label or "")
    return place == (trouble.rule, trouble.label) or place in trouble.breaks


def unusable_cell_of(one: Finding, subject: Subject, form: Form) -> str | None:
    """The only unusable input for which a balance cannot be judged; None where there are several.

    Whoever mends that cell has the balance judged.
    """
    if one.status != "cannot_judge" or not isinstance(one.details, NotJudged):
        return None
    codes = [one.indicator or ""]
    if one.code in form.rule_specs:
        same = (
            rule for rule in form.declared_rules if (rule.code, rule.at) == (one.code, codes[0])
        )
        codes = [code for rule in same for code in rule.indicators]
    inputs = {i for code in codes if code in form.indicators for i in form.inputs_of(code)}
    unusable = inputs & subject.returned.invalid
    return unusable.pop() if len(unusable) == 1 else None
