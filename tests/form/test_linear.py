"""One rule in whole numbers: whoever judges by it agrees with its terms as they were written.

The judge is a plain sum of fractions over the terms, never code of the toolkit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.audit.correction.balances import Balance, equalities, inequalities
from toolkit.audit.rules import audit
from toolkit.form.form_file import default_form
from toolkit.form.layout import Layout, lay_out
from toolkit.form.linear import Linear, Term, linear
from toolkit.form.rule import Rule, parse_rule
from toolkit.grids.address import column_number
from toolkit.grids.identity import Identity
from toolkit.painting.formulas import Formulas
from toolkit.returns.unit_return import Return, Subject

pytestmark = pytest.mark.slow

FORM = default_form()
# Counts, amounts with decimals, and totals; few, so that terms meet on both sides.
CODES = (
    "t2.fees.amount",
    "t2.penalties.decisions",
    "t3.received.company",
    "t3.outcome.total.company",
    "t4.review.upheld",
    "t4.review.total",
)
CELLS = tuple(dict.fromkeys(one for code in CODES for one in FORM.inputs_of(code)))
# Deadlines would only say how busy the machine is.
quick = settings(deadline=None, max_examples=60)

numbers = st.one_of(
    st.integers(0, 12).map(str), st.decimals(min_value=0, max_value=99, places=2).map(str)
)
figures = st.one_of(st.integers(0, 30), st.integers(0, 10**15))
years = st.lists(figures, min_size=len(CELLS), max_size=len(CELLS)).map(
    lambda drawn: with_totals(dict(zip(CELLS, drawn, strict=True)))
)


def with_totals(inputs: Mapping[str, int]) -> dict[str, int]:
    """With the totals as they are computed: the sum of what they rest on."""
    totals = {
        code: sum(inputs[one] * times for one, times in FORM.inputs_of(code).items())
        for code in CODES
    }
    return {**inputs, **totals}


@st.composite
def sides(draw: st.DrawFn) -> str:
    """One side of a rule: ``0.5 * a - previous(b) + 3``."""
    code = st.sampled_from(CODES)
    indicator = st.one_of(code, code.map(lambda one: f"previous({one})"))
    term = st.one_of(indicator, numbers, st.tuples(numbers, indicator).map(" * ".join))
    signs = st.sampled_from((" + ", " - "))
    more = draw(st.lists(st.tuples(signs, term).map("".join), max_size=3))
    return "".join((draw(st.sampled_from(("", "- "))), draw(term), *more))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Begins with an indicator of this year, so that the text is a rule whatever follows."""
    sense = draw(st.sampled_from(("=", "<=", ">=")))
    first = draw(st.sampled_from(CODES))
    check = f"{first} - {draw(sides()).removeprefix('- ')} {sense} {draw(sides())}"
    (rule,) = parse_rule("T3-01", check, first, FORM.decimals)
    return rule


def plainly(rule: Rule, side: int, now: Mapping[str, int], before: Mapping[str, int]) -> Fraction:
    """One side, term by term."""
    total = Fraction(0)
    for term in rule.terms:
        if term.side == side and term.indicator is None:
            total += term.coefficient
        elif term.side == side and term.indicator:
            figure = (before if term.previous else now)[term.indicator]
            total += term.coefficient * Fraction(figure, 10 ** FORM.decimals[term.indicator])
    return total


def so(gap: Fraction, sense: str) -> bool:
    return {"=": gap == 0, "<=": gap <= 0, ">=": gap >= 0}[sense]


def laid_out(rule: Rule) -> Layout:
    """The form with this rule for its only one."""
    form = FORM.model_copy()
    form.__dict__["declared_rules"] = (rule,)
    return lay_out(form)


@dataclass(frozen=True)
class Year:
    now: Mapping[str, int]
    before: Mapping[str, int]


pairs = st.builds(Year, years, years)


@quick
@given(rules(), pairs)
def test_sides_and_gap_are_what_the_terms_say(rule: Rule, year: Year) -> None:
    left, right = (plainly(rule, side, year.now, year.before) for side in (1, -1))
    assert rule.side(1, year.now, year.before) == left
    assert rule.side(-1, year.now, year.before) == right
    assert rule.gap.value(year.now, year.before) == left - right
    assert rule.holds(left, right) == so(left - right, rule.sense)


@quick
@given(rules(), pairs)
def test_the_matrix_of_the_audit_judges_by_the_terms(rule: Rule, year: Year) -> None:
    """Of any size: in 64 bits, or in Python's own integers."""
    tables = frozenset(table.code for table in FORM.tables)
    one = Return("one.xlsx", Identity(), values=year.now, counted=tables)
    outcomes = audit([Subject(one, None, year.before)], laid_out(rule)).outcomes
    gap = plainly(rule, 1, year.now, year.before) - plainly(rule, -1, year.now, year.before)
    assert (outcomes.holds, outcomes.fails) == ((1, 0) if so(gap, rule.sense) else (0, 1))


@quick
@given(rules(), pairs, st.sets(st.sampled_from(("t3.outcome.total.company", "t4.review.total"))))
def test_the_balances_of_the_correction_judge_by_the_terms(
    rule: Rule, year: Year, typed: set[str]
) -> None:
    """Whichever totals were typed: those that agree with their parts make no difference."""
    form = laid_out(rule).form
    declared = "t3.outcome.total.company", "t4.review.total"
    own = {FORM.indicators[code].total for code in declared}
    same = [one for one in equalities(form, typed, year.before) if one.rule not in own]
    most = inequalities(form, typed, year.before)
    gap = plainly(rule, 1, year.now, year.before) - plainly(rule, -1, year.now, year.before)
    if rule.sense == "=":
        assert all((left_over(one, year.now) == 0) == (gap == 0) for one in same)
        # A rule whose cells all cancel out is of no use for finding a wrong one.
        assert len(same) == any(weights(rule, typed).values())
    else:
        assert all((left_over(one, year.now) <= 0) == so(gap, rule.sense) for one in most)
        assert len(most) == any(weights(rule, typed).values())
    totals = [one for one in equalities(form, typed, year.before) if one.rule in own]
    assert [left_over(one, year.now) for one in totals] == [0] * len(typed)


def left_over(balance: Balance, figures: Mapping[str, int]) -> int:
    return sum(n * figures[code] for code, n in balance.coefficients.items()) - balance.constant


def weights(rule: Rule, typed: set[str]) -> dict[str, Fraction]:
    """Of each cell in left − right, term by term."""
    found: dict[str, Fraction] = {}
    for term in rule.terms:
        if term.indicator and not term.previous:
            code = term.indicator
            cells = {code: 1} if code in typed else FORM.inputs_of(code)
            for cell, times in cells.items():
                weight = term.side * term.coefficient * times / 10 ** FORM.decimals[code]
                found[cell] = found.get(cell, Fraction(0)) + weight
    return found


@quick
@given(rules(), pairs)
def test_the_formulas_of_the_template_judge_by_the_terms(rule: Rule, year: Year) -> None:
    layout = laid_out(rule)
    formulas = Formulas(layout, before=year.before)
    for side in (1, -1):
        value = evaluated(formulas.side(rule, side), layout, year.now)
        assert value == plainly(rule, side, year.now, year.before)


def evaluated(formula: str, layout: Layout, figures: Mapping[str, int]) -> Fraction:
    """``(0.5)*SUM($A$1:$B$2)+(3)``: sums of ranges, with factors, and numbers."""
    total = Fraction(0)
    for part in formula.split("+"):
        factor, _, ranges = part.rpartition("SUM")
        if factor or ranges != part:
            number = Fraction(factor.strip("()*") or 1)
            total += number * sum(summed(one, layout, figures) for one in ranges[1:-1].split(","))
        else:
            total += Fraction(part.strip("()"))
    return total


def summed(text: str, layout: Layout, figures: Mapping[str, int]) -> Fraction:
    found = re.fullmatch(r"'(\w+)'!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?", text)
    assert found
    sheet, left, top, right, bottom = found.groups()
    columns = range(column_number(left), column_number(right or left) + 1)
    rows = range(int(top) - 1, int(bottom or top))
    return sum(
        (
            Fraction(figures[code], 10 ** FORM.decimals[code])
            for code, place in layout.places.items()
            if layout.sheet_of[code] == sheet and place.row in rows and place.column in columns
        ),
        Fraction(0),
    )


@quick
@given(st.lists(figures, min_size=len(FORM.inputs), max_size=len(FORM.inputs)))
def test_a_derived_rule_is_the_sum_of_the_others(drawn: list[int]) -> None:
    """T3-01 along 总计: what is left over there is what all the columns leave over."""
    inputs = dict(zip(FORM.inputs, drawn, strict=True))
    values = {
        code: sum(inputs[one] * times for one, times in FORM.inputs_of(code).items())
        for code in FORM.indicators
    }
    along = [one for one in FORM.declared_rules if one.code == "T3-01"]
    (derived,) = [one for one in along if one.derived]
    others = [plainly(one, 1, values, {}) - plainly(one, -1, values, {}) for one in along]
    others.pop(along.index(derived))
    assert derived.gap.value(values, {}) == sum(others)


def test_one_common_multiple_makes_all_of_it_whole() -> None:
    """0.5 a − 3 b − b of last year + 1.25, with a in hundredths; twice b of this year."""
    terms = (
        Term(Fraction(1, 2), "a", 1),
        Term(Fraction(-2), "b", 1),
        Term(Fraction(-1), "b", 1),
        Term(Fraction(-1), "b", 1, previous=True),
        Term(Fraction(5, 4), None, 1),
    )
    made = linear(terms, {"a": 100, "b": 1})
    assert made == Linear({"a": 1, "b": -600}, {"b": -200}, 250, 200)
    assert made.value({"a": 7, "b": None}, {}) == Fraction(257, 200)
