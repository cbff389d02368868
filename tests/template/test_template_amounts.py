"""元 for 万元 in a template: live beside last year's amount, where that is known."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.build import BUREAU, CONTACT, SAVED, YEAR, opened
from toolkit.form.form_file import default_form
from toolkit.form.measure import is_mixed_up
from toolkit.grids.names import FILLED
from toolkit.template.filling import Filling
from toolkit.template.workbook import make_template

FORM = default_form()
FEES, PROCESSING = "t2.fees.amount", "t6.processing_fee.charged"
MILLION = 1_000_000
QUERY, HOLDS = "！ 请核实（单位：万元）", "√ 相符"
READY = "√ 全部相符，可以报送"
READY_BUT = "！ 可以报送；有 1 处请先核实或说明，请看“审核”页"


def book(
    now: int | str | None, before: dict[str, int], said: str = "", state: str = FILLED
) -> bytes:
    figures = {FEES: now} if isinstance(now, int) else {}
    filling = Filling(
        figures,
        {table.code: state for table in FORM.tables if state},
        CONTACT,
        saved=SAVED,
        texts={FEES: now} if isinstance(now, str) else {},
        explanations={("YEAR-01", FEES): said} if said else {},
    )
    return make_template(FORM, BUREAU, YEAR, filling, before=before)


def lines(content: bytes) -> list[tuple[Any, ...]]:
    """Left, right, state and explanation of the lines of YEAR-01."""
    rows = opened(content, results=True)["审核"].iter_rows(min_row=3, values_only=True)
    return [row[3:7] for row in rows if row[0] == "YEAR-01"]


def overall(content: bytes) -> object:
    return opened(content, results=True)["封面"]["B14"].value


def test_yuan_for_ten_thousands_is_queried_before_it_is_sent() -> None:
    content = book(1_699_500 * MILLION, {FEES: 151_350_000})
    assert (1_699_500, 151.35, QUERY, None) in lines(content)
    assert overall(content) == READY_BUT
    cover = opened(content, results=True)["封面"]
    assert cover["C10"].value == "！ 有 1 处请核实或说明，请看“审核”页"


def test_an_amount_like_last_year_s_is_ready() -> None:
    content = book(169_950_000, {FEES: 151_350_000})
    assert (169.95, 151.35, HOLDS, None) in lines(content)
    assert overall(content) == READY


def test_an_explained_amount_is_ready() -> None:
    content = book(1_699_500 * MILLION, {FEES: 151_350_000}, "新增土地出让收费")
    assert (1_699_500, 151.35, "√ 已说明", "新增土地出让收费") in lines(content)
    assert overall(content) == READY


def test_an_amount_that_is_no_number_is_named() -> None:
    content = book("12万", {FEES: 151_350_000})
    assert ("", "", "含非数字", None) in [
        tuple("" if i < 2 and one is None else one for i, one in enumerate(line))
        for line in lines(content)
    ]


def test_nothing_typed_is_untouched() -> None:
    content = book(None, {FEES: 151_350_000}, state="")
    assert (0, 151.35, "未填", None) in lines(content)
    assert overall(content) == "未填"


@pytest.mark.parametrize("before", [{}, {FEES: 0}])
def test_without_an_amount_of_last_year_the_line_stays_as_it_was(before: dict[str, int]) -> None:
    content = book(1_699_500 * MILLION, before)
    assert {line[:3] for line in lines(content)} == {(None, None, "汇总时审核")}
    assert overall(content) == READY


def test_every_amount_has_one_line() -> None:
    amounts = [one for one in FORM.inputs if FORM.indicators[one].kind.type == "amount"]
    for before in ({}, {FEES: 5}, {FEES: 5, PROCESSING: 7}):
        assert len(lines(book(3, before))) == len(amounts)


def test_the_cell_itself_is_marked() -> None:
    sheet = opened(book(None, {FEES: 151_350_000}))["表二"]
    formulas = [
        rule.formula[0]
        for cells, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
        if str(cells.sqref) == "B16"
    ]
    assert (
        "AND(ISNUMBER(B16),OR(AND(B16>=0.003027,B16<=0.075675),AND(B16>=302700,B16<=7567500)))"
        in formulas
    )


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (1, 2_000, True),
        (1, 1_999, False),
        (1, 50_000, True),
        (1, 50_001, False),
        (50_001, 1, False),
        (50_000, 1, True),
        (2_000, 1, True),
        (1_999, 1, False),
        (0, 10_000, False),
        (7, 0, False),
        (7, 7, False),
    ],
)
def test_what_is_mixed_up(before: int, now: int, expected: bool) -> None:
    assert is_mixed_up(now, before) is expected


@given(st.integers(0, 10**15), st.integers(0, 10**20))
def test_it_is_a_factor_of_2_000_to_50_000(before: int, now: int) -> None:
    low, high = min(before, now), max(before, now)
    factor = Fraction(high, low) if low else Fraction(0)
    assert is_mixed_up(now, before) == (2_000 <= factor <= 50_000)
