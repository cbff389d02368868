"""Comparisons with a number, as number formats and conditional formats write them."""

from __future__ import annotations

import math
import operator
import re
from functools import lru_cache

_COMPARISON = re.compile(r"\s*(<=|>=|<>|!=|<|>|=)\s*(-?[0-9.]+(?:E[+-]?[0-9]+)?)\s*", re.IGNORECASE)
_OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
}

# A sign and a number.
Comparison = tuple[str, float]


@lru_cache(1_000)
def comparison(text: str) -> Comparison | None:
    """A text such as ``>=100``; None where it is no comparison."""
    found = _COMPARISON.fullmatch(text)
    try:
        return (found[1], float(found[2])) if found else None
    except ValueError:
        return None


def between(*ends: str) -> list[str]:
    """The two comparisons of what lies between two numbers, which programs take in either order.

    None where they are no numbers.
    """
    known = sorted(one[1] for one in map(comparison, (f"={text}" for text in ends)) if one)
    return [f">={known[0]}", f"<={known[1]}"] if len(known) == 2 else []


def holds(one: Comparison, number: float) -> bool:
    """Whether it does for a number."""
    sign, limit = one
    return bool(_OPERATORS[sign](number, limit))


def may_hold(text: str, value: object) -> bool:
    """Whether a condition may hold for a value; what is no comparison with a number may.

    For spreadsheet programs a text is more than any number.
    """
    one = comparison(text)
    if one is None or not isinstance(value, float | str):
        return True
    return holds(one, value if isinstance(value, float) else math.inf)
