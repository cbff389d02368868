"""Amounts compared with those of other units of the category, on plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.build import YEAR, Collected, code_at, collect, filled
from toolkit.audit.against_peers import against_peers
from toolkit.findings.finding import Finding
from toolkit.findings.message import message, suggestion
from toolkit.findings.voice import Voice
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.identity import Identity
from toolkit.returns.previous_year import Previous
from toolkit.returns.unit_return import Return
from toolkit.roster.roster import Category, Unit

FORM = default_form()
LAYOUT = lay_out(FORM)
ALL_TABLES = frozenset(table.table.code for table in LAYOUT.tables)
FEES = code_at("表二!B16")
MILLION = 1_000_000
CITY = "990000"


def unit(number: int, category: Category = Category.DEPARTMENT) -> Unit:
    return Unit(f"{CITY}-{number:02}", f"第{number}局", category, CITY)


def told(
    amounts: Sequence[int | None],
    categories: Mapping[int, Category] | None = None,
    before: Mapping[int, int] | None = None,
    bad: int | None = None,
    uncounted: int | None = None,
) -> list[Finding]:
    """The findings on units with these amounts, in millionths of 万元; units count from 0."""
    units = [unit(n, (categories or {}).get(n, Category.DEPARTMENT)) for n in range(len(amounts))]
    returns = {
        one.code: Return(
            f"{one.code}.xlsx",
            Identity(unit=one.code),
            values={FEES: amount},
            counted=ALL_TABLES - ({"t2"} if n == uncounted else set()),
            invalid=frozenset({FEES} if n == bad else ()),
        )
        for n, (one, amount) in enumerate(zip(units, amounts, strict=True))
    }
    figures = {units[n].code: {FEES: then} for n, then in (before or {}).items()}
    known = {one.code: one for one in units}
    return list(against_peers(returns, known, LAYOUT, Previous(YEAR - 1, figures)))


def test_the_words_and_the_likely_value() -> None:
    (one,) = told([1_699_500 * MILLION, 120 * MILLION, 151_350_000, 300 * MILLION])
    assert (one.unit, one.sheet, one.cell, one.severity) == ("990000-00", "表二", "B16", "warning")
    assert (one.actual, one.suggested) == (1_699_500, Decimal("169.95"))
    assert message(one, FORM) == (
        "表二 B16（行政事业性收费，本年收费金额（单位：万元）） 填的是 1699500，"
        "约为其他 3 个市直部门中位数（151.35）的 11229 倍。"
    )
    assert suggestion(one, FORM) == (
        "请与该单位核对计量单位：本项以万元为单位，是否把“元”和“万元”弄混；看来应为 169.95；"
        "确属实际情况的，请在“审核结果”页填写处理意见。"
    )


def test_the_unit_itself_is_not_told_what_others_have() -> None:
    (one,) = told([1_699_500 * MILLION, 120 * MILLION, 151_350_000, 300 * MILLION])
    said = message(one, FORM, Voice.NOTICE) + suggestion(one, FORM, Voice.NOTICE)
    assert "151.35" not in said and "11229" not in said
    assert "填的是 1699500，远远大于其他同类单位填报的数" in said


@pytest.mark.parametrize(
    ("amount", "others", "expected"),
    [
        (1_000, (1, 1, 1), True),
        (999, (1, 1, 1), False),
        # Of an even number the median lies between two: 1.5.
        (1_500, (1, 1, 2, 2), True),
        (1_499, (1, 1, 2, 2), False),
        # The order of the units does not matter, and zeros and blanks do not count.
        (1_000, (0, 500, 1, None, 1), True),
        (10**6, (1, 1), False),
        (10**6, (1, 1, 0), False),
        (10**6, (1, 1, None), False),
        # Exact beyond the precision of floats.
        (10**18 * 1_000, (10**18, 10**18, 10**18), True),
        (10**18 * 1_000 - 1, (10**18, 10**18, 10**18), False),
    ],
)
def test_a_thousand_times_the_median_of_at_least_three_others(
    amount: int, others: tuple[int | None, ...], expected: bool
) -> None:
    assert [one.unit for one in told([amount, *others])] == ["990000-00"] * expected
    last = len(others)
    assert [one.unit for one in told([*others, amount])] == [f"990000-{last:02}"] * expected


def test_two_that_are_wrong_do_not_hide_each_other() -> None:
    assert [one.unit for one in told([9_000, 9_000, 1, 1, 1])] == ["990000-00", "990000-01"]


def test_only_units_of_the_category_are_compared() -> None:
    towns = dict.fromkeys((1, 2, 3), Category.TOWNSHIP)
    assert told([9_000, 1, 1, 1], towns) == []
    assert len(told([9_000, 1, 1, 1, 1, 1, 1], towns)) == 1


def test_what_is_no_figure_or_does_not_count_is_left_out() -> None:
    assert told([9_000, 1, 1, 1], bad=0) == told([9_000, 1, 1, 1], bad=1) == []
    assert told([9_000, 1, 1, 1], uncounted=0) == told([9_000, 1, 1, 1], uncounted=1) == []


def test_what_is_told_beside_last_year_s_amount_is_not_told_again() -> None:
    amounts = [9_000_000, 900, 900, 900]
    assert told(amounts, before={0: 900}) == []
    # 90,000 times last year's amount is no mix-up of 元 and 万元 by itself.
    assert len(told(amounts, before={0: 100})) == 1
    assert len(told(amounts, before={0: 0})) == 1
    # Last year it was the same: nobody has looked at it yet.
    assert len(told(amounts, before={0: 9_000_000})) == 1


@pytest.mark.parametrize(
    ("amount", "likely"),
    [
        (12_000_000, "0.0012"),
        # A 10,000th of it has too many decimals.
        (12_000_001, None),
        # It would be more than 100 times the median.
        (10**9 + 10_000, None),
        (10**9, "0.1"),
    ],
)
def test_the_likely_value_fits_among_the_others(amount: int, likely: str | None) -> None:
    (one,) = told([amount, 1_000, 1_000, 1_000])
    assert one.suggested == (likely and Decimal(likely))


def test_every_amount_of_a_form_is_compared() -> None:
    amounts = [one for one in FORM.inputs if FORM.indicators[one].kind.type == "amount"]
    assert FEES in amounts and len(amounts) > 1
    units = {one.code: one for one in map(unit, range(4))}
    returns = {
        code: Return(
            code,
            Identity(unit=code),
            values=dict.fromkeys(FORM.inputs, 10**9 if n == 0 else 1),
            counted=ALL_TABLES,
        )
        for n, code in enumerate(units)
    }
    found = against_peers(returns, units, LAYOUT, Previous())
    assert [one.indicator for one in found] == amounts


# --- By the command ------------------------------------------------------------------------------


def city(path: Path, amount: object, *options: str | Path) -> Collected:
    typed = [amount, 120, "151.35", 300]
    files = {
        f"{n}.xlsx": filled({"表二!B16": one, "表二!B9": n + 1}, unit(n))
        for n, one in enumerate(typed)
    }
    return collect(path, files, *options, units=[unit(n) for n in range(4)])


@pytest.mark.slow
def test_collect_tells_it_and_check_cannot(tmp_path: Path) -> None:
    result = city(tmp_path, 1_699_500)
    found = result.finding("PEER-01")
    assert (found["unit"], found["actual"], result.exit_code) == ("990000-00", 1_699_500, 0)
    assert "169.95" in found["suggestion"]
    page = [[one for one in row if one is not None] for row in result.sheet("概览")]
    told = "数量级可疑 1 处：第0局 行政事业性收费 1699500（同类单位中位数 151.35）。"
    assert [told] in page
    assert page[6][1:] == [
        *("已报，无误 3 个", "已报，数量级可疑 1 个", "已报，有误 0 个", "未报 0 个"),
    ]
    notes = [str(one) for row in result.sheet("表二") for one in row if one]
    assert "注：本表有 1 处金额数量级可疑，详见“概览”页。" in notes
    assert "数量级" not in str(result.sheet("表三"))


@pytest.mark.slow
def test_beside_last_year_it_is_told_once(tmp_path: Path) -> None:
    before = tmp_path / "before"
    before.mkdir()
    last = filled({"表二!B16": "151.35"}, unit(0), year=YEAR - 1)
    (before / "a.xlsx").write_bytes(last)
    result = city(tmp_path, 1_699_500, "--previous", before)
    assert [one for one in result.codes(unit(0)) if one.endswith("-01")] == ["YEAR-01"]
    page = [one for row in result.sheet("概览") for one in row if one]
    assert "数量级可疑 1 处：第0局 行政事业性收费 1699500（上年 151.35）。" in page


@pytest.mark.slow
def test_what_is_right_is_not_named(tmp_path: Path) -> None:
    result = city(tmp_path, "169.95")
    assert result.codes() == []
    assert "数量级" not in str(result.sheets())
