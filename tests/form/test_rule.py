"""One written rule: parsed, spread along its axis, judged exactly, put into words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.findings.rule_words import words_of
from toolkit.form.form_file import default_form
from toolkit.form.rule import Rule, RuleError, parse_rule

# A tiny form: two columns of counts and two amounts.
DECIMALS = {"a.in.x": 0, "a.in.y": 0, "a.out.x": 0, "a.out.y": 0, "b.paid": 2, "b.asked": 6}


def parse(check: str, at: str = "a.in.*") -> list[Rule]:
    at = at if ".*" in check else at.replace("*", "x")
    return list(parse_rule("R-01", check, at, DECIMALS))


def judged(check: str, **values: int) -> bool:
    """Whether a rule over the b indicators holds; values in hundredths and millionths."""
    (rule,) = parse(check, "b.paid")
    figures = {f"b.{name}": value for name, value in values.items()}
    return rule.holds(rule.side(1, figures), rule.side(-1, figures))


def test_a_star_spreads_over_every_column() -> None:
    rules = parse("a.in.* = a.out.*")
    assert [(one.at, one.indicators) for one in rules] == [
        ("a.in.x", ("a.in.x", "a.out.x")),
        ("a.in.y", ("a.in.y", "a.out.y")),
    ]


def test_a_star_in_the_middle_spreads_over_rows() -> None:
    rules = parse("a.*.x <= a.*.y", at="a.*.x")
    assert [one.at for one in rules] == ["a.in.x", "a.out.x"]


def test_without_a_star_there_is_one_instance() -> None:
    (rule,) = parse("a.in.x = a.out.x")
    assert (rule.code, rule.sense, rule.decimals, rule.derived) == ("R-01", "=", 0, False)


@pytest.mark.parametrize(
    ("check", "terms"),
    [
        ("a.in.x = a.out.x", [("a.in.x", "1", 1), ("a.out.x", "1", -1)]),
        ("a.in.x + a.in.y = 3", [("a.in.x", "1", 1), ("a.in.y", "1", 1), (None, "3", -1)]),
        ("a.in.x - a.in.y = 0", [("a.in.x", "1", 1), ("a.in.y", "-1", 1), (None, "0", -1)]),
        ("- a.in.x = 0.5 * a.in.y", [("a.in.x", "-1", 1), ("a.in.y", "1/2", -1)]),
        ("2×a.in.x=a.in.y-10", [("a.in.x", "2", 1), ("a.in.y", "1", -1), (None, "-10", -1)]),
    ],
)
def test_terms_keep_their_sides_and_factors(
    check: str, terms: list[tuple[str | None, str, int]]
) -> None:
    (rule,) = parse(check)
    assert [(t.indicator, t.coefficient, t.side) for t in rule.terms] == [
        (code, Fraction(factor), side) for code, factor, side in terms
    ]


@pytest.mark.parametrize(
    ("written", "sense"), [("=", "="), ("<=", "<="), ("≤", "<="), (">=", ">="), ("≥", ">=")]
)
def test_every_sign_of_comparison(written: str, sense: str) -> None:
    (rule,) = parse(f"a.in.x {written} a.out.x")
    assert rule.sense == sense


@pytest.mark.parametrize(
    ("check", "at", "field", "problem"),
    [
        ("a.in.x", "a.in.x", "check", "审核公式要有且只有一个 =、≤ 或 ≥（a.in.x）"),
        ("a.in.x = 1 = 1", "a.in.x", "check", "审核公式要有且只有一个 =、≤ 或 ≥（a.in.x = 1 = 1）"),
        ("a.in.x < 1", "a.in.x", "check", "审核公式要有且只有一个 =、≤ 或 ≥（a.in.x < 1）"),
        ("a.in.x a.in.y = 1", "a.in.x", "check", "审核公式中“a.in.y”处看不懂"),
        ("a.in.x * 2 = 1", "a.in.x", "check", "审核公式中“* 2”处看不懂"),
        ("a.in.x / 2 = 1", "a.in.x", "check", "审核公式中“/ 2”处看不懂"),
        ("= a.in.x", "a.in.x", "check", "审核公式中“”处看不懂"),
        ("a.in.z = 1", "a.in.x", "check", "表中没有指标“a.in.z”"),
        ("a.in.x = 1", "a.in.z", "at", "表中没有指标“a.in.z”"),
        ("c.* = 1", "a.in.x", "check", "没有与“c.*”相符的指标"),
        ("a.*.* = 1", "a.in.x", "check", "“a.*.*”中只能有一个 *"),
        ("a.in.* = b.*", "a.in.*", "check", "表中没有指标“b.x”"),
    ],
)
def test_a_rule_that_cannot_be_understood(check: str, at: str, field: str, problem: str) -> None:
    with pytest.raises(RuleError) as caught:
        list(parse_rule("R-01", check, at, DECIMALS))
    assert (str(caught.value), caught.value.field) == (problem, field)


@pytest.mark.parametrize(
    ("check", "paid", "asked", "holds"),
    [
        # 1.23 against 1.230000, and against one millionth more.
        ("b.paid = b.asked", 123, 1_230_000, True),
        ("b.paid = b.asked", 123, 1_230_001, False),
        ("b.paid <= b.asked", 123, 1_230_000, True),
        ("b.paid <= b.asked", 123, 1_229_999, False),
        ("b.paid >= b.asked", 123, 1_230_001, False),
        ("b.paid >= 0.5 * b.asked + 1", 123, 460_000, True),
        ("b.paid >= 0.5 * b.asked + 1", 123, 460_001, False),
    ],
)
def test_a_rule_is_judged_without_tolerance(check: str, paid: int, asked: int, holds: bool) -> None:
    assert judged(check, paid=paid, asked=asked) is holds


def test_a_rule_has_the_finest_decimals_of_its_indicators() -> None:
    (rule,) = parse("b.paid = b.asked", at="b.paid")
    assert rule.decimals == 6


factors = st.decimals(min_value=0, max_value=1000, places=2).map(str)


@given(st.lists(st.tuples(factors, st.integers(0, 10**9)), min_size=1, max_size=4))
def test_a_side_is_the_exact_sum_of_its_terms(terms: list[tuple[str, int]]) -> None:
    """Any linear form gives what fractions give; no float comes in between."""
    names = ["a.in.x", "a.in.y", "a.out.x", "a.out.y"]
    written = " + ".join(
        f"{factor} * {name}" for (factor, _), name in zip(terms, names, strict=False)
    )
    (rule,) = parse(f"{written} = 0")
    values = {name: value for (_, value), name in zip(terms, names, strict=False)}
    expected = sum((Fraction(factor) * value for factor, value in terms), Fraction(0))
    assert rule.side(1, values) == expected


# --- From the rule to words ----------------------------------------------------------------------


def test_a_rule_in_official_words() -> None:
    form = default_form()
    rule = next(one for one in form.declared_rules if one.at.endswith(".company"))
    assert words_of(rule, form, 1) == (
        "一、本年新收政府信息公开申请数量 + 二、上年结转政府信息公开申请数量"
    )
    assert words_of(rule, form, -1) == "（七）总计 + 四、结转下年度继续办理"
