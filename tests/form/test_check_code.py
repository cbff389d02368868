"""The check code: what it is made of, and that no small change leaves it as it was."""

from __future__ import annotations

import random
from decimal import Decimal
from math import gcd

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.check_codes import FORMS, Report, any_report, single_changes
from tests.support.large_form import large
from toolkit.form.check_code import (
    BEYOND,
    CHARACTERS,
    FACTOR,
    LENGTH,
    MODULUS,
    WEIGHTS_BELOW,
    WIDE,
    NoCode,
    check_code,
    common_decimals,
    of_characters,
    rounded,
    weights_of_characters,
    weights_of_inputs,
    whose,
)
from toolkit.form.form_file import default_form, load_form, parse_form

FORM = default_form()
TEXT = whose("990001", "2024")
AMOUNT = next(code for code in FORM.inputs if FORM.decimals[code] == 6)
COUNTS = [code for code in FORM.inputs if not FORM.decimals[code]]
COUNT = COUNTS[0]

# A printed paper and a file may lie apart for years: no version may compute another code.
KNOWN = [
    ("disclosure-2021", "990001", "2024", 0, "9632-8630"),
    ("disclosure-2021", "990001", "2024", 1, "5973-9970"),
    ("disclosure-2021", "990000-11", "2025", 12, "6045-6290"),
    ("disclosure-2019", "990001", "2024", 1, "2011-0239"),
]


def code(figures: dict[str, int], text: str = TEXT) -> str | NoCode:
    return check_code(FORM, text, figures)


@pytest.mark.parametrize(("form", "unit", "year", "each", "expected"), KNOWN)
def test_codes_stay_what_they_are(
    form: str, unit: str, year: str, each: int, expected: str
) -> None:
    """Every input holds the same number."""
    one = load_form(form)
    figures = {code: each * one.scales[code] for code in one.inputs}
    assert check_code(one, whose(unit, year), figures) == expected


def test_the_arithmetic_fits_into_doubles() -> None:
    """The formulas add less than 2⁵³, and the factor keeps what is apart apart."""
    assert all(MODULUS % n for n in range(2, 10_000)) and gcd(FACTOR, MODULUS) == 1
    assert FACTOR * (MODULUS - 1) < BEYOND


@pytest.mark.parametrize("form", FORMS)
def test_every_weight_is_another(form: str) -> None:
    some = [*weights_of_characters(), *weights_of_inputs(load_form(form)).values()]
    assert len({*some}) == len(some) and min(some) > 0 and max(some) < WEIGHTS_BELOW < MODULUS


def test_as_many_inputs_as_a_form_may_have() -> None:
    some = weights_of_inputs(parse_form(large(50, 100), "large.yaml"))
    assert len({*weights_of_characters(), *some.values()}) == LENGTH + 5_000


def test_ten_generates_all_remainders() -> None:
    """So a decimal point may slip, and two digits of any places may be exchanged."""
    order = MODULUS - 1
    assert order == 2**2 * 11 * 2_272_727
    assert all(pow(10, order // prime, MODULUS) != 1 for prime in (2, 11, 2_272_727))


@pytest.mark.parametrize("form", FORMS)
def test_no_single_change_leaves_the_code(form: str) -> None:
    one, chance = load_form(form), random.Random(form)
    for _ in range(3):
        report = any_report(one, chance)
        before = report.code(one)
        others = list(single_changes(one, report, chance))
        assert len(others) > 50
        assert [other for other in others if other.code(one) == before] == []


@settings(deadline=None)
@given(st.integers(0, MODULUS - 1), st.integers(0, MODULUS - 1), st.sampled_from(COUNTS))
def test_a_count_below_the_prime_is_told_from_any_other(one: int, other: int, which: str) -> None:
    assert (code({which: one}) == code({which: other})) == (one == other)


@settings(deadline=None)
@given(
    st.lists(st.integers(0, MODULUS - 1), min_size=2, max_size=2, unique=True),
    st.lists(st.sampled_from(COUNTS), min_size=2, max_size=2, unique=True),
)
def test_two_figures_that_change_places(figures: list[int], places: list[str]) -> None:
    there = dict(zip(places, figures, strict=True))
    assert code(there) != code(dict(zip(places, reversed(figures), strict=True)))


@settings(deadline=None)
@given(
    st.integers(1, 10**14), st.lists(st.sampled_from(COUNTS), min_size=2, max_size=2, unique=True)
)
def test_a_figure_in_another_cell(figure: int, places: list[str]) -> None:
    if figure % MODULUS:
        assert code({places[0]: figure}) != code({places[1]: figure})


def test_what_the_prime_divides_is_not_seen() -> None:
    """This is the limit, and it is written down."""
    assert code({COUNT: 5}) == code({COUNT: 5 + MODULUS}) != code({COUNT: 4 + MODULUS})
    assert code({AMOUNT: 5}) == code({AMOUNT: 5 + MODULUS})


@pytest.mark.parametrize("blank", [{}, {COUNT: None}, {COUNT: 0}, dict.fromkeys(FORM.indicators)])
def test_a_blank_is_a_zero(blank: dict[str, int]) -> None:
    assert code(blank) == code({})


def test_totals_do_not_count() -> None:
    total = next(code for code, one in FORM.indicators.items() if one.parts)
    assert code({total: 7}) == code({})


# --- Who and when ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "year"),
    [
        ("９９０００１", "２０２４"),
        (" 990 001　", "　2024"),
        ("990001", "2024年"),
        ("990001", "2024 年度"),
    ],
)
def test_what_means_the_same_unit_and_year(unit: str, year: str) -> None:
    assert code({}, whose(unit, year)) == code({})


@pytest.mark.parametrize(
    ("unit", "year"),
    [("990001", "2025"), ("990002", "2024"), ("990010", "2024"), ("", "2024"), ("990001", "")],
)
def test_another_unit_or_year(unit: str, year: str) -> None:
    assert code({}, whose(unit, year)) != code({})


def test_the_characters_that_count() -> None:
    assert len({*CHARACTERS, *WIDE}) == 2 * len(CHARACTERS) == 126
    assert len({of_characters(one) for one in CHARACTERS}) == len(CHARACTERS)
    assert list(map(of_characters, CHARACTERS)) == list(map(of_characters, WIDE))
    assert of_characters("示例①é") == of_characters("") == 0
    assert of_characters("示A") != of_characters("A")
    assert of_characters("A" * LENGTH) == of_characters("A" * 500)


# --- What our reader refuses ----------------------------------------------------------------------


@pytest.mark.parametrize(("number", "same"), [("12", 12), ("12.0000004", 12), ("-0.0000004", 0)])
def test_a_number_is_rounded_to_the_common_unit(number: str, same: int) -> None:
    assert check_code(FORM, TEXT, {}, {COUNT: Decimal(number)}) == code({COUNT: same})


@pytest.mark.parametrize("number", ["-3", "0.5", "-0.5", "0.000001", "12.5"])
def test_a_number_that_is_refused_has_a_code_of_its_own(number: str) -> None:
    codes = {code({COUNT: n}) for n in range(20)}
    assert check_code(FORM, TEXT, {}, {COUNT: Decimal(number)}) not in codes


def test_it_takes_the_place_of_the_figure() -> None:
    seen = {COUNT: Decimal(7)}
    assert check_code(FORM, TEXT, {COUNT: 5}, seen) == code({COUNT: 7})


def test_what_is_no_number_gives_none() -> None:
    text, date = {COUNT: NoCode.NOT_NUMBERS}, {COUNTS[1]: NoCode.UNKNOWN}
    number = {AMOUNT: Decimal(1)}
    assert check_code(FORM, TEXT, {}, {**text, **number}) is NoCode.NOT_NUMBERS
    assert check_code(FORM, TEXT, {}, {**date, **number}) is NoCode.UNKNOWN
    # The cover says that there is a text, whatever the date is.
    assert check_code(FORM, TEXT, {}, {**date, **text}) is NoCode.NOT_NUMBERS


# --- Numbers of 15 digits -------------------------------------------------------------------------


def test_every_decimal_of_15_digits_counts() -> None:
    assert rounded(Decimal("91477928196184.8"), 10**6) == 91_477_928_196_184_800_000
    assert rounded(Decimal("-0.25"), 10**6) == -250_000


def test_the_unit_is_that_of_the_finest_figures() -> None:
    assert {common_decimals(load_form(form)) for form in FORMS} == {6}
    finer = parse_form(large(2, 2).replace("type: count", "type: amount, decimals: 9"), "fine.yaml")
    assert common_decimals(finer) == 9
    coarser = parse_form(large(2, 2).replace("type: count", "type: amount, decimals: 7"), "a.yaml")
    assert common_decimals(coarser) == 9


def test_a_report_is_what_its_cover_says() -> None:
    assert Report("990001", "2024", {COUNT: 3}).code(FORM) == code({COUNT: 3})
