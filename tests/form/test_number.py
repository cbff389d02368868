"""Strict text → exact number: what is a number, what is none, and nothing in between."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.form.number import Misfit, plain, read_figure, to_float, to_number
from toolkit.form.table import FigureKind

COUNT = FigureKind(type="count", unit="件")
FEE = FigureKind(type="amount", unit="万元", decimals=6)
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
# Written out here anew, so that the code is not measured by itself.
ALLOWED = dict(zip("0123456789.,-０１２３４５６７８９．，－", "0123456789.,-" * 2, strict=True))
EDGES = " \t\r\n\u00a0\u3000\u200b\ufeff"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0", 0),
        ("12", 12),
        ("007", 7),
        (" 12 ", 12),
        ("\u300012\u00a0", 12),
        ("12\n", 12),
        ("\t12\r\n", 12),
        ("\ufeff12\u200b", 12),
        ("１２", 12),
        ("1２", 12),
        ("12.0", 12),
        ("１２．００", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("12,345,678", 12345678),
        ("1,234.0", 1234),
        ("-0", 0),
        ("999999999999999", 999999999999999),
        ("000000000000000012", 12),
    ],
)
def test_a_count_that_is_read(text: str, figure: int) -> None:
    assert read_figure(text, COUNT) == figure


@pytest.mark.parametrize(
    "text",
    [
        # The contract's own examples.
        *("12件", "—", "/", "无", "①", "1e3", "0x1", "+5", "5.", "1 2", "1\n2"),
        # Chinese and other signs that stand for nothing or for a number.
        *(
            "－",
            "-",
            "–",
            "——",
            "\\",
            "没有",
            "零",
            "十二",
            "〇",
            "N/A",
            "NA",
            "None",
            "nan",
            "inf",
        ),
        # Digits that Python's own int() accepts.
        *("1_000", "٣", "१२", "²", "½", "Ⅴ", "𝟏𝟐"),
        # Separators and points in the wrong place, or twice.
        *("1,23", "1,2345", "12,34,567", ",123", "1,234,", "1..2", "1.2.3", ".5", "1.234,5", "."),
        # Signs in the wrong place, or unlike a minus; brackets of accountants; parts of a text.
        *(
            "5-",
            "--5",
            "- 5",
            "−5",
            "(5)",
            "（5）",
            "=5",
            "'5",
            "5%",
            "¥5",
            "约5",
            "5个",
            "1\u30002",
        ),
        *(
            "1\u00a02",
            "TRUE",
            "是",
            "2024-01-01",
            "12:30",
            "#REF!",
            "22（其中修订16件）",
            "1E3",
            "Ox1",
        ),
    ],
)
def test_text_that_is_no_number(text: str) -> None:
    assert read_figure(text, COUNT) == Misfit("text")
    assert read_figure(text, FEE) == Misfit("text")


@pytest.mark.parametrize("blank", ["", None, " ", "\u3000", "\u00a0", "\n", "\ufeff", " \t\u200b"])
def test_a_blank_is_neither_zero_nor_wrong(blank: object) -> None:
    assert read_figure(blank, COUNT) is None


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (8.2, 8_200_000),
        ("8.2", 8_200_000),
        ("0.000001", 1),
        (0.000001, 1),
        (0.1 + 0.2, 300_000),
        (12345678.123456, 12345678_123456),
        ("８．２", 8_200_000),
        ("1,234.5", 1234_500_000),
        (12, 12_000_000),
        ("251000", 251000_000_000),
    ],
)
def test_an_amount_is_exact_to_its_last_decimal(value: object, figure: int) -> None:
    """Held as an integer of 10⁻⁶ 万元, that is of one 分."""
    assert read_figure(value, FEE) == figure


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("-1", "-1"),
        (-1, "-1"),
        (-0.5, "-0.5"),
        ("-3", "-3"),
        (-3.5, "-3.5"),
        ("－３", "-3"),
        ("-1,234", "-1234"),
    ],
)
def test_a_negative_is_told_with_its_number(value: object, number: str) -> None:
    assert read_figure(value, COUNT) == Misfit("negative", Decimal(number))


@pytest.mark.parametrize(
    ("value", "kind", "number"),
    [
        (3.5, COUNT, "3.5"),
        ("3.5", COUNT, "3.5"),
        ("0.0000001", FEE, "0.0000001"),
        (8.1234567, FEE, "8.1234567"),
    ],
)
def test_too_many_decimals_are_told_with_the_number(
    value: object, kind: FigureKind, number: str
) -> None:
    assert read_figure(value, kind) == Misfit("fraction", Decimal(number))


@pytest.mark.parametrize(
    "value",
    [
        "1000000000000000",
        10**15,
        1e15,
        1e300,
        "１２３４５６７８９０１２３４５６",
        "0.1234567890123456",
    ],
)
def test_more_than_fifteen_digits(value: object) -> None:
    """A spreadsheet has changed the sixteenth digit already."""
    assert read_figure(value, FEE) == Misfit("digits")


@pytest.mark.parametrize("value", [True, False])
def test_truth_values_are_no_numbers(value: bool) -> None:
    """In Python True is 1; in a return it is nothing."""
    assert read_figure(value, COUNT) == Misfit("truth")


@pytest.mark.parametrize(
    "value",
    [
        datetime.date(2024, 1, 2),
        datetime.datetime(2024, 1, 2, 3),
        datetime.time(3),
        datetime.timedelta(hours=30),
    ],
)
def test_dates_and_times_are_no_numbers(value: object) -> None:
    assert read_figure(value, COUNT) == Misfit("date")


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_no_cell_can_hold_is_no_number(value: float) -> None:
    assert read_figure(value, COUNT) == Misfit("text")


# --- Properties ----------------------------------------------------------------------------------

near_numbers = st.text(alphabet="0123456789０１９.．,，-－+eE 件①²\u3000\u00a0\n٣_", max_size=20)


@given(st.one_of(near_numbers, st.text(max_size=12)))
def test_parsing_never_coerces(text: str) -> None:
    """Whatever is read consists of the characters of a number, and is the number they say."""
    figure = read_figure(text, FEE)
    body = text.strip(EDGES)
    if isinstance(figure, int):
        assert set(body) <= set(ALLOWED)
        said = Decimal("".join(ALLOWED[one] for one in body).replace(",", ""))
        assert said == Decimal(figure).scaleb(-6)
    else:
        assert (figure is None) == (body == "")


@given(
    st.integers(min_value=0, max_value=10**15 - 1),
    st.sampled_from(["{}", "{:,}", " {} ", "\u3000{:,}\u00a0", "{}.0"]),
    st.booleans(),
)
def test_every_way_of_writing_a_count_is_read(number: int, way: str, wide: bool) -> None:
    text = way.format(number)
    if wide:
        text = text.translate(WIDE)
    if sum(one.isdigit() for one in text) <= 15:
        assert read_figure(text, COUNT) == number


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_an_amount_survives_a_spreadsheet(scaled: int) -> None:
    """Exact integer → the double in a cell → the same integer."""
    assert read_figure(to_float(scaled, 6), FEE) == scaled
    assert read_figure(plain(to_number(scaled, 6)), FEE) == scaled


@given(st.integers(min_value=0, max_value=10**18), st.integers(min_value=0, max_value=9))
def test_plain_digits_are_plain(scaled: int, decimals: int) -> None:
    """No exponent, no superfluous zero, and still the same number."""
    text = plain(to_number(scaled, decimals))
    assert set(text) <= set("0123456789.")
    assert "." not in text or not text.endswith(("0", "."))
    assert Decimal(text) == Decimal(scaled).scaleb(-decimals)


def test_a_number_without_decimals_is_an_integer() -> None:
    assert (to_number(12, 0), to_float(12, 0)) == (12, 12)
    assert (to_number(12, 2), to_float(12, 2)) == (Decimal("0.12"), 0.12)
