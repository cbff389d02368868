"""A rule with figures in it, in words."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.findings.phrases import last_year, side
from toolkit.form.form import Form
from toolkit.form.number import from_fraction, plain, to_number
from toolkit.form.opening_figures import NOTHING, Figures
from toolkit.form.rule import Rule


def words_of(rule: Rule, form: Form, sign: int, before: Figures = NOTHING) -> str:
    """One side of a rule in official labels, for a reader who sees the table.

    ``before``: last year's figures, where they are to be told as well.
    """
    labels: list[tuple[str, str]] = []
    names = _names(rule, form)
    for term in rule.terms:
        if term.side != sign:
            continue
        factor = abs(term.coefficient)
        if term.indicator is None:
            label = plain(from_fraction(factor))
        else:
            times = "" if factor == 1 else f"{plain(from_fraction(factor))} × "
            name = names[term.indicator]
            if term.previous:
                name = last_year(name, _figure(before.get(term.indicator), form, term.indicator))
            label = times + name
        labels.append(("-" if term.coefficient < 0 else "+", label))
    return side(labels)


def _figure(value: int | None, form: Form, code: str) -> str:
    return "" if value is None else plain(to_number(value, form.decimals[code]))


def _names(rule: Rule, form: Form) -> Mapping[str, str]:
    """The short name of each indicator of a rule: what distinguishes it from the others."""
    codes = dict.fromkeys((*rule.indicators, *rule.before))
    rows = {code: form.indicators[code].row_labels for code in codes}
    columns = {code: form.indicators[code].column_labels for code in codes}
    by_column = len(codes) > 1 and len(set(rows.values())) == 1 and all(columns.values())
    first, second = (columns, rows) if by_column else (rows, columns)
    return {code: (first[code] or second[code])[-1] for code in codes}
