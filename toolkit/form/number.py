"""Strict text → exact number.

A figure is held as an integer of its smallest unit, 10⁻ᵈᵉᶜⁱᵐᵃˡˢ of its unit of measure, so that
sums are exact. Python's own ``int`` and ``float`` accept far too much ("1_000", "nan", Arabic
digits), and NFKC turns ① and ² into digits; hence a mapping and a pattern of our own.
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from toolkit.form.table import FigureKind

# A spreadsheet keeps 15 significant decimal digits; those beyond are not what was typed.
MAX_DIGITS = 15
_WHOLE = 10.0**MAX_DIGITS
# Characters at the edges that do not count: ASCII white space, no-break, full-width and zero-width
# blanks.
_EDGES = " \t\r\n\u00a0\u3000\u200b\ufeff"
_WIDE = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

Fault = Literal["text", "negative", "fraction", "digits", "date", "truth"]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a cell holds no usable figure."""

    fault: Fault
    # The number, where it is one all the same.
    number: Decimal | None = None


def whole(value: object) -> int | None:
    """A whole number as a spreadsheet stores it, the usual cell, read fast; else None."""
    if type(value) is float and 0 <= value < _WHOLE and value.is_integer():
        return int(value)
    return None


def read_figure(value: object, kind: FigureKind) -> int | Misfit | None:
    """The figure in a cell, as an integer of its smallest unit; None for a blank cell.

    Nothing is coerced: whatever is not plainly a number that fits the indicator is a Misfit.
    """
    number = whole(value)
    if number is not None:
        return int(number * 10**kind.decimals)
    if value == "" or value is None:
        return None
    if isinstance(value, bool):
        return Misfit("truth")
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return Misfit("date")
    if isinstance(value, int | float):
        return _fit(from_cell(value), kind)
    text = str(value).strip(_EDGES)
    return _fit(_from_text(text), kind) if text else None


def from_cell(value: float) -> Decimal | Misfit:
    """The number in a cell, as it was typed."""
    if not math.isfinite(value):
        return Misfit("text")
    if abs(value) >= 10**MAX_DIGITS:
        return Misfit("digits")
    # 8.2 is stored as 8.1999999999999993; rounding to 15 digits gives back what was typed.
    return Decimal(format(value, f".{MAX_DIGITS}g"))


def _from_text(text: str) -> Decimal | Misfit:
    plain = text.translate(_WIDE)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return Misfit("text")
    if sum(map(str.isdigit, plain.lstrip("-0."))) > MAX_DIGITS:
        return Misfit("digits")
    return Decimal(plain)


def _fit(number: Decimal | Misfit, kind: FigureKind) -> int | Misfit:
    if isinstance(number, Misfit):
        return number
    if number < 0:
        return Misfit("negative", number)
    scaled = number.scaleb(kind.decimals)
    whole = int(scaled)
    return whole if scaled == whole else Misfit("fraction", number)


def to_number(scaled: int, decimals: int) -> int | Decimal:
    """An integer of the smallest unit as the number that people write."""
    if not decimals:
        return scaled
    return Decimal(scaled).scaleb(-decimals)


def from_fraction(value: Fraction) -> int | Decimal:
    """A fraction as the number that people write: all its decimals, rounded to 12."""
    digits = 0
    while (value * 10**digits).denominator != 1 and digits < 12:
        digits += 1
    return to_number(round(value * 10**digits), digits)


def to_float(scaled: int, decimals: int) -> float:
    """The same for a spreadsheet cell: the double that is nearest to the exact figure."""
    return scaled if not decimals else scaled / 10**decimals


def plain(number: int | Decimal) -> str:
    """Plain digits, without an exponent or superfluous zeros."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def from_plain(text: str) -> int | Decimal | None:
    """The inverse of :func:`plain`; None for any other text."""
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text) if "." in text else int(text)
