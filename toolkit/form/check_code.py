"""The check code: eight digits by which a printed report and a file are held against each other.

A formula on the cover of a template makes it of the unit's code, the year and every input
(:mod:`toolkit.template.code_cells`); here the same number comes from exact integers. Each character
and each input has a weight of its own, which belongs to its number and not to its cell, so a table
that was moved changes nothing. A figure counts as an integer of a decimal unit that is the same for
all inputs of a form, 10⁻⁶ or 10⁻⁹ of the unit of measure; a blank counts as 0. The code is the sum
of weight × figure, times a factor by which a small change shows in all digits, modulo a prime below
10⁸, shown as ``1234-5678``.

What follows, whatever the figures are: the prime divides no weight, so a single figure that changes
leaves the code only if it changes by a multiple of the prime, which is 99,999,989 for a count and
99.999989 for an amount with six decimals. Ten generates all remainders of the prime. So neither a
decimal point that slips nor two digits or two figures that change places leave it, unless they
differ by such a multiple. Of all other changes one in a hundred million does. It is no seal: who
wants to can make figures that fit a code.

What our reader refuses may still be a number to a formula. A negative one, a fraction in a count
and a number with too many decimals (rounded to the common unit) give the code that the cover
shows. A text, a truth value, an error and a number of 10¹⁵ or more give none, here and on the
cover (but to LibreOffice a truth value is a number); nor does a figure that stands there as text,
which our reader takes and no formula sees. A date is a number to a formula, but which one depends
on the workbook, and the result of a formula may not have been stored: then it is not known here
what the cover shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum, unique
from fractions import Fraction
from functools import lru_cache
from math import floor
from operator import mul

from toolkit.form.form import Form
from toolkit.form.number import MAX_DIGITS

# The factor times a remainder has 15 digits: what a cell keeps, and our reader takes fastest.
MODULUS, FACTOR = 99_999_989, 6_180_339
# The weights are the powers of a number that generates all remainders of a prime, so they differ.
# A small one would let neighbours make up for each other: 1 more here, that many less there.
WEIGHTS_BELOW, _GENERATOR = 99_991, 61_798
# A number of more digits is not what was typed.
BEYOND = 10**MAX_DIGITS
# Between these some product would have more digits.
_FEW_DECIMALS, _MANY_DECIMALS = 6, 9
# How many characters of the year and of a unit's code count; with 500 of them nobody is served.
OF_YEAR, _OF_UNIT = 4, 24
LENGTH = OF_YEAR + _OF_UNIT
# The characters that count, and the same in full width. Any other one leaves a gap: no function of
# all programs tells such characters apart.
CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-"
WIDE = "".join(chr(ord(one) + 0xFEE0) for one in CHARACTERS)
# What people leave beside a code without seeing it.
BLANKS = " \u3000"
_VALUES = {one: at for some in (CHARACTERS, WIDE) for at, one in enumerate(some, 1)}


@unique
class NoCode(Enum):
    """Why there is no check code, or why a cell gives no number to it."""

    # Something that is no number, so the cover says that as well.
    NOT_NUMBERS = "not numbers"
    # What the cover shows is not known.
    UNKNOWN = "unknown"


def common_decimals(form: Form) -> int:
    """How many decimals the figures of a form have in its check codes."""
    few = max(form.decimals.values()) <= _FEW_DECIMALS
    return _FEW_DECIMALS if few else _MANY_DECIMALS


@lru_cache(8)
def _weights(count: int) -> tuple[int, ...]:
    """Of the characters, and behind them of ``count`` inputs."""
    found = [_GENERATOR]
    while len(found) < LENGTH + count:
        found.append(found[-1] * _GENERATOR % WEIGHTS_BELOW)
    return tuple(found)


def weights_of_characters() -> tuple[int, ...]:
    return _weights(0)


def weights_of_inputs(form: Form) -> Mapping[str, int]:
    return dict(zip(form.inputs, _weights(len(form.inputs))[LENGTH:], strict=True))


def whose(unit: str, year: str) -> str:
    """The text whose characters count, of what the cover shows as the unit's code and the year."""
    unit, year = (text.translate(dict.fromkeys(map(ord, BLANKS))) for text in (unit, year))
    return year[:OF_YEAR] + unit


def of_characters(text: str) -> int:
    """What the characters of :func:`whose` add; those that do not count add nothing."""
    values = [_VALUES.get(one, 0) for one in text[:LENGTH]]
    return sum(map(mul, values, _weights(0)))


def rounded(number: Decimal, scale: int) -> int:
    """A number as an integer of the unit divided by ``scale``."""
    return floor(Fraction(number) * scale + Fraction(1, 2))


def check_code(
    form: Form,
    text: str,
    figures: Mapping[str, int | None],
    seen: Mapping[str, Decimal | NoCode] | None = None,
) -> str | NoCode:
    """The code that the cover shows.

    ``text``: by :func:`whose`. ``figures``: by input, integers of its smallest unit; None or none
    counts as 0. ``seen``: what a formula sees in inputs where that is not the figure.
    """
    others = seen or {}
    if missing := {one for one in others.values() if isinstance(one, NoCode)}:
        return NoCode.NOT_NUMBERS if NoCode.NOT_NUMBERS in missing else NoCode.UNKNOWN
    scale, scales = 10 ** common_decimals(form), form.scales
    known = [(figures.get(code) or 0) * (scale // scales[code]) for code in form.inputs]
    if others:
        for at, code in enumerate(form.inputs):
            number = others.get(code)
            if isinstance(number, Decimal):
                known[at] = rounded(number, scale)
    return spelt(of_characters(text) + sum(map(mul, known, _weights(len(known))[LENGTH:])))


def spelt(total: int) -> str:
    """A sum as a code."""
    digits = f"{total * FACTOR % MODULUS:08}"
    return f"{digits[:4]}-{digits[4:]}"
