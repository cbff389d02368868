"""Whether the sums themselves satisfy the rules of the form: a live sentence, mostly blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from toolkit.consolidated_workbook.overview import words
from toolkit.form.form import Form
from toolkit.form.layout import Layout
from toolkit.form.number import from_fraction, plain, to_number
from toolkit.form.opening_figures import Figures
from toolkit.form.rule import Rule
from toolkit.painting.formulas import Formulas, on_sheet

# The longest formula that a cell holds, less some room.
_LONGEST = 8_000


def imbalance(layout: Layout, totals: Mapping[str, int]) -> tuple[str, str | None]:
    """What does not balance now, and the formula; None where no rule is about the sums."""
    formulas, parts, told = Formulas(layout), list[str](), list[str]()
    for _, some in groupby(_rules(layout.form), key=lambda rule: rule.code):
        rules = list(some)
        whole = next((one for one in rules if one.derived), None)
        single = [one for one in rules if not one.derived]
        formula = "&".join(_formula(formulas, one, '""') for one in single)
        broken = [text for one in single if (text := _text(layout, one, totals))]
        # Where the totals do not balance, that says it all.
        if whole:
            formula = _formula(formulas, whole, formula)
            broken = [text] if (text := _text(layout, whole, totals)) else broken
        if sum(map(len, parts)) + len(formula) > _LONGEST:
            break
        parts.append(formula)
        told += broken
    return "".join(told), f"={'&'.join(parts)}" if parts else None


def _rules(form: Form) -> Iterator[Rule]:
    """The rules that hold for a sum if they hold for each unit of it."""
    for rule in form.declared_rules:
        spec = form.rule_specs[rule.code]
        constant = any(term.indicator is None for term in rule.terms)
        if spec.severity == "error" and not (spec.units or rule.before or constant):
            yield rule


def _formula(formulas: Formulas, rule: Rule, otherwise: str) -> str:
    """The sentence where the rule is broken, else what the formula ``otherwise`` gives."""
    first, between, last = _words(formulas.layout, rule)
    left, right = (formulas.side(rule, side) for side in (1, -1))
    numbers = [_written(formulas.layout, rule, side) for side in (1, -1)]
    difference = f"ABS(ROUND({left}-({right}),{max(rule.decimals, 6)}))"
    first = first.replace('"', '""')
    told = f'"{first}"&{numbers[0]}&"{between}"&{numbers[1]}&"{last}"&{difference}&"{words.STOP}"'
    return f"IF({formulas.fails(rule)},{told},{otherwise})"


def _written(layout: Layout, rule: Rule, side: int) -> str:
    """The formula of the figures of a side, with their signs."""
    parts: list[str] = []
    for sign, code in _signed(rule, side):
        decimals, cell = layout.form.decimals[code], on_sheet(*layout.where(code))
        parts += [f'"{sign}"'] if sign else []
        parts.append(f"ROUND({cell},{decimals})" if decimals else cell)
    return "&".join(parts)


def _signed(rule: Rule, side: int) -> Iterator[tuple[str, str]]:
    """The indicators of a side, with what stands before the figure of each."""
    terms = [one for one in rule.terms if one.side == side]
    for number, term in enumerate(terms):
        sign = " - " if term.coefficient < 0 else " + " if number else ""
        factor = abs(term.coefficient)
        times = f"{plain(from_fraction(factor))} × " if factor != 1 else ""
        yield sign + times, term.indicator or ""


def _text(layout: Layout, rule: Rule, totals: Figures) -> str:
    """The same sentence as it is now; "" where the rule holds."""
    left, right = (rule.side(side, totals) for side in (1, -1))
    if rule.holds(left, right):
        return ""
    first, between, last = _words(layout, rule)
    sides = [
        "".join(sign + _figure(layout.form, code, totals) for sign, code in _signed(rule, side))
        for side in (1, -1)
    ]
    difference = plain(from_fraction(abs(left - right)))
    return f"{first}{sides[0]}{between}{sides[1]}{last}{difference}{words.STOP}"


def _figure(form: Form, code: str, totals: Figures) -> str:
    return plain(to_number(totals.get(code) or 0, form.decimals[code]))


def _words(layout: Layout, rule: Rule) -> tuple[str, str, str]:
    """Before, between and behind the figures of the two sides."""
    form = layout.form
    place = " ".join(layout.where(rule.at))
    first = words.unbalanced(
        form.rule_specs[rule.code].title, place, form.indicators[rule.at].label
    )
    opposite = {"=": "≠", "<=": ">", ">=": "<"}[rule.sense]
    return first, f" {opposite} ", words.DIFFERS_BY
