"""The lines of the sheet 审核: every rule that can fail, live, with its true state stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from toolkit.findings.codes.catalogue import AT_AMOUNTS, CATALOGUE, EXPLAINABLE
from toolkit.form.form import Form
from toolkit.form.measure import is_mixed_up
from toolkit.form.number import from_fraction, plain, to_float, to_number
from toolkit.form.rule import Rule, compare
from toolkit.grids.names import (
    COVER,
    EMPTY,
    EXPLAINED,
    FAILS,
    HOLDS,
    LATER,
    NOT_NUMBERS,
    OTHER_CHECKS,
    QUERY,
    UNTOUCHED,
)
from toolkit.painting.formulas import count_state, reference
from toolkit.template.plan import Plan
from toolkit.template.words import INPUT_CHECKS, mixed_up_words

# The row of the first line on the sheet, from 0.
FIRST_ROW = 2
# The code of an amount beside that of last year: where the latter is known, it is live.
_MIX_UP = "YEAR-01"
# The columns that other cells refer to.
LABEL, _LEFT, _RIGHT, STATE, _EXPLANATION = "C", "D", "E", "F", "G"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check as it stands on the sheet; formulas are without their leading ``=``."""

    # None where the check is about no table alone.
    table: str | None
    code: str
    title: str
    label: str
    # Sheet and cell that a click on the code leads to; None where it is about no cell.
    link: tuple[str, str] | None = None
    # The formulas of the two sides, or of the number of faulty cells; a side that is None is blank.
    left: str | None = None
    right: str | None = None
    # The formula of the state; None where it is only told, and never changes.
    state: str | None = None
    # The stored results of these formulas.
    state_result: str = LATER
    left_result: float | str = 0
    right_result: float | str = 0
    # Whether the left side is an array formula.
    array: bool = False
    # What the unit has written; None where there is nothing to explain.
    explanation: str | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """All lines, in the order of the sheet: those of each table stand together."""

    lines: tuple[CheckLine, ...]

    def rows(self, table: str) -> tuple[int, int]:
        """First and last row (from 1, as Excel counts) of a table's checks."""
        numbers = [i for i, line in enumerate(self.lines) if line.table == table]
        return FIRST_ROW + numbers[0] + 1, FIRST_ROW + numbers[-1] + 1

    def results(self, table: str) -> list[str]:
        return [line.state_result for line in self.lines if line.table == table]


def checks_of(plan: Plan) -> Checks:
    """For each table its rules and the checks of its inputs, then what is only checked later."""
    lines: list[CheckLine] = []
    for table in plan.form.tables:
        for rule in plan.rules:
            if plan.form.indicators[rule.at].table == table.code:
                lines.append(_rule(plan, rule, _row(lines)))
        lines += _inputs(plan, table.code, _row(lines))
        for place in _places(plan.form, _MIX_UP):
            if place and place in plan.amounts and plan.form.indicators[place].table == table.code:
                lines.append(_mixed_up(plan, place, _row(lines)))
    for code in EXPLAINABLE:
        here = plan.amounts if code == _MIX_UP else frozenset()
        lines += [_later(plan, code, one) for one in _places(plan.form, code) if one not in here]
    return Checks(tuple(lines))


def _row(lines: list[CheckLine]) -> int:
    """The row of the next line, from 1, as its formulas name it."""
    return FIRST_ROW + len(lines) + 1


# --- Rules ---------------------------------------------------------------------------------------


def _rule(plan: Plan, rule: Rule, row: int) -> CheckLine:
    formulas, spec = plan.formulas(), plan.form.rule_specs[rule.code]
    indicator = plan.form.indicators[rule.at]
    said = plan.filling.explanations.get((rule.code, rule.at), "") if spec.explainable else None
    there = plan.layout.where(rule.at)
    line = CheckLine(
        indicator.table, rule.code, spec.title, indicator.label, there, explanation=said
    )
    if not formulas.judgeable(rule):
        return line
    inputs = formulas.inputs(rule)
    bad = formulas.not_numbers(inputs)
    left, right = _sides(plan, rule)
    unsure = any(code in plan.filling.texts for code in inputs)
    line = replace(
        line,
        left=f'IF({bad}>0,"",{formulas.side(rule, 1)})',
        right=f'IF({bad}>0,"",{formulas.side(rule, -1)})',
        left_result="" if unsure else float(left),
        right_result="" if unsure else float(right),
    )
    state, result = _rule_state(plan, rule, row, said, left - right)
    return replace(line, state=state, state_result=result)


def _rule_state(
    plan: Plan, rule: Rule, row: int, said: str | None, difference: Fraction
) -> tuple[str, str]:
    """Formula and present result.

    ``said``: the explanation, as in a line; ``difference``: left less right, as it is now.
    """
    formulas, explainable = plan.formulas(), said is not None
    inputs = formulas.inputs(rule)
    untouched, idle = plan.untouched(inputs)
    cell = f"{_EXPLANATION}{row}" if explainable else None
    formula = formulas.state(rule, f"{_LEFT}{row}", f"{_RIGHT}{row}", untouched, cell)
    if idle:
        return formula, UNTOUCHED
    if any(code in plan.filling.texts for code in inputs):
        return formula, NOT_NUMBERS
    if compare(rule.sense, difference):
        return formula, HOLDS
    if said:
        return formula, EXPLAINED
    words = QUERY if explainable else FAILS
    return formula, f"{words}（相差 {plain(from_fraction(difference))}）"


def _sides(plan: Plan, rule: Rule) -> tuple[Fraction, Fraction]:
    form, figures = plan.form, plan.filling.figures
    values = {
        code: sum(figures.get(one, 0) * n for one, n in form.inputs_of(code).items())
        for code in rule.indicators
    }
    return rule.side(1, values, plan.before), rule.side(-1, values, plan.before)


# --- Amounts -------------------------------------------------------------------------------------


def _mixed_up(plan: Plan, code: str, row: int) -> CheckLine:
    """An amount beside that of last year: whether somebody has mixed up 元 and 万元, it seems."""
    formulas, indicator = plan.formulas(), plan.form.indicators[code]
    before, now = plan.before.get(code) or 0, plan.filling.figures.get(code, 0)
    said = plan.filling.explanations.get((_MIX_UP, code), "")
    bad, text = formulas.not_numbers([code]), code in plan.filling.texts
    decimals, words = plan.form.decimals[code], mixed_up_words(indicator.kind.unit)
    untouched, idle = plan.untouched([code])
    state = formulas.amount_state(code, f"{_LEFT}{row}", untouched, f"{_EXPLANATION}{row}", words)
    result = (EXPLAINED if said else words) if is_mixed_up(now, before) else HOLDS
    return CheckLine(
        indicator.table,
        _MIX_UP,
        CATALOGUE[_MIX_UP].title,
        indicator.label,
        plan.layout.where(code),
        left=f'IF({bad}>0,"",{formulas.sum([code])})',
        right=f'IF({bad}>0,"",{plain(to_number(before, decimals))})',
        state=state,
        state_result=UNTOUCHED if idle else NOT_NUMBERS if text else result,
        left_result="" if text else to_float(now, decimals),
        right_result="" if text else to_float(before, decimals),
        explanation=said,
    )


# --- Inputs --------------------------------------------------------------------------------------


def _inputs(plan: Plan, table: str, row: int) -> Iterator[CheckLine]:
    """How many inputs of a table hold what cannot be right, by what is wrong with them."""
    title, sheet = plan.form.table(table).title, plan.form.table(table).sheet
    inputs = list(plan.form.table_inputs(table))
    untouched, idle = plan.untouched(inputs)
    for row_of_line, (kind, count, result) in enumerate(_faults(plan, table), row):
        words = NOT_NUMBERS if kind == "text" else FAILS
        failing = words if kind == "text" else f"{words}（{result} 格）"
        yield CheckLine(
            table,
            sheet,
            INPUT_CHECKS[kind],
            title,
            plan.layout.where(inputs[0]),
            left=count,
            left_result=result,
            state=count_state(f"{_LEFT}{row_of_line}", untouched, words),
            state_result=UNTOUCHED if idle else failing if result else HOLDS,
            array=kind == "fraction",
        )


def _faults(plan: Plan, table: str) -> list[tuple[str, str, int]]:
    """Each kind of fault, the formula that counts the inputs with it, and its present result."""
    formulas, filling = plan.formulas(), plan.filling
    codes = list(plan.form.table_inputs(table))
    state = reference(plan.cover.states[table], COVER)
    texts = sum(code in filling.texts for code in codes)
    filled = sum(1 for code in codes if filling.figures.get(code))
    return [
        ("text", formulas.not_numbers(codes), texts),
        ("negative", formulas.negatives(codes), 0),
        ("fraction", formulas.fractions(codes), 0),
        (
            "zero",
            f'IF({state}="{EMPTY}",{formulas.nonzero(codes)},0)',
            filled if filling.states.get(table) == EMPTY else 0,
        ),
    ]


# --- What is only checked when the returns are collected -----------------------------------------


def _places(form: Form, code: str) -> list[str | None]:
    """Where a finding may come up: at every amount, or once in the whole return."""
    if code not in AT_AMOUNTS:
        return [None]
    return [one for one in form.inputs if form.indicators[one].kind.type == "amount"]


def _later(plan: Plan, code: str, place: str | None) -> CheckLine:
    """A finding that can only come up later, with a cell to explain it in advance."""
    label = plan.form.indicators[place].label if place else OTHER_CHECKS
    said = plan.filling.explanations.get((code, place), "")
    there = plan.layout.where(place) if place else None
    return CheckLine(None, code, CATALOGUE[code].title, label, there, explanation=said)
