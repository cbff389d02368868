"""Numerals: numbers as they are written in running text, in digits or in Chinese."""

from __future__ import annotations

from fractions import Fraction

_DIGITS = {one: value for value, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# As in a cell; with its commas.
_MOST_DIGITS = 20
CHINESE = "".join((*_DIGITS, *_PLACES, "万亿"))


def chinese_number(text: str) -> int | None:
    """The number that Chinese numerals write; None where they write none.

    A row of digits alone is read digit by digit, as years are.
    """
    if len(text) > 1 and all(one in _DIGITS for one in text):
        return int("".join(str(_DIGITS[one]) for one in text))
    total = section = digit = 0
    for one in text:
        if one in _DIGITS:
            digit = _DIGITS[one]
        elif one in _PLACES:
            # 十二 leaves out the one before its ten.
            section += (digit or (1 if one == "十" and not section else 0)) * _PLACES[one]
            digit = 0
        elif one in "万亿":
            total = (total + section + digit) * SCALES[one]
            section = digit = 0
        else:
            return None
    return total + section + digit


def number_in(digits: str, scale: str) -> tuple[Fraction, Fraction] | None:
    """A number and the value of its last digit; ``scale``: 万 and the like behind its digits.

    None where it is none, or longer than any figure.
    """
    if len(digits) + len(scale) > _MOST_DIGITS:
        return None
    factor = Fraction(1)
    for one in scale:
        factor *= SCALES[one]
    if digits[0] in CHINESE:
        whole = chinese_number(digits)
        return None if whole is None else (whole * factor, Fraction(1))
    plain = digits.replace(",", "")
    decimals = len(plain.partition(".")[2])
    step = factor / 10**decimals
    return Fraction(plain) * factor, step
