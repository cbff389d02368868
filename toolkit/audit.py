"""Returns + rules → findings, all units alike."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from toolkit.finding import Finding
from toolkit.layout import Layout
from toolkit.number import from_fraction, plain
from toolkit.returns import Return
from toolkit.rule import Rule
from toolkit.words.details import because, by_rule, relation, side


def audit(one: Return, layout: Layout) -> Iterator[Finding]:
    """The findings of the form's rules in one return.

    Balances between totals and their parts hold here by construction, since totals are computed;
    a total that was typed over is compared where it is read. The instance of a rule along a total
    (``derived``) holds whenever the others do, and is not reported once more.
    """
    form = layout.form
    for rule in form.declared_rules:
        tables = {form.indicators[code].table for code in rule.indicators}
        if rule.derived or not tables <= one.counted:
            continue
        inputs = {i for code in rule.indicators for i in form.inputs_of(code)}
        faulty = [code for code in form.inputs if code in one.invalid and code in inputs]
        values = {code: one.values[code] or 0 for code in rule.indicators}
        scales = form.scales
        left, right = rule.side(1, values, scales), rule.side(-1, values, scales)
        if faulty:
            yield _cannot_judge(rule, layout, one, faulty)
        elif not rule.holds(left, right):
            yield _broken(rule, layout, one, left, right)


def _cannot_judge(rule: Rule, layout: Layout, one: Return, faulty: list[str]) -> Finding:
    sheet, cell = one.where(rule.at, layout)
    return Finding(
        rule.code,
        "info",
        status="cannot_judge",
        file=one.file,
        sheet=sheet,
        cell=cell,
        indicator=rule.at,
        label=layout.form.indicators[rule.at].label,
        details={"reason": because([" ".join(one.where(code, layout)) for code in faulty])},
    )


def _broken(rule: Rule, layout: Layout, one: Return, left: Fraction, right: Fraction) -> Finding:
    """``actual`` is what stands at the rule's place and ``expected`` what would mend it there.

    Where the place has no part in the rule, or the rule is no equality, they are its two sides.
    """
    form = layout.form
    gap = left - right
    weight = sum(
        (t.side * t.coefficient for t in rule.terms if t.indicator == rule.at), Fraction(0)
    )
    unit = 10 ** form.decimals[rule.at]
    actual, expected = left, right
    if rule.sense == "=" and weight:
        actual = Fraction(one.values[rule.at] or 0, unit)
        expected = actual - gap / weight
    sheet, cell = one.where(rule.at, layout)
    fits = expected >= 0 and (expected * unit).denominator == 1 and rule.sense == "=" and weight
    return Finding(
        rule.code,
        form.rule_specs[rule.code].severity,
        file=one.file,
        sheet=sheet,
        cell=cell,
        indicator=rule.at,
        label=form.indicators[rule.at].label,
        actual=from_fraction(actual),
        expected=from_fraction(expected),
        difference=from_fraction(actual - expected),
        details={
            "left": plain(from_fraction(left)),
            "right": plain(from_fraction(right)),
            "left_text": words_of(rule, layout, 1),
            "right_text": words_of(rule, layout, -1),
            "relation": relation(rule.sense, plain(from_fraction(abs(gap)))),
            "likely": by_rule(from_fraction(expected)) if fits else "",
        },
    )


def words_of(rule: Rule, layout: Layout, sign: int) -> str:
    """One side of a rule in official labels, for a reader who has the table before him."""
    labels: list[tuple[str, str]] = []
    for term in rule.terms:
        if term.side != sign:
            continue
        factor = abs(term.coefficient)
        if term.indicator is None:
            label = plain(from_fraction(factor))
        else:
            one = layout.form.indicators[term.indicator]
            times = "" if factor == 1 else f"{plain(from_fraction(factor))} × "
            label = times + (one.row_labels or one.column_labels)[-1]
        labels.append(("-" if term.coefficient < 0 else "+", label))
    return side(labels)
