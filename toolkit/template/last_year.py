"""Last year's figures in the notes at inputs, and what this year's figure has to be by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from toolkit.findings.rule_words import words_of
from toolkit.form.number import plain, to_number
from toolkit.form.rule import Rule
from toolkit.template import words
from toolkit.template.plan import Plan


def last_year_notes(plan: Plan, inputs: Iterable[str]) -> dict[str, str]:
    """By indicator: the note at each input of which last year says anything."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    formulas = plan.formulas()
    for rule in plan.rules:
        if rule.before and formulas.judgeable(rule):
            rules[rule.at].append(rule)
    told = ((code, "\n".join(_lines(plan, code, rules[code]))) for code in inputs)
    return {code: text for code, text in told if text}


def _lines(plan: Plan, code: str, rules: Iterable[Rule]) -> Iterator[str]:
    """What is to be carried on comes first: what stood in the cell itself might be taken for it."""
    form, before = plan.form, plan.before
    own, carried = _figure(plan, code), form.openings.get(code)
    whose = words.whose(plan.unit.before if plan.unit and plan.unit.has_others_before else ())
    figure = _figure(plan, carried) if carried else ""
    if carried and figure:
        yield words.carried_note(form.indicators[carried].label, figure, whose)
        if own and carried != code:
            yield words.same_cell_note(own)
        return
    if own:
        yield words.last_year_note(own, whose)
    side = partial(words_of, form=form, before=before)
    for rule in rules:
        alone = [one.indicator for one in rule.terms if one.side == 1] == [code]
        left = "" if alone else side(rule, sign=1)
        yield words.balance_note(left, rule.sense, side(rule, sign=-1))


def _figure(plan: Plan, code: str) -> str:
    """A figure of last year as people write it; empty where it is not known."""
    figure = plan.before.get(code)
    return "" if figure is None else plain(to_number(figure, plan.form.decimals[code]))
