"""Each pair of years of a unit, held against the cross-year rules of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.support.build import BALANCED, COUNTY, filled
from tests.support.many_years import NEW, OLD, told
from tests.support.published_returns import returned
from toolkit.chronicle.cross_years import CrossYear, Outcome, cross_years
from toolkit.chronicle.heard import Said
from toolkit.chronicle.lines import lines_of
from toolkit.findings.details import Child
from toolkit.returns.sums.lists import UnitsOfSum

LINES = lines_of(NEW, [OLD])
OUT, IN = "t3.carried_out.company", "t3.carried_in.company"
STOCK, ISSUED, REPEALED = (
    f"t2.normative_documents.{one}" for one in ("in_force", "issued", "repealed")
)


def judged(*years: Said) -> Mapping[tuple[int, str], CrossYear]:
    """(year, place) → what became of the rule."""
    found = cross_years({one.year: one for one in years}, LINES)
    return {(one.year, one.rule.at): one for one in found}


def test_each_column_and_each_stock_is_judged_once() -> None:
    found = judged(told(2021, {}), told(2022, {}))
    assert [at for _, at in found] == [
        *(
            f"t3.carried_in.{one}"
            for one in (
                *("natural_person", "company", "research"),
                *("social_org", "legal_service", "other_org"),
            )
        ),
        "t2.regulations.in_force",
        STOCK,
    ]
    assert {one.outcome for one in found.values()} == {Outcome.HOLDS}


def test_nothing_is_said_of_a_first_year() -> None:
    assert judged(told(2021, {IN: 5})) == {}


def test_a_carry_over_that_differs_is_an_error_with_both_figures() -> None:
    one = judged(told(2021, {OUT: 5}), told(2022, {IN: 3}))[2022, IN]
    assert (one.outcome, one.is_error) == (Outcome.FAILS, True)
    assert [one.actual, one.expected, one.difference] == [3, 5, -2]
    assert (one.sheet, one.cell, one.rule.code) == ("表三", "E7", "T3-04")


def test_a_stock_that_does_not_follow_is_a_warning_with_what_it_should_be() -> None:
    now = told(2022, {STOCK: 250, ISSUED: 9, REPEALED: 4})
    one = judged(told(2021, {STOCK: 248}), now)[2022, STOCK]
    assert (one.outcome, one.is_error) == (Outcome.FAILS, False)
    assert [one.actual, one.expected, one.difference] == [250, 253, -3]


def test_a_unit_may_have_explained_a_stock_and_no_carry_over() -> None:
    said = {("T2-01", STOCK): "全面清理，重新核定", ("T3-04", IN): "上年报告有误"}
    years = told(2021, {}), told(2022, {STOCK: 3, IN: 1}, explained=said)
    found = judged(*years)
    assert (found[2022, STOCK].outcome, found[2022, STOCK].reason) == (
        Outcome.EXPLAINED,
        "全面清理，重新核定",
    )
    assert (found[2022, IN].outcome, found[2022, IN].reason) == (Outcome.FAILS, "")


def test_a_year_that_is_missing_is_the_reason() -> None:
    found = judged(told(2020, {}), told(2022, {IN: 9}))
    assert {(one.outcome, one.reason) for one in found.values()} == {
        (Outcome.UNJUDGED, "没有 2021 年度的数")
    }
    assert {year for year, _ in found} == {2022}


def test_across_a_change_of_format_the_carry_over_is_judged_and_the_stock_is_not() -> None:
    found = judged(told(2020, {OUT: 4}, OLD), told(2021, {IN: 4, STOCK: 90}))
    assert found[2021, IN].outcome is Outcome.HOLDS
    assert found[2021, IN].expected == 4
    assert (found[2021, STOCK].outcome, found[2021, STOCK].reason) == (
        Outcome.UNJUDGED,
        "上年用的是 2019 年格式，没有这项数",
    )
    assert judged(told(2020, {OUT: 4}, OLD), told(2021, {IN: 5}))[2021, IN].difference == 1


def test_two_years_of_the_format_before_are_judged_by_its_own_rules() -> None:
    found = judged(told(2019, {OUT: 4}, OLD), told(2020, {IN: 6}, OLD))
    assert len(found) == 6
    assert found[2020, IN].form is OLD
    assert found[2020, IN].difference == 2


def test_a_format_that_went_back_cannot_be_judged() -> None:
    found = judged(told(2020, {OUT: 4}), told(2021, {IN: 4}, OLD))
    assert {one.reason for one in found.values()} == {
        "上年用的格式（2021 年）比本年的新，不能倒过来核对"
    }


@pytest.mark.parametrize(
    ("then", "now", "why"),
    [
        ({OUT: None}, {IN: 1}, "上年的数没有读出，或不是有效的数"),
        ({OUT: 1}, {IN: None}, "本年的数没有读出，或不是有效的数"),
    ],
)
def test_a_figure_that_is_not_known_is_the_reason(
    then: Mapping[str, int | None], now: Mapping[str, int | None], why: str
) -> None:
    one = judged(told(2021, then), told(2022, now))[2022, IN]
    assert (one.outcome, one.reason, one.actual) == (Outcome.UNJUDGED, why, None)


@pytest.mark.parametrize("incomplete", [2021, 2022])
def test_a_sum_without_all_its_units_may_differ(incomplete: int) -> None:
    content = returned(filled(BALANCED, COUNTY, year=incomplete))
    below = UnitsOfSum(missing=(Child("990001101", "河口镇", "A2"),))
    years = {
        year: told(
            year,
            {IN: 2} if year == 2022 else {},
            returned=replace(content, below=below) if year == incomplete else None,
        )
        for year in (2021, 2022)
    }
    found = judged(*years.values())
    one = found[2022, IN]
    assert (one.outcome, one.reason) == (
        Outcome.UNJUDGED,
        "所属单位没有汇总齐全，与上年的数不可比",
    )
    assert (one.actual, one.expected) == (Fraction(2), Fraction(0))
    assert found[2022, "t3.carried_in.research"].outcome is Outcome.HOLDS
